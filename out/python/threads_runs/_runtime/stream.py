"""`Stream` and `AsyncStream`: an answer that arrives piece by piece, each piece decoded.

Both are iterators that close their connection at the end of the stream, on an error, and as
context managers. They keep one piece at a time. A stream of server-sent events whose call
may be repeated goes on after the last event if its connection breaks.
"""

from __future__ import annotations

import time
from _collections_abc import AsyncIterator, Awaitable, Callable, Iterator

from .errors import APIConnectionError, APIResponseError, StreamError, error_text
from .lines import LineParser
from .retry import backoff
from .shapes import is_object
from .sleeping import sleep
from .sse import EventParser, EventTooLarge
from .typed import Generic, T

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Self

    from .call import Events
    from .headers import Headers
    from .raw import AsyncRawResponse, RawResponse


class _Reader:
    """Turns chunks into decoded pieces; what the two kinds of stream share."""

    __slots__ = ("_about", "_lines", "_loads", "ended", "events", "parser")

    def __init__(self, events: Events, about: dict[str, Any]) -> None:
        from .json import loads

        self.events = events
        self.ended = False
        self.parser = EventParser()
        self._lines: LineParser | None = None
        if events.kind != "event-stream":
            self._lines = LineParser(b"\x1e" if events.kind == "json-seq" else b"\n")
        self._loads = loads
        self._about = about

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The decoded pieces that `chunk` completes."""
        try:
            if self._lines is not None:
                for line in self._lines.feed(chunk):
                    yield self._value("", line)
                    if self.ended:
                        return
                return
            blocks = self.parser.feed(chunk)
        except EventTooLarge as error:
            raise APIResponseError(str(error), **self._about) from error
        events = self.events
        done, decode = events.done, events.decode
        quick = events.envelope is None
        key = events.error
        loads = self._loads
        for block in blocks:
            if quick and block[:6] == b"data: " and b"\n" not in block:
                # The common event, one line of data, without a look at its fields.
                data = block[6:]
                if data == done and done:
                    self.ended = True
                    return
                try:
                    value = loads(data)
                except ValueError:
                    value = self._json(data)
                if key and value.__class__ is dict and value.get(key):
                    raise self._failure("", value)
                try:
                    value = decode(value)
                except RecursionError:
                    raise self._too_deep() from None
                yield value
                continue
            event = self.parser.read(block)
            if event is None:
                continue
            piece = self._value(event.event, event.raw)
            if self.ended:
                return
            yield piece

    def _value(self, name: str, data: bytes) -> Any:
        events = self.events
        if events.done and data == events.done:
            self.ended = True
            return None
        value = self._json(data)
        if name == "error":
            raise self._failure(name, value)
        if events.error and is_object(value) and value.get(events.error):
            raise self._failure(name, value)
        if events.envelope is not None:
            value = {events.envelope[0]: name, events.envelope[1]: value}
        try:
            return events.decode(value)
        except RecursionError:
            raise self._too_deep() from None

    def _too_deep(self) -> APIResponseError:
        what = "a piece of the stream is nested too deeply"
        return APIResponseError(what, **self._about)

    def _json(self, data: bytes) -> Any:
        try:
            return self._loads(data)
        except ValueError as error:
            text = data.decode("utf-8", "replace")
            try:
                # HTML Standard, 9.2.6: the stream is decoded with replacement characters.
                return self._loads(text.encode())
            except ValueError:
                raise APIResponseError(
                    f"a piece of the stream is not JSON: {text[:200]!r}", **self._about
                ) from error

    def _failure(self, name: str, value: Any) -> StreamError:
        text = error_text(value) or "the API sent an error event"
        return StreamError(text, event=name, body=value)

    def pause(self, failures: int) -> float:
        """Seconds before a reconnection: what the server asked for, else growing."""
        asked = self.parser.retry
        return asked / 1000 if asked is not None else backoff(failures)

    def restart(self) -> None:
        """Forgets a half event: another connection begins, after the last whole one."""
        parser = EventParser()
        parser.last_id, parser.retry = self.parser.last_id, self.parser.retry
        self.parser = parser

    def finish(self) -> Iterator[Any]:
        """What the end of the body completes. A half event means that it broke off."""
        if self._lines is not None:
            last = self._lines.finish()
            if last:
                yield self._value("", last)
            return
        rest = self.parser.pending.strip()
        if not rest or all(line.startswith(b":") for line in rest.split(b"\n")):
            return
        event = self.parser.read(rest)
        if event is not None and self.events.done and event.raw == self.events.done:
            self.ended = True
            return
        raise APIConnectionError("The stream ended in the middle of an event.")


class _Source:
    """The answer that is read now, and how to get the one that goes on after it.

    The generators below hold this and not the stream, so that a stream which nobody reads
    any more closes its connection at once.
    """

    __slots__ = ("reader", "reopen", "response", "tries")

    def __init__(self, response: Any, reader: _Reader, reopen: Any, tries: int) -> None:
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
        reader = _Reader(events, response.about())
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
        reader = _Reader(events, response.about())
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
