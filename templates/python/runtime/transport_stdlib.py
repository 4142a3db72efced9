"""The transport over the standard library, for copies that may depend on nothing else.

One connection serves one request at a time; idle ones are kept for the next request to the
same host. The asynchronous transport waits for them in threads.
"""

from __future__ import annotations

import select
import socket
from _collections_abc import AsyncIterator, Callable, Iterator
from _thread import allocate_lock
from binascii import b2a_base64

from .errors import APIConnectionError, APITimeoutError
from .timeouts import Timeout
from .transport import AsyncResponse, Request, Response
from .urls import origin

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import ssl
    from http.client import HTTPConnection, HTTPResponse
    from typing import Any, TypeVar

    R = TypeVar("R")

CHUNK = 64 * 1024
IDLE = 20
"""How many connections to one host are kept when nobody uses them."""
MOST_INTERIM = 50
"""How many answers such as 103 may come before the one that counts."""

Origin = tuple[str, str, int]


class StdlibTransport:
    """Sends through `http.client`."""

    def __init__(self, client: None = None, http2: bool = False) -> None:
        if http2:
            raise ValueError("http2: this package's transport speaks HTTP/1.1 only")
        self._idle: dict[Origin, list[HTTPConnection]] = {}
        self._lock = allocate_lock()
        self._context: ssl.SSLContext | None = None
        self._answers: type[HTTPResponse] | None = None

    def send(self, request: Request) -> Response:
        """Sends `request`; the answer's body is not read yet."""
        key = origin(request.url)
        connection = self._take(key)
        try:
            if connection is None:
                connection = self._connect(key, request.timeout)
            answer = _exchange(connection, request)
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        return _Answer(self, key, connection, answer)

    def close(self) -> None:
        """Closes every idle connection."""
        with self._lock:
            connections = [c for idle in self._idle.values() for c in idle]
            self._idle.clear()
        for connection in connections:
            connection.close()

    def give_back(self, key: Origin, connection: HTTPConnection) -> None:
        """Keeps a connection for the next request."""
        with self._lock:
            idle = self._idle.setdefault(key, [])
            if len(idle) < IDLE:
                idle.append(connection)
                return
        connection.close()

    def _take(self, key: Origin) -> HTTPConnection | None:
        while True:
            with self._lock:
                idle = self._idle.get(key)
                if not idle:
                    return None
                connection = idle.pop()
            if _alive(connection):
                return connection
            connection.close()

    def _connect(self, key: Origin, timeout: Timeout) -> HTTPConnection:
        from http.client import HTTPConnection, HTTPSConnection

        scheme, host, port = key
        host = _bare(host)
        if scheme not in ("http", "https"):
            raise APIConnectionError(f"not an HTTP address: {scheme}://", sent=False)
        proxy = _proxy(key)
        to = proxy[0] if proxy is not None else (host, port)
        connection: HTTPConnection
        if scheme == "https":
            connection = HTTPSConnection(
                *to, timeout=timeout.connect, context=self._tls()
            )
            if proxy is not None:
                connection.set_tunnel(host, port, proxy[1])
        else:
            connection = HTTPConnection(*to, timeout=timeout.connect)
        if self._answers is None:
            self._answers = _strict_answers()
        connection.response_class = self._answers
        try:
            connection.connect()
        except TimeoutError as error:
            raise APITimeoutError(
                f"connecting to {host}: {error}", sent=False
            ) from error
        except OSError as error:
            text = f"connecting to {host}: {error}"
            raise APIConnectionError(text, sent=False) from error
        return connection

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            import ssl

            self._context = ssl.create_default_context()
        return self._context


class _Answer(Response):
    """An answer that gives its connection back when its body was read to the end."""

    __slots__ = ("_answer", "_connection", "_key", "_transport")

    def __init__(
        self,
        transport: StdlibTransport,
        key: Origin,
        connection: HTTPConnection,
        answer: HTTPResponse,
    ) -> None:
        super().__init__(answer.status, answer.headers.items(), self._read())
        self._transport = transport
        self._key = key
        self._connection: HTTPConnection | None = connection
        self._answer = answer

    def _read(self) -> Iterator[bytes]:
        from http.client import HTTPException

        answer = self._answer
        missing = answer.length or 0
        try:
            while chunk := answer.read1(CHUNK):
                missing -= len(chunk)
                yield chunk
        except TimeoutError as error:
            raise APITimeoutError(f"reading the answer: {error}") from error
        except (OSError, HTTPException) as error:
            raise APIConnectionError(f"reading the answer: {error!r}") from error
        if missing > 0:
            raise APIConnectionError(f"the answer ended {missing} bytes too early")
        answer.close()
        connection, self._connection = self._connection, None
        if connection is not None:
            if answer.will_close:
                connection.close()
            else:
                self._transport.give_back(self._key, connection)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._answer.close()
            connection.close()


