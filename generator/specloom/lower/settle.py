"""Settling unions: variants inside variants become variants, and dispatch is decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from specloom.diagnostics import Bag, Loss
from specloom.lower.context import Lowering
from specloom.lower.ladder import TagTable, decide
from specloom.lower.places import component_place
from specloom.lower.schema_docs import deprecated, doc_of, examples_of
from specloom.lower.unions import Draft, plain
from specloom.lower.variants import UNNAMED_EVENT
from specloom.model.declarations import (
    Alias,
    Declaration,
    Field,
    Presence,
    Record,
    Union,
    Variant,
)
from specloom.model.dispatch import Unknown
from specloom.model.names import Hint, Strength, words_of
from specloom.model.wire_types import Lookup, declared, kinds, listed
from specloom.model.types import JsonScalar, Kind, Literal, Nullable, Ref, Type
from specloom.openapi.schema import Discriminator
from specloom.source import escape_token


def settle_unions(lowering: Lowering) -> None:
    """Turns every draft into a `Union`, and gives variants their constant tags."""
    settler = _Settler(lowering)
    settled = [settler.settle(draft) for draft in list(lowering.drafts.values())]
    settler.give_tags()
    for union in settled:
        lowering.declarations[union.id] = union


class _Settler:
    def __init__(self, lowering: Lowering) -> None:
        self._lowering = lowering
        self._declarations = lowering.declarations
        self._drafts = lowering.drafts
        self._bag: Bag = lowering.bag
        self._names = {component_place(n).id: n for n in lowering.document.schemas}
        self._given: dict[tuple[str, str], dict[JsonScalar, None]] = {}
        """(record, property it does not declare) → the values that lead to it anywhere."""

    def settle(self, draft: Draft) -> Union:
        """The union that `draft` becomes."""
        members = self._leaves(draft)
        self._lowering.budget.compare(len(members), draft.schema.span)
        tags = self._tags(draft, members)
        decision = decide(members, self._lookup, () if tags is None else (tags,))
        for group in decision.groups() if not draft.by_status else ():
            self._warn_unclear(draft, [members[i] for i in group])
        if tags is not None:
            self._remember_tags(tags, members)
        variants = tuple(
            Variant(member, tags.values.get(i, ()) if tags is not None else ())
            for i, member in enumerate(members)
        )
        schema, place = draft.schema, draft.place
        return Union(
            draft.id,
            place.hint,
            place.owner,
            variants,
            decision.tree,
            schema.span,
            tag=decision.tag,
            examples=examples_of(schema),
            doc=doc_of(schema, called=place.words),
            deprecated=deprecated(schema),
        )

    def _lookup(self, id: str) -> Declaration | None:
        found = self._declarations.get(id)
        if found is None and id in self._drafts:
            # A union kept whole inside another one: enough to know its variants.
            draft = self._drafts[id]
            variants = tuple(Variant(m) for m in self._leaves(draft))
            return Union(
                id,
                draft.place.hint,
                draft.place.owner,
                variants,
                Unknown(),
                draft.schema.span,
            )
        return found

    def _leaves(self, draft: Draft) -> list[Type]:
        """The member types, with those of the unions inside in their place.

        A union inside stays whole where its own discriminator knows more than this one.
        """
        kept_whole = self._targets(draft.discriminator)
        property = self._property(draft)
        found: dict[Type, None] = {}
        pending = list(reversed(draft.members))
        seen = {draft.id}
        while pending:
            member = pending.pop()
            if isinstance(member, Nullable):
                member = member.type
            inner = self._inner_union(member)
            if inner is None or (isinstance(member, Ref) and member.id in kept_whole):
                found[member] = None
            elif inner.discriminator and inner.discriminator.property != property:
                found[member] = None
            elif inner.id not in seen:
                self._lowering.budget.spend(len(inner.members), draft.schema.span)
                seen.add(inner.id)
                pending += reversed(inner.members)
        return list(found)

    def _property(self, draft: Draft) -> str:
        """The property that `draft` is told apart by: its own, or the one that the unions
        inside agree on."""
        if draft.discriminator is not None:
            return draft.discriminator.property
        inner = {
            d.discriminator.property for d in self._inside(draft) if d.discriminator
        }
        return inner.pop() if len(inner) == 1 else ""

    def _inside(self, draft: Draft) -> list[Draft]:
        """The unions that are members of `draft`, and their members in turn."""
        found: dict[str, Draft] = {}
        pending = list(draft.members)
        while pending:
            inner = self._inner_union(pending.pop())
            if inner is not None and inner.id not in found and inner is not draft:
                self._lowering.budget.spend(len(inner.members), draft.schema.span)
                found[inner.id] = inner
                pending += inner.members
        return list(found.values())

    def _inner_union(self, member: Type) -> Draft | None:
        seen: set[str] = set()
        while isinstance(member, Ref) and member.id not in seen:
            seen.add(member.id)
            draft = self._drafts.get(member.id)
            if draft is not None:
                return draft
            found = self._declarations.get(member.id)
            if not isinstance(found, Alias):
                return None
            member = found.type
            if isinstance(member, Nullable):
                member = member.type
        return None

    def _targets(self, discriminator: Discriminator | None) -> set[str]:
        if discriminator is None:
            return set()
        spans = [span for _, span in discriminator.mapping]
        return {self._lowering.component_id(span) for span in spans}

    def _tags(self, draft: Draft, members: list[Type]) -> TagTable | None:
        """What the discriminators of `draft` and of the unions in it say of its members."""
        index = {m.id: i for i, m in enumerate(members) if isinstance(m, Ref)}
        values: dict[int, tuple[JsonScalar, ...]] = {}
        absent: int | None = None
        property = self._property(draft)
        if not property:
            if draft.id in self._lowering.event_unions:
                return self._by_event(members)
            return None
        for one in (draft, *self._inside(draft)):
            discriminator = one.discriminator
            if discriminator is None or discriminator.property != property:
                continue
            if discriminator.default is not None and absent is None:
                absent = index.get(self._lowering.component_id(discriminator.default))
            for at, mapped in self._mapped(one, discriminator, index).items():
                values.setdefault(at, mapped)
        own_base = index.get(f"{draft.id}/base")
        told = self._told(draft, members)
        for i, found in self._by_themselves(property, members, told).items():
            if i != own_base:
                values.setdefault(i, found)
        if own_base is not None:
            # An object without a tag is the base's own; one with a tag that is not known may
            # be a child's that is not described yet.
            values.setdefault(own_base, ())
            return TagTable(property, values, own_base)
        return TagTable(property, values, absent, absent)

    def _by_event(self, members: list[Type]) -> TagTable:
        """Events by their names: one without a name is a `message` (HTML, 9.2.6), and so is
        what a variant takes that requires none."""
        values: dict[int, tuple[JsonScalar, ...]] = {}
        for index, member in enumerate(members):
            record = declared(member, self._lookup)
            if not isinstance(record, Record):
                continue
            field = next((f for f in record.fields if f.wire == "event"), None)
            names = listed(field.type, self._lookup) if field is not None else None
            if field is None or not names or field.presence is not Presence.REQUIRED:
                values[index] = (*(names or ()), UNNAMED_EVENT)
        return TagTable("event", values)

    def _mapped(
        self, draft: Draft, discriminator: Discriminator, index: Mapping[str, int]
    ) -> dict[int, tuple[JsonScalar, ...]]:
        """The values that the mapping gives to members."""
        values: dict[int, tuple[JsonScalar, ...]] = {}
        for value, span in discriminator.mapping:
            id = self._lowering.component_id(span)
            at = index.get(f"{draft.id}/base" if id == draft.id else id)
            if at is None:
                self._bag.report(
                    "N307",
                    f"the discriminator maps `{value}` to a schema that is no member here",
                    discriminator.span,
                )
            else:
                values[at] = (*values.get(at, ()), value)
        return values

    def _told(self, draft: Draft, members: list[Type]) -> set[Type]:
        """The members that a discriminator is about: all, or those of the unions inside."""
        if draft.discriminator is not None:
            return set(members)
        inside = [d for d in self._inside(draft) if d.discriminator is not None]
        return {plain(member) for one in inside for member in self._leaves(one)}

    def _by_themselves(
        self, property: str, members: list[Type], told: set[Type]
    ) -> dict[int, tuple[JsonScalar, ...]]:
        """The values that members say of themselves: those that their own property lists,
        else a component's name, also where all inherit one list of all values."""
        own: dict[int, tuple[JsonScalar, ...]] = {}
        for i, member in enumerate(members):
            record = declared(member, self._lookup)
            if isinstance(record, Record):
                own[i] = _listed(record, property, self._lookup)
        counts = Counter(value for values in own.values() for value in values)
        found: dict[int, tuple[JsonScalar, ...]] = {}
        for i, values in own.items():
            member = members[i]
            name = ""
            if isinstance(member, Ref) and member in told:
                name = self._names.get(member.id, "")
            shared = any(counts[value] > 1 for value in values)
            if name and (not values or shared and len(values) > 1 and name in values):
                values = (name,)
            if values:
                found[i] = values
        return found

    def _remember_tags(self, tags: TagTable, members: list[Type]) -> None:
        for i, values in tags.values.items():
            found = declared(members[i], self._lookup)
            if isinstance(found, Record) and not any(
                f.wire == tags.property for f in found.fields
            ):
                given = self._given.setdefault((found.id, tags.property), {})
                given.update(dict.fromkeys(values))

    def give_tags(self) -> None:
        """A record without the tag property gets it as a constant, if one value leads to it."""
        for (id, property), values in self._given.items():
            found = self._declarations[id]
            if not isinstance(found, Record) or len(values) != 1:
                continue
            tag = Field(
                f"{id}/properties/{escape_token(property)}",
                property,
                Hint(words_of(property), Strength.DERIVED),
                Literal(tuple(values)),
                Presence.REQUIRED,
                found.origin,
            )
            self._declarations[id] = replace(found, fields=(tag, *found.fields))

    def _warn_unclear(self, draft: Draft, members: list[Type]) -> None:
        records = [declared(m, self._lookup) for m in members]
        names = [" ".join(r.hint.words) for r in records if r is not None]
        spans = [r.origin for r in records if r is not None]
        kind = next(iter(kinds(members[0], self._lookup)), Kind.OBJECT).value
        shown = ", ".join(f"`{n}`" for n in names[:4]) or f"its {kind}s"
        self._bag.report(
            "W312",
            f"some members of this union cannot be told apart for certain: {shown}",
            draft.schema.span,
            notes=tuple((f"`{n}` is here", s) for n, s in list(zip(names, spans))[:4]),
            loss=Loss.NONE,
        )


def _listed(record: Record, name: str, lookup: Lookup) -> tuple[JsonScalar, ...]:
    """The values that a record's property is limited to; none if to none."""
    for field in record.fields:
        if field.wire == name:
            return listed(field.type, lookup) or ()
    return ()
