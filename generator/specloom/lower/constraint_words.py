"""Rules in words, for the docs: what a schema that only constrains asks for."""

from __future__ import annotations

from specloom.lower.attributes import CONSTRAINTS, given
from specloom.openapi.schema import Schema


def describe_constraint(schema: Schema) -> str:
    """A constraint-only schema in words."""
    parts: list[str] = []
    if schema.required:
        parts.append("has " + " and ".join(f"`{name}`" for name in schema.required))
    for name in sorted(given(schema) & CONSTRAINTS):
        value = getattr(schema, name)
        if isinstance(value, Schema):
            inner = describe_constraint(value)
            if name == "not_" and inner:
                parts.append(f"not: {inner}")
        elif name == "facts":
            parts += schema.facts
        elif not isinstance(value, (tuple, dict)):
            parts.append(f"{_SPELLING.get(name, name)} {value}")
    for members in (schema.any_of, schema.one_of):
        inner = " or ".join(filter(None, map(describe_constraint, members)))
        if inner:
            parts.append(inner)
    return ", ".join(parts)


_SPELLING = {
    "min_length": "minLength",
    "max_length": "maxLength",
    "min_items": "minItems",
    "max_items": "maxItems",
    "min_properties": "minProperties",
    "max_properties": "maxProperties",
    "multiple_of": "multipleOf",
    "exclusive_minimum": "exclusiveMinimum",
    "exclusive_maximum": "exclusiveMaximum",
    "unique_items": "uniqueItems",
}
