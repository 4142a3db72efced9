"""The table of the keywords of a Schema Object: who reads each, and which versions know it.

Input: nothing. Output: `KEYWORDS`, and per version the readers that `schemas` calls. Keywords of
other versions and of older drafts of JSON Schema are read as they are meant, with a note; that is
all the dialects of schemas there is (OpenAPI 3.2 "Schema Object"; JSON Schema 2020-12;
OpenAPI 3.0 and 2.0 "Schema Object").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specloom.model.types import JsonValue
from specloom.openapi import keyword_schemas as schemas
from specloom.openapi import keyword_types as types
from specloom.openapi import keyword_values as values
from specloom.openapi.keyword_values import Draft, KeywordReader
from specloom.openapi.version import Version
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.openapi.read_schemas import Schemas


class Keyword(NamedTuple):
    """A row of the table. `attributes` of `Schema` it is read into; none: read past."""

    read: KeywordReader
    attributes: tuple[str, ...]
    versions: frozenset[Version]


_ALL: frozenset[Version] = frozenset(("2.0", "3.0", "3.1", "3.2"))
_SINCE_30: frozenset[Version] = frozenset(("3.0", "3.1", "3.2"))
_SINCE_31: frozenset[Version] = frozenset(("3.1", "3.2"))
_ONLY_30: frozenset[Version] = frozenset(("3.0",))
_NONE: frozenset[Version] = frozenset()


def _row(
    read: KeywordReader, attributes: str, versions: frozenset[Version] = _ALL
) -> Keyword:
    return Keyword(read, tuple(attributes.split()), versions)


KEYWORDS: dict[str, Keyword] = {
    # references and anchors
    "$ref": _row(schemas.read_ref, "ref broken"),
    "$dynamicRef": _row(schemas.read_dynamic_ref, "ref broken", _SINCE_31),
    "$recursiveRef": _row(schemas.read_recursive_ref, "ref broken", _NONE),
    "$id": _row(values.pass_by, "", _SINCE_31),
    "$schema": _row(values.pass_by, "", _SINCE_31),
    "$anchor": _row(values.pass_by, "", _SINCE_31),
    "$dynamicAnchor": _row(values.pass_by, "", _SINCE_31),
    "$recursiveAnchor": _row(values.pass_by, "", _NONE),
    "$vocabulary": _row(values.pass_by, "", _SINCE_31),
    "$comment": _row(values.pass_by, "", _SINCE_31),
    "$defs": _row(values.pass_by, "", _SINCE_31),
    "definitions": _row(values.pass_by, "", _NONE),
    # types and values
    "type": _row(types.read_type, "types nullable"),
    "nullable": _row(types.read_nullable, "nullable", _ONLY_30),
    "x-nullable": _row(types.read_nullable, "nullable"),
    "enum": _row(types.read_enum, "enum nullable"),
    "const": _row(types.read_const, "const nullable", _SINCE_31),
    "format": _row(values.text("format"), "format"),
    "contentEncoding": _row(
        values.text("content_encoding"), "content_encoding", _SINCE_31
    ),
    "contentMediaType": _row(
        values.text("content_media_type"), "content_media_type", _SINCE_31
    ),
    "contentSchema": _row(schemas.one("content_schema"), "content_schema", _SINCE_31),
    # composition
    "allOf": _row(schemas.several("all_of"), "all_of"),
    "anyOf": _row(schemas.several("any_of"), "any_of", _SINCE_30),
    "oneOf": _row(schemas.several("one_of"), "one_of", _SINCE_30),
    "not": _row(schemas.one("not_"), "not_", _SINCE_30),
    "if": _row(schemas.one("if_"), "if_", _SINCE_31),
    "then": _row(schemas.one("then"), "then", _SINCE_31),
    "else": _row(schemas.one("else_"), "else_", _SINCE_31),
    "discriminator": _row(schemas.read_discriminator, "discriminator"),
    # objects
    "properties": _row(schemas.read_properties, "properties required"),
    "required": _row(values.read_required, "required"),
    "additionalProperties": _row(
        schemas.one("additional_properties"), "additional_properties"
    ),
    "patternProperties": _row(
        schemas.by_name("pattern_properties"), "pattern_properties", _SINCE_31
    ),
    "propertyNames": _row(schemas.one("property_names"), "property_names", _SINCE_31),
    "unevaluatedProperties": _row(
        schemas.one("unevaluated_properties"), "unevaluated_properties", _SINCE_31
    ),
    "dependentRequired": _row(
        values.read_dependent_required, "dependent_required", _SINCE_31
    ),
    "dependentSchemas": _row(
        schemas.by_name("dependent_schemas"), "dependent_schemas", _SINCE_31
    ),
    "dependencies": _row(
        schemas.read_dependencies, "dependent_required dependent_schemas", _NONE
    ),
    "minProperties": _row(values.count("min_properties"), "min_properties"),
    "maxProperties": _row(values.count("max_properties"), "max_properties"),
    # arrays
    "items": _row(schemas.read_items, "items prefix_items"),
    "prefixItems": _row(schemas.several("prefix_items"), "prefix_items", _SINCE_31),
    "additionalItems": _row(schemas.read_additional_items, "items", _NONE),
    "contains": _row(schemas.one("contains"), "contains", _SINCE_31),
    "minContains": _row(values.pass_by, "", _SINCE_31),
    "maxContains": _row(values.pass_by, "", _SINCE_31),
    "unevaluatedItems": _row(
        schemas.one("unevaluated_items"), "unevaluated_items", _SINCE_31
    ),
    "minItems": _row(values.count("min_items"), "min_items"),
    "maxItems": _row(values.count("max_items"), "max_items"),
    "uniqueItems": _row(values.flag("unique_items"), "unique_items"),
    # numbers and strings
    "minimum": _row(values.bound("minimum"), "minimum"),
    "maximum": _row(values.bound("maximum"), "maximum"),
    "exclusiveMinimum": _row(
        values.exclusive("exclusive_minimum", "minimum"), "exclusive_minimum"
    ),
    "exclusiveMaximum": _row(
        values.exclusive("exclusive_maximum", "maximum"), "exclusive_maximum"
    ),
    "multipleOf": _row(values.number("multiple_of"), "multiple_of"),
    "minLength": _row(values.count("min_length"), "min_length"),
    "maxLength": _row(values.count("max_length"), "max_length"),
    "pattern": _row(values.text("pattern"), "pattern"),
    # annotations
    "title": _row(values.text("title"), "title"),
    "description": _row(values.text("description"), "description"),
    "default": _row(values.read_default, "default"),
    "example": _row(values.read_examples, "examples"),
    "examples": _row(values.read_examples, "examples", _SINCE_31),
    "deprecated": _row(values.flag("deprecated"), "deprecated", _SINCE_30),
    "x-deprecated": _row(values.read_marked_deprecated, "deprecated"),
    "readOnly": _row(values.flag("read_only"), "read_only"),
    "writeOnly": _row(values.flag("write_only"), "write_only", _SINCE_30),
    "externalDocs": _row(
        values.read_external_docs, "external_url external_description"
    ),
    "xml": _row(values.pass_by, ""),
}
"""Every keyword that is read, or knowingly read past."""


def keyword_readers(version: Version) -> dict[str, KeywordReader]:
    """The readers for a document of `version`; a foreign keyword is noted, then read."""
    return {
        name: (
            row.read if version in row.versions else _noted(row.read, _versions(row))
        )
        for name, row in KEYWORDS.items()
    }


def _noted(read: KeywordReader, known_in: str) -> KeywordReader:
    def read_with_note(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        reader.reading.foreign(span.child(key), f"`{key}` ({known_in})")
        read(reader, node, key, span, draft)

    return read_with_note


def _versions(row: Keyword) -> str:
    if not row.versions:
        return "of an older JSON Schema"
    return "of " + ", ".join(sorted(row.versions))
