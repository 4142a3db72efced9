"""What the client asks of an HTTP library: send one request, give one answer, unread.

A transport follows no redirect, decompresses nothing and repeats nothing; it turns the
library's exceptions into `APIConnectionError` and `APITimeoutError`, while the body is read
too. Any object with these methods will do, in tests for example.
"""

from __future__ import annotations

from _collections_abc import AsyncIterator, Iterable, Iterator

from .checking import TYPE_CHECKING
from .headers import Headers
from .redaction import redact_headers, redact_url
from .typed import Protocol

if TYPE_CHECKING:
    from typing import Any

    from .bodies import Payload
    from .timeouts import Timeout


class Request:
    """One request, ready to be sent. Names of headers are in lower case.

    `attempt` is how often the call has been sent before. `foreign`: a redirect has led to
    another host than the call's, which gets no secret.
    """

    __slots__ = ("attempt", "body", "foreign", "headers", "method", "timeout", "url")

    def __init__(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        body: Payload | None,
        timeout: Timeout,
        attempt: int = 0,
        foreign: bool = False,
    ) -> None:
        self.attempt = attempt
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.foreign = foreign

    def content(self) -> bytes:
        """The body, as bytes. A body that can be read once only is read by this."""
        if self.body is None or isinstance(self.body, bytes):
            return self.body or b""
        return b"".join(self.body)

    def json(self) -> Any:
        """The body as a JSON value."""
        from .json import loads

        return loads(self.content())

    def __repr__(self) -> str:
        headers = redact_headers(self.headers)
        return f"Request({self.method!r}, {redact_url(self.url)!r}, headers={headers})"


class Response:
    """One answer: its head, and its body as chunks that are read once."""

    __slots__ = ("chunks", "headers", "status")

    def __init__(
        self, status: int, headers: Iterable[tuple[str, str]], chunks: Iterator[bytes]
    ) -> None:
        self.status = status
        self.headers = Headers(headers)
        self.chunks = chunks

    def close(self) -> None:
        """Gives the connection back. A transport whose answers hold one overrides this."""


class AsyncResponse:
    """One answer of an asynchronous transport."""

    __slots__ = ("chunks", "headers", "status")

    def __init__(
        self,
        status: int,
        headers: Iterable[tuple[str, str]],
        chunks: AsyncIterator[bytes],
    ) -> None:
        self.status = status
        self.headers = Headers(headers)
        self.chunks = chunks

    async def close(self) -> None:
        """Gives the connection back. A transport whose answers hold one overrides this."""


class Transport(Protocol):
    """Sends requests and waits for their answers."""

    def send(self, request: Request) -> Response:
        """Sends `request`; the answer's body is not read yet."""
        raise NotImplementedError

    def close(self) -> None:
        """Closes every connection."""


class AsyncTransport(Protocol):
    """Sends requests without blocking."""

    async def send(self, request: Request) -> AsyncResponse:
        """Sends `request`; the answer's body is not read yet."""
        raise NotImplementedError

    async def close(self) -> None:
        """Closes every connection."""
