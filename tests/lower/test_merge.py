"""Merging two schemas: what each keyword makes of two values, and that none is forgotten."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

import pytest
from specloom.config import Limits
from specloom.diagnostics import Bag
from specloom.lower.attributes import build, given
from specloom.lower.budget import Budget
from specloom.lower.merge import Merger
from specloom.openapi.schema import SILENT, Schema
from specloom.source import Span

HERE = Span("api.yaml", "/here")


def schema(**attributes: Any) -> Schema:
    return build(Span("api.yaml", "/there"), attributes)


def merged(a: Schema, b: Schema) -> tuple[dict[str, Any], list[str]]:
    """What the merge says, and the codes of what it reports."""
    bag = Bag()
    made = Merger(bag, Budget(Limits().steps)).merge(a, b, HERE)
    assert made.span == HERE
    return {name: getattr(made, name) for name in given(made)}, [d.code for d in bag]


def test_no_attribute_has_a_default() -> None:
    """So that a new one is an error of types in the merge until it is listed there."""
    assert all(
        f.default is MISSING and f.default_factory is MISSING and f.kw_only
        for f in fields(Schema)
    )


def test_what_an_instance_lacks_is_as_in_the_silent_one() -> None:
    bare = schema()
    for field in fields(Schema):
        if field.name != "span":
            assert getattr(bare, field.name) is getattr(SILENT, field.name)
    assert given(bare) == given(SILENT) == frozenset()


_STRING, _NUMBER = schema(types=("string",)), schema(types=("number",))
_A, _B = schema(min_length=1), schema(max_length=2)

RULES: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        {"types": ("string", "number")},
        {"types": ("integer", "string")},
        {"types": ("string", "integer")},
    ),
    (
        {"types": ("object",)},
        {"nullable": True},
        {"types": ("object",), "nullable": True},
    ),
    (
        {"types": ("object",), "nullable": True},
        {"types": ("object",)},
        {"types": ("object",)},
    ),
    (
        {"types": ("string",), "nullable": True},
        {"types": ("integer",), "nullable": True},
        {"enum": (), "nullable": True},
    ),
    ({"enum": (1, True, "a")}, {"enum": (True, "a", "b")}, {"enum": (True, "a")}),
    ({"enum": ("a", "b")}, {"const": "a"}, {"enum": ("a", "b"), "const": "a"}),
    ({"minimum": 0}, {"minimum": -1}, {"minimum": 0}),
    ({"maximum": 0}, {"maximum": 1.5}, {"maximum": 0}),
    ({"exclusive_minimum": 1}, {"exclusive_minimum": 2}, {"exclusive_minimum": 2}),
    (
        {"min_length": 2, "max_length": 9},
        {"max_length": 3},
        {"min_length": 2, "max_length": 3},
    ),
    ({"multiple_of": 4}, {"multiple_of": 6}, {"multiple_of": 12}),
    ({"multiple_of": 0.1}, {"multiple_of": 0.25}, {"multiple_of": 0.5}),
    ({"multiple_of": 0.01}, {"multiple_of": 1}, {"multiple_of": 1}),
    ({"multiple_of": 1e308}, {"multiple_of": 1.7e308}, {"multiple_of": 17 * 10**308}),
    ({"multiple_of": 0}, {"multiple_of": 5}, {"multiple_of": 5}),
    ({"unique_items": True}, {"min_items": 1}, {"unique_items": True, "min_items": 1}),
    ({"required": ("a", "b")}, {"required": ("b", "c")}, {"required": ("a", "b", "c")}),
    (
        {"pattern": "^a"},
        {"pattern": "z$"},
        {"pattern": "z$", "facts": ("matches `^a` too",)},
    ),
    ({"pattern": "^a"}, {"pattern": "^a"}, {"pattern": "^a"}),
    ({"format": "x"}, {"format": "y"}, {"format": "y", "facts": ("format x too",)}),
    (
        {"format": "date-time"},
        {"format": "y"},
        {"format": "date-time", "facts": ("format y too",)},
    ),
    (
        {"content_encoding": "base64", "content_media_type": "a/b"},
        {"content_encoding": "base16", "content_media_type": "c/d"},
        {
            "content_encoding": "base16",
            "content_media_type": "c/d",
            "facts": ("encoded as base64 too", "holds a/b too"),
        },
    ),
    (
        {"dependent_required": (("a", ("b",)),)},
        {"dependent_required": (("a", ("c",)), ("a", ("b",)))},
        {"dependent_required": (("a", ("b",)), ("a", ("c",)))},
    ),
    (
        {"properties": {"a": _STRING}},
        {"properties": {"b": _NUMBER}},
        {"properties": {"a": _STRING, "b": _NUMBER}},
    ),
    (
        {"additional_properties": schema(always=False)},
        {"additional_properties": schema(always=True)},
        {"additional_properties": schema(always=True)},
    ),
    (
        {"additional_properties": _STRING},
        {"additional_properties": schema(always=False)},
        {"additional_properties": _STRING},
    ),
    (
        {"not_": _A},
        {"not_": _B},
        {"not_": build(HERE.child("not"), {"any_of": (_A, _B)})},
    ),
    (
        {"if_": _A, "then": _B},
        {"if_": _B, "else_": _A},
        {
            "if_": _B,
            "else_": _A,
            "facts": ("a second condition (`if`/`then`/`else`) applies",),
        },
    ),
    (
        {"contains": _A},
        {"contains": _B},
        {"contains": _B, "facts": ("a rule for a second item (`contains`) applies",)},
    ),
    (
        {"prefix_items": (_STRING,), "items": _NUMBER},
        {"prefix_items": (_STRING, _NUMBER, _A)},
        {
            "prefix_items": (
                _STRING,
                _NUMBER,
                build(HERE.child("prefixItems", "2"), {"all_of": (_NUMBER, _A)}),
            ),
            "items": _NUMBER,
        },
    ),
    (
        {"title": "a", "description": "d"},
        {"title": "b"},
        {"title": "b", "description": "d"},
    ),
    ({"default": 1}, {"default": None}, {"default": None}),
    ({"examples": (1,)}, {"examples": (2,)}, {"examples": (1, 2)}),
    (
        {"external_url": "u", "external_description": "d"},
        {"external_url": "v"},
        {"external_url": "v"},
    ),
    (
        {"extensions": {"x-a": 1}},
        {"extensions": {"x-b": 2}},
        {"extensions": {"x-a": 1, "x-b": 2}},
    ),
    (
        {"deprecated": True},
        {"read_only": True},
        {"deprecated": True, "read_only": True},
    ),
    ({"always": True}, {"types": ("string",)}, {"types": ("string",)}),
    ({"types": ("string",)}, {"always": False}, {"always": False}),
]


@pytest.mark.parametrize(("a", "b", "made"), RULES)
def test_what_two_sides_make(
    a: dict[str, Any], b: dict[str, Any], made: dict[str, Any]
) -> None:
    assert merged(schema(**a), schema(**b)) == (made, [])


CLASHES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"types": ("string",)}, {"types": ("object",)}),
    ({"enum": (), "nullable": True}, {"types": ("object",)}),
    ({"types": ("object",)}, {"const": None, "nullable": True}),
    ({"enum": ("a",)}, {"enum": ("b",)}),
    ({"const": 1}, {"const": True}),
    ({"enum": ("a", "b")}, {"const": "c"}),
]


@pytest.mark.parametrize(("a", "b"), CLASHES)
def test_sides_without_a_common_value(a: dict[str, Any], b: dict[str, Any]) -> None:
    made, codes = merged(schema(**a, title="t"), schema(**b))
    assert codes == ["W302"]
    assert made == {
        **{n: getattr(schema(**b), n) for n in given(schema(**b))},
        "title": "t",
    }
