"""`Intake`: what happens to the bytes of a body between the transport and the reader."""

from __future__ import annotations

import time
from _collections_abc import Iterable, Iterator

from .checking import TYPE_CHECKING
from .compression import DamagedError, Decompressor, encodings_of
from .errors import APIResponseError, APITimeoutError
from .headers import Headers

if TYPE_CHECKING:
    from io import BytesIO
    from typing import Any


class Intake:
    """Unpacks compressed chunks, counts their bytes, and watches the deadline."""

    __slots__ = ("_about", "_decompressors", "_size", "deadline", "limit")

    def __init__(
        self,
        headers: Headers,
        limit: int | None,
        deadline: float | None,
        about: dict[str, Any],
    ) -> None:
        self.limit = limit
        self.deadline = deadline
        self._about = about
        self._decompressors: list[Decompressor] = []
        self._size = 0
        if "content-encoding" in headers:
            try:
                names = encodings_of(headers["content-encoding"])
            except DamagedError as error:
                raise APIResponseError(str(error), **about) from error
            self._decompressors = [Decompressor(name) for name in names]

    def feed(self, chunk: bytes) -> Iterable[bytes]:
        """The bytes that `chunk` stands for."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise APITimeoutError("The total time of the call is over.")
        if self._decompressors:
            return self._unpacked(chunk)
        self._count(chunk)
        return (chunk,)

    def _unpacked(self, chunk: bytes) -> Iterator[bytes]:
        pieces: Iterable[bytes] = (chunk,)
        for decompressor in self._decompressors:
            pieces = _through(decompressor, pieces)
        try:
            for piece in pieces:
                self._count(piece)
                yield piece
        except DamagedError as error:
            raise APIResponseError(str(error), **self._about) from error

    def _count(self, piece: bytes) -> None:
        self._size += len(piece)
        if self.limit is not None and self._size > self.limit:
            raise APIResponseError(
                f"the body is larger than {self.limit} bytes (option max_response_bytes)",
                **self._about,
            )

    def finish(self) -> None:
        """The body has ended: raises if it is not complete."""
        try:
            for decompressor in self._decompressors:
                decompressor.finish()
        except DamagedError as error:
            raise APIResponseError(str(error), **self._about) from error


def _through(decompressor: Decompressor, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield from decompressor.feed(piece)


class Whole:
    """Puts pieces together, in little more memory than the result needs."""

    __slots__ = ("_first", "_rest")

    def __init__(self) -> None:
        self._first = b""
        self._rest: BytesIO | None = None

    def add(self, piece: bytes) -> None:
        """The next piece."""
        if self._rest is not None:
            self._rest.write(piece)
        elif not self._first:
            self._first = piece
        else:
            from io import BytesIO

            # What it has written becomes the result; joining a list takes twice as much.
            self._rest = BytesIO()
            self._rest.write(self._first)
            self._rest.write(piece)
            self._first = b""

    def content(self) -> bytes:
        """All of them."""
        return self._first if self._rest is None else self._rest.getvalue()
