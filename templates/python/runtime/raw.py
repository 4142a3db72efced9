"""Answers as they came: status and headers at once, the body when it is asked for."""

from __future__ import annotations

import os
import time
from _collections_abc import AsyncIterator, Awaitable, Iterator

from .checking import TYPE_CHECKING
from .decoding import decode_answer, error_of
from .errors import APIConnectionError, APIResponseError, request_id
from .intake import Intake, Whole
from .media_types import charset_of, text_of
from .ranges import Progress, Resumption
from .redaction import redact_url
from .retry import backoff
from .sleeping import sleep
from .threads import in_thread
from .typed import Generic, T

if TYPE_CHECKING:
    from codecs import IncrementalDecoder
    from collections.abc import Callable
    from typing import Any, Self, TypeVar

    from .call import Call
    from .errors import APIStatusError
    from .reading import Reading
    from .transport import AsyncResponse, Request, Response

    V = TypeVar("V")


DISCARDED = 64 * 1024
"""How much of a body that nobody asked for is read, so that its connection can be used again."""


class _Head(Generic[T]):
    """What is known of an answer before its body is read."""

    def __init__(
        self,
        call: Call[T],
        request: Request,
        response: Response | AsyncResponse,
        deadline: float | None,
        limit: int,
        reading: Reading,
    ) -> None:
        self.status_code = response.status
        self.headers = response.headers
        self.method = request.method
        self.full_url = request.url
        """The address that answered; it may hold a secret."""
        self._call = call
        self._limit: int | None = limit
        self._deadline = deadline
        self._content: bytes | None = None
        self.reading = reading
        """How the client reads bodies."""

    @property
    def url(self) -> str:
        """The address that answered, secrets removed."""
        return redact_url(self.full_url)

    @property
    def request_id(self) -> str | None:
        """What the server calls the request, for its support: the header `x-request-id`."""
        return request_id(self.headers)

    def header(self, name: str, type: type[V]) -> V | None:
        """A header as a value: `raw.header("ratelimit-limit", int)`; None if it did not come.

        Times in the form of HTTP or of RFC 3339 are a `datetime`, lists are `list[str]` and
        the like. Raises `APIResponseError` where the text is no such value.
        """
        text = self.headers.get(name)
        if text is None:
            return None
        from .header_values import header_value

        try:
            value: V = header_value(text, type)
        except ValueError as error:
            what = f"the header {name} is {text!r}: {error}"
            raise APIResponseError(what, **self.about()) from error
        return value

    def about(self) -> dict[str, Any]:
        """What an error says about the answer it came with."""
        return {
            "status_code": self.status_code,
            "headers": self.headers,
            "method": self.method,
            "url": self.full_url,
        }

    def _intake(self) -> Intake:
        return Intake(self.headers, self._limit, self._deadline, self.about())

    def _progress(self, resumption: Resumption[Any] | None) -> Progress:
        return Progress(self.status_code, self.headers, resumption, self._deadline)

    def _decode(self, content: bytes) -> T:
        value: T = decode_answer(
            self._call,
            self.status_code,
            self.headers,
            content,
            self.about(),
            self.reading,
        )
        return value

    def _json(self, content: bytes) -> Any:
        return self.reading.json(content, self.headers.get("content-type"))

    def _incremental(self) -> IncrementalDecoder:
        """What makes text of the body piece by piece, in its charset."""
        from codecs import getincrementaldecoder

        try:
            name = charset_of(self.headers.get("content-type")) or "utf-8"
            return getincrementaldecoder(name)("replace")
        except LookupError:
            return getincrementaldecoder("utf-8")("replace")

    def _error(self, content: bytes, problem: str = "") -> APIStatusError:
        return error_of(
            self._call, self.status_code, self.headers, content, self.about(), problem
        )

    def _is_short(self) -> bool:
        """Whether the body says that it is short enough to be read for its connection's sake."""
        length = self.headers.get("content-length", "0")
        return length.isdecimal() and int(length) <= DISCARDED

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status_code} {self.method} {self.url}>"


