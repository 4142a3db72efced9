"""`enum` and `const`: a literal for one value, a declaration for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from specloom.diagnostics import Bag, Loss
from specloom.lower.places import Place
from specloom.lower.schema_docs import deprecated, doc_of, examples_of
from specloom.model.declarations import Enumeration, Member
from specloom.model.doc import NO_DOC, Doc
from specloom.model.names import Hint, Strength, words_of
from specloom.model.types import JsonScalar, JsonValue, Kind, Scalar, Type, kind_of
from specloom.openapi.schema import Schema


def literal_values(
    values: Sequence[JsonValue], schema: Schema, bag: Bag
) -> tuple[JsonScalar, ...] | None:
    """The values as a literal can hold them; None where one is a list, an object or a fraction."""
    kept: list[JsonScalar] = []
    for value in values:
        if isinstance(value, (list, dict, float)):
            bag.report(
                "N303",
                f"an enum with {_a(value)} cannot be a set of literals: its base type stands",
                schema.span,
                loss=Loss.APPROXIMATED,
            )
            return None
        kept.append(value)
    return tuple(kept)


def base_of(values: Sequence[JsonScalar], schema: Schema) -> Type | None:
    """The scalar that all values are of; None where they are of several kinds."""
    kinds = {kind_of(v) for v in values}
    if kinds == {Kind.INTEGER} and "number" in schema.types:
        return Scalar(Kind.NUMBER)
    return Scalar(kinds.pop()) if len(kinds) == 1 else None


def enumeration(
    values: tuple[JsonScalar, ...], schema: Schema, place: Place, base: Type, open: bool
) -> Enumeration:
    """The declaration of several values, with the names and docs that extensions give them."""
    names = _listed(schema, ("x-enum-varnames", "x-enumNames", "x-ms-enum"), values)
    docs = _listed(schema, ("x-enum-descriptions", "x-enumDescriptions"), values)
    fern = schema.extensions.get("x-fern-enum")
    members: list[Member] = []
    for value in values:
        name, text = names.get(value, ""), docs.get(value, "")
        described = fern.get(str(value)) if isinstance(fern, dict) else None
        if isinstance(described, dict):
            name = name or _text(described.get("name"))
            text = text or _text(described.get("description"))
        hint = (
            Hint(words_of(name), Strength.EXPLICIT)
            if words_of(name)
            else Hint(words_of(str(value)), Strength.DERIVED)
        )
        members.append(Member(value, hint, Doc(description=text) if text else NO_DOC))
    return Enumeration(
        place.id,
        place.hint,
        place.owner,
        tuple(members),
        base,
        open,
        schema.span,
        examples=examples_of(schema),
        doc=doc_of(schema, called=place.words),
        deprecated=deprecated(schema),
    )


def _listed(
    schema: Schema, keys: tuple[str, ...], values: tuple[JsonScalar, ...]
) -> Mapping[JsonScalar, str]:
    """What an extension says of each value: a list beside the enum, or a map by value."""
    for key in keys:
        said = schema.extensions.get(key)
        if isinstance(said, list) and len(said) == len(values):
            return {v: _text(s) for v, s in zip(values, said)}
        if isinstance(said, dict):
            return {v: _text(said.get(str(v))) for v in values}
    return {}


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""


def _a(value: JsonValue) -> str:
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, dict) else "a fraction"
