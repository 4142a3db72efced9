"""Readers of the keywords that say what type a value has: `type`, `enum`, `const`, `nullable`.

Input: the mapping a keyword stands in. Output: attributes in the draft of a `Schema`. Null leaves
`type` and `enum` and becomes `nullable`; a schema of null alone is `enum=()` with `nullable`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from specloom.diagnostics import Loss
from specloom.model.types import JsonValue
from specloom.openapi.keyword_values import Draft, read_flag
from specloom.openapi.type_names import TYPES, meant_type, near_type
from specloom.openapi.words import describe
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.openapi.read_schemas import Schemas


def read_type(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`type`: a name, or since 3.1 a list of names (JSON Schema validation section 6.1.1)."""
    value = node[key]
    if value.__class__ is str and value in TYPES:
        draft["types"] = (value,)
        return
    at, reading = span.child(key), reader.reading
    names: list[JsonValue] = [value]
    if isinstance(value, list):
        names = value
        if reading.version in ("2.0", "3.0"):
            reading.foreign(at, "a list of types")
    types: dict[str, None] = {}
    null = unclear = False
    for index, name in enumerate(names):
        place = at.child(str(index)) if isinstance(value, list) else at
        if name == "null":
            null = True
            if reading.version in ("2.0", "3.0") and value == "null":
                reading.foreign(at, "`type: null`")
        elif name is None:
            null = True
            reading.wrong(place, name, "the name of a type", "read as 'null'")
        elif isinstance(name, str) and name in TYPES:
            types[name] = None
        elif found := _meant(reader, name, place, draft):
            types[found] = None
        else:
            unclear = True
    draft["types"] = () if unclear else tuple(types)
    if null:
        draft["nullable"] = True
        if not types and not unclear and "enum" not in node:
            draft["enum"] = ()


def _meant(reader: Schemas, name: JsonValue, place: Span, draft: Draft) -> str:
    reading = reader.reading
    type_, format = meant_type(name) if isinstance(name, str) else ("", "")
    if name == "file" and reading.version == "2.0":
        draft.setdefault("format", format)
        return type_
    if type_:
        reading.bag.report(
            "W213", f"there is no type {name!r}; read as {type_!r}", place
        )
        if format:
            draft.setdefault("format", format)
    elif isinstance(name, str):
        reading.bag.report(
            "W213",
            f"there is no type {name!r}; read as any type",
            place,
            loss=Loss.NONE if name.lower() == "any" else Loss.APPROXIMATED,
            help=f"is {near!r} meant?" if (near := near_type(name)) else None,
        )
    else:
        reading.wrong(place, name, "the name of a type", "read as any type")
    return type_


def read_nullable(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`nullable` (OpenAPI 3.0 "Schema Object") and `x-nullable`."""
    if read_flag(reader, node[key], span, key):
        draft["nullable"] = True


def read_enum(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`enum`, each value once; in an enumeration of strings `1` is meant as text."""
    value, at, reading = node[key], span.child(key), reader.reading
    if not isinstance(value, list):
        if isinstance(value, dict) or value is None:
            reading.wrong(at, value, "a list of values", "ignored")
            return
        reading.wrong(at, value, "a list of values", "read as a list of this one")
        value = [value]
    if not value:
        reading.bag.report("N250", "`enum` is empty: no value would do", at)
    strings = node.get("type") == "string"
    found: dict[object, JsonValue] = {}
    for index, item in enumerate(value):
        if item.__class__ is not str:
            if item is None:
                draft["nullable"] = True
                continue
            if strings and isinstance(item, int | float):
                place = at.child(str(index))
                text = reading.as_written(item, place)
                reading.wrong(place, item, "text", f"read as {text!r}")
                item = text
        identity = _identity(item)
        if identity in found:
            reading.bag.report(
                "N250",
                f"`enum` holds {describe(item)} more than once",
                at.child(str(index)),
            )
        else:
            found[identity] = item
    draft["enum"] = tuple(found.values())


def read_const(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`const`; null is a constant too, and makes the schema nullable."""
    draft["const"] = node[key]
    if node[key] is None:
        draft["nullable"] = True


def _identity(value: JsonValue) -> object:
    """What tells two values of JSON apart, where Python holds `1 == True`."""
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True), list
    return value, value.__class__
