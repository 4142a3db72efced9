"""A base with a discriminator and children by `allOf` (OpenAPI 3.2, "Discriminator Object").

A reference to such a base means the union of its children and of the base itself: the
component's name names the union, the base's own record is `<Name>Base`.
"""

from __future__ import annotations

from collections.abc import Mapping

from specloom.lower.attributes import ANNOTATIONS, given
from specloom.openapi.document import Document
from specloom.openapi.schema import Schema
from specloom.source import Span

_MENTIONING = ANNOTATIONS | {"ref", "all_of", "nullable"}


def children_by_base(document: Document) -> Mapping[Span, tuple[str, ...]]:
    """The component names below each base that has a discriminator and no union of its own."""
    bases = {
        schema.span: name
        for name, schema in document.schemas.items()
        if schema.discriminator is not None and not schema.one_of and not schema.any_of
    }
    if not bases:
        return {}
    found: dict[Span, dict[str, None]] = {span: {} for span in bases}
    for name, schema in document.schemas.items():
        for span in _ancestors(document, schema):
            if span in found and bases[span] != name:
                if not _only_mentions(schema) or _is_named(document, span, schema):
                    found[span][name] = None
    return {
        span: tuple(sorted(names, key=_Mapped(document.schema_at(span), document)))
        for span, names in found.items()
        if names
    }


class _Mapped:
    """The order of children: as the mapping lists them, then by name."""

    def __init__(self, base: Schema, document: Document) -> None:
        assert base.discriminator is not None
        targets = dict.fromkeys(span for _, span in base.discriminator.mapping)
        self._at = {span: number for number, span in enumerate(targets)}
        self._document = document

    def __call__(self, name: str) -> tuple[int, str]:
        span = self._document.schemas[name].span
        return self._at.get(span, len(self._at)), name


def _only_mentions(schema: Schema) -> bool:
    """Whether a component is another name for its parent: `allOf` of it and nothing more."""
    return given(schema) <= _MENTIONING and all(
        given(member) <= _MENTIONING for member in schema.all_of
    )


def _is_named(document: Document, base: Span, schema: Schema) -> bool:
    """Whether the base's discriminator means `schema`: always, where it has no mapping."""
    discriminator = document.schema_at(base).discriminator
    assert discriminator is not None
    targets = [span for _, span in discriminator.mapping]
    return not targets or schema.span in targets


def _ancestors(document: Document, schema: Schema) -> set[Span]:
    seen: set[Span] = set()
    pending = list(schema.all_of)
    while pending:
        at = pending.pop()
        pending += at.all_of
        if at.ref is not None and at.ref not in seen:
            seen.add(at.ref)
            pending.append(document.schema_at(at.ref))
    return seen
