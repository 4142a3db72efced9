"""The dialect of 2.0: its forms of objects turned into those of 3.x, place by place.

Input: nodes as they were written. Output: nodes in 3.x terms, whose moved fields keep the places
where they stand; request bodies and contents that 2.0 spreads over an operation. A form of 2.0 in
a newer description is turned too, with a note (OpenAPI 2.0 "Parameter Object", "Response Object",
"Header Object", "Security Scheme Object").
"""

from __future__ import annotations

from specloom.model.types import JsonValue
from specloom.openapi.keywords import KEYWORDS
from specloom.openapi.node import Node

_NOT_OF_SCHEMA = frozenset(
    (
        *("required", "description", "deprecated", "example", "examples", "$ref"),
        *("readOnly", "externalDocs", "title"),
    )
)
_INLINE = frozenset(KEYWORDS) - _NOT_OF_SCHEMA
"""The keywords of a schema that 2.0 writes directly in parameters and headers."""

_TYPING = ("type", "items", "enum", "format")

_FORMATS: dict[str, tuple[str, bool]] = {
    "csv": ("", False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tabDelimited", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}
"""`collectionFormat` → style and explode; `csv` is the default style of the location."""


def modern_parameter(node: Node) -> Node:
    """A parameter (not `body`, not `formData`) with its type in `schema`."""
    return _with_schema(node, "a Parameter Object with a type and no `schema`")


def modern_header(node: Node) -> Node:
    """A header with its type in `schema`."""
    return _with_schema(node, "a Header Object with a type and no `schema`")


def _with_schema(node: Node, form: str) -> Node:
    value = node.value
    if "schema" in value or "content" in value:
        if node.reading.version == "2.0":
            node.reading.foreign(node.span, "`schema` or `content` here")
        return node
    if not any(key in value for key in _TYPING):
        return node
    if node.reading.version != "2.0":
        node.reading.foreign(node.span, form)
    modern = {k: v for k, v in value.items() if k not in _INLINE or k[:2] == "x-"}
    modern["schema"] = inline_schema(node)
    style, explode = collection_format(node)
    if style:
        modern["style"] = style
    if explode is not None:
        modern["explode"] = explode
    modern.pop("collectionFormat", None)
    return Node(modern, node.span, node.reading, {**node.moved, "schema": node.span})


def inline_schema(node: Node) -> dict[str, JsonValue]:
    """The schema that 2.0 writes between the other fields of a parameter or header."""
    return {k: v for k, v in node.value.items() if k in _INLINE or k[:2] == "x-"}


def collection_format(node: Node) -> tuple[str, bool | None]:
    """Style and explode of `collectionFormat`; of a list without one, `csv`."""
    name = node.text("collectionFormat")
    if not name:
        is_list = node.value.get("type") == "array"
        return "", False if is_list else None
    if name not in _FORMATS:
        node.reading.bag.report(
            "W213",
            f"there is no collectionFormat {name!r}; read as 'csv'",
            node.at("collectionFormat"),
        )
        name = "csv"
    return _FORMATS[name]
