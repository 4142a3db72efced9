"""Flattening: a schema with its references, `allOf`s and trivial unions taken apart.

`Flat` is what remains: one `core` without composition, and the real unions beside it
(`factors`). A reference that nothing beside it changes is not flattened: it stays the
reference, so that the component keeps being the component.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any, NamedTuple

from specloom.diagnostics import Bag
from specloom.lower.alternatives import Alternatives, alternatives
from specloom.lower.attributes import (
    ANNOTATIONS,
    CONSTRAINTS,
    build,
    given,
    with_attributes,
    without,
)
from specloom.lower.budget import Budget
from specloom.lower.contradiction import only_null
from specloom.lower.hierarchy import lists
from specloom.lower.made_of import MadeOf
from specloom.lower.merge import Merger
from specloom.lower.nulls import (
    is_anything_or_null,
    is_null,
    is_type_or_null,
    is_written_in,
)
from specloom.openapi.document import Document
from specloom.openapi.schema import Discriminator, Schema
from specloom.source import Span

_COMPOSITION = frozenset({"ref", "broken", "all_of", "any_of", "one_of"})
_WRAPPING = ANNOTATIONS | CONSTRAINTS | {"nullable", "discriminator"}
_MENTION = _WRAPPING | {"ref"}
_SAYS_NO_VALUE = frozenset({"nullable", "facts"})
_NOTHING_ELSE = frozenset({"enum", "const"})
"""What makes a schema of null alone more than one that may be null."""


class Factor(NamedTuple):
    """One union beside a core: at least two members, none of them null or a bare constraint."""

    members: tuple[Schema, ...]
    discriminator: Discriminator | None
    span: Span


_UNMERGED = MadeOf()


class Flat(NamedTuple):
    """A schema taken apart. `parents` are the references that were merged into the core,
    `parts` the schemas that it was made of."""

    core: Schema
    factors: tuple[Factor, ...] = ()
    parents: tuple[Span, ...] = ()
    parts: MadeOf = _UNMERGED


class Reference(NamedTuple):
    """A schema that means the schema at `target`, or null where `nullable`."""

    target: Span
    nullable: bool


class Flattener:
    """Takes schemas apart, each once."""

    def __init__(
        self, document: Document, children: Set[str], bag: Bag, budget: Budget
    ) -> None:
        """`children` are the components that stand below a base with a discriminator: each
        is itself, however little it adds."""
        self._document = document
        self._children = {document.schemas[name].span for name in children}
        self._bag = bag
        self._budget = budget
        self.merger = Merger(bag, budget)
        self._flats: dict[int, tuple[Schema, Flat]] = {}
        self._references: dict[int, tuple[Schema, Reference | None]] = {}
        self._nullable: dict[Span, bool] = {}
        self._bare: dict[Span, Schema] = {}
        self._busy: set[int] = set()
        self._cyclic = False

    def prepare(self) -> None:
        """Takes every component apart, what each is made of first, so that no chain of
        references is too long for the stack."""
        done: set[Span] = set()
        for schema in self._document.schemas.values():
            pending = [(schema, False)]
            while pending:
                at, is_ready = pending.pop()
                if is_ready:
                    self.flat(at)
                    self.is_nullable(at)
                elif at.span not in done:
                    done.add(at.span)
                    pending.append((at, True))
                    pending += ((made_of, False) for made_of in self._made_of(at))

    def _made_of(self, schema: Schema) -> list[Schema]:
        parts = [*schema.all_of, *schema.any_of, *schema.one_of]
        if schema.ref is not None:
            parts.append(self._document.schema_at(schema.ref))
        return [p for p in parts if p.ref or p.all_of or p.any_of or p.one_of]

    def flat(self, schema: Schema) -> Flat:
        """`schema` taken apart."""
        if not (schema.ref or schema.all_of or schema.any_of or schema.one_of):
            return Flat(schema)
        known = self._flats.get(id(schema))
        if known is not None:
            return known[1]
        if id(schema) in self._busy:
            self._cyclic = True
            return Flat(build(schema.span, {}))
        self._busy.add(id(schema))
        try:
            flat = self._take_apart(schema)
        finally:
            self._busy.discard(id(schema))
        if not self._busy:
            self._cyclic = False
        if not self._cyclic:
            # What is made inside a cycle lacks what the cycle adds: not worth keeping.
            self._flats[id(schema)] = (schema, flat)
        return flat

    def is_nullable(self, schema: Schema) -> bool:
        """Whether null is a value of `schema`, through references and unions; of one that may
        be anything it is no more so than all others."""
        reference = self.reference(schema)
        if reference is None:
            flat = self.flat(schema)
            return flat.core.nullable and _says(flat)
        if reference.nullable:
            return True
        known = self._nullable.get(reference.target)
        if known is None:
            self._nullable[reference.target] = False  # the answer for a cycle
            known = self.is_nullable(self._document.schema_at(reference.target))
            self._nullable[reference.target] = known
        return known

    def is_null(self, schema: Schema) -> bool:
        """Whether null is the only value of `schema`, also where it is only another's name."""
        seen: set[Span] = set()
        while (reference := self.reference(schema)) is not None:
            if reference.target in seen:
                return False
            seen.add(reference.target)
            schema = self._document.schema_at(reference.target)
        flat = self.flat(schema)
        return not flat.factors and only_null(flat.core)

    def reference(self, schema: Schema) -> Reference | None:
        """The schema that `schema` is only another way to mention, if it is."""
        if not (schema.ref or schema.all_of or schema.any_of or schema.one_of):
            return None
        known = self._references.get(id(schema))
        if known is not None:
            return known[1]
        found = self._find_reference(schema)
        if not self._busy:
            self._references[id(schema)] = (schema, found)
        return found

    def _find_reference(self, schema: Schema) -> Reference | None:
        if schema.ref is not None and given(schema) <= _MENTION:
            return Reference(schema.ref, schema.nullable)
        if schema.span in self._children:
            return None
        nullable = schema.nullable
        target = schema.ref
        members: list[Schema] = []
        own = without(schema, _COMPOSITION)
        nulls = [m for m in schema.all_of if _adds_null(m, schema)]
        nullable = nullable or bool(nulls)
        for member in schema.all_of:
            if not (is_null(member) and is_written_in(member, schema)):
                members.append(member)
        for union in (schema.any_of, schema.one_of):
            if union:
                found = self._alternatives(union, schema)
                if len(found.members) > 1:
                    return None
                nullable = nullable or found.has_null
                members += found.members
        beside: list[Schema] = []
        for member in members:
            if _only_wraps(member):
                nullable = nullable or member.nullable
                continue
            inner = self.reference(member)
            if inner is None:
                beside.append(member)
                continue
            if target not in (None, inner.target):
                return None
            target = inner.target
            nullable = nullable or inner.nullable
        if target is None:
            return None
        if given(own) - _WRAPPING and not is_null(own):
            beside.append(own)
        if beside:
            flat = self.flat(self._document.schema_at(target))
            if not all(self._adds_nothing(self.flat(part), flat) for part in beside):
                return None
        self._note_nulls([own, *nulls])
        return Reference(target, nullable)

    def _alternatives(self, members: tuple[Schema, ...], owner: Schema) -> Alternatives:
        self._budget.spend(len(members), owner.span)
        return alternatives(members, owner, self, self._bag)

    def _take_apart(self, schema: Schema) -> Flat:
        own = without(schema, _COMPOSITION)
        flat = Flat(build(schema.span, {}))
        if schema.ref is not None:
            flat = self._meet(flat, self._inherited(schema.ref, schema), schema.span)
        for member in schema.all_of:
            if is_null(member) and is_written_in(member, schema):
                part = Flat(without(member, _NOTHING_ELSE))
            else:
                part = self._part_of(member, schema)
            flat = self._meet(flat, part, schema.span)
        if is_null(own):
            own = without(own, _NOTHING_ELSE)
        flat = self._meet(flat, Flat(own), schema.span)
        for members in (schema.any_of, schema.one_of):
            if members:
                flat = self._union(flat, members, schema)
        return self._with_null(flat, schema)

    def _part_of(self, member: Schema, child: Schema) -> Flat:
        """What a member of its `allOf` gives to `child`."""
        if member.ref is not None and self._is_listed(child, member.ref):
            return self._inherited(member.ref, child)
        part = self._part(member, child.span)
        return part._replace(factors=_not_listing(part.factors, child))

    def _inherited(self, target: Span, child: Schema) -> Flat:
        """What the schema at `target` gives to one that descends from it: all but a union that
        lists this very child, as exporters of class hierarchies write it."""
        if not self._is_listed(child, target):
            flat = self._target(target, child.span)
            return flat._replace(factors=_not_listing(flat.factors, child))
        bare = self._bare.get(target)
        if bare is None:
            parent = self._document.schema_at(target)
            bare = self._bare[target] = without(parent, {"one_of", "any_of"})
        return _as_parent(self._part(bare, child.span), target)

    def _is_listed(self, child: Schema, target: Span) -> bool:
        return lists(self._document.schema_at(target), child)

    def _with_null(self, flat: Flat, schema: Schema) -> Flat:
        """`flat`, or null where `schema` or a member of its `allOf` says so."""
        parts = [m for m in schema.all_of if _adds_null(m, schema)]
        if schema.nullable:
            parts.append(without(schema, _COMPOSITION))
        if not parts:
            return flat
        core = flat.core
        if any(is_null(part) for part in parts) and not _says(flat):
            return flat._replace(core=with_attributes(core, enum=(), nullable=True))
        self._note_nulls(parts)
        return flat._replace(core=with_attributes(core, nullable=True))

    def _note_nulls(self, parts: list[Schema]) -> None:
        """Notes those of `parts` of a composition that by the letter would leave null at most."""
        for part in parts:
            if is_null(part):
                self._bag.report(
                    "N309",
                    "null beside what is never null is read as: may be null",
                    part.span,
                )

    def _union(self, flat: Flat, members: tuple[Schema, ...], owner: Schema) -> Flat:
        kept, has_null, rules = self._alternatives(members, flat.core)
        self._budget.compare(len(kept), owner.span)
        flat = _with_rules(flat, rules)
        if len(kept) == 1:
            only = kept[0]
            part = self.flat(only)
            if only.ref is None:
                flat = self._meet(part, flat, owner.span)
            else:
                flat = self._meet(self._target(only.ref, only.span), flat, owner.span)
        elif kept:
            factor = Factor(kept, owner.discriminator, owner.span)
            flat = flat._replace(factors=(*flat.factors, factor))
        if not has_null:
            return flat
        core = with_attributes(flat.core, nullable=True)
        if not kept and not _says(flat):
            core = with_attributes(core, enum=())
        return flat._replace(core=core)

    def _part(self, schema: Schema, source: Span) -> Flat:
        """A schema that the one at `source` is made of."""
        if id(schema) in self._busy:
            self._bag.report(
                "W301",
                "this schema is made of itself: its references lead back to it",
                source,
            )
        return self.flat(schema)

    def _target(self, target: Span, source: Span) -> Flat:
        """The schema at `target` as a parent: what it says to people stays with it."""
        return _as_parent(self._part(self._document.schema_at(target), source), target)

    def _meet(self, a: Flat, b: Flat, span: Span) -> Flat:
        parents = tuple(dict.fromkeys((*a.parents, *b.parents)))
        parts = MadeOf(_sides(a), _sides(b))
        self._budget.spend(len(parents), span)
        # Only a reference may allow less than what is written beside it: it narrows.
        own, other = (a, b) if b.parents and not a.parents else (b, a)
        if not own.parents:
            self.merger.report_more_values(own.core, other.core, own.parts, other.parts)
        core = self.merger.merge(a.core, b.core, span, a.parts, b.parts)
        return Flat(core, a.factors + b.factors, parents, parts)

    def _adds_nothing(self, part: Flat, whole: Flat) -> bool:
        """Whether all that `part` says about values is said by `whole` already.

        A union adds nothing where one of its members does: `object or string` beside an object.
        """
        core, there = part.core, whole.core
        self._budget.spend(1, core.span)
        for name in given(core) - _WRAPPING:
            value: Any = getattr(core, name)
            known: Any = getattr(there, name)
            match name:
                case "types":
                    if not set(known) <= set(value) or not (known or _says(whole)):
                        return False
                case "required":
                    if not set(value) <= set(known):
                        return False
                case "additional_properties":
                    if value.always is None:
                        return False
                case "properties" | "pattern_properties":
                    return False
                case _:
                    if value != known:
                        return False
        return all(
            any(self._adds_nothing(self.flat(m), whole) for m in factor.members)
            for factor in part.factors
        )


