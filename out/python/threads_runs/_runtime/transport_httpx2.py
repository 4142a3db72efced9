"""The transport over httpx2. The library is imported when the first client is made."""

from __future__ import annotations

from _collections_abc import AsyncIterator, Iterator

from .errors import APIConnectionError, APITimeoutError
from .transport import AsyncResponse, Request, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import httpx2

    from .bodies import Payload


class Httpx2Transport:
    """Sends through an `httpx2.Client`: the one that is given, or one of its own."""

    def __init__(self, client: httpx2.Client | None = None) -> None:
        import httpx2

        self._given = client is not None
        self._client = client or httpx2.Client(
            limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=100),
            http2=_http2(),
        )

    def send(self, request: Request) -> Response:
        """Sends `request`; the answer's body is not read yet."""
        import httpx2

        try:
            if self._given:
                # The given client's own headers, cookies and authentication take part.
                built = self._client.build_request(
                    **_parts(request), content=request.body
                )
                answer = self._client.send(built, stream=True, follow_redirects=False)
            else:
                built = httpx2.Request(**_parts(request), content=request.body)
                answer = self._client.send(
                    built, stream=True, follow_redirects=False, auth=None
                )
        except httpx2.HTTPError as error:
            raise _translate(error) from error
        except httpx2.InvalidURL as error:
            raise APIConnectionError(f"Invalid URL: {error}", sent=False) from error
        return _Answer(answer)

    def close(self) -> None:
        """Closes every connection."""
        self._client.close()


class AsyncHttpx2Transport:
    """Sends through an `httpx2.AsyncClient`: the one that is given, or one of its own."""

    def __init__(self, client: httpx2.AsyncClient | None = None) -> None:
        import httpx2

        self._given = client is not None
        self._client = client or httpx2.AsyncClient(
            limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=100),
            http2=_http2(),
        )

    async def send(self, request: Request) -> AsyncResponse:
        """Sends `request`; the answer's body is not read yet."""
        import httpx2

        body = request.body
        content = body if body is None or isinstance(body, bytes) else _pieces(body)
        try:
            if self._given:
                built = self._client.build_request(**_parts(request), content=content)
                answer = await self._client.send(
                    built, stream=True, follow_redirects=False
                )
            else:
                built = httpx2.Request(**_parts(request), content=content)
                answer = await self._client.send(
                    built, stream=True, follow_redirects=False, auth=None
                )
        except httpx2.HTTPError as error:
            raise _translate(error) from error
        except httpx2.InvalidURL as error:
            raise APIConnectionError(f"Invalid URL: {error}", sent=False) from error
        return _AsyncAnswer(answer)

    async def close(self) -> None:
        """Closes every connection."""
        await self._client.aclose()


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


def _parts(request: Request) -> dict[str, Any]:
    timeout = request.timeout
    return {
        "method": request.method,
        "url": request.url,
        "headers": [
            (name.encode("ascii"), value.encode("latin-1"))
            for name, value in request.headers.items()
        ],
        "extensions": {
            "timeout": {
                "connect": timeout.connect,
                "read": timeout.read,
                "write": timeout.write,
                "pool": timeout.pool,
            }
        },
    }


def _fields(answer: httpx2.Response) -> list[tuple[str, str]]:
    return [(n.decode("latin-1"), v.decode("latin-1")) for n, v in answer.headers.raw]


def _chunks(answer: httpx2.Response) -> Iterator[bytes]:
    import httpx2

    try:
        yield from answer.iter_raw()
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        raise _translate(error) from error


async def _async_chunks(answer: httpx2.Response) -> AsyncIterator[bytes]:
    import httpx2

    try:
        async for chunk in answer.aiter_raw():
            yield chunk
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        raise _translate(error) from error


async def _pieces(body: Payload) -> AsyncIterator[bytes]:
    """Reads a file's pieces in a thread, so that a slow disk holds up no other call."""
    import sys

    pieces = iter(body)
    if "asyncio" in sys.modules:
        import asyncio

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            loop = None
        if loop is not None:
            while piece := await loop.run_in_executor(None, next, pieces, b""):
                yield piece  # type: ignore[misc]
            return
    for piece in pieces:
        yield piece  # type: ignore[misc]


def _translate(error: Exception) -> APIConnectionError:
    import httpx2

    unsent = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
    text = str(error) or type(error).__name__
    kind = (
        APITimeoutError
        if isinstance(error, httpx2.TimeoutException)
        else APIConnectionError
    )
    return kind(text, sent=not isinstance(error, unsent))


def _http2() -> bool:
    from importlib.util import find_spec

    return find_spec("h2") is not None
