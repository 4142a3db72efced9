"""Readers of the schema keywords that hold plain values.

Input: the mapping a keyword stands in. Output: attributes in the draft of a `Schema`, in the terms
of JSON Schema 2020-12 (validation vocabulary, sections 6 and 9).
"""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

from specloom.model.types import JsonValue
from specloom.openapi.node import as_text, as_texts, imported
from specloom.openapi.words import spell
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.openapi.read_schemas import Schemas

Draft: TypeAlias = dict[str, Any]
KeywordReader: TypeAlias = (
    "Callable[[Schemas, dict[str, JsonValue], str, Span, Draft], None]"
)
"""Reads one keyword: (reader, the schema's mapping, the keyword, the schema's place, draft)."""

_WORDS = {"true": True, "false": False, "yes": True, "no": False}


def pass_by(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """A keyword that adds nothing to what a value can be."""


def text(attribute: str) -> KeywordReader:
    """A keyword that holds text."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        value = node[key]
        if value.__class__ is str:
            draft[attribute] = value
            return
        meant = as_text(value, span.child(key), reader.reading)
        if meant is not None:
            draft[attribute] = meant

    return read


def flag(attribute: str) -> KeywordReader:
    """A keyword that holds true or false."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        meant = read_flag(reader, node[key], span, key)
        if meant is not None:
            draft[attribute] = meant

    return read


def read_flag(reader: Schemas, value: JsonValue, span: Span, key: str) -> bool | None:
    """True or false, also as a word; None, with a diagnostic, if it is neither."""
    if value is True or value is False:
        return value
    meant = _WORDS.get(value.lower()) if isinstance(value, str) else None
    action = "ignored" if meant is None else "read as its meaning"
    reader.reading.wrong(span.child(key), value, "true or false", action)
    return meant


def read_number(
    reader: Schemas, value: JsonValue, span: Span, key: str
) -> int | float | None:
    """A number, also written as text; None, with a diagnostic, if it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    meant: int | float | None = None
    if isinstance(value, str):
        for kind in (int, float):
            try:
                meant = kind(value)
                break
            except ValueError:
                continue
    if meant is not None and not isfinite(meant):
        meant = None
    action = "ignored" if meant is None else f"read as {spell(meant)}"
    reader.reading.wrong(span.child(key), value, "a number", action)
    return meant


def number(attribute: str) -> KeywordReader:
    """A keyword that holds a number."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        meant = read_number(reader, node[key], span, key)
        if meant is not None:
            draft[attribute] = meant

    return read


def count(attribute: str) -> KeywordReader:
    """A keyword that holds a non-negative integer, of which `10.0` is one too."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        meant = read_number(reader, node[key], span, key)
        if meant is None:
            return
        if meant < 0 or meant != meant // 1:
            reader.reading.wrong(
                span.child(key), meant, "a non-negative integer", "ignored"
            )
            return
        draft[attribute] = int(meant)

    return read


def bound(attribute: str) -> KeywordReader:
    """`minimum` and `maximum`, unless a boolean `exclusive…` beside it takes the number."""
    exclusive_key = "exclusive" + attribute.capitalize()

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        if node.get(exclusive_key) is True:
            return
        meant = read_number(reader, node[key], span, key)
        if meant is not None:
            draft[attribute] = meant

    return read


def exclusive(attribute: str, bound_key: str) -> KeywordReader:
    """`exclusiveMinimum` and `exclusiveMaximum`: a number, or until 3.0 a boolean."""

    def read(
        reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
    ) -> None:
        value, reading = node[key], reader.reading
        if isinstance(value, bool):
            if value and bound_key not in node:
                reading.wrong(
                    span.child(key), value, f"`{bound_key}` beside it", "ignored"
                )
                return
            if reading.version in ("3.1", "3.2"):
                reading.foreign(span.child(key), f"a boolean `{key}`")
            if value:
                meant = read_number(reader, node[bound_key], span, bound_key)
                if meant is not None:
                    draft[attribute] = meant
            return
        meant = read_number(reader, value, span, key)
        if meant is not None:
            if reading.version in ("2.0", "3.0"):
                reading.foreign(span.child(key), f"a number as `{key}`")
            draft[attribute] = meant

    return read


def read_required(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`required`: the names of properties. A boolean is draft 3's, about the owner."""
    value, at = node[key], span.child(key)
    if isinstance(value, bool):
        owner = span.pointer.rpartition("/")[0].endswith("/properties")
        action = "ignored"
        if value and owner:
            action = "read as a name in the list of the schema around it"
        reader.reading.wrong(at, value, "a list of names", action)
        return
    names = as_texts(value, at, reader.reading)
    draft["required"] = tuple(dict.fromkeys((*draft.get("required", ()), *names)))


def read_dependent_required(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`dependentRequired`: property → the properties it asks for."""
    value, at = node[key], span.child(key)
    if not isinstance(value, dict):
        reader.reading.wrong(at, value, "a mapping of lists of names", "ignored")
        return
    draft["dependent_required"] = tuple(
        (name, as_texts(names, at.child(name), reader.reading))
        for name, names in value.items()
    )


def read_default(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`default`: any value, null too."""
    draft["default"] = node[key]


def read_examples(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`example` and `examples`; the latter also as 3.0's mapping of Example Objects."""
    if "examples" in draft:
        return  # the other of the two has read both
    examples: list[JsonValue] = []
    if "example" in node:
        examples.append(
            imported(node["example"], span.child("example"), reader.reading)
        )
    several = node.get("examples")
    if isinstance(several, list):
        at = span.child("examples")
        examples += (
            imported(v, at.child(str(i)), reader.reading) for i, v in enumerate(several)
        )
    elif isinstance(several, dict):
        at = span.child("examples")
        reader.reading.wrong(at, several, "a list", "its values are read")
        for name, value in several.items():
            inner = value.get("value", value) if isinstance(value, dict) else value
            examples.append(imported(inner, at.child(name), reader.reading))
    elif "examples" in node:
        reader.reading.wrong(
            span.child("examples"), several, "a list", "read as a list of this one"
        )
        examples.append(several)
    draft["examples"] = tuple(examples)


def read_marked_deprecated(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`x-deprecated`: true, or a sentence that says why."""
    if node[key]:
        draft["deprecated"] = True


def read_external_docs(
    reader: Schemas, node: dict[str, JsonValue], key: str, span: Span, draft: Draft
) -> None:
    """`externalDocs` (OpenAPI 3.2 "External Documentation Object")."""
    value, at = node[key], span.child(key)
    if not isinstance(value, dict):
        reader.reading.wrong(at, value, "a mapping", "ignored")
        return
    for name, attribute in _EXTERNAL:
        if name in value:
            meant = as_text(value[name], at.child(name), reader.reading)
            if meant is not None:
                draft[attribute] = meant


_EXTERNAL = (("url", "external_url"), ("description", "external_description"))
