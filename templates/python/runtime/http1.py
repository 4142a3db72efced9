"""HTTP/1.1 as bytes (RFC 9112): writes the head of a request and reads answers.

Nothing here waits or sends. The transports of the standard library feed an `Incoming` with
what comes from a connection, and it is stricter than `http.client`, which takes broken answers
for whole ones.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .bodies import Payload

LARGEST_HEAD = 128 * 1024
"""How long the head of an answer may be, and what comes after the last chunk."""
LONGEST_LINE = 4096
"""How long the line before a chunk may be."""
MOST_INTERIM = 50
"""How many answers such as 103 may come before the one that counts."""

PIECE = 256 * 1024
"""How much of a body is sent at once."""

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_HEX = frozenset(b"0123456789ABCDEFabcdef")


class BrokenAnswer(Exception):
    """What came is no answer, or only a part of one."""


class HeadTooLarge(BrokenAnswer):
    """The head of the answer has too many fields, or too long ones."""


def write_head(
    method: str,
    target: str,
    host: str,
    headers: Mapping[str, str],
    body: Payload | None,
) -> tuple[bytes, bool]:
    """The head of a request, and whether its body is sent in chunks.

    Raises ValueError for what would end a line, or hold no place in one.
    """
    lines = [f"{method} {_written(target)} HTTP/1.1"]
    if "host" not in headers:
        lines.append(f"host: {host}")
    chunked = False
    if body is None or isinstance(body, bytes):
        # The length is a fact, whatever the caller has said.
        for name, value in headers.items():
            if name not in ("content-length", "transfer-encoding"):
                lines.append(f"{name}: {value}")
        if body is not None or method in _WITH_BODY:
            lines.append(f"content-length: {len(body or b'')}")
    else:
        lines += [f"{name}: {value}" for name, value in headers.items()]
        chunked = "content-length" not in headers
        if chunked:
            lines.append("transfer-encoding: chunked")
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\r") != len(lines) - 1:
        raise ValueError("a header holds the end of a line")
    return f"{text}\r\n\r\n".encode("latin-1"), chunked


def write_body(
    body: Payload, chunked: bool, headers: Mapping[str, str]
) -> Iterator[bytes | memoryview]:
    """The pieces of a body as they are sent.

    Raises ValueError if it has another length than its header says.
    """
    if isinstance(body, bytes):
        view = memoryview(body)
        for at in range(0, len(view), PIECE):
            yield view[at : at + PIECE]
        return
    left = 0 if chunked else int(headers["content-length"])
    for piece in body:
        if chunked:
            # An empty chunk would be the last one.
            if piece:
                yield b"%x\r\n%b\r\n" % (len(piece), piece)
            continue
        left -= len(piece)
        if left < 0:
            raise ValueError("the body is longer than it was when it was measured")
        yield piece
    if left:
        raise ValueError("the body is shorter than it was when it was measured")
    if chunked:
        yield b"0\r\n\r\n"


def _written(target: str) -> str:
    """A redirect may lead to what is not written as it has to be."""
    if target.isascii() and target.isprintable() and " " not in target:
        return target
    return "".join(
        [
            chr(byte) if 0x21 <= byte <= 0x7E else f"%{byte:02X}"
            for byte in target.encode("utf-8", "surrogateescape")
        ]
    )


class Incoming:
    """The answers of one connection, one after another.

    Each begins with `expect`. `head` and `body` read what has come, and say when they need
    more; `feed` and `end` bring it.
    """

    __slots__ = (
        "_at",
        "_body",
        "_data",
        "_ended",
        "_headed",
        "_interim",
        "_keep",
        "_last",
        "_left",
        "_method",
        "begun",
        "fields",
        "reason",
        "status",
    )

    def __init__(self) -> None:
        self.status = 0
        self.reason = ""
        self.fields: list[tuple[str, str]] = []
        self.begun = False
        """Whether anything came since the request."""
        self._data = b""
        self._at = 0
        self._ended = False
        self._last = False
        self._body: Callable[[Incoming], bytes | None] = Incoming._none
        self.expect("")

    def expect(self, method: str) -> None:
        """A request with this method is sent now."""
        self.begun = False
        self._headed = False
        self._method = method
        self._interim = 0
        self._keep = True
        self._body = Incoming._none
        self._left = 0

    def feed(self, data: bytes) -> None:
        """More bytes have come."""
        self.begun = True
        if self._at < len(self._data):
            data = self._data[self._at :] + data
        self._data = data
        self._at = 0

    def end(self) -> None:
        """No more bytes will come."""
        self._ended = True

    def last(self) -> None:
        """No other request follows: the one before was not sent to its end."""
        self._last = True

    @property
    def waiting(self) -> int:
        """How many bytes have come and are not read."""
        return len(self._data) - self._at

    @property
    def reusable(self) -> bool:
        """Whether another request may follow, now that the body was read to its end."""
        done = self._at == len(self._data)
        return done and self._keep and not self._last and not self._ended

    # The head --------------------------------------------------------------------------

    def head(self) -> bool:
        """Whether the head of the answer that counts is read; if not, more has to come.

        Interim answers are skipped (RFC 9110, section 15.2).
        """
        while not self._headed:
            block = self._block()
            if block is None:
                return False
            self._read_head(block)
            if self.status >= 200:
                self._frame()
                self._headed = True
                break
            self._interim += 1
            if self.status == 101 or self._interim > MOST_INTERIM:
                raise BrokenAnswer(f"an answer {self.status} that nobody asked for")
        return True

    def _block(self) -> bytes | None:
        """The lines up to the next empty one."""
        data, at = self._data, self._at
        if data[at : at + 5] != b"HTTP/"[: len(data) - at]:
            raise BrokenAnswer(f"no HTTP: {data[at : at + 20]!r}")
        end, size = data.find(b"\n\r\n", at), 3
        other = data.find(b"\n\n", at, end if end >= 0 else len(data))
        if other >= 0:
            end, size = other, 2
        if (end if end >= 0 else len(data)) - at > LARGEST_HEAD:
            raise HeadTooLarge(f"the head of the answer is over {LARGEST_HEAD} bytes")
        if end < 0:
            if self._ended:
                raise BrokenAnswer("the answer breaks off")
            return None
        self._at = end + size
        return data[at:end]

    def _read_head(self, block: bytes) -> None:
        first, *lines = block.decode("latin-1").split("\n")
        version, _, rest = first.rstrip("\r").partition(" ")
        status, _, self.reason = rest.strip(" ").partition(" ")
        known = version in ("HTTP/1.1", "HTTP/1.0")
        if not known or len(status) != 3 or not _is_number(status) or status[0] == "0":
            raise BrokenAnswer(f"no status line: {first[:80]!r}")
        self.status = int(status)
        self._keep = version == "HTTP/1.1"
        fields: list[tuple[str, str]] = []
        for line in lines:
            line = line.rstrip("\r")
            if line[:1] in (" ", "\t") and fields:
                # RFC 9112, section 5.2: a line may go on in the next one.
                name, value = fields.pop()
                fields.append((name, value + " " + line.strip(" \t")))
                continue
            name, colon, value = line.partition(":")
            if not colon or not name or name != name.strip() or "\0" in line:
                raise BrokenAnswer(f"no header: {line[:80]!r}")
            fields.append((name, value.strip(" \t")))
        self.fields = fields

    def _frame(self) -> None:
        """Where the body ends (RFC 9112, section 6.3), and whether the connection stays."""
        lengths: set[str] = set()
        codings: list[str] = []
        for name, value in self.fields:
            match name.lower():
                case "content-length":
                    lengths.update([text.strip() for text in value.split(",")])
                case "transfer-encoding":
                    codings.append(value.lower())
                case "connection":
                    options = [text.strip() for text in value.lower().split(",")]
                    if "close" in options:
                        self._keep = False
                    elif "keep-alive" in options:
                        self._keep = True
                case _:
                    pass
        self._body, self._left = Incoming._none, 0
        if self._method == "HEAD" or self.status in (204, 304):
            return
        if self._method == "CONNECT" and self.status < 300:
            return
        if codings:
            if codings != ["chunked"]:
                raise BrokenAnswer(f"the body is sent as {codings[0]!r}")
            # With a length beside it somebody may have been deceived: the last use.
            self._keep = self._keep and not lengths
            self._body, self._left = Incoming._chunks, -1
        elif lengths:
            length, *more = lengths
            if more or not _is_number(length):
                raise BrokenAnswer(f"the length of the body is {sorted(lengths)}")
            self._body, self._left = Incoming._measured, int(length)
        else:
            self._keep = False
            self._body = Incoming._rest

    # The body --------------------------------------------------------------------------

    def body(self) -> bytes | None:
        """The next piece of the body, empty at its end; None if more has to come."""
        return self._body(self)

    def _none(self) -> bytes | None:
        return b""

    def _piece(self, most: int) -> bytes:
        data, at = self._data, self._at
        if not at and len(data) <= most:
            self._data = b""
            return data
        piece = data[at : at + most]
        self._at = at + len(piece)
        return piece

    def _measured(self) -> bytes | None:
        if not self._left:
            return b""
        piece = self._piece(self._left)
        if not piece:
            if self._ended:
                raise BrokenAnswer(f"the answer ends {self._left} bytes too early")
            return None
        self._left -= len(piece)
        return piece

    def _rest(self) -> bytes | None:
        piece = self._piece(len(self._data))
        return piece if piece or self._ended else None

    def _chunks(self) -> bytes | None:
        """RFC 9112, section 7.1. Before the line of a chunk `_left` is -1."""
        if self._left < 0:
            line = self._line()
            if line is None:
                return None
            size = line.partition(b";")[0].strip(b" \t")
            if not size or len(size) > 16 or not _HEX.issuperset(size):
                raise BrokenAnswer(f"no chunk: {line[:40]!r}")
            self._left = int(size, 16)
            if not self._left:
                self._body = Incoming._trailers
                return self._trailers()
        piece = self._piece(self._left)
        if not piece:
            self._missing()
            return None
        self._left -= len(piece)
        if not self._left:
            self._body = Incoming._chunk_end
        return piece

    def _chunk_end(self) -> bytes | None:
        line = self._line()
        if line is None:
            return None
        if line:
            raise BrokenAnswer("a chunk is longer than it says")
        self._body, self._left = Incoming._chunks, -1
        return self._chunks()

    def _trailers(self) -> bytes | None:
        """What follows the last chunk is read and of no interest."""
        while (line := self._line()) is not None:
            if not line:
                self._body = Incoming._none
                return b""
            self._left += len(line)
            if self._left > LARGEST_HEAD:
                raise HeadTooLarge("too much follows the last chunk")
        return None

    def _line(self) -> bytes | None:
        at = self._at
        end = self._data.find(b"\n", at)
        if end < 0:
            if len(self._data) - at > LONGEST_LINE:
                raise BrokenAnswer("a line of the chunks does not end")
            self._missing()
            return None
        self._at = end + 1
        return self._data[at:end].removesuffix(b"\r")

    def _missing(self) -> None:
        if self._ended:
            raise BrokenAnswer("the answer breaks off in a chunk")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()
