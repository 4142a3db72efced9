"""What becomes of each keyword of a Schema Object: the table that the docs print.

One row for each attribute of `openapi.Schema`; a test fails for an attribute without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from specloom.openapi.keywords import KEYWORDS


class SupportLevel(Enum):
    """How much of a keyword's meaning reaches the output."""

    TYPE = "in the types"
    CALLS = "in the calls"
    DOCS = "in the docs"
    DEGRADED = "degraded"
    PASSED = "read past"


class Support(NamedTuple):
    """One row: the level, and what exactly happens."""

    level: SupportLevel
    what: str


SUPPORT: Mapping[str, Support] = {
    "always": Support(SupportLevel.TYPE, "`true` is anything, `false` is never"),
    "ref": Support(
        SupportLevel.TYPE, "the declaration itself; what stands beside it is merged"
    ),
    "broken": Support(
        SupportLevel.DEGRADED,
        "a reference that leads nowhere is anything, with a warning",
    ),
    "types": Support(SupportLevel.TYPE, "several types are a union"),
    "nullable": Support(SupportLevel.TYPE, "`T` or `None`, in every spelling"),
    "enum": Support(
        SupportLevel.TYPE,
        "`Literal`, open where a response reaches it; fractions, lists and objects fall back to their base type",
    ),
    "const": Support(
        SupportLevel.TYPE, "a constant: its value is the default of a required field"
    ),
    "all_of": Support(
        SupportLevel.TYPE, "merged into one record before anything is typed"
    ),
    "any_of": Support(
        SupportLevel.TYPE, "a union; members that only constrain become docs"
    ),
    "one_of": Support(
        SupportLevel.TYPE, "a union; members that only constrain become docs"
    ),
    "not_": Support(
        SupportLevel.DOCS, "a rule in words: no Python type can exclude values"
    ),
    "if_": Support(
        SupportLevel.DOCS, "a rule in words: it constrains, it makes no type"
    ),
    "then": Support(
        SupportLevel.DOCS, "a rule in words: it constrains, it makes no type"
    ),
    "else_": Support(
        SupportLevel.DOCS, "a rule in words: it constrains, it makes no type"
    ),
    "discriminator": Support(
        SupportLevel.TYPE,
        "tells the variants of a union apart, and children by `allOf`",
    ),
    "properties": Support(SupportLevel.TYPE, "the fields of a record"),
    "required": Support(SupportLevel.TYPE, "a field without a default"),
    "additional_properties": Support(
        SupportLevel.TYPE,
        "a map, or typed extras beside fields; `false` does not make decoding refuse",
    ),
    "pattern_properties": Support(
        SupportLevel.DEGRADED,
        "typed extras; several patterns of different types may hold anything",
    ),
    "property_names": Support(SupportLevel.DOCS, "a rule in words: keys stay text"),
    "unevaluated_properties": Support(
        SupportLevel.TYPE, "as `additionalProperties`, where that is not given"
    ),
    "dependent_required": Support(SupportLevel.DOCS, "a rule in words"),
    "dependent_schemas": Support(SupportLevel.DOCS, "a rule in words"),
    "items": Support(SupportLevel.TYPE, "`list[T]`"),
    "prefix_items": Support(SupportLevel.TYPE, "a tuple with a type per position"),
    "contains": Support(SupportLevel.DOCS, "a rule in words"),
    "unevaluated_items": Support(
        SupportLevel.PASSED, "it only constrains what `items` has typed"
    ),
    "format": Support(
        SupportLevel.TYPE,
        "`date-time`, `date`, `uuid`, `byte`, `base64url`, `binary` are types (`time`, `duration`, `decimal` by option); others are docs",
    ),
    "content_encoding": Support(
        SupportLevel.TYPE,
        "`base64`, `base64url`, `base32` and `base16` are bytes; others are said in the docs",
    ),
    "content_media_type": Support(
        SupportLevel.DOCS, "said in the docs; `application/octet-stream` is bytes"
    ),
    "content_schema": Support(
        SupportLevel.TYPE, "the type of an event's data; elsewhere the text stays text"
    ),
    "minimum": Support(SupportLevel.DOCS, "said at the field"),
    "maximum": Support(SupportLevel.DOCS, "said at the field"),
    "exclusive_minimum": Support(SupportLevel.DOCS, "said at the field"),
    "exclusive_maximum": Support(SupportLevel.DOCS, "said at the field"),
    "multiple_of": Support(SupportLevel.DOCS, "said at the field"),
    "min_length": Support(SupportLevel.DOCS, "said at the field"),
    "max_length": Support(SupportLevel.DOCS, "said at the field"),
    "pattern": Support(
        SupportLevel.DOCS,
        "said at the field; never compiled, because a document's pattern is not trusted",
    ),
    "min_items": Support(SupportLevel.DOCS, "said at the field"),
    "max_items": Support(
        SupportLevel.TYPE,
        "closes a tuple of that many positions; else said at the field",
    ),
    "unique_items": Support(
        SupportLevel.DOCS, "said at the field: a list stays a list"
    ),
    "min_properties": Support(SupportLevel.DOCS, "said at the field"),
    "max_properties": Support(SupportLevel.DOCS, "said at the field"),
    "facts": Support(
        SupportLevel.DOCS,
        "rules in words, where an `allOf` says more than one keyword can hold",
    ),
    "default": Support(
        SupportLevel.DOCS,
        "what the server assumes; never sent, but for the tag of a variant",
    ),
    "examples": Support(SupportLevel.DOCS, "shown"),
    "title": Support(
        SupportLevel.DOCS,
        "may suggest the name of an anonymous variant; never an identity",
    ),
    "description": Support(SupportLevel.DOCS, "the docstring"),
    "deprecated": Support(SupportLevel.DOCS, "marked, also by `x-deprecated`"),
    "read_only": Support(
        SupportLevel.TYPE, "left out of arguments and of what is sent"
    ),
    "write_only": Support(SupportLevel.TYPE, "absent in what is read"),
    "external_url": Support(SupportLevel.DOCS, "a link"),
    "external_description": Support(SupportLevel.DOCS, "a link's text"),
    "extensions": Support(
        SupportLevel.TYPE,
        "ours and the known ones of other vendors steer names; others are carried",
    ),
}


def table() -> str:
    """The rows as a Markdown table, a keyword a line, in the order of the standard."""
    rows = ["| keyword | what becomes of it | how |", "|---|---|---|"]
    for keyword, row in KEYWORDS.items():
        if not row.attributes:
            rows.append(
                f"| `{keyword}` | {SupportLevel.PASSED.value} | {_PASSED.get(keyword, '')} |"
            )
            continue
        support = SUPPORT[row.attributes[0]]
        rows.append(f"| `{keyword}` | {support.level.value} | {support.what} |")
    return "\n".join(rows) + "\n"


_PASSED: Mapping[str, str] = {
    "$id": "a base for references, resolved when the document is read",
    "$schema": "the dialect is the document's own",
    "$anchor": "a target of references, resolved when the document is read",
    "$dynamicAnchor": "a target of references, resolved when the document is read",
    "$recursiveAnchor": "a target of references, resolved when the document is read",
    "$vocabulary": "says nothing about values",
    "$comment": "for the document's authors",
    "$defs": "schemas to refer to, read where a reference leads to them",
    "definitions": "schemas to refer to, read where a reference leads to them",
    "minContains": "it only constrains what `contains` says",
    "maxContains": "it only constrains what `contains` says",
    "xml": "XML bodies are passed through as text",
}
