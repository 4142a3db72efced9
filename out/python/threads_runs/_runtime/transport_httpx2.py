"""The transport over httpx2. The library is imported when the first client is made."""

from __future__ import annotations

import os
from _collections_abc import AsyncIterator, Iterator

from .checking import TYPE_CHECKING
from .cookies import with_cookies
from .deadlines import hurry, until
from .errors import UNANSWERED, APIConnectionError, APITimeoutError
from .logs import redact_library
from .sleeping import background, in_time
from .threads import each_in_thread
from .timeouts import deadline_in
from .transport import AsyncResponse, Request, Response

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
        if client is None:
            self._client = httpx2.Client(limits=_limits(), http2=http2)
            hurry(self._client)
        else:
            self._client = client

    def send(self, request: Request) -> Response:
        """Sends `request`; the answer's body is not read yet."""
        import httpx2

        try:
            built = self._requests.build(request, request.body)
            answer = self._client.send(
                built,
                stream=True,
                follow_redirects=False,
                auth=self._requests.auth(request),
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
        self._client = client or httpx2.AsyncClient(limits=_limits(), http2=http2)

    async def send(self, request: Request) -> AsyncResponse:
        """Sends `request`; the answer's body is not read yet."""
        import httpx2

        body = request.body
        content: Any = body
        if body is not None and not isinstance(body, bytes):
            content = each_in_thread(iter(body))
        deadline = deadline_in(request.timeout.total)
        try:
            built = self._requests.build(request, content)
            sending = self._client.send(
                built,
                stream=True,
                follow_redirects=False,
                auth=self._requests.auth(request),
            )
            answer = await in_time(sending, deadline)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise _translate(error) from error
        return _AsyncAnswer(answer, deadline)

    async def close(self) -> None:
        """Closes every connection."""
        await self._client.aclose()


def _limits() -> httpx2.Limits:
    import httpx2

    return httpx2.Limits(max_connections=1000, max_keepalive_connections=100)


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
                name = key.lower().decode("latin-1")
                if name not in names and (name in _HARMLESS or not request.foreign):
                    headers.append((key, value))
        deadline = deadline_in(timeout.total)
        waits = {
            "connect": timeout.connect,
            "read": until(timeout.read, deadline),
            "write": until(timeout.write, deadline),
            "pool": timeout.pool,
        }
        url = request.url
        if client is not None and client.params and not request.foreign:
            url = _with_params(url, client.params)
        built = httpx2.Request(
            request.method,
            self._url(url),
            headers=headers,
            content=content,
            extensions={"timeout": waits},
        )
        if client is not None and client.cookies and not request.foreign:
            _add_cookies(built, client.cookies)
        return built

    def auth(self, request: Request) -> Any:
        """Whose authentication takes part: that of a given client, but on no other host."""
        import httpx2

        if self.client is None or request.foreign:
            return None
        return httpx2.USE_CLIENT_DEFAULT


_HARMLESS = frozenset({"accept", "accept-encoding", "connection", "user-agent"})


def _with_params(url: str, params: httpx2.QueryParams) -> str:
    """The address with the parameters of a client that it does not have itself."""
    from urllib.parse import urlencode

    import httpx2

    own = httpx2.URL(url).params
    more = [(name, value) for name, value in params.multi_items() if name not in own]
    if not more:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(more)}"


def _add_cookies(request: httpx2.Request, cookies: httpx2.Cookies) -> None:
    """Adds what the jar of a client has for the host. The call's own cookies count more."""
    own = request.headers.pop("cookie", "")
    cookies.set_cookie_header(request)
    pieces = [piece.strip().partition("=") for piece in own.split(";") if piece.strip()]
    further = {name: value for name, _, value in pieces}
    if further:
        found = request.headers.get("cookie", "")
        request.headers["cookie"] = with_cookies(found, further)


class _Answer(Response):
    __slots__ = ("_answer", "_process")

    def __init__(self, answer: httpx2.Response) -> None:
        super().__init__(answer.status_code, _fields(answer), _chunks(answer))
        self._answer = answer
        self._process = os.getpid()

    def close(self) -> None:
        self._answer.close()

    def __del__(self) -> None:
        # Nobody reads it any more. After a fork the connection belongs to who made it.
        if not self._answer.is_closed and self._process == os.getpid():
            self._answer.close()


class _AsyncAnswer(AsyncResponse):
    __slots__ = ("_answer", "_later", "_process")

    def __init__(self, answer: httpx2.Response, deadline: float | None) -> None:
        chunks = _async_chunks(answer, deadline)
        super().__init__(answer.status_code, _fields(answer), chunks)
        self._answer = answer
        self._process = os.getpid()
        self._later = background()

    async def close(self) -> None:
        await self._answer.aclose()

    def __del__(self) -> None:
        if not self._answer.is_closed and self._process == os.getpid():
            try:
                self._later(self._answer.aclose)
            except RuntimeError:
                pass  # The event loop is closed, and its connections with it.


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


async def _async_chunks(
    answer: httpx2.Response, deadline: float | None
) -> AsyncIterator[bytes]:
    import httpx2

    if answer.is_stream_consumed:
        yield answer.content
        return
    chunks = answer.aiter_raw()
    try:
        while True:
            try:
                chunk = await in_time(anext(chunks), deadline)
            except StopAsyncIteration:
                return
            yield chunk
    except (httpx2.HTTPError, httpx2.StreamError) as error:
        raise _translate(error) from error


def _translate(error: Exception) -> APIConnectionError:
    import httpx2

    text = str(error) or type(error).__name__
    if isinstance(error, httpx2.TimeoutException):
        unsent = isinstance(error, (httpx2.ConnectTimeout, httpx2.PoolTimeout))
        return APITimeoutError(text, sent=not unsent)
    if isinstance(error, httpx2.ProxyError):
        status = int(text[:3]) if text[:3].isdecimal() else 0
        final = 400 <= status < 500 and status not in (408, 429)
        text = f"the proxy does not connect: {text}"
        return APIConnectionError(text, sent=False, final=final)
    if isinstance(error, (httpx2.UnsupportedProtocol, httpx2.InvalidURL)):
        return APIConnectionError(text, sent=False, final=True)
    if isinstance(error, httpx2.ConnectError):
        return APIConnectionError(text, sent=False)
    if "disconnected without" in text or isinstance(error, httpx2.ReadError):
        # A connection that was kept ends in an orderly way or is reset, as it happens.
        text = f"{text} {UNANSWERED}"
    return APIConnectionError(text, final=_is_too_large(error))


def _is_too_large(error: BaseException | None) -> bool:
    """Whether h11 gave up on a head that is too long: it proposes status 431 for that."""
    while error is not None:
        if getattr(error, "error_status_hint", 0) == 431:
            return True
        error = error.__cause__ or error.__context__
    return False


def need_h2() -> None:
    """Raises ImportError unless the package h2 is here, not something else of that name."""
    from importlib import import_module

    try:
        import_module("h2.connection")
    except ImportError as error:
        raise ImportError("http2=True needs the package h2: pip install h2") from error
