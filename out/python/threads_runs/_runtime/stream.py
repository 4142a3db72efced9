"""`Stream` and `AsyncStream`: an answer that arrives piece by piece, each piece decoded.

Both are iterators that close their connection at the end of the stream, on an error, and as
context managers. They keep one piece at a time. A stream of server-sent events whose call
may be repeated goes on after the last event if its connection breaks.
"""

from __future__ import annotations

import time
from _collections_abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Mapping,
)

from .checking import TYPE_CHECKING
from .errors import APIConnectionError
from .model import UNSET
from .pieces import Reader
from .sleeping import sleep
from .typed import Generic, T

if TYPE_CHECKING:
    from typing import Any, Self

    from .async_sender import AsyncSender
    from .call import Events, StreamCall
    from .headers import Headers
    from .raw import AsyncRawResponse, RawResponse


class _Source:
    """The answer that is read now, and how to get the one that goes on after it.

    The generators below hold this and not the stream, so that a stream which nobody reads
    any more closes its connection at once.
    """

    __slots__ = ("reader", "reopen", "response", "tries")

    def __init__(self, response: Any, reader: Reader, reopen: Any, tries: int) -> None:
        self.response = response
        self.reader = reader
        self.reopen = reopen
        self.tries = tries

    def may_reopen(self, tries: int) -> bool:
        """Whether to go on after the last event on another connection."""
        return bool(tries and self.reader.parser.last_id and self.reopen is not None)


class Stream(Generic[T]):
    """The pieces of a streamed answer, one after another, as the server sends them."""

    def __init__(
        self,
        response: RawResponse[Any],
        events: Events,
        reopen: Callable[[str], RawResponse[Any]] | None = None,
        tries: int = 0,
    ) -> None:
        reader = Reader(events, response.about(), response.reading)
        self._source = _Source(response, reader, reopen, tries)
        self._pieces: Iterator[T] = _pieces(self._source)

    def __iter__(self) -> Iterator[T]:
        return self._pieces

    def __next__(self) -> T:
        return next(self._pieces)

    @property
    def response(self) -> RawResponse[Any]:
        """The answer that is read."""
        response: RawResponse[Any] = self._source.response
        return response

    @property
    def status_code(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def headers(self) -> Headers:
        """The headers of the answer."""
        return self.response.headers

    @property
    def last_event_id(self) -> str:
        """The id of the last event: send it as `Last-Event-ID` to go on from there."""
        return self._source.reader.parser.last_id

    def close(self) -> None:
        """Ends the stream and closes its connection."""
        self.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _pieces(source: _Source) -> Iterator[Any]:
    reader, tries = source.reader, source.tries
    while True:
        try:
            for chunk in source.response.iter_bytes():
                yield from reader.feed(chunk)
                if reader.ended:
                    return
                tries = source.tries
            yield from reader.finish()
            return
        except APIConnectionError:
            if not source.may_reopen(tries):
                raise
        finally:
            source.response.close()
        time.sleep(reader.pause(source.tries - tries))
        tries -= 1
        reader.restart()
        source.response = source.reopen(reader.parser.last_id)


class AsyncStream(Generic[T]):
    """The pieces of a streamed answer of an asynchronous client."""

    def __init__(
        self,
        response: AsyncRawResponse[Any],
        events: Events,
        reopen: Callable[[str], Awaitable[AsyncRawResponse[Any]]] | None = None,
        tries: int = 0,
    ) -> None:
        reader = Reader(events, response.about(), response.reading)
        self._source = _Source(response, reader, reopen, tries)
        self._pieces: AsyncIterator[T] = _async_pieces(self._source)

    def __aiter__(self) -> AsyncIterator[T]:
        return self._pieces

    async def __anext__(self) -> T:
        return await anext(self._pieces)

    @property
    def response(self) -> AsyncRawResponse[Any]:
        """The answer that is read."""
        response: AsyncRawResponse[Any] = self._source.response
        return response

    @property
    def status_code(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def headers(self) -> Headers:
        """The headers of the answer."""
        return self.response.headers

    @property
    def last_event_id(self) -> str:
        """The id of the last event: send it as `Last-Event-ID` to go on from there."""
        return self._source.reader.parser.last_id

    async def close(self) -> None:
        """Ends the stream and closes its connection."""
        await self.response.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()


async def _async_pieces(source: _Source) -> AsyncIterator[Any]:
    reader, tries = source.reader, source.tries
    while True:
        try:
            async for chunk in source.response.iter_bytes():
                for piece in reader.feed(chunk):
                    yield piece
                if reader.ended:
                    return
                tries = source.tries
            for piece in reader.finish():
                yield piece
            return
        except APIConnectionError:
            if not source.may_reopen(tries):
                raise
        finally:
            await source.response.close()
        await sleep(reader.pause(source.tries - tries))
        tries -= 1
        reader.restart()
        source.response = await source.reopen(reader.parser.last_id)


class AsyncStreaming(Generic[T]):
    """A stream that is not asked for yet: `await` opens it, `async for` gives its pieces.

    As a context manager it is opened and closed.
    """

    def __init__(
        self,
        sender: AsyncSender,
        call: StreamCall[Any, T],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
        content_type: str | None = None,
    ) -> None:
        self._sender = sender
        self._call = call
        self._arguments = arguments
        self._body = body
        self._options = options
        self._content_type = content_type
        self._opened: AsyncStream[T] | None = None

    def __await__(self) -> Generator[Any, Any, AsyncStream[T]]:
        return self._open().__await__()

    async def _open(self) -> AsyncStream[T]:
        return await self._sender.stream(
            self._call, self._arguments, self._body, self._options, self._content_type
        )

    async def __aiter__(self) -> AsyncIterator[T]:
        async with await self._open() as stream:
            async for piece in stream:
                yield piece

    async def __aenter__(self) -> AsyncStream[T]:
        self._opened = await self._open()
        return self._opened

    async def __aexit__(self, *exc: object) -> None:
        if self._opened is not None:
            await self._opened.close()
