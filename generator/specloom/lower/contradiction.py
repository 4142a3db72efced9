"""Where two schemas leave no value at all, and why."""

from __future__ import annotations

from specloom.lower.merge_rules import common_types, common_values, is_typed, spelled
from specloom.model.types import JsonValue
from specloom.openapi.schema import Absent, Schema


def contradiction(a: Schema, b: Schema) -> str:
    """Two sides that no value can satisfy, in words; empty if there may be one."""
    if a.types and b.types and not common_types(a.types, b.types):
        if not (a.nullable and b.nullable):
            return f"{_or(a.types)} and {_or(b.types)}"
    if only_null(a) and is_typed(b) and not b.nullable:
        return f"null and {_or(b.types)}"
    if only_null(b) and is_typed(a) and not a.nullable:
        return f"{_or(a.types)} and null"
    before, after = listed(a), listed(b)
    if before and after and not common_values(before, after):
        return f"{_one_of(before)} and {_one_of(after)}"
    return ""


def listed(schema: Schema) -> tuple[JsonValue, ...] | None:
    """The values that `enum` and `const` leave; None where neither is there."""
    if isinstance(schema.const, Absent):
        return schema.enum
    return () if schema.const is None else (schema.const,)


def only_null(schema: Schema) -> bool:
    """Whether `enum` or `const` leave nothing but null."""
    return schema.nullable and (schema.enum == () or schema.const is None)


def _one_of(values: tuple[JsonValue, ...]) -> str:
    return spelled(values) if len(values) == 1 else f"one of {spelled(values)}"


def _or(types: tuple[str, ...]) -> str:
    return " or ".join(types) or "anything"
