"""JSON Lines, JSON text sequences (RFC 7464) and JSON texts without anything between them: one
value after another in one body."""

from __future__ import annotations

import re

from .sse import LARGEST_EVENT, EventTooLarge


class LineParser:
    """Cuts a body at a separator byte: `\\n` for JSON Lines, 0x1E for a JSON text sequence."""

    __slots__ = ("_rest", "_size", "limit", "separator")

    def __init__(self, separator: bytes = b"\n", limit: int = LARGEST_EVENT) -> None:
        self.separator = separator
        self.limit = limit
        self._rest: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> list[bytes]:
        """The pieces that `chunk` completes, without blank ones."""
        rest = self._rest
        if self.separator not in chunk:
            if chunk:
                rest.append(chunk)
                self._size += len(chunk)
                if self._size > self.limit:
                    raise EventTooLarge(f"a value is larger than {self.limit} bytes")
            return []
        if rest:
            rest.append(chunk)
            chunk = b"".join(rest)
            rest.clear()
        pieces = chunk.split(self.separator)
        last = pieces.pop()
        if last:
            rest.append(last)
        self._size = len(last)
        return [piece for piece in map(bytes.strip, pieces) if piece]

    def finish(self) -> bytes:
        """What comes after the last separator; at the end of the body it is complete."""
        last = b"".join(self._rest).strip()
        self._rest.clear()
        self._size = 0
        return last


_OUTSIDE = re.compile(rb'["{}\[\]\s]')
_INSIDE = re.compile(rb'["{}\[\]]')
_IN_TEXT = re.compile(rb'["\\]')
_BLANK = frozenset(b" \t\r\n")
_OPENING = frozenset(b"{[")


class ValueParser:
    """Cuts a body where a JSON value ends, whatever follows: also values over several lines."""

    __slots__ = ("_at", "_depth", "_in_text", "_rest", "limit")

    def __init__(self, limit: int = LARGEST_EVENT) -> None:
        self.limit = limit
        self._rest = bytearray()
        self._at: int = 0
        self._depth = 0
        self._in_text = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """The values that `chunk` completes."""
        rest = self._rest
        rest += chunk
        found: list[bytes] = []
        while True:
            end = self._end_of_text() if self._in_text else self._end_of_value()
            if end is None:
                break
            if end >= 0:
                piece = bytes(rest[:end]).strip()
                del rest[:end]
                self._at = 0
                if piece:
                    found.append(piece)
        if len(rest) > self.limit:
            raise EventTooLarge(f"a value is larger than {self.limit} bytes")
        return found

    def finish(self) -> bytes:
        """What comes after the last value that has ended."""
        last = bytes(self._rest).strip()
        self._rest.clear()
        self._at = 0
        return last

    def _end_of_text(self) -> int | None:
        """Where a string ends that is a value; -1: it is none, or goes on; None: not yet."""
        rest = self._rest
        mark = _IN_TEXT.search(rest, self._at)
        if mark is None:
            self._at = len(rest)
            return None
        if rest[mark.start()] == 0x22:
            self._in_text = False
            self._at = mark.end()
            return -1 if self._depth else self._at
        if mark.end() == len(rest):
            self._at = mark.start()
            return None
        self._at = mark.end() + 1
        return -1

    def _end_of_value(self) -> int | None:
        rest = self._rest
        mark = (_INSIDE if self._depth else _OUTSIDE).search(rest, self._at)
        if mark is None:
            self._at = len(rest)
            return None
        byte, start = rest[mark.start()], mark.start()
        if not self._depth and start and byte not in _BLANK and rest[:start].strip():
            self._at = start
            return start  # a number or a word, and what follows it
        self._at = mark.end()
        if byte == 0x22:
            self._in_text = True
        elif byte in _OPENING:
            self._depth += 1
        elif byte in _BLANK:
            return mark.end()
        else:
            self._depth -= 1
            if self._depth <= 0:
                self._depth = 0
                return mark.end()
        return -1
