"""Where things come from: a place in a file, and the text around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple


def is_remote(file: str) -> bool:
    """Whether a display path is the URL of a file that was fetched."""
    return file.startswith(("https://", "http://"))


class Span(NamedTuple):
    """A place in a document: the file's display path and a JSON Pointer (RFC 6901).

    Line and column are not kept here: they are looked up when a diagnostic is printed.
    """

    file: str
    pointer: str

    def child(self, *tokens: str) -> Span:
        """The place below this one, each token escaped as RFC 6901 section 3 asks."""
        return Span(
            self.file, self.pointer + "".join("/" + escape_token(t) for t in tokens)
        )


def escape_token(token: str) -> str:
    """One reference token of a JSON Pointer, with `~` and `/` escaped."""
    if "~" in token or "/" in token:
        return token.replace("~", "~0").replace("/", "~1")
    return token


def unescape_token(token: str) -> str:
    """The inverse of `escape_token` (RFC 6901 section 4)."""
    if "~" in token:
        return token.replace("~1", "/").replace("~0", "~")
    return token


class Position(NamedTuple):
    """Line and column, both counted from 1; the column counts characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The decoded text of one input file and the path that is shown to people."""

    path: str
    text: str
    _starts: list[int] = field(default_factory=list[int], repr=False, compare=False)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its line break; empty past the end."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        begin = starts[number - 1]
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[begin:end].rstrip("\r\n")

    def position(self, offset: int) -> Position:
        """The position of the character at `offset`."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def _line_starts(self) -> list[int]:
        if not self._starts:
            self._starts.append(0)
            find, at = self.text.find, 0
            while (at := find("\n", at) + 1) > 0:
                self._starts.append(at)
        return self._starts


Locate = Callable[[Span], Position | None]
"""Finds the line and column of a place in a document."""
SourceOf = Callable[[str], SourceFile | None]
"""Finds the text of a document by its display path."""
