"""The asynchronous transport over the standard library: asyncio's own connections, no threads.

One connection serves one request at a time; idle ones are kept for the next request to the
same host. What waits is cancelled at once, and nothing of it lives on.
"""

from __future__ import annotations

import asyncio
import os
from weakref import WeakKeyDictionary

from .async_connection import AsyncConnection
from .checking import TYPE_CHECKING
from .errors import APITimeoutError
from .pool import Pool
from .routes import Routes, http1_only
from .timeouts import Timeout, deadline_in, patience, sooner
from .transport import AsyncResponse, Request
from .urls import origin

if TYPE_CHECKING:
    from typing import Self

    from .routes import Origin


class AsyncStdlibTransport:
    """Sends over connections of its own."""

    def __init__(self, client: None = None, http2: bool = False) -> None:
        http1_only(http2)
        self._routes = Routes()
        # Connections belong to an event loop; a client may see several of them.
        self._pools: WeakKeyDictionary[
            asyncio.AbstractEventLoop, Pool[AsyncConnection]
        ] = WeakKeyDictionary()

    async def send(self, request: Request) -> AsyncResponse:
        """Sends `request`; the answer's body is not read yet."""
        timeout = request.timeout
        deadline = deadline_in(timeout.total)
        key = origin(request.url)
        route = self._routes.to(key)
        loop = asyncio.get_running_loop()
        pool = self._pools.get(loop)
        if pool is None:
            pool = self._pools[loop] = Pool()
        connection = await _take(pool, key, timeout, deadline)
        try:
            if connection.fresh:
                await connection.open(route, timeout, deadline, self._routes.tls)
            await connection.ask(request, route, deadline)
        except BaseException:
            _drop(pool, connection)
            raise
        return _Answer(_Body(pool, key, connection, timeout, deadline))

    async def close(self) -> None:
        """Closes every idle connection of this event loop."""
        pool = self._pools.get(asyncio.get_running_loop())
        if pool is not None:
            for connection in pool.all():
                _drop(pool, connection)


def _drop(pool: Pool[AsyncConnection], connection: AsyncConnection) -> None:
    connection.close()
    pool.gone()


async def _take(
    pool: Pool[AsyncConnection], key: Origin, timeout: Timeout, deadline: float | None
) -> AsyncConnection:
    """An idle connection, or a new one if there are not too many."""
    until: float | None = None
    while True:
        found, unused = pool.choose(key, AsyncConnection)
        for connection in unused:
            _drop(pool, connection)
        if found is not None:
            if found.fresh or found.alive():
                return found
            _drop(pool, found)
        elif not unused:
            until = until or deadline_in(timeout.pool)
            await _wait(pool, sooner(until, deadline))


async def _wait(pool: Pool[AsyncConnection], until: float | None) -> None:
    waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def wake() -> None:
        if not waiter.done():
            waiter.set_result(None)

    pool.wait(wake)
    try:
        async with asyncio.timeout(patience(None, until)):
            await waiter
    except BaseException as error:
        pool.leave(wake)
        if isinstance(error, TimeoutError):
            text = "no connection became free in time"
            raise APITimeoutError(text, sent=False) from error
        raise


class _Answer(AsyncResponse):
    __slots__ = ("_body",)

    def __init__(self, body: _Body) -> None:
        incoming = body.incoming
        super().__init__(incoming.status, incoming.fields, body)
        self._body = body

    async def close(self) -> None:
        self._body.leave(reusable=False)


class _Body:
    """The pieces of a body. At its end the connection is given back, before that it is closed,
    also when nobody holds this any more."""

    __slots__ = (
        "_connection",
        "_deadline",
        "_key",
        "_loop",
        "_pool",
        "_process",
        "_timeout",
        "incoming",
    )

    def __init__(
        self,
        pool: Pool[AsyncConnection],
        key: Origin,
        connection: AsyncConnection,
        timeout: Timeout,
        deadline: float | None,
    ) -> None:
        self.incoming = connection.incoming
        self._pool = pool
        self._key = key
        self._connection: AsyncConnection | None = connection
        self._timeout = timeout
        self._deadline = deadline
        self._loop = asyncio.get_running_loop()
        self._process = os.getpid()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        connection = self._connection
        if connection is None:
            raise StopAsyncIteration
        try:
            piece = await connection.body(self._timeout, self._deadline)
        except BaseException:
            self.leave(reusable=False)
            raise
        if not piece:
            self.leave(reusable=self.incoming.reusable)
            raise StopAsyncIteration
        return piece

    def leave(self, reusable: bool) -> None:
        """Gives the connection back, or closes it."""
        connection, self._connection = self._connection, None
        if connection is not None and not (
            reusable and self._pool.keep(self._key, connection)
        ):
            _drop(self._pool, connection)

    def __del__(self) -> None:
        connection = self._connection
        # After a fork the connection belongs to the process that made it.
        if connection is not None and self._process == os.getpid():
            try:
                self._loop.call_soon_threadsafe(_drop, self._pool, connection)
            except RuntimeError:
                pass  # The event loop is closed, and its connections with it.
