"""Multipart bodies (RFC 2046 section 5.1, RFC 7578), written piece by piece."""

from __future__ import annotations

import os
from _collections_abc import Iterator, Mapping

from .checking import TYPE_CHECKING
from .files import Upload
from .headers import check_header, check_header_name

if TYPE_CHECKING:
    from .files import FileContent


class Part:
    """One part: its name, its content, and what its header says of it."""

    __slots__ = ("content", "head")

    def __init__(
        self,
        name: str,
        content: FileContent,
        media_type: str = "",
        filename: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        lines = [f'Content-Disposition: form-data; name="{_quote(name)}"']
        if filename:
            lines[0] += f'; filename="{_quote(filename)}"'
        if media_type:
            lines.append(f"Content-Type: {check_header(name, media_type)}")
        for key, value in (headers or {}).items():
            lines.append(f"{check_header_name(key)}: {check_header(name, value)}")
        self.head = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.content = Upload(content)


def _quote(text: str) -> str:
    """A name in quotes, as the HTML standard has it ("multipart/form-data encoding")."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


class MultipartStream:
    """The whole body: what it holds is read while it is sent."""

    __slots__ = ("boundary", "length", "parts", "replayable")

    def __init__(self, parts: list[Part]) -> None:
        self.boundary = os.urandom(16).hex()
        self.parts = parts
        self.replayable = all(part.content.replayable for part in parts)
        self.length: int | None = 0
        for part in parts:
            size = part.content.length
            if size is None:
                self.length = None
                break
            # "--" boundary CRLF head content CRLF
            self.length += len(self.boundary) + 4 + len(part.head) + size + 2
        if self.length is not None:
            self.length += len(self.boundary) + 6

    def __iter__(self) -> Iterator[bytes]:
        for part in self.parts:
            yield b"--%s\r\n%s" % (self.boundary.encode(), part.head)
            yield from part.content
            yield b"\r\n"
        yield b"--%s--\r\n" % self.boundary.encode()

    @property
    def repeatable(self) -> bool:
        """Whether it may be sent now: never sent yet, or it can be read again."""
        return all(part.content.repeatable for part in self.parts)
