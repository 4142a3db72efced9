"""Defaults that their type does not allow: notes, never code.

Runs on the finished model, because only there is known what every type allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from specloom.diagnostics import Bag
from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Field,
    Record,
    Union,
)
from specloom.model.types import (
    Anything,
    JsonValue,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Never,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
    kind_of,
)


def check_values(
    declarations: Mapping[str, Declaration], bag: Bag
) -> dict[str, Declaration]:
    """The declarations without defaults of the wrong type, each reported once."""
    checked: dict[str, Declaration] = {}
    for id, declaration in declarations.items():
        if isinstance(declaration, Record) and any(
            f.default for f in declaration.fields
        ):
            fields = tuple(_checked(f, declarations, bag) for f in declaration.fields)
            declaration = replace(declaration, fields=fields)
        checked[id] = declaration
    return checked


def _checked(field: Field, declarations: Mapping[str, Declaration], bag: Bag) -> Field:
    if field.default is None or fits(field.default.value, field.type, declarations):
        return field
    value = field.default.value
    if value is None:
        bag.report(
            "N306",
            f"`{field.wire}` may not be null but has null as default: read as no default",
            field.origin,
        )
    else:
        bag.report(
            "N306",
            f"the default of `{field.wire}` is not of its type: it is left out",
            field.origin,
        )
    return replace(field, default=None)


def fits(value: JsonValue, type: Type, declarations: Mapping[str, Declaration]) -> bool:
    """Whether `value` has the shape of `type`, as deep as lists, maps and records go."""
    match type:
        case Anything():
            return True
        case Never():
            return False
        case Nullable(inner):
            return value is None or fits(value, inner, declarations)
        case Scalar(kind=kind):
            found = kind_of(value)
            if kind is Kind.INTEGER and isinstance(value, float):
                return value.is_integer()
            return found is kind or (kind is Kind.NUMBER and found is Kind.INTEGER)
        case Literal(values):
            return any(value == v and kind_of(value) is kind_of(v) for v in values)
        case ListOf(item):
            return isinstance(value, list) and all(
                fits(v, item, declarations) for v in value
            )
        case TupleOf():
            return isinstance(value, list)
        case MapOf(inner):
            return isinstance(value, dict) and all(
                fits(v, inner, declarations) for v in value.values()
            )
        case Ref(id):
            return _fits_declared(value, declarations[id], declarations)
        case _:
            assert_never(type)


def _fits_declared(
    value: JsonValue, declared: Declaration, declarations: Mapping[str, Declaration]
) -> bool:
    match declared:
        case Record():
            return isinstance(value, dict)
        case Alias():
            return fits(value, declared.type, declarations)
        case Union():
            return any(fits(value, v.type, declarations) for v in declared.variants)
        case Enumeration():
            if declared.open:
                return fits(value, declared.base, declarations)
            return any(
                value == m.value and kind_of(value) is kind_of(m.value)
                for m in declared.members
            )
        case _:
            assert_never(declared)
