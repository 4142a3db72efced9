"""Stage 1, files of other hosts: fetched from those that the user allows, and no others.

Input: the URL of a reference, or of the document. Output: the bytes that it names. A document
may come from anywhere, so it cannot choose whom this machine speaks to: only https, only hosts
that were named, only public addresses (nothing inside the user's own network answers to a
document), each file within a size and a time, and always the same bytes as when it was first
fetched.

The URL of the document itself is the user's own word. So it may be at any address, and by http
where that is this machine; it is fetched anew each time; and what it refers to on its own
server comes the same way.
"""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Mapping
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from specloom.config import Limits
from specloom.document.remote import ChangedError, NotAllowedError, RemoteError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORT = 443
_PORTS = {"https": _PORT, "http": 80}
_REDIRECTS = 3
_PIECE = 64 * 1024
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks with IPv6 alone see them (RFC 6052)."""


class Fetcher:
    """Fetches files over https; `digests` says what it got, for the lock."""

    def __init__(
        self,
        hosts: Collection[str],
        limits: Limits,
        known: Mapping[str, str],
        *,
        context: ssl.SSLContext | None = None,
        is_open: Callable[[Address], bool] | None = None,
    ) -> None:
        """`known` are URL → SHA-256 of earlier runs. `context` and `is_open` say whom to trust
        and which addresses may be spoken to; what they are without is for everybody but tests.
        """
        self.digests: dict[str, str] = {}
        self._own = ""
        """Scheme, host and port of the document's own server."""
        self._hosts = {host.lower().removesuffix(f":{_PORT}") for host in hosts}
        self._limits = limits
        self._known = known
        self._context = context
        self._is_open = is_open or is_public

    def allows(self, url: str) -> bool:
        """Whether `url` is on a host that the user has named, or on the document's own."""
        if self._is_own(url):
            return True
        try:
            return _authority(url) in self._hosts
        except RemoteError:
            return False

    def start(self, url: str) -> bytes:
        """The bytes of the document at `url`, which the user has given.

        NotAllowedError says what has to be allowed for it, RemoteError why it cannot be had.
        """
        parts = _checked(url)
        host = _authority_of(parts)
        if not _is_here(parts.hostname or ""):
            if parts.scheme != "https":
                raise RemoteError(
                    "only https: whoever is on the way can change the rest"
                )
            if host not in self._hosts:
                raise NotAllowedError(host)
        self._own = f"{parts.scheme}://{host}"
        return self._follow(url)

    def _is_own(self, url: str) -> bool:
        if not self._own:
            return False
        try:
            parts = _checked(url)
        except RemoteError:
            return False
        return f"{parts.scheme}://{_authority_of(parts)}" == self._own

    def fetch(self, url: str) -> bytes:
        """The bytes at `url`, which `allows`; RemoteError says why not."""
        data = self._follow(url)
        if self._is_own(url):
            return data
        digest = hashlib.sha256(data).hexdigest()
        if self._known.get(url, digest) != digest:
            raise ChangedError(f"its SHA-256 is now {digest}, not {self._known[url]}")
        self.digests[url] = digest
        return data

    def _follow(self, url: str) -> bytes:
        for _ in range(_REDIRECTS + 1):
            if not self.allows(url):
                raise RemoteError(f"it leads to {url!r}, which is not allowed")
            found = self._get(url)
            if isinstance(found, bytes):
                return found
            url = found
        raise RemoteError(f"more than {_REDIRECTS} redirects")

    def _get(self, url: str) -> bytes | str:
        """What is at `url`, or the URL that it redirects to."""
        parts = urlsplit(url)
        tls = None
        if parts.scheme == "https":
            tls = self._context or ssl.create_default_context()
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        addresses = self._addresses(host, port, anywhere=self._is_own(url))
        connection = _Connection(host, port, addresses, tls, self._limits.seconds)
        try:
            connection.request(
                "GET",
                urlunsplit(("", "", parts.path or "/", parts.query, "")),
                headers={"User-Agent": "specloom", "Accept-Encoding": "identity"},
            )
            found = self._read(connection.getresponse(), url)
            if connection.is_late:
                raise OSError
            return found
        except (OSError, http.client.HTTPException, ValueError) as error:
            if connection.is_late:
                seconds = self._limits.seconds
                what = f"it takes more than {seconds} seconds (limit `seconds`)"
                raise RemoteError(what) from None
            raise RemoteError(f"cannot fetch it: {error}") from None
        finally:
            connection.end()

    def _read(self, response: http.client.HTTPResponse, url: str) -> bytes | str:
        location = response.getheader("Location")
        if response.status in (301, 302, 303, 307, 308) and location:
            return urlunsplit((*urlsplit(urljoin(url, location))[:4], ""))
        if response.status != 200:
            raise RemoteError(f"the server answers with status {response.status}")
        if response.getheader("Content-Encoding", "identity").lower() != "identity":
            raise RemoteError("the server compresses it, which was not asked for")
        data = bytearray()
        while piece := response.read(_PIECE):
            data += piece
            if len(data) > self._limits.bytes:
                most = f"{self._limits.bytes:,}"
                raise RemoteError(f"it is larger than {most} bytes (limit `bytes`)")
        if response.length:
            raise RemoteError("the connection ended before the file did")
        return bytes(data)

    def _addresses(self, host: str, port: int, *, anywhere: bool) -> list[str]:
        """Where `host` is. What is checked is what is connected to: names can change."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise RemoteError(f"there is no host {host!r}: {error}") from None
        addresses = [str(address[0]) for *_, address in found]
        for address in addresses:
            if not anywhere and not self._is_open(
                ipaddress.ip_address(address.partition("%")[0])
            ):
                raise RemoteError(f"{host!r} is at {address}, no public address")
        return addresses


class _Connection(http.client.HTTPConnection):
    """A connection to addresses that were checked, which ends when its time is over."""

    def __init__(
        self,
        host: str,
        port: int,
        addresses: list[str],
        tls: ssl.SSLContext | None,
        seconds: int,
    ) -> None:
        # Which port goes without saying, in the header `Host`.
        self.default_port = _PORTS["https" if tls else "http"]
        super().__init__(host, port, timeout=seconds)
        self.is_late = False
        self._addresses = addresses
        self._tls = tls
        self._connected: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._stop)
        self._timer.daemon = True

    def connect(self) -> None:
        """Connects to the first address that answers."""
        self._timer.start()
        failure: OSError = OSError("no address")
        for address in self._addresses:
            try:
                plain = socket.create_connection((address, self.port), self.timeout)
            except OSError as error:
                failure = error
                continue
            if self._tls is None:
                self.sock = self._connected = plain
                return
            self.sock = self._connected = wrapped = self._tls.wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False
            )
            wrapped.do_handshake()
            return
        raise failure

    def end(self) -> None:
        """Ends the connection and its timer. (`close` is also for the library to call, which
        does so while the answer is still being read.)"""
        self._timer.cancel()
        self.close()
        if self._connected is not None:
            self._connected.close()

    def _stop(self) -> None:
        self.is_late = True
        if self._connected is not None:
            try:
                # Of the socket itself: the other thread may be inside the TLS layer.
                socket.socket.shutdown(self._connected, socket.SHUT_RDWR)
            except OSError:
                pass  # it has ended by itself


def is_public(address: Address) -> bool:
    """Whether an address is one of the internet at large."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            inner = address.teredo[1]
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _authority(url: str) -> str:
    """Host, and port if it is not the usual one, of an https URL."""
    parts = _checked(url)
    if parts.scheme != "https":
        raise RemoteError("only https")
    return _authority_of(parts)


def _checked(url: str) -> SplitResult:
    """The parts of an http or https URL without a user's name."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RemoteError("it is no URL") from None
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise RemoteError("it is no URL of http or https")
    if "@" in parts.netloc:
        raise RemoteError("a user name in it is not sent")
    if any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise RemoteError("it is no URL")
    return parts


def _authority_of(parts: SplitResult) -> str:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    host = f"[{host}]" if ":" in host else host
    return host if port == _PORTS[parts.scheme] else f"{host}:{port}"


def _is_here(host: str) -> bool:
    """Whether a host is this machine, by its name alone (RFC 6761 section 6.3)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
