"""The type that keywords give away where a schema has no `type`.

A keyword that speaks of one kind of value alone is taken to mean that kind: nobody writes
`minLength` about a number. (By the standard such a schema allows all other kinds as well.)
"""

from __future__ import annotations

import re

from specloom.lower.attributes import given
from specloom.lower.scalars import FORMATTED, NUMBERS
from specloom.openapi.schema import Schema

_OBJECT = frozenset(
    {
        "properties",
        "additional_properties",
        "pattern_properties",
        "unevaluated_properties",
    }
)
_ARRAY = frozenset({"items", "prefix_items", "unevaluated_items", "contains"})
_STRING = frozenset({"content_encoding", "pattern", "min_length", "max_length"})
_NUMBER = frozenset(
    {
        "minimum",
        "maximum",
        "exclusive_minimum",
        "exclusive_maximum",
        "multiple_of",
    }
)
_COUNTED_ARRAY = frozenset({"min_items", "max_items", "unique_items"})
_COUNTED_OBJECT = frozenset(
    {
        "required",
        "min_properties",
        "max_properties",
        "property_names",
        "dependent_required",
        "dependent_schemas",
    }
)


def implied_types(schema: Schema) -> tuple[str, ...]:
    """The types of `schema`, which has no `type`: one, or none where nothing gives it away."""
    said = given(schema)
    format = schema.format.lower()
    if said & _OBJECT:
        return ("object",)
    if said & _ARRAY:
        return ("array",)
    if format in NUMBERS:
        return (NUMBERS[format],)
    if format in FORMATTED:
        return ("string",)
    if schema.pattern is not None and (number := number_of(schema.pattern)):
        return (number,)
    for keywords, type in (
        (_STRING, "string"),
        (_NUMBER, "number"),
        (_COUNTED_ARRAY, "array"),
        (_COUNTED_OBJECT, "object"),
    ):
        if said & keywords:
            return (type,)
    return ()


def number_of(pattern: str) -> str:
    """`integer` or `number` where a pattern is JSON's own grammar of a number, else nothing.

    Serialisers that write a number as text too give such a pattern beside its type, or in
    place of it (RFC 8259 section 6: minus, int, frac, exp).
    """
    found = _GRAMMAR.fullmatch(pattern)
    if found is None:
        return ""
    return "number" if found["frac"] or found["exp"] else "integer"


_DIGIT = r"(?:\\d|\[0-9\])"
_GRAMMAR = re.compile(
    rf"\^-\?\((?:\?:)?0\|\[1-9\]{_DIGIT}\*\)"
    rf"(?P<frac>\((?:\?:)?\\\.{_DIGIT}\+\)\?)?"
    rf"(?P<exp>\((?:\?:)?\[[eE]{{2}}\](?:\[[+-]{{2}}\]\?){_DIGIT}\+\)\?)?\$"
)
"""The grammar of the patterns that are the grammar of a number."""