def _exchange(connection: HTTPConnection, request: Request) -> HTTPResponse:
    from http.client import HTTPException

    timeout, headers = request.timeout, request.headers
    target = request.url.partition("://")[2]
    at = min([i for i in (target.find("/"), target.find("?")) if i >= 0], default=-1)
    path = target[at:] if at >= 0 else "/"
    if not path.startswith("/"):
        path = "/" + path
    key = origin(request.url)
    proxy = _proxy(key) if key[0] == "http" else None
    if proxy is not None:
        path, headers = request.url, {**headers, **proxy[1]}
    sock: socket.socket = connection.sock
    try:
        sock.settimeout(timeout.write)
        connection.request(request.method, path, request.body, headers)
        sock.settimeout(timeout.read)
        return connection.getresponse()
    except TimeoutError as error:
        raise APITimeoutError(f"waiting for the answer: {error}") from error
    except (OSError, HTTPException) as error:
        raise APIConnectionError(f"waiting for the answer: {error!r}") from error


def _strict_answers() -> type[HTTPResponse]:
    """The class of answers, stricter than `http.client`, which takes broken ones for whole.

    A head or a chunk's line that breaks off, and a length that is none, are errors; all
    interim answers are skipped (RFC 9112, sections 6.3 and 8; RFC 9110, section 15.2).
    """
    from http.client import HTTPException, HTTPResponse

    class StrictAnswer(HTTPResponse):
        fp: Any
        headers: Any
        msg: Any

        def begin(self) -> None:
            if self.headers is None:
                self.fp = _Lines(self.fp, HTTPException)
            super().begin()
            for _ in range(MOST_INTERIM):
                if self.status == 101 or not 100 <= self.status < 200:
                    break
                self.headers = self.msg = None
                super().begin()
            else:
                raise HTTPException("too many interim answers")
            head: Any = self.headers
            lengths = set(head.get_all("content-length", ()))
            codings = head.get_all("transfer-encoding", ())
            if codings and not self.chunked:
                raise HTTPException(f"the body is sent as {codings[0]!r}")
            if len(lengths) > 1 or not all(map(_is_length, lengths)):
                raise HTTPException(f"the length of the body is {sorted(lengths)}")

    return StrictAnswer


def _is_length(text: str) -> bool:
    return text.isascii() and text.strip().isdecimal()


class _Lines:
    """A file whose lines have to be whole."""

    def __init__(self, file: Any, error: type[Exception]) -> None:
        self._file = file
        self._error = error
        self.read = file.read
        self.read1 = file.read1
        self.readinto = file.readinto
        self.close = file.close
        self.flush = file.flush

    def readline(self, limit: int = -1) -> bytes:
        """A line. `limit` is beyond what any line may have."""
        line: bytes = self._file.readline(limit)
        if line[-1:] != b"\n" and len(line) != limit:
            raise self._error("the answer breaks off")
        return line


def _alive(connection: HTTPConnection) -> bool:
    """Whether an idle connection is still open: nothing may be there to read."""
    sock: socket.socket | None = connection.sock
    if sock is None:
        return False
    try:
        return not select.select([sock], [], [], 0)[0]
    except (OSError, ValueError):
        return False


def _bare(host: str) -> str:
    """A host without the brackets that an IPv6 address has in a URL."""
    return host.removeprefix("[").removesuffix("]")


def _proxy(key: Origin) -> tuple[tuple[str, int], dict[str, str]] | None:
    """Where the proxy is that the environment names for a host, and the headers for it."""
    from urllib.request import getproxies, proxy_bypass

    address = getproxies().get(key[0])
    if not address or proxy_bypass(_bare(key[1])):
        return None
    _, name, port = origin(address if "://" in address else f"http://{address}")
    return (name, port), _proxy_headers(address)


def _proxy_headers(address: str) -> dict[str, str]:
    """How to be let through: the name and password in the proxy's address, if any."""
    from urllib.parse import unquote

    authority = address.rpartition("://")[2].partition("/")[0]
    name, given, _ = authority.rpartition("@")
    if not given:
        return {}
    user, _, password = name.partition(":")
    token = b2a_base64(f"{unquote(user)}:{unquote(password)}".encode(), newline=False)
    return {"Proxy-Authorization": f"Basic {token.decode()}"}


class AsyncStdlibTransport:
    """The same in threads, so that nothing blocks the event loop."""

    def __init__(self, client: None = None, http2: bool = False) -> None:
        self._transport = StdlibTransport(client, http2)

    async def send(self, request: Request) -> AsyncResponse:
        """Sends `request`; the answer's body is not read yet."""
        answer = await _in_thread(lambda: self._transport.send(request))
        return _AsyncAnswer(answer)

    async def close(self) -> None:
        """Closes every idle connection."""
        self._transport.close()


class _AsyncAnswer(AsyncResponse):
    __slots__ = ("_answer",)

    def __init__(self, answer: Response) -> None:
        super().__init__(answer.status, answer.headers.fields, _chunks(answer))
        self._answer = answer

    async def close(self) -> None:
        self._answer.close()


async def _chunks(answer: Response) -> AsyncIterator[bytes]:
    while chunk := await _in_thread(lambda: next(answer.chunks, b"")):
        yield chunk


async def _in_thread(work: Callable[[], R]) -> R:
    import asyncio

    return await asyncio.get_running_loop().run_in_executor(None, work)
