"""JSON Lines and JSON text sequences (RFC 7464): one value after another in one body."""

from __future__ import annotations

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
