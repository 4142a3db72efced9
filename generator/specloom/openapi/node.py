"""`Node`: a mapping of the description, where it stands, and typed access to its fields.

Input: raw mappings. Output: typed values; a wrong type costs one diagnostic and reads as the
author evidently meant it, or as absent. Every reader but the one for schemas, which is the hot
one, is written with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from specloom.model.types import JsonValue
from specloom.openapi.reading import Reading
from specloom.source import Span

_YES_NO = {"true": True, "yes": True, "false": False, "no": False}

_IMPORT_DEPTH = 100
"""How deep values may nest before references in them are left as they are."""


class Node:
    """A mapping with its place. `moved` holds the places of fields that stand elsewhere."""

    __slots__ = ("value", "span", "reading", "moved")

    def __init__(
        self,
        value: dict[str, JsonValue],
        span: Span,
        reading: Reading,
        moved: Mapping[str, Span] | None = None,
    ) -> None:
        self.value = value
        self.span = span
        self.reading = reading
        self.moved: Mapping[str, Span] = moved or {}

    def at(self, key: str) -> Span:
        """The place of a field."""
        return self.moved.get(key) or self.span.child(key)

    def has(self, key: str) -> bool:
        """Whether the field is there and not null."""
        return self.value.get(key) is not None

    def text(self, key: str, default: str = "") -> str:
        """A field that holds text. Numbers and booleans are taken as they are spelled."""
        value = self.value.get(key)
        if isinstance(value, str):
            return value
        if key not in self.value:
            return default
        meant = as_text(value, self.at(key), self.reading)
        return default if meant is None else meant

    def flag(self, key: str, default: bool = False) -> bool:
        """A field that holds true or false; the words are understood too."""
        value = self.value.get(key)
        if value is True or value is False:
            return value
        if key not in self.value:
            return default
        if isinstance(value, str) and (meant := _YES_NO.get(value.lower())) is not None:
            self.reading.wrong(
                self.at(key), value, "true or false", "read as its meaning"
            )
            return meant
        self.reading.wrong(self.at(key), value, "true or false", "ignored")
        return default

    def deprecated(self) -> bool:
        """`deprecated`, or `x-deprecated` with true or a reason."""
        return self.flag("deprecated") or bool(self.value.get("x-deprecated"))

    def node(self, key: str, *, standard: bool = False) -> Node | None:
        """A field that holds a mapping. `standard`: a Reference Object may stand there."""
        if key not in self.value:
            return None
        return node_of(
            self.value[key], self.at(key), self.reading, "a mapping", standard=standard
        )

    def nodes(self, key: str, *, standard: bool = False) -> Iterator[tuple[str, Node]]:
        """The entries of a field that maps names to mappings."""
        owner = self.node(key)
        if owner is not None:
            yield from owner.entries(standard=standard)

    def entries(self, *, standard: bool = False) -> Iterator[tuple[str, Node]]:
        """The fields by name, of a mapping whose keys are names and hold mappings.

        A name may start with `x-` (the header `x-request-id`), and is an extension only if
        what it holds is no mapping.
        """
        for name, value in self.value.items():
            if name[:2] == "x-" and not isinstance(value, dict):
                continue
            entry = node_of(
                value, self.at(name), self.reading, "a mapping", standard=standard
            )
            if entry is not None:
                yield name, entry

    def items(self, key: str, *, standard: bool = False) -> Iterator[Node]:
        """The items of a field that holds a list of mappings; a single one is a list of one."""
        if key not in self.value:
            return
        for value, span in _items(
            self.value[key], self.at(key), self.reading, "a list of mappings", dict
        ):
            entry = node_of(value, span, self.reading, "a mapping", standard=standard)
            if entry is not None:
                yield entry

    def texts(self, key: str) -> tuple[str, ...]:
        """A field that holds a list of texts; a single one is a list of one."""
        if key not in self.value:
            return ()
        return as_texts(self.value[key], self.at(key), self.reading)

    def extensions(self) -> Mapping[str, JsonValue]:
        """The fields that start with `x-`; what they keep in other files is put in."""
        found = {k: v for k, v in self.value.items() if k[:2] == "x-"}
        for key, value in found.items():
            if isinstance(value, dict | list):
                found[key] = imported(value, self.at(key), self.reading)
        return found

    def expect(self, known: frozenset[str], what: str, code: str = "N212") -> None:
        """Reports the fields that the standard does not know in `what`, as `code`."""
        for key in self.value:
            if key not in known and key[:2] != "x-":
                near = get_close_matches(key, known, 1)
                self.reading.bag.report(
                    code,
                    f"{what} has no field {key!r}; ignored",
                    self.at(key),
                    help=f"is {near[0]!r} meant?" if near else None,
                )

    def missing(self, key: str, action: str) -> None:
        """Reports a required field that is not there."""
        self.reading.bag.report(
            "W211", f"`{key}` is required and missing; {action}", self.span
        )


def as_text(value: JsonValue, span: Span, reading: Reading) -> str | None:
    """`value` as text; None, with a diagnostic, if it can be none."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        target = follow(value, span, reading, standard=False)
        if target is None:
            return None
        value, span = target
        if isinstance(value, str):
            return value
    if isinstance(value, int | float):
        text = reading.as_written(value, span)
        reading.wrong(span, value, "text", f"read as {text!r}")
        return text
    reading.wrong(span, value, "text", "ignored")
    return None


