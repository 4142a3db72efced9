"""Readers of content: media types, encodings, headers, examples.

Input: Media Type, Encoding, Header and Example Objects. Output: their frozen counterparts
(OpenAPI 3.2 "Media Type Object", "Encoding Object", "Header Object", "Example Object").
"""

from __future__ import annotations

from specloom.diagnostics import Loss
from specloom.openapi.document import (
    EncodingObject,
    ExampleObject,
    HeaderObject,
    MediaTypeObject,
)
from specloom.openapi.node import Node, imported
from specloom.openapi.schema import ABSENT, Schema
from specloom.openapi.swagger import modern_header

_MEDIA_TYPE = frozenset(
    (
        *("schema", "itemSchema", "example", "examples", "encoding"),
        *("prefixEncoding", "itemEncoding"),
    )
)
_ENCODING = frozenset(
    (
        *("contentType", "headers", "style", "explode", "allowReserved"),
        *("encoding", "prefixEncoding", "itemEncoding"),
    )
)
_EXAMPLE = frozenset(
    (
        *("summary", "description", "value", "externalValue"),
        *("dataValue", "serializedValue"),
    )
)

_HEADER = frozenset(
    (
        *("description", "required", "deprecated", "style", "explode", "schema"),
        *("example", "examples", "content", "allowEmptyValue", "allowReserved"),
    )
)


def read_content(owner: Node) -> tuple[MediaTypeObject, ...]:
    """The field `content`: media type or range → Media Type Object."""
    content = owner.node("content")
    if content is None:
        return ()
    reading = owner.reading
    standard = reading.version == "3.2"
    return tuple(
        read_media_type(name, node) for name, node in content.entries(standard=standard)
    )


def read_media_type(name: str, node: Node) -> MediaTypeObject:
    """A Media Type Object."""
    node.expect(_MEDIA_TYPE, "a Media Type Object")
    for key in ("prefixEncoding", "itemEncoding"):
        if node.has(key):
            node.reading.bag.report(
                "W215",
                f"`{key}` is not read: the parts are written by their schemas",
                node.at(key),
                loss=Loss.APPROXIMATED,
            )
    if node.has("itemSchema") and node.reading.version != "3.2":
        node.reading.foreign(node.at("itemSchema"), "`itemSchema` (of 3.2)")
    return MediaTypeObject(
        media_type=name,
        schema=read_schema(node, "schema"),
        item_schema=read_schema(node, "itemSchema"),
        encodings=tuple(
            read_encoding(property, encoding)
            for property, encoding in node.nodes("encoding")
        ),
        examples=read_examples(node),
        extensions=node.extensions(),
        span=node.span,
    )


def read_encoding(property: str, node: Node) -> EncodingObject:
    """An Encoding Object. Without `explode` its default follows from `style`."""
    node.expect(_ENCODING, "an Encoding Object")
    return EncodingObject(
        property=property,
        content_type=node.text("contentType"),
        style=node.text("style"),
        explode=node.flag("explode") if node.has("explode") else None,
        allow_reserved=node.flag("allowReserved"),
        headers=read_headers(node),
        span=node.span,
    )


def read_headers(owner: Node) -> tuple[HeaderObject, ...]:
    """The field `headers`: name → Header Object."""
    return tuple(
        read_header(name, modern_header(node))
        for name, node in owner.nodes("headers", standard=True)
    )


def read_header(name: str, node: Node) -> HeaderObject:
    """A Header Object; of `content`, the schema of its only media type."""
    schema = read_schema(node, "schema")
    if schema is None and node.has("content"):
        contents = read_content(node)
        schema = contents[0].schema if contents else None
    node.expect(_HEADER, "a Header Object")
    return HeaderObject(
        name=name,
        required=node.flag("required"),
        schema=schema,
        explode=node.flag("explode"),
        description=node.text("description"),
        span=node.span,
        deprecated=node.deprecated(),
    )


def read_schema(owner: Node, key: str) -> Schema | None:
    """A field that holds a schema."""
    if key not in owner.value:
        return None
    return owner.reading.schemas.read(owner.value[key], owner.at(key))


def read_examples(owner: Node) -> tuple[ExampleObject, ...]:
    """The fields `example` and `examples`, the bare one first and without a name."""
    reading = owner.reading
    found: list[ExampleObject] = []
    if "example" in owner.value:
        value = imported(owner.value["example"], owner.at("example"), reading)
        found.append(ExampleObject("", "", "", value))
    several = owner.value.get("examples")
    if isinstance(several, list):
        at = owner.at("examples")
        reading.wrong(at, several, "a mapping of examples", "its values are read")
        found += (
            ExampleObject("", "", "", imported(v, at.child(str(i)), reading))
            for i, v in enumerate(several)
        )
    elif "examples" in owner.value:
        found += (
            read_example(name, node)
            for name, node in owner.nodes("examples", standard=True)
        )
    return tuple(found)


def read_example(name: str, node: Node) -> ExampleObject:
    """An Example Object; `dataValue` is 3.2's word for a value before serialisation."""
    node.expect(_EXAMPLE, "an Example Object")
    value = ABSENT
    for key in ("value", "dataValue"):
        if key in node.value:
            found = imported(node.value[key], node.at(key), node.reading)
            return ExampleObject(
                name, node.text("summary"), node.text("description"), found
            )
    return ExampleObject(name, node.text("summary"), node.text("description"), value)
