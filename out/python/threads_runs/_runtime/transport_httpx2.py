"""The transport over httpx2. The library is imported when the first client is made."""

from __future__ import annotations

from _collections_abc import AsyncIterator, Callable, Iterable, Iterator

from .errors import APIConnectionError, APITimeoutError
from .logs import redact_library
from .threads import in_thread
from .transport import AsyncResponse, Request, Response

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    import httpx2


class Httpx2Transport:
    """Sends through an `httpx2.Client`: the one that is given, or one of its own."""

    def __init__(
        self, client: httpx2.Client | None = None, http2: bool = False
    ) -> None:
        import httpx2

        if http2:
            need_h2()
        self._requests = _Requests(client)
        self._client = client or httpx2.Client(
            limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=100),
            http2=http2,
        )

    def send(self, request: Request) -> Response:
        """Sends `request`; the answer's body is not read yet."""
        import httpx2

        try:
            built = self._requests.build(request, request.body)
            if self._requests.client is not None:
                # The given client's own authentication takes part.
                answer = self._client.send(built, stream=True, follow_redirects=False)
            else:
                answer = self._client.send(
                    built, stream=True, follow_redirects=False, auth=None
                )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _translate(error) from error
        return _Answer(answer)

    def close(self) -> None:
        """Closes every connection."""
        self._client.close()


class AsyncHttpx2Transport:
    """Sends through an `httpx2.AsyncClient`: the one that is given, or one of its own."""

    def __init__(
        self, client: httpx2.AsyncClient | None = None, http2: bool = False
    ) -> None:
        import httpx2

        if http2:
            need_h2()
        self._requests = _Requests(client)
        self._client = client or httpx2.AsyncClient(
            limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=100),
            http2=http2,
        )

    async def send(self, request: Request) -> AsyncResponse:
        """Sends `request`; the answer's body is not read yet."""
        import httpx2

        body = request.body
        content = body if body is None or isinstance(body, bytes) else _pieces(body)
        try:
            built = self._requests.build(request, content)
            if self._requests.client is not None:
                answer = await self._client.send(
                    built, stream=True, follow_redirects=False
                )
            else:
                answer = await self._client.send(
                    built, stream=True, follow_redirects=False, auth=None
                )
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _translate(error) from error
        return _AsyncAnswer(answer)

    async def close(self) -> None:
        """Closes every connection."""
        await self._client.aclose()


class _Requests:
    """Makes the library's requests; headers, cookies and parameters of a given client count."""

    def __init__(self, client: httpx2.Client | httpx2.AsyncClient | None) -> None:
        from functools import lru_cache

        import httpx2

        redact_library("httpx2", "httpcore2")
        self.client = client
        self._url = lru_cache(maxsize=256)(httpx2.URL)

    def build(self, request: Request, content: Any) -> httpx2.Request:
        """The request for the library to send."""
        import httpx2

        timeout = request.timeout
        names = request.headers
        headers = [
            (name.encode("ascii"), value.encode("latin-1"))
            for name, value in names.items()
        ]
        client = self.client
        if client is not None:
            for key, value in client.headers.raw:
                if key.lower().decode("latin-1") not in names:
                    headers.append((key, value))
        waits = {
            "connect": timeout.connect,
            "read": timeout.read,
            "write": timeout.write,
            "pool": timeout.pool,
        }
        make: Callable[..., httpx2.Request] = httpx2.Request
        if client is not None and (client.params or client.cookies):
            make = client.build_request
        return make(
            request.method,
            self._url(request.url),
            headers=headers,
            content=content,
            extensions={"timeout": waits},
        )


class _Answer(Response):
    __slots__ = ("_answer",)

    def __init__(self, answer: httpx2.Response) -> None:
        super().__init__(answer.status_code, _fields(answer), _chunks(answer))
        self._answer = answer

    def close(self) -> None:
        self._answer.close()


class _AsyncAnswer(AsyncResponse):
    __slots__ = ("_answer",)

    def __init__(self, answer: httpx2.Response) -> None:
        super().__init__(answer.status_code, _fields(answer), _async_chunks(answer))
        self._answer = answer

    async def close(self) -> None:
        await self._answer.aclose()


def _fields(answer: httpx2.Response) -> list[tuple[str, str]]:
    fields = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in answer.headers.raw]
    if answer.is_stream_consumed:
        # What was read before, by a mock or a hook, is unpacked already.
        return [(n, v) for n, v in fields if n.lower() != "content-encoding"]
    return fields


def _chunks(answer: httpx2.Response) -> Iterator[bytes]:
    import httpx2

    if answer.is_stream_consumed:
        yield answer.content
        return
    try:
        yield from answer.iter_raw()
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        raise _translate(error) from error


async def _async_chunks(answer: httpx2.Response) -> AsyncIterator[bytes]:
    import httpx2

    if answer.is_stream_consumed:
        yield answer.content
        return
    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        raise _translate(error) from error


async def _pieces(body: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Reads a file's pieces in a thread, so that a slow disk holds up no other call."""
    pieces = iter(body)
    while piece := await in_thread(lambda: next(pieces, b"")):
        yield piece


def _translate(error: Exception) -> APIConnectionError:
    import httpx2

    unsent = (
        httpx2.ConnectError,
        httpx2.ConnectTimeout,
        httpx2.PoolTimeout,
        httpx2.UnsupportedProtocol,
        httpx2.InvalidURL,
    )
    text = str(error) or type(error).__name__
    kind = (
        APITimeoutError
        if isinstance(error, httpx2.TimeoutException)
        else APIConnectionError
    )
    return kind(text, sent=not isinstance(error, unsent))


def need_h2() -> None:
    """Raises ImportError unless the package h2 is here, not something else of that name."""
    from importlib import import_module

    try:
        import_module("h2.connection")
    except ImportError as error:
        raise ImportError("http2=True needs the package h2: pip install h2") from error
