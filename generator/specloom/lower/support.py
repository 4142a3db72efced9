"""What becomes of each keyword of a Schema Object: the table that the docs print.

One row for each attribute of `openapi.Schema`; a test fails for an attribute without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from specloom.openapi.keywords import KEYWORDS


class Level(Enum):
    """How much of a keyword's meaning reaches the output."""

    TYPE = "in the types"
    CALLS = "in the calls"
    DOCS = "in the docs"
    DEGRADED = "degraded"
    PASSED = "read past"


class Support(NamedTuple):
    """One row: the level, and what exactly happens."""

    level: Level
    what: str


SUPPORT: Mapping[str, Support] = {
    "always": Support(Level.TYPE, "`true` is anything, `false` is never"),
    "ref": Support(
        Level.TYPE, "the declaration itself; what stands beside it is merged"
    ),
    "broken": Support(
        Level.DEGRADED, "a reference that leads nowhere is anything, with a warning"
    ),
    "types": Support(Level.TYPE, "several types are a union"),
    "nullable": Support(Level.TYPE, "`T` or `None`, in every spelling"),
    "enum": Support(
        Level.TYPE,
        "`Literal`, open where a response reaches it; fractions, lists and objects fall back to their base type",
    ),
    "const": Support(
        Level.TYPE, "a constant: its value is the default of a required field"
    ),
    "all_of": Support(Level.TYPE, "merged into one record before anything is typed"),
    "any_of": Support(Level.TYPE, "a union; members that only constrain become docs"),
    "one_of": Support(Level.TYPE, "a union; members that only constrain become docs"),
    "not_": Support(Level.DOCS, "a rule in words: no Python type can exclude values"),
    "if_": Support(Level.DOCS, "a rule in words: it constrains, it makes no type"),
    "then": Support(Level.DOCS, "a rule in words: it constrains, it makes no type"),
    "else_": Support(Level.DOCS, "a rule in words: it constrains, it makes no type"),
    "discriminator": Support(
        Level.TYPE, "tells the variants of a union apart, and children by `allOf`"
    ),
    "properties": Support(Level.TYPE, "the fields of a record"),
    "required": Support(Level.TYPE, "a field without a default"),
    "additional_properties": Support(
        Level.TYPE,
        "a map, or typed extras beside fields; `false` does not make decoding refuse",
    ),
    "pattern_properties": Support(
        Level.DEGRADED,
        "typed extras; several patterns of different types may hold anything",
    ),
    "property_names": Support(Level.DOCS, "a rule in words: keys stay text"),
    "unevaluated_properties": Support(
        Level.TYPE, "as `additionalProperties`, where that is not given"
    ),
    "dependent_required": Support(Level.DOCS, "a rule in words"),
    "dependent_schemas": Support(Level.DOCS, "a rule in words"),
    "items": Support(Level.TYPE, "`list[T]`"),
    "prefix_items": Support(Level.TYPE, "a tuple with a type per position"),
    "contains": Support(Level.DOCS, "a rule in words"),
    "unevaluated_items": Support(
        Level.PASSED, "it only constrains what `items` has typed"
    ),
    "format": Support(
        Level.TYPE,
        "`date-time`, `date`, `uuid`, `byte`, `binary` are types (`time`, `duration`, `decimal` by option); others are docs",
    ),
    "content_encoding": Support(Level.TYPE, "`base64` is bytes"),
    "content_media_type": Support(
        Level.DOCS, "said in the docs; `application/octet-stream` is bytes"
    ),
    "content_schema": Support(
        Level.TYPE, "the type of an event's data; elsewhere the text stays text"
    ),
    "minimum": Support(Level.DOCS, "said at the field"),
    "maximum": Support(Level.DOCS, "said at the field"),
    "exclusive_minimum": Support(Level.DOCS, "said at the field"),
    "exclusive_maximum": Support(Level.DOCS, "said at the field"),
    "multiple_of": Support(Level.DOCS, "said at the field"),
    "min_length": Support(Level.DOCS, "said at the field"),
    "max_length": Support(Level.DOCS, "said at the field"),
    "pattern": Support(
        Level.DOCS,
        "said at the field; never compiled, because a document's pattern is not trusted",
    ),
    "min_items": Support(Level.DOCS, "said at the field"),
    "max_items": Support(
        Level.TYPE, "closes a tuple of that many positions; else said at the field"
    ),
    "unique_items": Support(Level.DOCS, "said at the field: a list stays a list"),
    "min_properties": Support(Level.DOCS, "said at the field"),
    "max_properties": Support(Level.DOCS, "said at the field"),
    "default": Support(Level.DOCS, "what the server assumes; never sent"),
    "examples": Support(Level.DOCS, "shown"),
    "title": Support(
        Level.DOCS, "may suggest the name of an anonymous variant; never an identity"
    ),
    "description": Support(Level.DOCS, "the docstring"),
    "deprecated": Support(Level.DOCS, "marked, also by `x-deprecated`"),
    "read_only": Support(Level.TYPE, "left out of arguments and of what is sent"),
    "write_only": Support(Level.TYPE, "absent in what is read"),
    "external_url": Support(Level.DOCS, "a link"),
    "external_description": Support(Level.DOCS, "a link's text"),
    "extensions": Support(
        Level.TYPE,
        "ours and the known ones of other vendors steer names; others are carried",
    ),
}


def table() -> str:
    """The rows as a Markdown table, a keyword a line, in the order of the standard."""
    rows = ["| keyword | what becomes of it | how |", "|---|---|---|"]
    for keyword, row in KEYWORDS.items():
        if not row.attributes:
            rows.append(
                f"| `{keyword}` | {Level.PASSED.value} | {_PASSED.get(keyword, '')} |"
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
