"""Merging two schemas into the one that both describe: what `allOf` means for types.

Schema × Schema → Schema, keyword by keyword, before anything is typed. Neither side may hold
references or compositions; `flatten` sees to that. (JSON Schema 2020-12 core, 10.2.1.1.)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Set
from dataclasses import fields
from typing import Any

from specloom.diagnostics import Bag, Loss
from specloom.lower.budget import Budget
from specloom.model.types import JsonValue
from specloom.openapi.schema import Absent, Schema
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
    }
)
"""Attributes that narrow values without changing the type that holds them."""

_ALWAYS = frozenset({"always"})
_NEUTRAL: Mapping[str, object] = {f.name: f.default for f in fields(Schema)}
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
            if value is not _NEUTRAL[name]
            and (value or name in _FALSY_MEANS_SOMETHING)
            and name != "span"
        ]
    )


def build(span: Span, attributes: Mapping[str, Any]) -> Schema:
    """A schema at `span` that holds just these attributes."""
    schema = object.__new__(Schema)
    vars(schema).update(_DEFAULTS)
    vars(schema).update(attributes)
    vars(schema)["span"] = span
    return schema


_DEFAULTS: Mapping[str, Any] = {
    name: value
    for name, value in vars(Schema(Span("", ""))).items()
    if name not in vars(Schema) and name != "span"
}


def with_attributes(schema: Schema, **attributes: Any) -> Schema:
    """A copy of `schema` with some attributes changed."""
    return build(schema.span, {**vars(schema), **attributes})


def without(schema: Schema, names: Set[str]) -> Schema:
    """A copy of `schema` that says nothing in the attributes `names`."""
    kept = {name: value for name, value in vars(schema).items() if name not in names}
    return build(schema.span, kept)


class Merger:
    """Merges schemas and reports where the two sides contradict each other."""

    def __init__(self, bag: Bag, budget: Budget) -> None:
        self._bag = bag
        self._budget = budget

    def merge(self, a: Schema, b: Schema, span: Span) -> Schema:
        """The schema of the values that are valid for both; `b` is the more specific side."""
        self._budget.spend(1 + len(a.properties) + len(b.properties), span)
        if a.always is False or b.always is False:
            return build(span, {"always": False})
        left, right = given(a), given(b)
        if not left or not right:
            return build(span, vars(b if right else a))
        clash = contradiction(a, b)
        if clash:
            self._bag.report(
                "W302",
                f"no value can be both {clash}: the later side stands",
                span,
                notes=(("the other side is here", a.span),),
                loss=Loss.APPROXIMATED,
            )
            a = without(a, _NEUTRAL.keys() - ANNOTATIONS)
            left = given(a)
        merged: dict[str, Any] = {}
        for name in sorted(left | right):
            if name == "nullable":
                continue
            if name not in right:
                merged[name] = getattr(a, name)
            elif name not in left:
                merged[name] = getattr(b, name)
            else:
                merged[name] = self._both(
                    name, getattr(a, name), getattr(b, name), span
                )
        merged["nullable"] = _nullable(a, b)
        if merged.get("always") is True and len(merged) > 1:
            del merged["always"]
        return build(span, merged)

    def _both(self, name: str, a: Any, b: Any, span: Span) -> Any:
        if name in _PICK:
            return _PICK[name](a, b)
        match name:
            case "types":
                return _common_types(a, b)
            case "enum":
                return _common_values(a, b)
            case "const":
                return b
            case "required" | "examples" | "dependent_required":
                return tuple(dict.fromkeys((*a, *b))) if name == "required" else a + b
            case "properties" | "pattern_properties" | "dependent_schemas":
                return self._common_properties(name, a, b, span)
            case "additional_properties" | "unevaluated_properties":
                return _more_telling(a, b)
            case "items" | "contains" | "property_names":
                return both(a, b, span.child(name.replace("_n", "N")))
            case "prefix_items":
                return a if len(a) > len(b) else b
            case "extensions":
                return {**a, **b}
            case _:
                return b

    def _common_properties(
        self, name: str, a: Mapping[str, Schema], b: Mapping[str, Schema], span: Span
    ) -> Mapping[str, Schema]:
        keyword = {
            "properties": "properties",
            "pattern_properties": "patternProperties",
        }
        place = span.child(keyword.get(name, "dependentSchemas"))
        merged = dict(a)
        for key, schema in b.items():
            other = merged.get(key)
            merged[key] = (
                schema if other is None else both(other, schema, place.child(key))
            )
        return merged


def both(a: Schema, b: Schema, span: Span) -> Schema:
    """A schema that stands for both sides, to be flattened when it is typed."""
    if a is b or (a.ref is not None and a.ref == b.ref and given(a) == given(b)):
        return b
    left, right = given(a), given(b)
    if not left or left == _ALWAYS and a.always:
        return b
    if not right or right == _ALWAYS and b.always:
        return a
    if _same_but_for_place(a, b):
        return b
    annotations = {n: getattr(b, n) for n in right & ANNOTATIONS}
    for n in (left & ANNOTATIONS) - right:
        annotations[n] = getattr(a, n)
    return build(span, {"all_of": (a, b), **annotations})


def _same_but_for_place(a: Schema, b: Schema) -> bool:
    left, right = given(a), given(b)
    if left != right:
        return False
    nested = {
        "properties",
        "items",
        "all_of",
        "any_of",
        "one_of",
        "additional_properties",
    }
    return not left & nested and all(getattr(a, n) == getattr(b, n) for n in left)


def same(a: JsonValue, b: JsonValue) -> bool:
    """Equality of JSON values, in which `1` is not `true`."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def _nullable(a: Schema, b: Schema) -> bool:
    # Two sides that both give a type must both allow null; a side that gives none is an
    # annotation such as `allOf: [X, {nullable: true}]`, and its author means what it says.
    if _typed(a) and _typed(b):
        return a.nullable and b.nullable
    return a.nullable or b.nullable


