"""Descent by `allOf` (OpenAPI 3.2, "Discriminator Object"): who stands above and below a schema.

A reference to a base, a schema that declares or inherits a discriminator and has others below
it, means the union of those and of the base itself: the component's name names the union, the
base's own record is `<Name>Base`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from specloom.lower.attributes import ANNOTATIONS, given
from specloom.lower.budget import Budget
from specloom.openapi.document import Document
from specloom.openapi.schema import Discriminator, Schema
from specloom.source import Span

_MENTIONING = ANNOTATIONS | {"ref", "all_of", "nullable"}


class Hierarchy:
    """What descends from what.

    `below` are the component names below each base. `children` are all that stand below one, or
    below a schema whose union lists them: each is itself, however little it adds.
    """

    def __init__(self, document: Document, budget: Budget) -> None:
        self._document = document
        self._budget = budget
        self._above: dict[Span, tuple[Schema, ...]] = {}
        self.below: Mapping[Span, tuple[str, ...]] = {}
        if any(s.discriminator is not None for s in document.schemas.values()):
            self.below = self._find_bases()
        self.children = {name for names in self.below.values() for name in names}
        for name, schema in document.schemas.items():
            if any(lists(parent, schema) for parent in self.above(schema)):
                self.children.add(name)

    def above(self, schema: Schema) -> tuple[Schema, ...]:
        """The schemas that `schema` is made of by references, the nearest first."""
        if not (schema.ref or schema.all_of):
            return ()
        known = self._above.get(schema.span)
        if known is None:
            found: dict[Span, Schema] = {}
            pending = deque(self._parents(schema))
            while pending:
                at = pending.popleft()
                if len(found) % 2:  # a chain of n costs n²/4 steps
                    self._budget.spend(1, schema.span)
                if at.span != schema.span and at.span not in found:
                    found[at.span] = at
                    pending += self._parents(at)
            known = self._above[schema.span] = tuple(found.values())
        return known

    def discriminators(self, schema: Schema) -> tuple[Discriminator, ...]:
        """Those that `schema` declares or inherits, the nearest first."""
        bearers = (schema, *self.above(schema))
        return tuple(s.discriminator for s in bearers if s.discriminator is not None)

    def _parents(self, schema: Schema) -> Iterator[Schema]:
        if schema.ref is not None:
            yield self._document.schema_at(schema.ref)
        for member in schema.all_of:
            yield from self._parents(member)

    def _find_bases(self) -> Mapping[Span, tuple[str, ...]]:
        bases = {
            schema.span: name
            for name, schema in self._document.schemas.items()
            if self._may_be_base(schema)
        }
        found: dict[Span, dict[str, None]] = {span: {} for span in bases}
        for name, schema in self._document.schemas.items():
            for parent in self.above(schema):
                if bases.get(parent.span, name) != name:
                    if not _only_mentions(schema) or self._is_meant(schema, parent):
                        found[parent.span][name] = None
        return {
            span: tuple(sorted(names, key=_Mapped(self, self._document, span)))
            for span, names in found.items()
            if names
        }

    def _may_be_base(self, schema: Schema) -> bool:
        """Whether a discriminator above it, which tells no union apart, is about `schema`."""
        if schema.one_of or schema.any_of:
            return False
        return any(
            at.discriminator is not None and not at.one_of and not at.any_of
            for at in (schema, *self.above(schema))
        )

    def _is_meant(self, schema: Schema, base: Schema) -> bool:
        """Whether the base's discriminator means `schema`: always, where it has no mapping."""
        discriminator = self.discriminators(base)[0]
        targets = [span for _, span in discriminator.mapping]
        return not targets or schema.span in targets


def lists(parent: Schema, child: Schema) -> bool:
    """Whether a union of `parent` refers to `child`, which descends from it."""
    return any(m.ref == child.span for m in (*parent.one_of, *parent.any_of))


class _Mapped:
    """The order of children: as the mapping lists them, then by name."""

    def __init__(self, hierarchy: Hierarchy, document: Document, base: Span) -> None:
        discriminator = hierarchy.discriminators(document.schema_at(base))[0]
        targets = dict.fromkeys(span for _, span in discriminator.mapping)
        self._at = {span: number for number, span in enumerate(targets)}
        self._document = document

    def __call__(self, name: str) -> tuple[int, str]:
        span = self._document.schemas[name].span
        return self._at.get(span, len(self._at)), name


def _only_mentions(schema: Schema) -> bool:
    """Whether a component is another name for its parent: `allOf` of it and nothing more."""
    if not (schema.ref or schema.all_of):
        return False
    return given(schema) <= _MENTIONING and all(
        given(member) <= _MENTIONING for member in schema.all_of
    )
