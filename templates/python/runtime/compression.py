"""Undoes `Content-Encoding` (RFC 9110, section 8.4) in bounded steps.

A few bytes can stand for gigabytes: never more than `STEP` of them are unpacked at once, so
that the limit on a response's size holds before the memory is gone.
"""

from __future__ import annotations

from _collections_abc import Iterator

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

ACCEPTED = "gzip, deflate"
STEP = 256 * 1024
_GZIP = b"\x1f\x8b"


class Decompressor:
    """Unpacks gzip or deflate data that comes in chunks."""

    def __init__(self, encoding: str) -> None:
        import zlib

        self._error = zlib.error
        self._bits = 16 + zlib.MAX_WBITS if "gzip" in encoding else zlib.MAX_WBITS
        self._new = zlib.decompressobj
        self._unpack: Any = self._new(self._bits)
        self._begun = False
        self._after = b""
        self._over = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """The unpacked bytes of `chunk`, at most `STEP` at a time."""
        if self._unpack.eof:
            chunk = self._next_member(chunk)
        while chunk:
            try:
                piece = self._unpack.decompress(chunk, STEP)
            except self._error as error:
                if self._begun or self._bits < 0 or self._bits > 15:
                    raise DamagedError(
                        f"the compressed body is damaged: {error}"
                    ) from error
                # Some servers send raw deflate data without the zlib frame.
                self._bits = -15
                self._unpack = self._new(self._bits)
                continue
            self._begun = True
            if piece:
                yield piece
            chunk = self._unpack.unconsumed_tail
            if not chunk and self._unpack.eof:
                chunk = self._next_member(self._unpack.unused_data)

    def _next_member(self, data: bytes) -> bytes:
        """RFC 1952, section 2.2: several members may follow one another.

        Anything else that follows is nothing, to other clients too.
        """
        data = self._after + data
        self._after = b""
        if self._bits > 15 and not self._over:
            if data[:2] == _GZIP:
                self._unpack = self._new(self._bits)
                return data
            if _GZIP.startswith(data):
                self._after = data
                return b""
        self._over = True
        return b""

    def finish(self) -> None:
        """Raises if the data ends before it is complete."""
        if self._begun and not self._unpack.eof:
            raise DamagedError("the compressed body ends before it is complete")


class DamagedError(Exception):
    """The compressed data cannot be unpacked."""


def encodings_of(value: str | None) -> list[str]:
    """The codings to undo, the last applied first; raises on one that was not asked for."""
    found: list[str] = []
    for name in (value or "").lower().split(","):
        name = name.strip()
        if name in ("gzip", "x-gzip", "deflate"):
            found.append(name)
        elif name not in ("", "identity"):
            raise DamagedError(
                f"the body is encoded as {name!r}, which was not accepted"
            )
    return found[::-1]
