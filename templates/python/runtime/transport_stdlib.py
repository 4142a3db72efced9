"""The transport over the standard library, for copies that may depend on nothing else.

One connection serves one request at a time; idle ones are kept for the next request to the
same host. The asynchronous one is in `transport_asyncio.py`.
"""

from __future__ import annotations

import os
import time
from _thread import RLock, allocate_lock

from .checking import TYPE_CHECKING
from .connection import Connection
from .errors import APITimeoutError
from .pool import Pool
from .routes import Routes, http1_only
from .timeouts import Timeout, deadline_in, sooner
from .transport import Request, Response
from .urls import origin

if TYPE_CHECKING:
    from _thread import LockType
    from typing import Self

    from .routes import Origin


class StdlibTransport:
    """Sends over sockets of its own."""

    def __init__(self, client: None = None, http2: bool = False) -> None:
        http1_only(http2)
        self._pool: Pool[Connection] = Pool()
        # An answer that nobody holds any more may be thrown away while this is locked.
        self._lock = RLock()
        self._routes = Routes()

    def send(self, request: Request) -> Response:
        """Sends `request`; the answer's body is not read yet."""
        timeout = request.timeout
        deadline = deadline_in(timeout.total)
        key = origin(request.url)
        route = self._routes.to(key)
        connection = self._take(key, timeout, deadline)
        try:
            if connection.fresh:
                connection.open(route, timeout, deadline, self._routes.tls)
            connection.ask(request, route, deadline)
        except BaseException:
            self.drop(connection)
            raise
        return _Answer(_Body(self, key, connection, timeout, deadline))

    def close(self) -> None:
        """Closes every idle connection."""
        with self._lock:
            connections = self._pool.all()
        for connection in connections:
            self.drop(connection)

    def keep(self, key: Origin, connection: Connection) -> None:
        """Keeps a connection for the next request."""
        with self._lock:
            kept = self._pool.keep(key, connection)
        if not kept:
            self.drop(connection)

    def drop(self, connection: Connection) -> None:
        """Closes a connection."""
        connection.close()
        with self._lock:
            self._pool.gone()

    def _take(
        self, key: Origin, timeout: Timeout, deadline: float | None
    ) -> Connection:
        """An idle connection, or a new one if there are not too many."""
        until: float | None = None
        while True:
            waiter = None
            with self._lock:
                found, unused = self._pool.choose(key, Connection)
                if found is None and not unused:
                    waiter = allocate_lock()
                    waiter.acquire()
                    self._pool.wait(waiter.release)
            for connection in unused:
                self.drop(connection)
            if found is not None:
                if found.fresh or found.alive():
                    return found
                self.drop(found)
            if waiter is not None:
                until = until or deadline_in(timeout.pool)
                self._wait(waiter, sooner(until, deadline))

    def _wait(self, waiter: LockType, until: float | None) -> None:
        seconds = -1.0 if until is None else max(0.0, until - time.monotonic())
        if not waiter.acquire(timeout=seconds):
            with self._lock:
                self._pool.leave(waiter.release)
            raise APITimeoutError("no connection became free in time", sent=False)


class _Answer(Response):
    __slots__ = ("_body",)

    def __init__(self, body: _Body) -> None:
        incoming = body.incoming
        super().__init__(incoming.status, incoming.fields, body)
        self._body = body

    def close(self) -> None:
        self._body.close()


class _Body:
    """The pieces of a body. At its end the connection is given back, before that it is closed,
    also when nobody holds this any more."""

    __slots__ = (
        "_connection",
        "_deadline",
        "_key",
        "_process",
        "_timeout",
        "_transport",
        "incoming",
    )

    def __init__(
        self,
        transport: StdlibTransport,
        key: Origin,
        connection: Connection,
        timeout: Timeout,
        deadline: float | None,
    ) -> None:
        self.incoming = connection.incoming
        self._transport = transport
        self._key = key
        self._connection: Connection | None = connection
        self._timeout = timeout
        self._deadline = deadline
        self._process = os.getpid()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        connection = self._connection
        if connection is None:
            raise StopIteration
        try:
            piece = connection.body(self._timeout, self._deadline)
        except BaseException:
            self._leave(reusable=False)
            raise
        if not piece:
            self._leave(reusable=self.incoming.reusable)
            raise StopIteration
        return piece

    def close(self) -> None:
        """Closes the connection unless the body was read to its end."""
        self._leave(reusable=False)

    def _leave(self, reusable: bool) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if reusable:
            self._transport.keep(self._key, connection)
        else:
            self._transport.drop(connection)

    def __del__(self) -> None:
        # After a fork the connection belongs to the process that made it.
        if self._process == os.getpid():
            self._leave(reusable=False)
