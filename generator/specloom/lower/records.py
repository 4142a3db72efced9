"""Objects: records with fields, and maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specloom.diagnostics import Loss
from specloom.lower.flatten import Flat
from specloom.lower.places import Place
from specloom.lower.schema_docs import (
    access_of,
    asked_field_name,
    constraints_of,
    default_of,
    deprecated,
    doc_of,
    examples_of,
)
from specloom.model.declarations import Field, Presence, Record
from specloom.model.names import Hint, Strength, words_of
from specloom.model.types import Anything, MapOf, Never, Type
from specloom.openapi.schema import Schema
from specloom.source import escape_token

if TYPE_CHECKING:
    from specloom.lower.context import Lowering


def is_record(core: Schema) -> bool:
    """Whether an object has properties of its own; else it is a map."""
    return bool(core.properties) or bool(core.required)


def record(lowering: Lowering, flat: Flat, schema: Schema, place: Place) -> Record:
    """The record of a flattened object, each property a field."""
    core = flat.core
    fields = [
        made
        for name, sub in core.properties.items()
        if (made := _field(lowering, name, sub, name in core.required, place))
        is not None
    ]
    for name in core.required:
        if name not in core.properties:
            lowering.bag.report(
                "N304",
                f"`{name}` is required but not among the properties: it may hold anything",
                core.span,
            )
            hint = Hint(words_of(name), Strength.DERIVED)
            fields.append(
                Field(
                    _field_id(place, name),
                    name,
                    hint,
                    Anything(),
                    Presence.REQUIRED,
                    core.span,
                )
            )
    extends = tuple(
        found for span in flat.parents if (found := lowering.component_id(span))
    )
    return Record(
        place.id,
        place.hint,
        place.owner,
        tuple(fields),
        extra_type(lowering, core, place),
        schema.span,
        extends=extends,
        constraints=constraints_of(flat),
        examples=examples_of(schema, core),
        doc=doc_of(schema, core, called=place.words),
        deprecated=deprecated(schema, core),
    )


def map_type(lowering: Lowering, core: Schema, place: Place) -> Type:
    """The map of an object without properties."""
    extra = extra_type(lowering, core, place)
    return MapOf(Anything() if extra is None else extra)


def extra_type(lowering: Lowering, core: Schema, place: Place) -> Type | None:
    """The type of properties that are not listed; None where the document allows none."""
    patterns = list(core.pattern_properties.values())
    rest = core.additional_properties or core.unevaluated_properties
    if not patterns:
        if rest is None:
            return Anything()
        made = lowering.child(rest)
        return None if isinstance(made, Never) else made
    types = [lowering.child(p) for p in patterns]
    if rest is not None and rest.always is None:
        types.append(lowering.child(rest))
    if len(set(types)) == 1:
        return types[0]
    lowering.bag.report(
        "W305",
        "properties by several patterns have different types: their values may hold anything",
        core.span,
        loss=Loss.APPROXIMATED,
    )
    return Anything()


def _field(
    lowering: Lowering, name: str, schema: Schema, required: bool, place: Place
) -> Field | None:
    made = lowering.child(schema)
    if isinstance(made, Never):
        return None
    told = lowering.told(schema)
    asked = asked_field_name(schema)
    words = words_of(asked) if asked else words_of(name)
    return Field(
        _field_id(place, name),
        name,
        Hint(words, Strength.EXPLICIT if asked else Strength.DERIVED),
        made,
        Presence.REQUIRED if required else Presence.OPTIONAL,
        schema.span,
        access=access_of(*told.schemas),
        default=default_of(*told.schemas),
        constraints=constraints_of(told.flat),
        examples=examples_of(*told.schemas),
        doc=doc_of(*told.schemas, called=words_of(name)),
        deprecated=deprecated(*told.schemas),
    )


def _field_id(place: Place, name: str) -> str:
    return f"{place.id}/properties/{escape_token(name)}"