def as_texts(value: JsonValue, span: Span, reading: Reading) -> tuple[str, ...]:
    """`value` as a list of texts; whatever is no text is left out with a diagnostic."""
    texts: list[str] = []
    for item, place in _items(value, span, reading, "a list of texts", str):
        text = as_text(item, place, reading)
        if text is not None:
            texts.append(text)
    return tuple(texts)


def _items(
    value: JsonValue, span: Span, reading: Reading, expected: str, single: type
) -> Iterator[tuple[JsonValue, Span]]:
    """The items of a list with their places; one value alone is a list of one."""
    if isinstance(value, dict):
        value, span = held_elsewhere(value, span, reading, list)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield item, span.child(str(index))
    elif isinstance(value, single):
        reading.wrong(span, value, expected, "read as a list of this one")
        yield value, span
    else:
        reading.wrong(span, value, expected, "ignored")


def held_elsewhere(
    value: dict[str, JsonValue],
    span: Span,
    reading: Reading,
    kind: type[list[JsonValue]] | type[dict[str, JsonValue]],
) -> tuple[JsonValue, Span]:
    """The list or map that `value` is only a `$ref` to, with its place; else `value`."""
    reference, at = value.get("$ref"), span.child("$ref")
    if isinstance(reference, str):
        target = reading.references.look_up(reference, at)
        if target is not None:
            found = reading.documents.value(target)
            if isinstance(found, kind):
                reading.bag.report("N223", "a `$ref` is followed here", at)
                return found, target
    return value, span


def node_of(
    value: JsonValue,
    span: Span,
    reading: Reading,
    expected: str,
    *,
    standard: bool = False,
) -> Node | None:
    """The mapping at `span`, references followed; None, with a diagnostic, if it is none.

    Fields beside a `$ref` go before those of its target (OpenAPI 3.2 "Reference Object").
    """
    beside: list[tuple[dict[str, JsonValue], Span]] = []
    while isinstance(value, dict) and isinstance(value.get("$ref"), str):
        if len(value) > 1:
            beside.append(({k: v for k, v in value.items() if k != "$ref"}, span))
        target = follow(value, span, reading, standard=standard)
        if target is None:
            if not beside:
                return None
            value, span = beside.pop()
        else:
            value, span = target
    if value is None:
        reading.wrong(span, value, expected, "read as an empty one")
        value = {}
    if not isinstance(value, dict):
        reading.wrong(span, value, expected, "ignored")
        return None
    if not beside:
        return Node(value, span, reading)
    merged = dict(value)
    moved: dict[str, Span] = {}
    for fields, place in reversed(beside):
        merged.update(fields)
        moved.update((key, place.child(key)) for key in fields)
    return Node(merged, span, reading, moved)


def follow(
    value: dict[str, JsonValue], span: Span, reading: Reading, *, standard: bool
) -> tuple[JsonValue, Span] | None:
    """What the `$ref` of `value` leads to and its place; None, with a diagnostic, if nothing."""
    reference, at = value["$ref"], span.child("$ref")
    assert isinstance(reference, str)
    target = reading.references.target(reference, at)
    if target is None:
        return None
    if not standard:
        reading.bag.report("N223", "a `$ref` is followed here", at)
    return reading.documents.value(target), target


def imported(
    value: JsonValue, span: Span, reading: Reading, depth: int = 0
) -> JsonValue:
    """`value` with what it keeps in other files put in its place.

    Values and extensions belong to the API, so a `$ref` in one is its own business, except
    where it names another file: there the description was only split up.
    """
    depth += 1
    match value:
        case {"$ref": str(reference), **others} if not others and reference[:1] != "#":
            target = reading.references.look_up(reference, span)
            if target is None or target.file == span.file or depth > _IMPORT_DEPTH:
                return value
            if target not in reading.imports:
                reading.imports[target] = value  # as written, should it lead back here
                found = reading.documents.value(target)
                reading.imports[target] = imported(found, target, reading, depth)
            return reading.imports[target]
        case dict():
            return {
                k: imported(v, span.child(k), reading, depth) for k, v in value.items()
            }
        case list():
            return [
                imported(v, span.child(str(i)), reading, depth)
                for i, v in enumerate(value)
            ]
        case _:
            return value