def _typed(schema: Schema) -> bool:
    return bool(
        schema.types
        or schema.properties
        or schema.enum is not None
        or not isinstance(schema.const, Absent)
    )


def _common_types(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    common = [t for t in a if t in b]
    if "integer" in a and "number" in b or "integer" in b and "number" in a:
        if "integer" not in common:
            common.append("integer")
    return tuple(common)


def _common_values(
    a: tuple[JsonValue, ...], b: tuple[JsonValue, ...]
) -> tuple[JsonValue, ...]:
    return tuple(v for v in a if any(same(v, w) for w in b))


def contradiction(a: Schema, b: Schema) -> str:
    """Two sides that no value can satisfy, in words; empty if there may be one."""
    if a.types and b.types and not _common_types(a.types, b.types):
        if not (a.nullable and b.nullable):
            return f"{_or(a.types)} and {_or(b.types)}"
    if only_null(a) and _typed(b) and not b.nullable:
        return f"null and {_or(b.types)}"
    if only_null(b) and _typed(a) and not a.nullable:
        return f"{_or(a.types)} and null"
    if a.enum and b.enum and not _common_values(a.enum, b.enum):
        return _plain(a, b) or "one of these values and one of those"
    if not isinstance(a.const, Absent) and not isinstance(b.const, Absent):
        if not same(a.const, b.const):
            return f"{_written(a.const)} and {_written(b.const)}"
    return ""


def only_null(schema: Schema) -> bool:
    """Whether an enum leaves nothing but null."""
    return schema.enum == () and schema.nullable


def _plain(a: Schema, b: Schema) -> str:
    if a.enum and b.enum and len(a.enum) == 1 and len(b.enum) == 1:
        return f"{_written(a.enum[0])} and {_written(b.enum[0])}"
    return ""


def _more_telling(a: Schema, b: Schema) -> Schema:
    for schema in (b, a):
        if schema.always is None:
            return schema
    # Closed only where both sides are: a parent's `false` would forbid the child's own.
    return a if a.always else b


_PICK: Mapping[str, Callable[[Any, Any], Any]] = {
    "minimum": max,
    "exclusive_minimum": max,
    "min_length": max,
    "min_items": max,
    "min_properties": max,
    "maximum": min,
    "exclusive_maximum": min,
    "max_length": min,
    "max_items": min,
    "max_properties": min,
    "unique_items": lambda a, b: a or b,
    "deprecated": lambda a, b: a or b,
    "read_only": lambda a, b: a or b,
    "write_only": lambda a, b: a or b,
    "always": lambda a, b: a and b,
}


def _written(value: JsonValue) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _or(types: tuple[str, ...]) -> str:
    return " or ".join(types) or "anything"
