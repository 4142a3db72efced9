"""Settling unions: variants inside variants become variants, and dispatch is decided.

Runs when all is lowered, on records instead of schemas: what leads to each variant is asked of
`tag_tables`, how they are told apart of the `ladder`, and tags become properties by `tag_fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from specloom.diagnostics import Bag, Loss
from specloom.lower.context import Lowering
from specloom.lower.drafts import Draft, Origin
from specloom.lower.event_tables import event_table
from specloom.lower.ladder import decide
from specloom.lower.schema_docs import deprecated, doc_of, examples_of
from specloom.lower.tag_fields import TagFields
from specloom.lower.tag_findings import TagFindings
from specloom.lower.tag_tables import TagTables, Teller, UnionMember
from specloom.lower.unions import plain
from specloom.model.declarations import (
    Alias,
    Declaration,
    Presence,
    Record,
    Union,
    Variant,
)
from specloom.model.dispatch import Unknown
from specloom.model.types import Kind, Ref, Type
from specloom.model.walk import inner_types, references
from specloom.model.wire_types import declared, kinds, listed
from specloom.openapi.schema import Discriminator


def settle_unions(lowering: Lowering, mentioned: Set[str] = frozenset()) -> None:
    """Turns every draft into a `Union`, and gives variants their tags. `mentioned` are the ids
    that calls refer to."""
    settler = _Settler(lowering)
    settler.leave_out_bases()
    settled = [settler.settle(draft) for draft in settler.wholes(mentioned)]
    settler.fields.give()
    for union in settled:
        lowering.declarations[union.id] = union
    used = {*mentioned, *_mentioned(lowering.declarations.values())}
    for id in settler.fields.replaced - used:
        del lowering.declarations[id]


class _Settler:
    def __init__(self, lowering: Lowering) -> None:
        self._lowering = lowering
        self._declarations = lowering.declarations
        self._drafts = lowering.drafts
        self._bag: Bag = lowering.bag
        self._tables = TagTables(
            lowering.document,
            lowering.origins,
            self._lookup,
            TagFindings(lowering.document, lowering.bag),
        )
        self.fields = TagFields(lowering.declarations)
        self._abstract: set[Type] = set()

    def leave_out_bases(self) -> None:
        """Finds the bases of hierarchies that no object is of: whose tag has to be there, and can
        only be that of a child."""
        for draft in self._drafts.values():
            if draft.base is not None and self._is_abstract(draft, draft.base):
                self._abstract.add(draft.base)
                if isinstance(draft.base, Ref):
                    del self._declarations[draft.base.id]

    def _is_abstract(self, draft: Draft, base: Type) -> bool:
        members = self._leaves(draft)
        record = declared(base, self._lookup)
        at = [member.type for member in members].index(base)
        tables = self._tables.of(members, self._tellers(draft, members))
        if not tables or not isinstance(record, Record):
            return False
        table = tables[0]
        listing = any(
            field.wire == table.property
            and field.presence is Presence.REQUIRED
            and listed(field.type, self._lookup)
            for field in record.fields
        )
        return listing and not table.values.get(at)

    def wholes(self, mentioned: Set[str]) -> list[Draft]:
        """All but the unions that are written inside another one and taken apart in it."""
        parts: set[str] = set()
        used = set(mentioned)
        for draft in self._drafts.values():
            for member in self._leaves(draft):
                used.update(references(member.type))
            parts |= {one.id for one in self._inside(draft) if _is_inside(one, draft)}
        used.update(_mentioned(self._declarations.values()))
        return [d for d in self._drafts.values() if d.id not in parts or d.id in used]

    def settle(self, draft: Draft) -> Union:
        """The union that `draft` becomes."""
        members = self._leaves(draft)
        self._lowering.budget.compare(len(members), draft.schema.span)
        types = [member.type for member in members]
        tables = self._tables.of(members, self._tellers(draft, members))
        self.fields.remember(types, tables)
        if not tables and draft.id in self._lowering.event_unions:
            tables = [event_table(types, self._lookup)]
        decision = decide(types, self._lookup, tables)
        for group in decision.groups() if not draft.by_status else ():
            self._warn_unclear(draft, [types[i] for i in group])
        schema, place = draft.schema, draft.place
        return Union(
            draft.id,
            place.hint,
            place.owner,
            tuple(
                Variant(type, tables[0].values.get(i, ()) if tables else ())
                for i, type in enumerate(types)
            ),
            decision.tree,
            schema.span,
            tag=decision.tag,
            examples=examples_of(schema),
            doc=doc_of(schema),
            deprecated=deprecated(schema),
        )

    def _lookup(self, id: str) -> Declaration | None:
        found = self._declarations.get(id)
        if found is None and id in self._drafts:
            # A union kept whole inside another one: enough to know its variants.
            draft = self._drafts[id]
            variants = tuple(Variant(member.type) for member in self._leaves(draft))
            return Union(
                id,
                draft.place.hint,
                draft.place.owner,
                variants,
                Unknown(),
                draft.schema.span,
            )
        return found

    # Unions inside unions ----------------------------------------------------------------------

    def _leaves(self, draft: Draft) -> list[UnionMember]:
        """The members, with those of the unions inside in their place.

        A union inside stays whole where its own discriminator knows more than this one.
        """
        kept_whole = self._targets(draft)
        property = self._property(draft)
        found: dict[Type, UnionMember] = {}
        pending = [(member, draft) for member in reversed(draft.members)]
        seen = {draft.id}
        while pending:
            type, owner = pending.pop()
            type = plain(type)
            inner = self._inner_union(type)
            is_whole = isinstance(type, Ref) and type.id in kept_whole
            if type in self._abstract:
                continue
            if inner is None or is_whole or _knows_more(inner, property):
                origin = owner.origins.get(type, Origin())
                found.setdefault(type, UnionMember(type, origin, type == owner.base))
            elif inner.id not in seen:
                self._lowering.budget.spend(len(inner.members), draft.schema.span)
                seen.add(inner.id)
                pending += ((member, inner) for member in reversed(inner.members))
        return list(found.values())

    def _property(self, draft: Draft) -> str:
        """The property that `draft` is told apart by: its own, or the one that the unions
        inside agree on."""
        if draft.tellings:
            return draft.tellings[0].discriminator.property
        inner = {
            one.tellings[0].discriminator.property
            for one in self._inside(draft)
            if one.tellings
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
            member = plain(found.type)
        return None

    def _targets(self, draft: Draft) -> set[str]:
        """The unions that a mapping of `draft` leads to; a base stands for its record there."""
        spans = [
            span
            for telling in draft.tellings
            for _, span in telling.discriminator.mapping
        ]
        ids = {self._lowering.component_id(span) for span in spans}
        return {
            id for id in ids if id not in self._drafts or self._drafts[id].base is None
        }

    # What discriminators say --------------------------------------------------------------------

    def _tellers(self, draft: Draft, members: list[UnionMember]) -> Iterator[Teller]:
        """The discriminators that speak of `members`: the union's own, those of the unions that
        are taken apart in it, and those that some members inherit together."""
        everyone = range(len(members))
        said: set[Discriminator] = set()
        for telling in draft.tellings:
            said.add(telling.discriminator)
            yield Teller(telling.discriminator, set(everyone), telling)
        at = {member.type: i for i, member in enumerate(members)}
        for inner in self._inside(draft):
            about = {at[m.type] for m in self._leaves(inner) if m.type in at}
            for telling in inner.tellings:
                if about and telling.discriminator not in said:
                    said.add(telling.discriminator)
                    yield Teller(telling.discriminator, about, None)
        inherited: dict[Discriminator, set[int]] = {}
        for i, member in enumerate(members):
            for discriminator in member.origin.discriminators:
                inherited.setdefault(discriminator, set()).add(i)
        for discriminator, about in inherited.items():
            if len(about) > 1 and discriminator not in said:
                yield Teller(discriminator, about)

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


def _mentioned(declarations: Iterable[Declaration]) -> Iterator[str]:
    for declaration in declarations:
        for type in inner_types(declaration):
            yield from references(type)


def _is_inside(inner: Draft, outer: Draft) -> bool:
    """Whether a union is written as a member of another one."""
    return inner.id.startswith(f"{outer.id}/oneOf/")


def _knows_more(inner: Draft, property: str) -> bool:
    """Whether a union has a discriminator of its own on another property."""
    return any(t.discriminator.property != property for t in inner.tellings[:1])