def _as_parent(flat: Flat, target: Span) -> Flat:
    core = without(flat.core, ANNOTATIONS | {"discriminator"})
    parts = MadeOf(_sides(flat))
    return Flat(core, flat.factors, (target, *flat.parents), parts)


def _not_listing(factors: tuple[Factor, ...], child: Schema) -> tuple[Factor, ...]:
    """The unions that do not refer to `child`."""
    return tuple(f for f in factors if not any(m.ref == child.span for m in f.members))


def _says(flat: Flat) -> bool:
    """Whether `flat` says anything about values, null aside."""
    return bool(flat.factors or given(flat.core) - ANNOTATIONS - _SAYS_NO_VALUE)


def _with_rules(flat: Flat, rules: tuple[str, ...]) -> Flat:
    """`flat` with what the members of a union that only constrain ask for."""
    if not rules:
        return flat
    facts = (*flat.core.facts, f"one of: {' · '.join(rules)}")
    return flat._replace(core=with_attributes(flat.core, facts=facts))


def _adds_null(member: Schema, owner: Schema) -> bool:
    """Whether a member of an `allOf` is there to say that the whole may be null."""
    return is_written_in(member, owner) and (
        is_null(member) or is_anything_or_null(member) or is_type_or_null(member)
    )


def _only_wraps(schema: Schema) -> bool:
    """Whether a member of an `allOf` says nothing about the type."""
    return given(schema) <= _WRAPPING


def _sides(flat: Flat) -> Schema | MadeOf:
    return flat.core if flat.parts is _UNMERGED else flat.parts
