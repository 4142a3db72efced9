"""The deadline of a call, for the synchronous client of httpx2.

The library waits for each piece of an answer anew, so a head that comes in drips could take any
time. Its sockets are therefore asked through `HurriedStream`, which lets no wait go beyond the
deadline: that travels with the seconds of the wait, as `Until`.
"""

from __future__ import annotations

import time

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    import httpx2


PIECE = 16 * 1024
"""How much is sent in one wait."""


class Until(float):
    """Seconds of a wait of a call that has to be over at `deadline`, by the monotonic clock."""

    deadline: float


def until(seconds: float | None, deadline: float | None) -> float | None:
    """The seconds, with the deadline if there is one."""
    if deadline is None:
        return seconds
    remaining = max(0.0, deadline - time.monotonic())
    made = Until(remaining if seconds is None else min(seconds, remaining))
    made.deadline = deadline
    return made


def hurry(client: httpx2.Client) -> None:
    """Has the client's own transports ask their sockets so.

    Where the library is built otherwise than we know it, the deadline is looked at between the
    pieces of an answer only.
    """
    mounts: dict[Any, Any] = getattr(client, "_mounts", {})
    for transport in (getattr(client, "_transport", None), *mounts.values()):
        pool: Any = getattr(transport, "_pool", None)
        backend: Any = getattr(pool, "_network_backend", None)
        if backend is not None:
            pool._network_backend = HurriedBackend(backend)


class HurriedBackend:
    """Connects as another backend does."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def connect_tcp(self, *args: Any, **kwargs: Any) -> HurriedStream:
        """A connection over TCP."""
        return HurriedStream(self._backend.connect_tcp(*args, **kwargs))

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> HurriedStream:
        """A connection over a socket of the file system."""
        return HurriedStream(self._backend.connect_unix_socket(*args, **kwargs))

    def sleep(self, seconds: float) -> None:
        """Waits."""
        self._backend.sleep(seconds)


class HurriedStream:
    """A connection of the library, none of whose waits goes beyond the deadline."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes."""
        if timeout.__class__ is Until:
            timeout = _left(timeout, "ReadTimeout")
        data: bytes = self._stream.read(max_bytes, timeout)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends bytes."""
        if timeout.__class__ is not Until:
            self._stream.write(buffer, timeout)
            return
        rest = memoryview(buffer)
        for at in range(0, len(rest), PIECE):
            piece = rest[at : at + PIECE]
            self._stream.write(piece, _left(timeout, "WriteTimeout"))

    def close(self) -> None:
        """Closes it."""
        self._stream.close()

    def start_tls(self, *args: Any, **kwargs: Any) -> HurriedStream:
        """The same connection, in TLS."""
        return HurriedStream(self._stream.start_tls(*args, **kwargs))

    def get_extra_info(self, info: str) -> Any:
        """What the library wants to know of it."""
        return self._stream.get_extra_info(info)


def _left(seconds: Any, error: str) -> float:
    import httpcore2

    remaining: float = seconds.deadline - time.monotonic()
    if remaining <= 0:
        raise getattr(httpcore2, error)("The total time of the call is over.")
    return min(float(seconds), remaining)
