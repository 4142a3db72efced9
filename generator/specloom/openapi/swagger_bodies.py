"""The dialect of 2.0: bodies, which it spreads over parameters, `consumes` and `produces`.

Input: body and form parameters, Response Objects and lists of media types. Output: a
`RequestBody`, or the contents of a response (OpenAPI 2.0 "Parameter Object", "Response Object").
"""

from __future__ import annotations

from specloom.diagnostics import Loss
from specloom.openapi.document import (
    EncodingObject,
    ExampleObject,
    MediaTypeObject,
    RequestBodyObject,
)
from specloom.openapi.node import Node, imported
from specloom.openapi.read_contents import read_schema
from specloom.openapi.schema import Schema
from specloom.openapi.swagger import collection_format, inline_schema
from specloom.source import Span

_JSON = ("application/json",)
_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"


def read_body(
    parameters: tuple[Node, ...], consumes: tuple[str, ...], span: Span
) -> RequestBodyObject | None:
    """The request body that body and form parameters of an operation at `span` describe."""
    bodies = [p for p in parameters if p.text("in") == "body"]
    fields = {p.text("name"): p for p in parameters if p.text("in") == "formData"}
    for extra in bodies[1:] or (list(fields.values()) if bodies else []):
        extra.reading.bag.report(
            "W238",
            f"parameter {extra.text('name')!r} is left out beside the body"
            f" {bodies[0].text('name')!r}",
            extra.span,
            loss=Loss.APPROXIMATED,
        )
    if bodies:
        return _whole_body(bodies[0], consumes or _JSON)
    return _form_body(fields, consumes, span) if fields else None


def _whole_body(node: Node, media_types: tuple[str, ...]) -> RequestBodyObject:
    if not node.has("schema"):
        node.missing("schema", "the body is read as anything")
    schema = read_schema(node, "schema")
    return RequestBodyObject(
        required=node.flag("required"),
        content=tuple(_media(m, schema, (), (), node.span) for m in media_types),
        description=node.text("description"),
        extensions=node.extensions(),
        span=node.span,
    )


def _form_body(
    fields: dict[str, Node], consumes: tuple[str, ...], span: Span
) -> RequestBodyObject:
    files = any(_is_file(f) for f in fields.values())
    media_types = tuple(m for m in consumes if m in (_URLENCODED, _MULTIPART))
    if files:
        media_types = (_MULTIPART,)
    elif not media_types:
        media_types = (_URLENCODED,)
    required = tuple(n for n, f in fields.items() if f.flag("required"))
    first = next(iter(fields.values()))
    at = span.child("parameters")
    schema = first.reading.schemas.assemble(
        at,
        types=("object",),
        properties={n: _field_schema(f) for n, f in fields.items()},
        required=required,
    )
    encodings = tuple(e for n, f in fields.items() if (e := _encoding(n, f)))
    return RequestBodyObject(
        required=bool(required),
        content=tuple(_media(m, schema, encodings, (), at) for m in media_types),
        description="",
        extensions={},
        span=at,
    )


def _is_file(field: Node) -> bool:
    if field.value.get("type") == "array":
        items = field.value.get("items")
        return isinstance(items, dict) and items.get("type") == "file"
    return field.value.get("type") == "file"


def _field_schema(field: Node) -> Schema:
    inline = inline_schema(field)
    for key in ("description", "example", "readOnly", "deprecated", "title"):
        if key in field.value:
            inline[key] = field.value[key]
    return field.reading.schemas.read(inline, field.span)


def _encoding(name: str, field: Node) -> EncodingObject | None:
    style, explode = collection_format(field)
    if explode is None:
        return None
    return EncodingObject(name, "", style or "form", explode, False, (), field.span)


def read_response_content(
    node: Node, produces: tuple[str, ...]
) -> tuple[MediaTypeObject, ...]:
    """The contents of a 2.0 response: its schema for each media type, and its examples."""
    examples = node.node("examples")
    values = examples.value if examples else {}
    schema = read_schema(node, "schema")
    names = dict.fromkeys(values)
    if schema is not None:
        is_file = schema.types == ("string",) and schema.format == "binary"
        names = dict.fromkeys(
            produces or (("application/octet-stream",) if is_file else _JSON)
        )
    found: list[MediaTypeObject] = []
    for name in names:
        given: tuple[ExampleObject, ...] = ()
        if examples and name in values:
            value = imported(values[name], examples.at(name), node.reading)
            given = (ExampleObject("", "", "", value),)
        found.append(_media(name, schema, (), given, node.span))
    return tuple(found)


def _media(
    name: str,
    schema: Schema | None,
    encodings: tuple[EncodingObject, ...],
    examples: tuple[ExampleObject, ...],
    span: Span,
) -> MediaTypeObject:
    return MediaTypeObject(name, schema, None, encodings, examples, {}, span)
