"""`Connection`: a socket that one request at a time travels over, and its answer comes back on."""

from __future__ import annotations

import select
import socket
import time
from _collections_abc import Callable

from .checking import TYPE_CHECKING
from .errors import UNANSWERED, APIConnectionError, APITimeoutError
from .http1 import BrokenAnswer, HeadTooLarge, Incoming, write_body, write_head
from .routes import Route
from .timeouts import Timeout, deadline_in, patience, sooner
from .transport import Request

if TYPE_CHECKING:
    import ssl

CHUNK = 64 * 1024
KEPT = f"the server closed a connection that was kept open before it answered. {UNANSWERED}"


class Connection:
    """Connected by `open`; `ask` sends a request and reads the head of its answer."""

    __slots__ = ("_seconds", "_secure", "_socket", "_taken", "_uses", "incoming")

    def __init__(self) -> None:
        self.incoming = Incoming()
        self._socket: socket.socket | None = None
        self._secure = False
        self._uses = 0
        self._taken = 0
        self._seconds: float | None = None

    @property
    def fresh(self) -> bool:
        """Whether it was never connected."""
        return not self._uses

    # Connecting ------------------------------------------------------------------------

    def open(
        self,
        route: Route,
        timeout: Timeout,
        deadline: float | None,
        tls: Callable[[], ssl.SSLContext],
    ) -> None:
        """Connects to the server of a route, by its proxy if it has one."""
        try:
            self._open(route, timeout.connect, deadline, tls)
        except TimeoutError as error:
            text = f"connecting to {route.host}: {error}"
            raise APITimeoutError(text, sent=False) from error
        except (OSError, UnicodeError, BrokenAnswer) as error:
            text = f"connecting to {route.host}: {error}"
            raise APIConnectionError(text, sent=False) from error

    def _open(
        self,
        route: Route,
        seconds: float | None,
        deadline: float | None,
        tls: Callable[[], ssl.SSLContext],
    ) -> None:
        made = self._socket = _connected(route, seconds, deadline)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if route.tunnel:
            self.incoming.expect("CONNECT")
            self._wait(patience(seconds, deadline))
            made.sendall(route.tunnel_head())
            while not self.incoming.head():
                self._receive(seconds, deadline)
            if self.incoming.status >= 300 or self.incoming.waiting:
                raise route.refused(self.incoming.status, self.incoming.reason)
        if route.server:
            self._secure = True
            made.settimeout(patience(seconds, deadline))
            self._socket = tls().wrap_socket(made, server_hostname=route.server)
        self._seconds = self._socket.gettimeout()

    def alive(self) -> bool:
        """Whether an idle connection is still open: nothing may have come on it."""
        made = self._socket
        if made is None:
            return False
        try:
            if not readiness(made, 0)[0]:
                return True
            # The other side may have sent something of TLS that is not for us.
            return self._secure and self._glance() is None
        except (OSError, ValueError):
            return False

    def close(self) -> None:
        """Closes the socket. What waits for it in another thread is woken."""
        made, self._socket = self._socket, None
        if made is not None:
            try:
                made.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            made.close()

    # A request and its answer ----------------------------------------------------------

    def ask(self, request: Request, route: Route, deadline: float | None) -> None:
        """Sends a request and waits for the head of the answer that counts.

        An answer that comes before all of the body was sent is the answer.
        """
        timeout, incoming = request.timeout, self.incoming
        incoming.expect(request.method)
        self._taken = 0
        self._uses += 1
        failure: OSError | None = None
        try:
            try:
                self._send(request, route, timeout.write, deadline)
            except TimeoutError as error:
                raise APITimeoutError(f"sending the request: {error}") from error
            except OSError as error:
                failure = error  # The server may have answered all the same.
                incoming.last()
            while not incoming.head():
                self._receive(timeout.read, deadline)
        except TimeoutError as error:
            raise APITimeoutError(f"waiting for the answer: {error}") from error
        except HeadTooLarge as error:
            raise APIConnectionError(str(error), final=True) from error
        except (OSError, BrokenAnswer) as error:
            raise self._broken(failure or error) from error

    def _broken(self, error: Exception) -> APIConnectionError:
        if not self._taken:
            return APIConnectionError(f"sending the request: {error}", sent=False)
        if self._uses > 1 and not self.incoming.begun:
            return APIConnectionError(KEPT)
        return APIConnectionError(f"waiting for the answer: {error}")

    def body(self, timeout: Timeout, deadline: float | None) -> bytes:
        """The next piece of the answer's body; empty at its end."""
        incoming = self.incoming
        try:
            while (piece := incoming.body()) is None:
                self._receive(timeout.read, deadline)
        except TimeoutError as error:
            raise APITimeoutError(f"reading the answer: {error}") from error
        except (OSError, BrokenAnswer) as error:
            raise APIConnectionError(f"reading the answer: {error}") from error
        return piece

    def _receive(self, seconds: float | None, deadline: float | None) -> None:
        self._wait(patience(seconds, deadline))
        data = self._open_socket().recv(CHUNK)
        if data:
            self.incoming.feed(data)
        else:
            self._open_socket()  # It was not closed on this side, by another thread.
            self.incoming.end()

    def _open_socket(self) -> socket.socket:
        if self._socket is None:
            raise OSError("the connection was closed")
        return self._socket

    def _wait(self, seconds: float | None) -> None:
        """How long the next wait may take."""
        if seconds != self._seconds:
            self._open_socket().settimeout(seconds)
            self._seconds = seconds

    # Sending ---------------------------------------------------------------------------

    def _send(
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
        if body is None or (isinstance(body, bytes) and len(body) <= CHUNK):
            self._write(head + (body or b""), seconds, deadline, watch=False)
            return
        self._write(head, seconds, deadline, watch=False)
        for piece in write_body(body, chunked, request.headers):
            if not self._write(piece, seconds, deadline, watch=True):
                self.incoming.last()
                return

    def _write(
        self,
        data: bytes | memoryview,
        seconds: float | None,
        deadline: float | None,
        watch: bool,
    ) -> bool:
        """Sends `data`; False if the server has answered before it took all of it."""
        made, rest = self._open_socket(), memoryview(data)
        while rest:
            if watch and self._answered(sooner(deadline_in(seconds), deadline)):
                return False
            self._wait(0 if watch else patience(seconds, deadline))
            try:
                taken = made.send(rest)
            except OSError as error:
                if _would_block(error):
                    continue
                raise
            self._taken += taken
            rest = rest[taken:]
        return True

    def _answered(self, until: float | None) -> bool:
        """Waits until more may be sent, or until there is an answer already."""
        while True:
            seconds = None if until is None else until - time.monotonic()
            if seconds is not None and seconds <= 0:
                raise TimeoutError("the server takes no more of it in time")
            readable, writable = readiness(self._open_socket(), seconds)
            if readable:
                data = self._glance()
                if data == b"":
                    self.incoming.end()
                    return True
                if data is not None:
                    self.incoming.feed(data)
                    if self.incoming.head():
                        return True
            if writable:
                return False

    def _glance(self) -> bytes | None:
        """What has come until now; None if there is nothing."""
        self._wait(0)
        try:
            return self._open_socket().recv(CHUNK)
        except OSError as error:
            if _would_block(error):
                return None
            raise


def _connected(
    route: Route, seconds: float | None, deadline: float | None
) -> socket.socket:
    """A connection to the first address of a host that takes one."""
    if not route.host:
        raise OSError("there is no host in the address")
    failure: OSError | None = None
    found = socket.getaddrinfo(route.host, route.port, type=socket.SOCK_STREAM)
    for family, kind, protocol, _, address in found:
        made = socket.socket(family, kind, protocol)
        try:
            made.settimeout(patience(seconds, deadline))
            made.connect(address)
            return made
        except OSError as error:
            failure = error
            made.close()
        except BaseException:
            made.close()
            raise
    raise failure or OSError("the host has no address")


def _would_block(error: OSError) -> bool:
    """Whether a socket, or TLS over it, cannot go on now. `ssl` may not be loaded."""
    wants = ("SSLWantReadError", "SSLWantWriteError")
    return isinstance(error, BlockingIOError) or type(error).__name__ in wants


def readiness(made: socket.socket, seconds: float | None) -> tuple[bool, bool]:
    """Waits until something can be read or written, and says which."""
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(made, select.POLLIN | select.POLLOUT)
        found = poll.poll(None if seconds is None else seconds * 1000)
        mask = found[0][1] if found else 0
        return bool(mask & ~select.POLLOUT), bool(mask & select.POLLOUT)
    readable, writable, _ = select.select([made], [made], [], seconds)
    return bool(readable), bool(writable)
