"""Where the standard library's transports connect to for an address: the server, or a proxy.

The environment names proxies (`http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`). They are
spoken to in HTTP without TLS; another kind is refused, never passed by.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .errors import APIConnectionError
from .headers import basic
from .redaction import redact_url
from .urls import origin, without_user

if TYPE_CHECKING:
    import ssl
    from typing import TypeAlias

    Origin: TypeAlias = tuple[str, str, int]


class Route:
    """How requests to one server travel.

    `host` and `port` are where to connect. `server` is the name of a server that is spoken to
    in TLS, else empty. `tunnel` is what to ask a proxy for first, `whole` whether it is told
    the whole address of each request; `headers` are for the proxy.
    """

    __slots__ = ("headers", "host", "name", "port", "server", "tunnel", "whole")

    def __init__(self, key: Origin) -> None:
        scheme, host, port = key
        if scheme not in ("http", "https"):
            raise APIConnectionError(
                f"not an HTTP address: {scheme}://", sent=False, final=True
            )
        usual = {"http": 80, "https": 443}[scheme]
        ascii_host = host if host.isascii() else host.encode("idna").decode()
        self.host = ascii_host.removeprefix("[").removesuffix("]")
        self.port = port
        self.server = self.host if scheme == "https" else ""
        self.name = ascii_host if port == usual else f"{ascii_host}:{port}"
        """The host as requests name it."""
        self.tunnel = ""
        self.whole = False
        self.headers: dict[str, str] = {}
        proxy = _proxy(scheme, self.host, port)
        if proxy:
            if scheme == "https":
                self.tunnel = f"{ascii_host}:{port}"
            else:
                self.whole = True
            self.headers = _headers(proxy)
            _, proxy_host, self.port = origin(proxy)
            self.host = proxy_host.removeprefix("[").removesuffix("]")

    def target(self, url: str) -> str:
        """What the first line of a request names."""
        scheme, _, rest = url.partition("://")
        at = min([i for i in (rest.find("/"), rest.find("?")) if i >= 0], default=-1)
        path = rest[at:] if at >= 0 else "/"
        if path[0] == "?":
            path = "/" + path
        return f"{scheme}://{self.name}{path}" if self.whole else path

    def tunnel_head(self) -> bytes:
        """The request to a proxy for a connection to the server (RFC 9110, section 9.3.6)."""
        lines = [f"CONNECT {self.tunnel} HTTP/1.1", f"host: {self.tunnel}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def refused(self, status: int, reason: str) -> APIConnectionError:
        """The error that a proxy opens no tunnel. It will not for those whom it does not know."""
        return APIConnectionError(
            f"the proxy does not connect to {self.tunnel}: {status} {reason}".rstrip(),
            sent=False,
            final=400 <= status < 500 and status not in (408, 429),
        )


def http1_only(http2: bool) -> None:
    """Raises ValueError where HTTP/2 is asked for."""
    if http2:
        raise ValueError("http2: this package's transport speaks HTTP/1.1 only")


class Routes:
    """The routes of one transport and its TLS, each made when it is first needed."""

    __slots__ = ("_context", "_routes")

    def __init__(self) -> None:
        self._routes: dict[Origin, Route] = {}
        self._context: ssl.SSLContext | None = None

    def to(self, key: Origin) -> Route:
        """How to get there."""
        route = self._routes.get(key)
        if route is None:
            route = self._routes[key] = Route(key)
        return route

    def tls(self) -> ssl.SSLContext:
        """With the system's certificates, or those that `SSL_CERT_FILE` names."""
        if self._context is None:
            import ssl

            self._context = ssl.create_default_context()
        return self._context


def _proxy(scheme: str, host: str, port: int) -> str:
    """The address of the proxy that the environment names; empty if there is none."""
    from urllib.request import getproxies, proxy_bypass

    named = getproxies()
    address = named.get(scheme) or named.get("all")
    if not address or proxy_bypass(host) or proxy_bypass(f"{host}:{port}"):
        return ""
    if "://" not in address:
        address = f"http://{address}"
    if not address.lower().startswith("http://"):
        raise APIConnectionError(
            f"the proxy {redact_url(address)} of the environment cannot be used: "
            "this package's transport speaks to proxies in HTTP only",
            sent=False,
            final=True,
        )
    return address


def _headers(address: str) -> dict[str, str]:
    """How to be let through: the name and password in the proxy's address, if any."""
    _, user = without_user(address)
    return {} if user is None else {"proxy-authorization": basic(*user)}
