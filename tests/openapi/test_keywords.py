"""Keywords of schemas, in every version and in the forms of other versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specloom.openapi.keywords import KEYWORDS
from specloom.openapi.schema import Schema

from openapi.described import read_tree, with_schemas
from openapi.facts import facts

STRING = {"types": ["string"]}
INTEGER = {"types": ["integer"]}

NATIVE: list[tuple[str, Any, dict[str, Any]]] = [
    # types and null
    ("2.0", {"type": "string", "x-nullable": True}, {**STRING, "nullable": True}),
    ("3.0", {"type": "string", "nullable": True}, {**STRING, "nullable": True}),
    ("3.0", {"type": "string", "nullable": False}, STRING),
    ("3.1", {"type": ["string", "null"]}, {**STRING, "nullable": True}),
    ("3.1", {"type": ["string", "integer"]}, {"types": ["string", "integer"]}),
    ("3.1", {"type": "null"}, {"types": [], "nullable": True, "enum": []}),
    ("3.1", {"type": ["null"]}, {"types": [], "nullable": True, "enum": []}),
    ("2.0", {"type": "file"}, {**STRING, "format": "binary"}),
    ("3.1", {}, {}),
    ("3.1", True, {"always": True}),
    ("3.1", False, {"always": False}),
    # enumerations
    ("3.0", {"enum": ["a", None]}, {"enum": ["a"], "nullable": True}),
    ("3.0", {"enum": [None]}, {"enum": [], "nullable": True}),
    ("3.0", {"enum": [1, True, 1.5, "1"]}, {"enum": [1, True, 1.5, "1"]}),
    ("3.0", {"enum": [[1], {"a": 1}]}, {"enum": [[1], {"a": 1}]}),
    ("3.1", {"const": "a"}, {"const": "a"}),
    ("3.1", {"const": None}, {"const": None, "nullable": True}),
    # numbers
    (
        "3.0",
        {"minimum": 1, "exclusiveMinimum": True, "maximum": 9},
        {"exclusive_minimum": 1, "maximum": 9},
    ),
    ("3.0", {"exclusiveMaximum": True, "maximum": 9}, {"exclusive_maximum": 9}),
    ("3.0", {"exclusiveMaximum": False, "maximum": 9}, {"maximum": 9}),
    ("3.1", {"exclusiveMinimum": 1.5}, {"exclusive_minimum": 1.5}),
    ("3.1", {"maximum": 18446744073709552000}, {"maximum": 18446744073709552000}),
    (
        "3.1",
        {"minLength": 2.0, "multipleOf": 0.5},
        {"min_length": 2, "multiple_of": 0.5},
    ),
    # arrays
    ("3.0", {"items": {"type": "string"}}, {"items": STRING}),
    ("3.1", {"items": False}, {"items": {"always": False}}),
    (
        "3.1",
        {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
        {"prefix_items": [STRING], "items": INTEGER},
    ),
    ("3.1", {"contains": {"type": "string"}, "minContains": 1}, {"contains": STRING}),
    ("3.1", {"unevaluatedItems": False}, {"unevaluated_items": {"always": False}}),
    (
        "3.0",
        {"minItems": 1, "uniqueItems": True},
        {"min_items": 1, "unique_items": True},
    ),
    # objects
    (
        "3.0",
        {"properties": {"a/b~c": {"type": "string"}}, "required": ["a/b~c", "z"]},
        {"properties": {"a/b~c": STRING}, "required": ["a/b~c", "z"]},
    ),
    (
        "3.0",
        {"properties": {"$ref": {"type": "string"}}},
        {"properties": {"$ref": STRING}},
    ),
    (
        "3.0",
        {"additionalProperties": False},
        {"additional_properties": {"always": False}},
    ),
    ("3.0", {"additionalProperties": {}}, {"additional_properties": {}}),
    (
        "3.1",
        {
            "patternProperties": {"^x": {"type": "string"}},
            "propertyNames": {"pattern": "x"},
        },
        {"pattern_properties": {"^x": STRING}, "property_names": {"pattern": "x"}},
    ),
    (
        "3.1",
        {
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"a": {"type": "string"}},
        },
        {"dependent_required": [["a", ["b"]]], "dependent_schemas": {"a": STRING}},
    ),
    (
        "3.1",
        {"if": {"type": "string"}, "then": {"minLength": 1}, "else": False},
        {"if_": STRING, "then": {"min_length": 1}, "else_": {"always": False}},
    ),
    ("3.0", {"not": {"type": "string"}}, {"not_": STRING}),
    # annotations
    ("3.0", {"example": None}, {"examples": [None]}),
    ("3.1", {"example": 1, "examples": [2, 3]}, {"examples": [1, 2, 3]}),
    ("3.0", {"default": None}, {"default": None}),
    (
        "3.0",
        {"externalDocs": {"url": "https://x.test", "description": "More."}},
        {"external_url": "https://x.test", "external_description": "More."},
    ),
    (
        "3.0",
        {"x-a": [1], "xml": {}, "title": "T"},
        {"extensions": {"x-a": [1]}, "title": "T"},
    ),
    ("3.0", {"x-deprecated": "use b"}, {"deprecated": True}),
    ("3.1", {"contentEncoding": "base64"}, {"content_encoding": "base64"}),
    ("3.1", {"$defs": {"D": {}}, "$comment": "c", "$anchor": "a"}, {}),
    # discriminators
    ("2.0", {"discriminator": "kind"}, {"discriminator": ("kind", {}, None)}),
    (
        "3.2",
        {
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"a": "S", "b": "#/components/schemas/S", "c": "#/paths"},
                "defaultMapping": "S",
            }
        },
        {
            "discriminator": (
                "kind",
                {
                    "a": "/components/schemas/S",
                    "b": "/components/schemas/S",
                    "c": "/paths",
                },
                "/components/schemas/S",
            )
        },
    ),
]


@pytest.mark.parametrize(("version", "raw", "expected"), NATIVE)
def test_forms_of_a_version(
    version: str, raw: Any, expected: dict[str, Any], tmp_path: Path
) -> None:
    read = read_tree(with_schemas(version, S=raw), tmp_path)
    assert facts(read.schema()) == expected
    assert read.codes == []


FOREIGN: list[tuple[str, Any, dict[str, Any]]] = [
    ("3.1", {"type": "string", "nullable": True}, {**STRING, "nullable": True}),
    ("3.0", {"type": ["string", "null"]}, {**STRING, "nullable": True}),
    ("3.0", {"type": "null"}, {"types": [], "nullable": True, "enum": []}),
    ("3.1", {"exclusiveMinimum": True, "minimum": 1}, {"exclusive_minimum": 1}),
    ("3.0", {"exclusiveMinimum": 1}, {"exclusive_minimum": 1}),
    ("3.0", {"const": 1}, {"const": 1}),
    ("2.0", {"oneOf": [{"type": "string"}]}, {"one_of": [STRING]}),
    ("3.1", {"items": [{"type": "string"}]}, {"prefix_items": [STRING]}),
    ("3.1", {"discriminator": "kind"}, {"discriminator": ("kind", {}, None)}),
    ("3.0", {"examples": [1]}, {"examples": [1]}),
    (
        "3.1",
        {"dependencies": {"a": ["b"], "c": {"type": "string"}}},
        {"dependent_required": [["a", ["b"]]], "dependent_schemas": {"c": STRING}},
    ),
    ("3.1", {"definitions": {"D": {}}}, {}),
    (
        "3.0",
        {"patternProperties": {"^x": True}},
        {"pattern_properties": {"^x": {"always": True}}},
    ),
]


@pytest.mark.parametrize(("version", "raw", "expected"), FOREIGN)
def test_forms_of_another_version_are_noted(
    version: str, raw: Any, expected: dict[str, Any], tmp_path: Path
) -> None:
    read = read_tree(with_schemas(version, S=raw), tmp_path)
    assert facts(read.schema()) == expected
    read.one("N214")


def test_items_after_a_list_of_items(tmp_path: Path) -> None:
    raw = {"items": [{"type": "string"}], "additionalItems": False}
    read = read_tree(with_schemas("3.0", S=raw), tmp_path)
    assert facts(read.schema()) == {
        "prefix_items": [STRING],
        "items": {"always": False},
    }
    assert read.codes == ["N214", "N214"]


MISTAKES: list[tuple[Any, dict[str, Any], str, str]] = [
    ({"type": "int64"}, {**INTEGER, "format": "int64"}, "W213", "/type"),
    ({"type": "String"}, STRING, "W213", "/type"),
    ({"type": "any"}, {"types": []}, "W213", "/type"),
    ({"type": None}, {"types": [], "nullable": True, "enum": []}, "W210", "/type"),
    ({"type": 1}, {"types": []}, "W210", "/type"),
    ({"description": 5}, {"description": "5"}, "W210", "/description"),
    ({"description": None}, {}, "W210", "/description"),
    ({"description": ["a"]}, {}, "W210", "/description"),
    ({"minLength": "3"}, {"min_length": 3}, "W210", "/minLength"),
    ({"minLength": -1}, {}, "W210", "/minLength"),
    ({"maximum": "high"}, {}, "W210", "/maximum"),
    ({"maximum": True}, {}, "W210", "/maximum"),
    ({"exclusiveMinimum": True}, {}, "W210", "/exclusiveMinimum"),
    ({"readOnly": "true"}, {"read_only": True}, "W210", "/readOnly"),
    ({"readOnly": "maybe"}, {}, "W210", "/readOnly"),
    ({"enum": "a"}, {"enum": ["a"]}, "W210", "/enum"),
    ({"enum": None}, {}, "W210", "/enum"),
    ({"enum": []}, {"enum": []}, "N250", "/enum"),
    ({"enum": ["a", "a"]}, {"enum": ["a"]}, "N250", "/enum/1"),
    (
        {"type": "string", "enum": ["a", 1]},
        {**STRING, "enum": ["a", "1"]},
        "W210",
        "/enum/1",
    ),
    ({"properties": ["a"]}, {}, "W210", "/properties"),
    ({"properties": {"a": None}}, {"properties": {"a": {}}}, "W210", "/properties/a"),
    (
        {"properties": {"a": "string"}},
        {"properties": {"a": STRING}},
        "W210",
        "/properties/a",
    ),
    (
        {"items": [], "type": "array"},
        {"types": ["array"], "prefix_items": []},
        "N214",
        "/items",
    ),
    ({"items": 7}, {"items": {}}, "W210", "/items"),
    (
        {"items": "#/components/schemas/T"},
        {"items": {"ref": "/components/schemas/T"}},
        "W210",
        "/items",
    ),
    ({"items": {"$ref": 5}}, {"items": {}}, "W210", "/items/$ref"),
    ({"allOf": {"type": "string"}}, {"all_of": [STRING]}, "W210", "/allOf"),
    ({"allOf": "x"}, {}, "W210", "/allOf"),
    ({"required": "a"}, {"required": ["a"]}, "W210", "/required"),
    ({"required": True}, {}, "W210", "/required"),
    ({"required": ["a", {}]}, {"required": ["a"]}, "W210", "/required/1"),
    (
        {"properties": {"a": {"type": "string", "required": True}}, "required": ["b"]},
        {"properties": {"a": STRING}, "required": ["a", "b"]},
        "W210",
        "/properties/a/required",
    ),
    (
        {"additionalProperties": "true"},
        {"additional_properties": {}},
        "W210",
        "/additionalProperties",
    ),
    ({"discriminator": {}}, {}, "W211", "/discriminator"),
    ({"discriminator": []}, {}, "W210", "/discriminator"),
    (
        {"discriminator": {"propertyName": "k", "mapping": {"a": "Nobody"}}},
        {"discriminator": ("k", {}, None)},
        "W220",
        "/discriminator/mapping/a",
    ),
    (
        {"discriminator": {"propertyName": "k", "mapping": []}},
        {"discriminator": ("k", {}, None)},
        "W210",
        "/discriminator/mapping",
    ),
    ({"requird": ["a"]}, {}, "N212", "/requird"),
    ({"examples": {"one": {"value": 1}}}, {"examples": [1]}, "W210", "/examples"),
    ({"externalDocs": "https://x.test"}, {}, "W210", "/externalDocs"),
    (
        {"dependentRequired": {"a": "b"}},
        {"dependent_required": [["a", ["b"]]]},
        "W210",
        "/dependentRequired/a",
    ),
    (
        {"default": [], "pattern": 1.5},
        {"default": [], "pattern": "1.5"},
        "W210",
        "/pattern",
    ),
    (None, {}, "W210", ""),
    (["x"], {}, "W210", ""),
    ([{"type": "string"}], STRING, "W210", ""),
]


@pytest.mark.parametrize(("raw", "expected", "code", "pointer"), MISTAKES)
def test_a_mistake_is_one_diagnostic_at_its_place(
    raw: Any, expected: dict[str, Any], code: str, pointer: str, tmp_path: Path
) -> None:
    read = read_tree(with_schemas("3.1", S=raw, T={}), tmp_path)
    assert facts(read.schema()) == expected
    found = read.one(code)
    assert found.span is not None
    assert found.span.pointer == "/components/schemas/S" + pointer


def test_every_attribute_is_read_from_a_keyword() -> None:
    read = {name for row in KEYWORDS.values() for name in row.attributes}
    others = {"span", "always", "extensions", "facts"}
    assert read == set(Schema.__dataclass_fields__) - others
