"""One schema for alternatives that cannot be kept apart: each property optional that one lacks.

The last resort where a union cannot be a union: members that nothing tells apart by name,
and combinations that would be too many. Always reported as approximated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specloom.diagnostics import Loss
from specloom.lower.attributes import build
from specloom.lower.flatten import Flat
from specloom.lower.variants import Key
from specloom.openapi.schema import Schema
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.lower.context import Lowering


def one_for_all(
    lowering: Lowering, group: list[Schema], key: Key, span: Span
) -> Schema:
    """One schema for members of a union that have nothing to tell them apart."""
    flats = [lowering.flat(member) for member in group]
    cores = [flat.core for flat in flats]
    place = span.child("oneOf", key.id)
    if all(core == cores[0] for core in cores[1:]):
        return group[0]
    if any(flat.factors or not flat.core.properties for flat in flats):
        if len({(c.types, c.format, c.enum is None) for c in cores}) == 1 and all(
            c.types and c.types[0] not in ("object", "array") and c.enum is None
            for c in cores
        ):
            return group[0]
        lowering.bag.report(
            "W304",
            f"{len(group)} members of this union have nothing that tells them apart: "
            "their values may hold anything",
            span,
            loss=Loss.OPAQUE,
        )
        return build(place, {"always": True})
    lowering.bag.report(
        "W304",
        f"{len(group)} members of this union have nothing that tells them apart: "
        "they become one record",
        span,
        loss=Loss.APPROXIMATED,
    )
    return loose(cores, place)


def loose_product(lowering: Lowering, flat: Flat, core: Schema) -> Schema:
    """One schema for a core and several unions whose combinations are too many."""
    span = core.span.child("oneOf", "any")
    members = [lowering.flat(m).core for f in flat.factors for m in f.members]
    part = loose(members, span)
    lowering.homes.settle(span, lowering.homes.of(core.span))
    properties = {**part.properties, **core.properties}
    return build(span, {**vars(core), "types": ("object",), "properties": properties})


def loose(cores: list[Schema], span: Span) -> Schema:
    """An object with the properties of all `cores`, required only where all require them."""
    places: dict[str, list[Schema]] = {}
    for core in cores:
        for name, schema in core.properties.items():
            places.setdefault(name, []).append(schema)
    required = [n for n in cores[0].required if all(n in c.required for c in cores)]
    return build(
        span,
        {
            "types": ("object",),
            "properties": {
                name: _any_of(schemas, span.child("properties", name))
                for name, schemas in places.items()
            },
            "required": tuple(required),
        },
    )


def _any_of(schemas: list[Schema], span: Span) -> Schema:
    if len(schemas) == 1 or all(s == schemas[0] for s in schemas[1:]):
        return schemas[0]
    return build(span, {"any_of": tuple(schemas)})
