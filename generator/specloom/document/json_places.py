"""Where the values of a JSON text stand, found by scanning the text again on demand.

The standard library's C scanner skips over values, so each container on the way to a pointer
costs one fast pass, once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from specloom.source import Position, SourceFile

_BLANKS = re.compile(r"[ \t\n\r]*").match


class Entry(NamedTuple):
    """Offsets of a value and of what names it: its key, or in a list the value itself."""

    name: int
    value: int


class JsonPlaces:
    """Finds places in one text, which is valid JSON."""

    def __init__(self, text: str) -> None:
        self._source = SourceFile("", text)
        self._text = text
        # Numbers and objects are only skipped: converting them would be a waste.
        decoder = json.JSONDecoder(
            parse_int=str, parse_float=str, object_pairs_hook=_nothing, strict=False
        )
        self._skip = decoder.raw_decode
        self._entries: dict[int, dict[str, list[Entry]]] = {}

    def position(self, tokens: Sequence[str]) -> Position | None:
        """Where the value's key stands, or the value itself in a list."""
        places = self.positions(tokens)
        return places[-1] if places else None

    def positions(self, tokens: Sequence[str]) -> list[Position]:
        """All the places of a value: a repeated key has several, of which the last counts."""
        found = [Entry(start := self._after_blanks(0), start)]
        for token in tokens:
            found = self._children(found[-1].value).get(token, [])
            if not found:
                return []
        return [self._source.position(entry.name) for entry in found]

    def _children(self, start: int) -> dict[str, list[Entry]]:
        if start not in self._entries:
            match self._text[start]:
                case "{":
                    self._entries[start] = self._members(start)
                case "[":
                    self._entries[start] = self._items(start)
                case _:
                    self._entries[start] = {}
        return self._entries[start]

    def _members(self, start: int) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        at = self._after_blanks(start + 1)
        while self._text[at] != "}":
            key, end = self._skip(self._text, at)
            value = self._after_blanks(self._after_blanks(end) + 1)
            found.setdefault(key, []).append(Entry(at, value))
            at = self._next(value)
        return found

    def _items(self, start: int) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        at = self._after_blanks(start + 1)
        while self._text[at] != "]":
            found[str(len(found))] = [Entry(at, at)]
            at = self._next(at)
        return found

    def _next(self, value: int) -> int:
        """The offset of what follows the value at this offset, a comma left out."""
        _, end = self._skip(self._text, value)
        at = self._after_blanks(end)
        return self._after_blanks(at + 1) if self._text[at] == "," else at

    def _after_blanks(self, at: int) -> int:
        found = _BLANKS(self._text, at)
        assert found is not None
        return found.end()


def _nothing(pairs: list[tuple[str, object]]) -> None:
    return None
