"""`Timeout`: how long a call may wait, and for what."""

from __future__ import annotations

import time

from .errors import APITimeoutError


class Timeout:
    """Seconds to wait; None waits for ever.

    `connect` to reach the server, `read` for the next bytes of the answer, `write` for the
    server to take the next bytes of the request, `pool` for a free connection. `total` is a
    deadline for the whole call: retries, the pauses between them, and the body included.
    """

    __slots__ = ("connect", "pool", "read", "total", "write")

    def __init__(
        self,
        seconds: float | None = None,
        *,
        connect: float | None = None,
        read: float | None = None,
        write: float | None = None,
        pool: float | None = None,
        total: float | None = None,
    ) -> None:
        self.connect = seconds if connect is None else connect
        self.read = seconds if read is None else read
        self.write = seconds if write is None else write
        self.pool = seconds if pool is None else pool
        self.total = total
        for name in _PARTS:
            value: object = getattr(self, name)
            if value is not None and not isinstance(value, (int, float)):
                raise TypeError(f"timeout: expected seconds, got {value!r}")

    def within(self, remaining: float) -> Timeout:
        """The same, with no wait longer than `remaining` seconds."""
        return Timeout(
            connect=sooner(self.connect, remaining),
            read=sooner(self.read, remaining),
            write=sooner(self.write, remaining),
            pool=sooner(self.pool, remaining),
            total=remaining,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Timeout):
            return NotImplemented
        return all(getattr(self, n) == getattr(other, n) for n in _PARTS)

    def __hash__(self) -> int:
        return hash((self.connect, self.read, self.write, self.pool, self.total))

    def __repr__(self) -> str:
        parts = [f"{name}={getattr(self, name)!r}" for name in _PARTS]
        return f"Timeout({', '.join(parts)})"


_PARTS = ("connect", "read", "write", "pool", "total")
"""In the order in which they are shown."""


def deadline_in(seconds: float | None) -> float | None:
    """When so many seconds from now are over, by the monotonic clock."""
    return None if seconds is None else time.monotonic() + seconds


def sooner(first: float | None, second: float | None) -> float | None:
    """The smaller of two; None is the largest."""
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)


def patience(seconds: float | None, deadline: float | None) -> float | None:
    """How long one wait of at most `seconds` may take, not beyond the call's deadline.

    Raises `APITimeoutError` when that is over.
    """
    if deadline is None:
        return seconds
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise APITimeoutError("The total time of the call is over.")
    return sooner(seconds, remaining)


def timeout_of(value: Timeout | float | None) -> Timeout:
    """A number of seconds means that much for each wait."""
    return value if isinstance(value, Timeout) else Timeout(value)


DEFAULT_TIMEOUT = Timeout(600, connect=10)
