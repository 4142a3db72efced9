"""Server-sent events (HTML Standard, section 9.2.6 "Interpreting an event stream").

The parser takes bytes as they come, cut anywhere, and gives events. It looks for the blank
line that ends an event with one search per chunk, and reads the lines of an event only then:
no character is split, no byte is looked at twice, and what is kept is one unfinished event.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final

_BOM: Final = b"\xef\xbb\xbf"
LARGEST_EVENT: Final = 64 * 1024 * 1024


_NO_LINES: frozenset[str] = frozenset()


class ServerSentEvent:
    """One event: its name (`message` if it has none), its data, and the last id so far.

    `lines` are the names of the fields that it came with.
    """

    __slots__ = ("event", "id", "lines", "raw", "retry")

    def __init__(
        self,
        event: str,
        raw: bytes,
        id: str,
        retry: int | None,
        lines: frozenset[str] = _NO_LINES,
    ) -> None:
        self.event = event or "message"
        self.raw = raw
        self.id = id
        self.retry = retry
        self.lines = lines

    @property
    def data(self) -> str:
        """The data, its lines joined by a line feed."""
        return self.raw.decode("utf-8", "replace")

    def __repr__(self) -> str:
        return (
            f"ServerSentEvent(event={self.event!r}, data={self.data!r}, id={self.id!r})"
        )


class EventTooLarge(Exception):
    """An event does not end within the limit."""


class EventParser:
    """Turns chunks of an event stream into events."""

    __slots__ = (
        "_after_return",
        "_rest",
        "_size",
        "_started",
        "last_id",
        "limit",
        "retry",
    )

    def __init__(self, limit: int = LARGEST_EVENT) -> None:
        self.last_id = ""
        self.retry: int | None = None
        """The pause before a reconnection that the server asked for, in milliseconds."""
        self.limit = limit
        self._rest: list[bytes] = []
        self._size = 0
        self._after_return = False
        self._started = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """The blocks of lines that `chunk` completes; `read` makes an event of each.

        A block has no blank line at its end, and only line feeds between its lines.
        """
        if self._after_return and chunk[:1] == b"\n":
            chunk = chunk[1:]
            self._after_return = False
        if b"\r" in chunk:
            self._after_return = chunk[-1:] == b"\r"
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        elif chunk:
            self._after_return = False
        if not chunk:
            return []
        rest = self._rest
        if rest:
            # A blank line may begin in what is left and end in the chunk.
            ends = chunk[:1] == b"\n" and rest[-1][-1:] == b"\n"
            if not ends and b"\n\n" not in chunk:
                self._keep(chunk)
                return []
            rest.append(chunk)
            chunk = b"".join(rest)
            rest.clear()
            self._size = 0
        if not self._started:
            if len(chunk) < 3 and _BOM.startswith(chunk):
                self._keep(chunk)
                return []
            self._started = True
            if chunk.startswith(_BOM):
                chunk = chunk[3:]
        blocks = chunk.split(b"\n\n")
        last = blocks.pop()
        if last:
            self._keep(last)
        return blocks

    def _keep(self, chunk: bytes) -> None:
        self._rest.append(chunk)
        self._size += len(chunk)
        if self._size > self.limit:
            raise EventTooLarge(
                f"an event of the stream is larger than {self.limit} bytes"
            )

    def read(self, block: bytes) -> ServerSentEvent | None:
        """The event that a block of lines means; None where it has no data."""
        name = b""
        data: list[bytes] = []
        retry: int | None = None
        lines: set[str] = set()
        for line in block.split(b"\n"):
            if line[:5] == b"data:":
                data.append(line[6:] if line[5:6] == b" " else line[5:])
                continue
            field, colon, value = line.partition(b":")
            if colon and not field:
                continue  # a comment
            if value[:1] == b" ":
                value = value[1:]
            if field == b"event":
                name = value
                if value:
                    lines.add("event")
            elif field == b"data":
                data.append(value)
            elif field == b"id":
                if b"\0" not in value:
                    self.last_id = value.decode("utf-8", "replace")
                    lines.add("id")
            elif field == b"retry" and value.isdigit():
                self.retry = retry = int(value)
                lines.add("retry")
        if not data:
            return None
        raw = data[0] if len(data) == 1 else b"\n".join(data)
        return ServerSentEvent(
            name.decode("utf-8", "replace"), raw, self.last_id, retry, frozenset(lines)
        )

    @property
    def pending(self) -> bytes:
        """The lines of an event that no blank line has ended."""
        return b"".join(self._rest)


def is_whole(block: bytes) -> bool:
    """Whether nothing of a block is missing, as far as its lines tell.

    The last one is not cut off in its name or right after it, and a name of an event has its
    data.
    """
    lines = block.rstrip(b"\n").split(b"\n")
    if lines[-1].rstrip() == b"data:":
        return False
    has_data = any(line.startswith(b"data:") for line in lines)
    named = any(line.startswith(b"event:") for line in lines)
    return b":" in lines[-1] and (has_data or not named)
