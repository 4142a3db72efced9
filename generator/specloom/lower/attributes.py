"""The attributes of schemas: which ones say something, and schemas made of some of them."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from specloom.openapi.schema import SILENT, Schema
from specloom.source import Span

ANNOTATIONS = frozenset(
    {
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "read_only",
        "write_only",
        "external_url",
        "external_description",
        "extensions",
    }
)
"""Attributes that say something to people and nothing about the values."""

CONSTRAINTS = frozenset(
    {
        "minimum",
        "maximum",
        "exclusive_minimum",
        "exclusive_maximum",
        "multiple_of",
        "min_length",
        "max_length",
        "pattern",
        "min_items",
        "max_items",
        "unique_items",
        "min_properties",
        "max_properties",
        "not_",
        "if_",
        "then",
        "else_",
        "dependent_required",
        "dependent_schemas",
        "property_names",
        "contains",
        "content_media_type",
        "content_schema",
        "unevaluated_items",
        "facts",
    }
)
"""Attributes that narrow values without changing the type that holds them."""

_SILENT: Mapping[str, Any] = vars(SILENT)
_FALSY_MEANS_SOMETHING = frozenset(
    {"always", "enum", "const", "default"}
    | {name for name in CONSTRAINTS if name.startswith(("min", "max", "ex", "mul"))}
)


def given(schema: Schema) -> frozenset[str]:
    """The attributes that `schema` really says something in."""
    return frozenset(
        [
            name
            for name, value in vars(schema).items()
            if value is not _SILENT[name]
            and (value or name in _FALSY_MEANS_SOMETHING)
            and name != "span"
        ]
    )


def build(span: Span, attributes: Mapping[str, Any]) -> Schema:
    """A schema at `span` that says just this, and nothing in the other attributes."""
    schema = object.__new__(Schema)
    vars(schema).update(attributes)
    vars(schema)["span"] = span
    return schema


def with_attributes(schema: Schema, **attributes: Any) -> Schema:
    """A copy of `schema` with some attributes changed."""
    return build(schema.span, {**vars(schema), **attributes})


def without(schema: Schema, names: Set[str]) -> Schema:
    """A copy of `schema` that says nothing in the attributes `names`."""
    kept = {name: value for name, value in vars(schema).items() if name not in names}
    return build(schema.span, kept)


def only(schema: Schema, names: Set[str]) -> Schema:
    """A copy of `schema` that says nothing but in the attributes `names`."""
    kept = {name: value for name, value in vars(schema).items() if name in names}
    return build(schema.span, kept)
