"""Going on with a download that broke off (RFC 9110, section 14): what to ask for, and whether
the answer is what follows."""

from __future__ import annotations

import time
from _collections_abc import Callable

from .checking import TYPE_CHECKING
from .headers import Headers
from .typed import Generic, T

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Resumption(Generic[T]):
    """How to ask for the rest of an answer, and how often to try without a new byte.

    `again` sends the call with further headers.
    """

    __slots__ = ("again", "tries")

    def __init__(self, again: Callable[[Mapping[str, str]], T], tries: int) -> None:
        self.again = again
        self.tries = tries


class Progress:
    """How far a download has come. It can go on where the API names the version it sends."""

    __slots__ = ("_left", "_tries", "_version", "deadline", "position")

    def __init__(
        self,
        status: int,
        headers: Headers,
        resumption: Resumption[Any] | None,
        deadline: float | None,
    ) -> None:
        self.position = _start(status, headers)
        self.deadline = deadline
        self._version = _version(status, headers) if resumption is not None else ""
        self._tries = self._left = resumption.tries if resumption is not None else 0

    def add(self, size: int) -> None:
        """More bytes have come."""
        self.position += size
        self._left = self._tries

    def failed(self) -> int | None:
        """The number of this failure in a row; None if it is not to be tried again."""
        over = self.deadline is not None and time.monotonic() >= self.deadline
        if not self._version or not self._left or over:
            return None
        self._left -= 1
        return self._tries - self._left - 1

    def headers(self) -> dict[str, str]:
        """What asks for the rest, of the version that the first part was of."""
        return {"range": f"bytes={self.position}-", "if-range": self._version}

    def fits(self, status: int, headers: Headers) -> bool:
        """Whether an answer begins where the bytes that came end."""
        return status == 206 and _start(status, headers) == self.position


def _start(status: int, headers: Headers) -> int:
    if status != 206:
        return 0
    unit, _, rest = headers.get("content-range", "").partition(" ")
    first = rest.partition("-")[0].strip()
    return int(first) if unit.lower() == "bytes" and first.isdecimal() else -1


def _version(status: int, headers: Headers) -> str:
    """What `If-Range` can name: a strong entity tag, else a date; never of packed bytes."""
    encoding = headers.get("content-encoding", "identity").lower()
    ranges = headers.get("accept-ranges", "").lower()
    if status not in (200, 206) or encoding != "identity" or ranges == "none":
        return ""
    tag = headers.get("etag", "")
    return tag if tag.startswith('"') else headers.get("last-modified", "")
