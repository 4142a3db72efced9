"""`AsyncConnection`: `connection.py` in asyncio."""

from __future__ import annotations

import asyncio
from _collections_abc import Callable

from .checking import TYPE_CHECKING
from .connection import KEPT, readiness
from .errors import APIConnectionError, APITimeoutError
from .http1 import BrokenAnswer, HeadTooLarge, Incoming, write_body, write_head
from .routes import Route
from .threads import each_in_thread
from .timeouts import Timeout, patience
from .transport import Request

if TYPE_CHECKING:
    import ssl

MOST_UNREAD = 256 * 1024
"""How much may have come before it is read."""
SMALL = 64 * 1024
"""Up to this length a body is sent at once, with the head."""


class AsyncConnection(asyncio.Protocol):
    """Connected by `open`; `ask` sends a request and reads the head of its answer."""

    def __init__(self) -> None:
        self.incoming = Incoming()
        self.fresh = True
        """Whether it was never connected."""
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._uses = 0
        self._lost = False
        self._failure: Exception | None = None
        self._full = False
        self._held = False

    # What asyncio tells ----------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """There is a connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Something has come."""
        self.incoming.feed(data)
        if self.incoming.waiting > MOST_UNREAD and not self._held:
            assert self._transport is not None
            self._held = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        """Nothing more will come."""
        self.incoming.end()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """There is no connection any more."""
        self._lost = True
        self._failure = exc
        self._transport = None
        self.incoming.end()
        self._wake()

    def pause_writing(self) -> None:
        """The other side is slower than we are."""
        self._full = True

    def resume_writing(self) -> None:
        """There is room again."""
        self._full = False
        self._wake()

    def _wake(self) -> None:
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    async def _event(self, seconds: float | None) -> None:
        """Waits until one of these happens. Raises TimeoutError."""
        loop = asyncio.get_running_loop()
        waiter = self._waiter = loop.create_future()
        timer = None if seconds is None else loop.call_later(seconds, _expire, waiter)
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()

    # Connecting ------------------------------------------------------------------------

    async def open(
        self,
        route: Route,
        timeout: Timeout,
        deadline: float | None,
        tls: Callable[[], ssl.SSLContext],
    ) -> None:
        """Connects to the server of a route, by its proxy if it has one."""
        self.fresh = False
        seconds = patience(timeout.connect, deadline)
        try:
            async with asyncio.timeout(seconds):
                await self._open(route, tls)
        except TimeoutError as error:
            text = f"connecting to {route.host}: {error}"
            raise APITimeoutError(text, sent=False) from error
        except (OSError, UnicodeError, BrokenAnswer) as error:
            text = f"connecting to {route.host}: {error}"
            raise APIConnectionError(text, sent=False) from error

    async def _open(self, route: Route, tls: Callable[[], ssl.SSLContext]) -> None:
        if not route.host:
            raise OSError("there is no host in the address")
        loop = asyncio.get_running_loop()
        context = tls() if route.server else None
        at_once = context if not route.tunnel else None
        await loop.create_connection(
            lambda: self,
            route.host,
            route.port,
            ssl=at_once,
            server_hostname=route.server if at_once is not None else None,
        )
        if not route.tunnel or context is None:
            return
        assert self._transport is not None
        self.incoming.expect("CONNECT")
        self._transport.write(route.tunnel_head())
        while not self.incoming.head():
            await self._event(None)
        if self.incoming.status >= 300 or self.incoming.waiting:
            raise route.refused(self.incoming.status, self.incoming.reason)
        self._transport = await loop.start_tls(
            self._transport, self, context, server_hostname=route.server
        )

    def alive(self) -> bool:
        """Whether an idle connection is still open: nothing may have come on it."""
        transport = self._transport
        if transport is None or self._lost or transport.is_closing():
            return False
        if not self.incoming.reusable:
            return False
        made = transport.get_extra_info("socket")
        try:
            return made is None or not readiness(made, 0)[0]
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        """Closes the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    # A request and its answer ----------------------------------------------------------

    async def ask(self, request: Request, route: Route, deadline: float | None) -> None:
        """Sends a request and waits for the head of the answer that counts.

        An answer that comes before all of the body was sent is the answer.
        """
        timeout, incoming = request.timeout, self.incoming
        incoming.expect(request.method)
        self._uses += 1
        try:
            try:
                await self._send(request, route, timeout.write, deadline)
            except TimeoutError as error:
                text = "sending the request: the server takes no more of it"
                raise APITimeoutError(text) from error
            while not incoming.head():
                await self._more(timeout.read, deadline)
        except TimeoutError as error:
            raise APITimeoutError("waiting for the answer: timed out") from error
        except HeadTooLarge as error:
            raise APIConnectionError(str(error), final=True) from error
        except BrokenAnswer as error:
            if self._uses > 1 and not incoming.begun:
                raise APIConnectionError(KEPT) from error
            text = f"waiting for the answer: {self._failure or error}"
            raise APIConnectionError(text) from error

    async def body(self, timeout: Timeout, deadline: float | None) -> bytes:
        """The next piece of the answer's body; empty at its end."""
        incoming = self.incoming
        try:
            while (piece := incoming.body()) is None:
                await self._more(timeout.read, deadline)
        except TimeoutError as error:
            raise APITimeoutError("reading the answer: timed out") from error
        except BrokenAnswer as error:
            text = f"reading the answer: {self._failure or error}"
            raise APIConnectionError(text) from error
        return piece

    async def _more(self, seconds: float | None, deadline: float | None) -> None:
        if self._held and self._transport is not None:
            self._held = False
            self._transport.resume_reading()
        await self._event(patience(seconds, deadline))

    # Sending ---------------------------------------------------------------------------

    async def _send(
        self,
        request: Request,
        route: Route,
        seconds: float | None,
        deadline: float | None,
    ) -> None:
        body = request.body
        head, chunked = write_head(
            request.method,
            route.target(request.url),
            route.name,
            request.headers | route.headers if route.whole else request.headers,
            body,
        )
        assert self._transport is not None
        if body is None or (isinstance(body, bytes) and len(body) <= SMALL):
            self._transport.write(head + (body or b""))
            return
        self._transport.write(head)
        pieces = write_body(body, chunked, request.headers)
        if isinstance(body, bytes):
            for piece in pieces:
                if not await self._write(piece, seconds, deadline):
                    return
            return
        async for piece in each_in_thread(pieces):
            if not await self._write(piece, seconds, deadline):
                return

    async def _write(
        self, piece: bytes | memoryview, seconds: float | None, deadline: float | None
    ) -> bool:
        """Sends a piece; False if the server has answered before it took all of it."""
        incoming = self.incoming
        # Other calls get a turn, and what has come is seen.
        await asyncio.sleep(0)
        while not self._lost and not (incoming.begun and incoming.head()):
            if not self._full:
                assert self._transport is not None
                self._transport.write(piece)
                return True
            await self._event(patience(seconds, deadline))
        incoming.last()
        return False


def _expire(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
