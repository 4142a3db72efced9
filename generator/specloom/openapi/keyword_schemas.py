"""Readers of the schema keywords that hold schemas or lead to one.

Input: the mapping a keyword stands in. Output: attributes in the draft of a `Schema`, in the terms
of JSON Schema 2020-12 (core, sections 8.2, 10 and 11).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from specloom.model.types import JsonValue
from specloom.openapi.keyword_values import Draft, KeywordReader
from specloom.openapi.node import as_text, as_texts, held_elsewhere
from specloom.openapi.schema import Discriminator
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.openapi.read_schemas import Schemas

_ANNOTATIONS = frozenset(
    (
        *("$ref", "title", "description", "summary", "default", "example", "examples"),
        *("deprecated", "readOnly", "writeOnly", "externalDocs", "xml", "$comment"),
    )
)


def read_ref(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`$ref`, and what stands beside it is read as well (JSON Schema core section 8.2.3.1)."""
    reference = node[key]
    if not isinstance(reference, str):
        reader.reading.wrong(span.child(key), reference, "a reference", "ignored")
        return
    if len(node) > 1 and reader.reading.version in ("2.0", "3.0"):
        beside = [k for k in node if k not in _ANNOTATIONS and k[:2] != "x-"]
        if beside:
            reader.reading.bag.report(
                "N224", f"`{'`, `'.join(beside)}` beside `$ref`", span.child(beside[0])
            )
    reader.refer(reference, node, span, draft)


def read_dynamic_ref(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`$dynamicRef`."""
    reference = node[key]
    if isinstance(reference, str):
        reader.refer_dynamically(reference, span, draft)
    else:
        reader.reading.wrong(span.child(key), reference, "a reference", "ignored")


def read_recursive_ref(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`$recursiveRef`, which is always `#`."""
    reader.refer_recursively(span, draft)


def one(attribute: str) -> KeywordReader:
    """A keyword that holds one schema."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        draft[attribute] = reader.read(
            node[key], Span(span.file, f"{span.pointer}/{key}")
        )

    return read


def several(attribute: str) -> KeywordReader:
    """A keyword that holds a list of schemas; a single one is a list of one."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        value, at = node[key], Span(span.file, f"{span.pointer}/{key}")
        here = at
        if isinstance(value, dict):
            value, at = held_elsewhere(value, at, reader.reading, list)
        if isinstance(value, list) and at != here:
            items = {str(i): item for i, item in enumerate(value)}
            schemas = tuple(reader.read_held(items, at).values())
        elif isinstance(value, list):
            schemas = reader.read_list(value, at)
        elif isinstance(value, dict):
            reader.reading.wrong(
                at, value, "a list of schemas", "read as a list of this one"
            )
            schemas = (reader.read(value, at),)
        else:
            reader.reading.wrong(at, value, "a list of schemas", "ignored")
            return
        draft[attribute] = (*draft.get(attribute, ()), *schemas)

    return read


def by_name(attribute: str) -> KeywordReader:
    """A keyword that maps names to schemas."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        value, at = node[key], Span(span.file, f"{span.pointer}/{key}")
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            value, held = held_elsewhere(value, at, reader.reading, dict)
            if isinstance(value, dict) and held != at:
                draft[attribute] = reader.read_held(value, held)
                return
        if isinstance(value, dict):
            draft[attribute] = reader.read_map(value, at)
        else:
            reader.reading.wrong(at, value, "a mapping of schemas", "ignored")

    return read


_read_properties = by_name("properties")


def read_properties(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`properties`; a `required: true` in one is draft 3's and belongs to the owner."""
    _read_properties(reader, node, key, span, draft)
    value = node[key]
    if isinstance(value, dict):
        required = [
            name
            for name, child in value.items()
            if isinstance(child, dict) and child.get("required") is True
        ]
        if required:
            names = (*draft.get("required", ()), *required)
            draft["required"] = tuple(dict.fromkeys(names))


def read_items(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`items`: one schema; a list of them is the older form of `prefixItems`."""
    value, at = node[key], Span(span.file, f"{span.pointer}/{key}")
    if isinstance(value, list):
        reader.reading.foreign(at, "a list as `items`")
        schemas = reader.read_list(value, at)
        draft["prefix_items"] = (*draft.get("prefix_items", ()), *schemas)
    else:
        draft["items"] = reader.read(value, at)


def read_additional_items(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`additionalItems`: what follows a list of `items`; it means nothing without one."""
    if isinstance(node.get("items"), list):
        draft["items"] = reader.read(node[key], span.child(key))


def read_dependencies(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`dependencies` of draft 7: both `dependentRequired` and `dependentSchemas`."""
    value, at = node[key], span.child(key)
    if not isinstance(value, dict):
        reader.reading.wrong(at, value, "a mapping", "ignored")
        return
    required: list[tuple[str, tuple[str, ...]]] = []
    for name, dependency in value.items():
        if isinstance(dependency, list | str):
            required.append(
                (name, as_texts(dependency, at.child(name), reader.reading))
            )
        else:
            schema = reader.read(dependency, at.child(name))
            draft["dependent_schemas"] = {
                **draft.get("dependent_schemas", {}),
                name: schema,
            }
    if required:
        draft["dependent_required"] = (
            *draft.get("dependent_required", ()),
            *required,
        )


def read_discriminator(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`discriminator`: 3.x's Discriminator Object, or 2.0's name of a property."""
    value, at = node[key], span.child(key)
    reading = reader.reading
    if isinstance(value, str):
        if reading.version != "2.0":
            reading.foreign(at, "text as `discriminator`")
        draft["discriminator"] = Discriminator(value, (), at)
        return
    if not isinstance(value, dict):
        reading.wrong(at, value, "a Discriminator Object", "ignored")
        return
    if "propertyName" not in value:
        reading.bag.report("W211", "`propertyName` is missing; ignored", at)
        return
    name = as_text(value["propertyName"], at.child("propertyName"), reader.reading)
    if not name:
        return
    mapping = value.get("mapping", {})
    places: list[tuple[str, Span]] = []
    if isinstance(mapping, dict):
        for tag, meant in mapping.items():
            place = reader.mapped(meant, at.child("mapping", tag))
            if place is not None:
                places.append((tag, place))
    else:
        reading.wrong(at.child("mapping"), mapping, "a mapping of texts", "ignored")
    default = None
    if "defaultMapping" in value:
        default = reader.mapped(value["defaultMapping"], at.child("defaultMapping"))
    draft["discriminator"] = Discriminator(name, tuple(places), at, default)
