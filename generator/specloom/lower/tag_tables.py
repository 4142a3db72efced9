"""The table of a discriminator: which value of its property leads to which variant.

One table for each property that tells the variants of a union apart, whoever names it: the
union itself, a union inside it, or what its variants descend from. A mapping decides; what
variants list of themselves adds to it, and stands where the mapping contradicts it. What is
found to be wrong, `tag_findings` says. (OpenAPI 3.2 "Discriminator Object".)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from specloom.lower.drafts import Origin, Origins, Telling
from specloom.lower.ladder import TagTable
from specloom.lower.tag_findings import TagFindings
from specloom.lower.tag_values import key_of, value_of
from specloom.model.declarations import Declaration, Field, Record, Union
from specloom.model.types import Anything, JsonScalar, Kind, Type
from specloom.model.wire_types import Lookup, declared, kinds, listed
from specloom.openapi.document import Document
from specloom.openapi.schema import Discriminator
from specloom.source import Span

_SCALARS = frozenset({Kind.STRING, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN})


class UnionMember(NamedTuple):
    """A variant of a union that is being settled."""

    type: Type
    origin: Origin
    is_base: bool = False
    """Whether it is the base of a hierarchy whose children are variants too."""


class Teller(NamedTuple):
    """A discriminator, and the members that it is about.

    `own` is what it says as the union's own; one that comes from further up may well lead to
    schemas that are no members here.
    """

    discriminator: Discriminator
    about: Set[int]
    own: Telling | None = None


class TagTables:
    """Makes the tables of unions."""

    def __init__(
        self,
        document: Document,
        origins: Origins,
        lookup: Lookup,
        findings: TagFindings,
    ) -> None:
        self.document = document
        self.origins = origins
        self.lookup = lookup
        self.findings = findings

    def of(
        self, members: Sequence[UnionMember], tellers: Iterable[Teller]
    ) -> list[TagTable]:
        """The tables of a union, in the order in which their properties are asked."""
        by_property: dict[str, list[Teller]] = {}
        for teller in tellers:
            by_property.setdefault(teller.discriminator.property, []).append(teller)
        made = [_Table(self, members, group) for group in by_property.values()]
        return [one.table() for one in made]


class _Table:
    """One table while it is made."""

    def __init__(
        self, tables: TagTables, members: Sequence[UnionMember], tellers: list[Teller]
    ) -> None:
        self._tables = tables
        self._members = members
        self._tellers = tellers
        self._property = tellers[0].discriminator.property
        self._declared = [declared(m.type, tables.lookup) for m in members]
        self._fields = [_field(d, self._property) for d in self._declared]
        self._own = [self._listed(field) for field in self._fields]
        self._leads: dict[object, tuple[JsonScalar, list[int]]] = {}
        """What a value is and the variants that it leads to, by its key."""

    def table(self) -> TagTable:
        """All that the discriminators and the variants say."""
        telling = self._telling()
        mapped = list(self._mapped(telling))
        self._lead(mapped)
        self._lead((v, at) for at, values in enumerate(telling) for v in values)
        self._check_several(mapped)
        about = set[int]().union(*(teller.about for teller in self._tellers))
        silent = sorted(about - {at for _, ats in self._leads.values() for at in ats})
        self._lead((v, at) for at in silent for v in self._implied(at))
        bases = [at for at, member in enumerate(self._members) if member.is_base]
        # What a base lists and no child takes is its own.
        self._lead((v, at) for at in bases for v in self._own[at])
        default = self._default()
        tops = [at for at in bases if not self._is_below(at, bases)]
        absent = tops[0] if len(tops) == 1 else default
        return TagTable(
            self._property, self._values(), absent, default, frozenset(bases)
        )

    def _is_below(self, at: int, bases: list[int]) -> bool:
        above = self._members[at].origin.above
        return any(
            span in above for other in bases for span in self._members[other].origin.own
        )

    def _lead(self, values: Iterable[tuple[JsonScalar, int]]) -> None:
        """Adds values that nothing has led anywhere before."""
        added: dict[object, tuple[JsonScalar, list[int]]] = {}
        for value, at in values:
            if key_of(value) not in self._leads:
                added.setdefault(key_of(value), (value, []))[1].append(at)
        self._leads.update(added)

    def _values(self) -> dict[int, tuple[JsonScalar, ...]]:
        """Variant → values, of all but unions that know more themselves."""
        values: dict[int, list[JsonScalar]] = {
            at: []
            for at, found in enumerate(self._declared)
            if not isinstance(found, Union)
        }
        for value, variants in self._leads.values():
            for at in variants:
                values.setdefault(at, []).append(value)
        return {at: tuple(found) for at, found in values.items()}

    # What variants say -----------------------------------------------------------------------

    def _listed(self, field: Field | None) -> tuple[JsonScalar, ...]:
        return () if field is None else listed(field.type, self._tables.lookup) or ()

    def _telling(self) -> list[tuple[JsonScalar, ...]]:
        """The values that each variant lists for itself; a list that variants share, as they
        inherit it, tells nothing."""
        counts = Counter(key_of(v) for values in self._own for v in set(values))
        return [
            own if len(own) == 1 or all(counts[key_of(v)] == 1 for v in own) else ()
            for own in self._own
        ]

    def _implied(self, at: int) -> Iterator[JsonScalar]:
        """What leads to a variant that no mapping names and that has no value of its own: its
        name, or else what it shares with others."""
        if Kind.OBJECT not in kinds(self._members[at].type, self._tables.lookup):
            return
        name = self._name(at)
        own = self._own[at]
        if name and (name in own or not own and Kind.STRING in self._kinds(at)):
            yield name
        elif not self._members[at].is_base:
            yield from own

    def _name(self, at: int) -> str:
        """The component that a variant is, among those that a discriminator tells apart."""
        meant = [teller.own.schemas for teller in self._tellers if teller.own]
        names = [
            name
            for span in self._members[at].origin.own
            if (name := self._tables.document.component_at(span))
            and (not meant or any(span in schemas for schemas in meant))
        ]
        return names[0] if names else ""

    def _kinds(self, at: int) -> Set[Kind]:
        """What the tag of a variant can be, if need be as the others say; text if nobody does."""
        mine = self._fields[at]
        for field in (mine, *self._fields):
            if field is not None and not isinstance(field.type, Anything):
                found = kinds(field.type, self._tables.lookup) - {Kind.NULL}
                return found | {Kind.INTEGER} if Kind.NUMBER in found else found
        return frozenset({Kind.STRING})

    # What mappings say -----------------------------------------------------------------------

    def _mapped(
        self, telling: list[tuple[JsonScalar, ...]]
    ) -> Iterator[tuple[JsonScalar, int]]:
        """The values that mappings lead to variants; the first one that names a value decides."""
        decided: set[str] = set()
        for teller in self._tellers:
            for text, target in teller.discriminator.mapping:
                if text in decided:
                    continue
                decided.add(text)
                variants = self._variants(target, teller.about)
                if not variants:
                    self._report_stranger(teller, text, target)
                for at in variants:
                    value = self._value(teller, text, at, target)
                    if value is not None and self._agrees(
                        teller, text, value, at, telling
                    ):
                        yield value, at

    def _variants(self, target: Span, about: Set[int]) -> list[int]:
        """The variants that the schema at `target` is, among those in `about`: several, where
        unions were combined."""
        origins = self._tables.origins
        meant = [s.span for s in origins.chain(self._tables.document.schema_at(target))]
        found: dict[tuple[int, int], list[int]] = {}
        for at in sorted(about):
            ranks = [
                (meant.index(span), chain.index(span))
                for chain in self._members[at].origin.chains
                for span in chain
                if span in meant
            ]
            if ranks:
                found.setdefault(min(ranks), []).append(at)
        if found:
            return found[min(found)]
        # A member without a name that is made of the schema is meant as well, if only one is.
        made_of = [
            at
            for at in about
            if target in self._members[at].origin.above and not self._name(at)
        ]
        return made_of if len(made_of) == 1 else []

    def _value(
        self, teller: Teller, text: str, at: int, target: Span
    ) -> JsonScalar | None:
        """The tag that a key of the mapping means; None where it can never be one."""
        findings = self._tables.findings
        if Kind.OBJECT not in kinds(self._members[at].type, self._tables.lookup):
            findings.no_object(teller.discriminator, text, target)
            return None
        value = value_of(text, self._own[at], self._kinds(at))
        if value is not None:
            return value
        field = self._fields[at]
        if field is not None and not self._own[at]:
            findings.wrong_type(teller.discriminator, text, self._declared[at], field)
        return value_of(text, (), frozenset({Kind.STRING}))

    def _agrees(
        self,
        teller: Teller,
        text: str,
        value: JsonScalar,
        at: int,
        telling: list[tuple[JsonScalar, ...]],
    ) -> bool:
        """Whether a value of the mapping leads where it says. Where the variant lists others,
        a variant that lists this one has it; if none does the mapping is followed."""
        field = self._fields[at]
        own = [key_of(v) for v in self._own[at]]
        if field is None or not own or key_of(value) in own:
            return True
        rival = next(
            (n for n, values in enumerate(telling) if value in values and n != at), None
        )
        self._tables.findings.contradiction(
            teller.discriminator,
            text,
            self._declared[at],
            field,
            telling[at],
            None if rival is None else self._declared[rival],
        )
        return rival is None

    def _report_stranger(self, teller: Teller, text: str, target: Span) -> None:
        own = teller.own
        if own is not None and own.is_own and target not in own.schemas:
            self._tables.findings.stranger(teller.discriminator, text, target)

    def _check_several(self, mapped: list[tuple[JsonScalar, int]]) -> None:
        """Reports variants that a mapping gives several values which they do not list."""
        counts = Counter(at for _, at in mapped)
        for teller in self._tellers:
            for text, target in teller.discriminator.mapping if teller.own else ():
                for at in self._variants(target, teller.about):
                    if counts[at] > 1 and not self._own[at]:
                        counts[at] = 0
                        values = [value for value, to in mapped if to == at]
                        self._tables.findings.several(
                            teller.discriminator, text, self._declared[at], values
                        )

    def _default(self) -> int | None:
        """3.2's `defaultMapping`: what is taken without a tag, and for one that nothing names."""
        for teller in self._tellers:
            target = teller.discriminator.default
            if target is not None:
                for at in self._variants(target, teller.about):
                    return at
        return None


def _field(found: Declaration | None, name: str) -> Field | None:
    for field in found.fields if isinstance(found, Record) else ():
        if field.wire == name:
            return field
    return None