class RawResponse(_Head[T]):
    """An answer. Use it as a context manager where its body is read in pieces."""

    def __init__(
        self,
        call: Call[T],
        request: Request,
        response: Response,
        deadline: float | None,
        limit: int,
        reading: Reading,
    ) -> None:
        super().__init__(call, request, response, deadline, limit, reading)
        self._response = response
        self.resumption: Resumption[RawResponse[T]] | None = None
        """How to go on with a download that breaks off."""

    def read(self) -> bytes:
        """The whole body."""
        if self._content is None:
            whole = Whole()
            for piece in self._bytes():
                whole.add(piece)
            self._content = whole.content()
        return self._content

    @property
    def content(self) -> bytes:
        """The whole body."""
        return self.read()

    @property
    def text(self) -> str:
        """The whole body as text."""
        return text_of(self.read(), self.headers.get("content-type"))

    def json(self) -> Any:
        """The whole body as a JSON value."""
        return self._json(self.read())

    def parse(self) -> T:
        """The body as the API documents it: what the call itself would have returned."""
        return self._decode(self.read())

    def error(self) -> APIStatusError:
        """The exception that an answer with an error status means, whatever its body is."""
        try:
            return self._error(self.read())
        except (APIConnectionError, APIResponseError) as error:
            return self._error(b"", error.message)

    def discard(self) -> None:
        """Gives the connection back, for another request if the body is short."""
        size = 0
        try:
            if self._content is None and self._is_short():
                for chunk in self._response.chunks:
                    size += len(chunk)
                    if size > DISCARDED:
                        break
        except APIConnectionError:
            pass  # Nobody asked for this body.
        finally:
            self._response.close()

    def iter_bytes(self) -> Iterator[bytes]:
        """The body in pieces, without keeping it. There is no limit on its size.

        If the connection breaks, the rest is asked for where the API says which version of
        the content it sends.
        """
        if self._content is not None:
            return iter((self._content,))
        self._limit = None
        return self._bytes()

    def iter_lines(self) -> Iterator[str]:
        """The lines of a text body, without their ends."""
        decoder = self._incremental()
        rest = ""
        for chunk in self.iter_bytes():
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            yield from [line.removesuffix("\r") for line in lines]
        if rest:
            yield rest.removesuffix("\r")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the body to a file, piece by piece."""
        with open(path, "wb") as file:
            file.writelines(self.iter_bytes())

    def _bytes(self) -> Iterator[bytes]:
        progress = self._progress(self.resumption)
        while True:
            try:
                intake = self._intake()
                for chunk in self._response.chunks:
                    for piece in intake.feed(chunk):
                        progress.add(len(piece))
                        yield piece
                intake.finish()
                return
            except APIConnectionError:
                failures = progress.failed()
                if failures is None or self.resumption is None:
                    raise
                time.sleep(backoff(failures))
                rest = self.resumption.again(progress.headers())
                if not progress.fits(rest.status_code, rest.headers):
                    rest.close()
                    raise
            finally:
                self._response.close()
            self._response = rest._response

    def close(self) -> None:
        """Gives the connection back; the rest of the body is not read."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class AsyncRawResponse(_Head[T]):
    """An answer of an asynchronous client."""

    def __init__(
        self,
        call: Call[T],
        request: Request,
        response: AsyncResponse,
        deadline: float | None,
        limit: int,
        reading: Reading,
    ) -> None:
        super().__init__(call, request, response, deadline, limit, reading)
        self._response = response
        self.resumption: Resumption[Awaitable[AsyncRawResponse[T]]] | None = None
        """How to go on with a download that breaks off."""

    async def read(self) -> bytes:
        """The whole body."""
        if self._content is None:
            whole = Whole()
            async for piece in self._bytes():
                whole.add(piece)
            self._content = whole.content()
        return self._content

    async def text(self) -> str:
        """The whole body as text."""
        return text_of(await self.read(), self.headers.get("content-type"))

    async def json(self) -> Any:
        """The whole body as a JSON value."""
        return self._json(await self.read())

    async def parse(self) -> T:
        """The body as the API documents it: what the call itself would have returned."""
        return self._decode(await self.read())

    async def error(self) -> APIStatusError:
        """The exception that an answer with an error status means, whatever its body is."""
        try:
            return self._error(await self.read())
        except (APIConnectionError, APIResponseError) as error:
            return self._error(b"", error.message)

    async def discard(self) -> None:
        """Gives the connection back, for another request if the body is short."""
        size = 0
        try:
            if self._content is None and self._is_short():
                async for chunk in self._response.chunks:
                    size += len(chunk)
                    if size > DISCARDED:
                        break
        except APIConnectionError:
            pass  # Nobody asked for this body.
        finally:
            await self._response.close()

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body in pieces, without keeping it. There is no limit on its size."""
        if self._content is not None:
            yield self._content
            return
        self._limit = None
        async for piece in self._bytes():
            yield piece

    async def iter_lines(self) -> AsyncIterator[str]:
        """The lines of a text body, without their ends."""
        decoder = self._incremental()
        rest = ""
        async for chunk in self.iter_bytes():
            *lines, rest = (rest + decoder.decode(chunk)).split("\n")
            for line in lines:
                yield line.removesuffix("\r")
        if rest:
            yield rest.removesuffix("\r")

    async def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the body to a file, piece by piece."""
        from functools import partial

        opened: Callable[[], Any] = partial(open, path, "wb")
        with await in_thread(opened) as file:
            async for piece in self.iter_bytes():
                await in_thread(partial(file.write, piece))

    async def _bytes(self) -> AsyncIterator[bytes]:
        progress = self._progress(self.resumption)
        while True:
            try:
                intake = self._intake()
                async for chunk in self._response.chunks:
                    for piece in intake.feed(chunk):
                        progress.add(len(piece))
                        yield piece
                intake.finish()
                return
            except APIConnectionError:
                failures = progress.failed()
                if failures is None or self.resumption is None:
                    raise
                await sleep(backoff(failures))
                rest = await self.resumption.again(progress.headers())
                if not progress.fits(rest.status_code, rest.headers):
                    await rest.close()
                    raise
            finally:
                await self._response.close()
            self._response = rest._response

    async def close(self) -> None:
        """Gives the connection back; the rest of the body is not read."""
        await self._response.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()
