"""Stage 4, emit: the properties of a body that become arguments of its call.

Input: a body whose preferred media type is a record. Output: its `Property`s: those of that
record, then those that only its other media types have.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from specloom.model.declarations import Declaration, Field, Presence, Record
from specloom.model.operations import Body, ContentKind
from specloom.model.types import Type


class Property(NamedTuple):
    """One property: its field in the first media type that has it, and what each takes."""

    field: Field
    required: bool
    """Whether every media type requires it."""
    types: tuple[tuple[Type, ContentKind], ...]


def spread_properties(
    body: Body, declarations: Mapping[str, Declaration]
) -> tuple[Property, ...]:
    """The properties of `body`, each wire name once; none where it is passed whole."""
    kinds = {content.media_type: content.kind for content in body.contents}
    sources = [(body.spread, body.contents[0].kind)]
    sources += [(other.record, kinds[other.media_type]) for other in body.others]
    found: dict[str, list[tuple[Field, ContentKind]]] = {}
    records = 0
    for id, kind in sources:
        record = declarations.get(id)
        if isinstance(record, Record):
            records += 1
            for field in record.fields:
                found.setdefault(field.wire, []).append((field, kind))
    return tuple(
        Property(
            fields[0][0],
            len(fields) == records
            and all(f.tag or f.presence is Presence.REQUIRED for f, _ in fields),
            tuple(dict.fromkeys((f.type, kind) for f, kind in fields)),
        )
        for fields in found.values()
    )


def spread_types(body: Body) -> list[str]:
    """The media types in which the properties can be sent, the preferred one first."""
    return [body.contents[0].media_type, *(other.media_type for other in body.others)]
