"""Settling unions: variants inside variants become variants, and dispatch is decided."""

from __future__ import annotations

from dataclasses import replace

from specloom.diagnostics import Bag, Loss
from specloom.lower.context import Lowering
from specloom.lower.dispatch import Tags, decide, declared, kinds
from specloom.lower.places import component_place
from specloom.lower.prose import deprecated, doc_of, examples_of
from specloom.lower.unions import Draft
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
from specloom.model.types import JsonScalar, Kind, Literal, Nullable, Ref, Type
from specloom.openapi.schema import Discriminator
from specloom.source import escape_token


def settle_unions(lowering: Lowering) -> None:
    """Turns every draft into a `Union`, and gives variants their constant tags."""
    settler = _Settler(lowering)
    for draft in list(lowering.drafts.values()):
        settler.settle(draft)


class _Settler:
    def __init__(self, lowering: Lowering) -> None:
        self._lowering = lowering
        self._declarations = lowering.declarations
        self._drafts = lowering.drafts
        self._bag: Bag = lowering.bag

    def settle(self, draft: Draft) -> None:
        members = self._leaves(draft)
        tags = self._tags(draft, members)
        decision = decide(members, self._lookup, tags)
        for group in decision.unclear if not draft.by_status else ():
            self._warn_unclear(draft, [members[i] for i in group])
        if tags is not None:
            self._give_tags(tags, members)
        variants = tuple(
            Variant(member, tags.values.get(i, ()) if tags is not None else ())
            for i, member in enumerate(members)
        )
        schema, place = draft.schema, draft.place
        self._declarations[draft.id] = Union(
            draft.id,
            place.hint,
            place.owner,
            variants,
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
        """The member types, with those of the unions inside in their place."""
        kept_whole = self._targets(draft.discriminator)
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
            elif inner.id not in seen:
                seen.add(inner.id)
                pending += reversed(inner.members)
        return list(found)

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

    def _tags(self, draft: Draft, members: list[Type]) -> Tags | None:
        discriminator = draft.discriminator
        if discriminator is None:
            return None
        index = {m.id: i for i, m in enumerate(members) if isinstance(m, Ref)}
        values: dict[int, list[JsonScalar]] = {}
        own_base = f"{draft.id}/base"
        for value, span in discriminator.mapping:
            id = self._lowering.component_id(span)
            at = index.get(own_base if id == draft.id else id)
            if at is None:
                self._bag.report(
                    "N307",
                    f"the discriminator maps `{value}` to a schema that is no member here",
                    discriminator.span,
                )
            else:
                values.setdefault(at, []).append(value)
        for i, member in enumerate(members):
            if i in values:
                continue
            found = declared(member, self._lookup)
            if isinstance(found, Record) and not _constant(
                found, discriminator.property
            ):
                name = self._component_name(member)
                if (
                    name
                    and not isinstance(member, Nullable)
                    and member != Ref(own_base)
                ):
                    values[i] = [name]
        absent = None
        if discriminator.default is not None:
            absent = index.get(self._lowering.component_id(discriminator.default))
        return Tags(
            discriminator.property,
            {i: tuple(v) for i, v in values.items()},
            otherwise=index.get(own_base, absent),
            absent=absent,
        )

    def _component_name(self, member: Type) -> str:
        if isinstance(member, Ref):
            for name in self._lowering.document.schemas:
                if component_place(name).id == member.id:
                    return name
        return ""

    def _give_tags(self, tags: Tags, members: list[Type]) -> None:
        """A record without the tag property gets it as a constant, if one value leads to it."""
        for i, values in tags.values.items():
            found = declared(members[i], self._lookup)
            if not isinstance(found, Record) or len(values) != 1:
                continue
            if any(f.wire == tags.property for f in found.fields):
                continue
            id = f"{found.id}/properties/{escape_token(tags.property)}"
            tag = Field(
                id,
                tags.property,
                Hint(words_of(tags.property), Strength.DERIVED),
                Literal(values),
                Presence.REQUIRED,
                found.origin,
            )
            self._declarations[found.id] = replace(found, fields=(tag, *found.fields))

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


def _constant(record: Record, name: str) -> bool:
    return any(f.wire == name and isinstance(f.type, Literal) for f in record.fields)
