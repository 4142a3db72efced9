"""`Cookies`: what redirects set for the requests that follow (RFC 6265). A call forgets it."""

from __future__ import annotations

import time
from _collections_abc import Iterable


class Cookies:
    """The cookies that one host has set during a call."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, str, bool]] = {}

    def add(self, fields: Iterable[str], url: str) -> None:
        """Takes the values of `Set-Cookie` that came with the answer of `url`."""
        for field in fields:
            pair, *attributes = field.split(";")
            name, equals, value = pair.strip().partition("=")
            if not equals or not name:
                continue
            pairs = [text.strip().partition("=") for text in attributes]
            found = {key.lower(): value.strip() for key, _, value in pairs}
            if not _is_for(found.get("domain", ""), url):
                continue
            path = found.get("path", "")
            if not path.startswith("/"):
                # RFC 6265, section 5.1.4: the folder of what was asked for.
                path = _path(url).rpartition("/")[0] or "/"
            self._found.pop(name, None)
            if not _is_over(found):
                self._found[name] = (value, path, "secure" in found)

    def pairs(self, url: str) -> dict[str, str]:
        """What is sent with a request to `url`."""
        path, is_safe = _path(url), url.lower().startswith("https:")
        return {
            name: value
            for name, (value, where, secure) in self._found.items()
            if (is_safe or not secure) and _is_below(path, where)
        }


def with_cookies(given: str, further: dict[str, str]) -> str:
    """The header `Cookie` with further ones, which take the place of those called the same."""
    pieces = [piece.strip() for piece in given.split(";")]
    kept = [p for p in pieces if p and p.partition("=")[0] not in further]
    return "; ".join([*kept, *[f"{name}={value}" for name, value in further.items()]])


def _path(url: str) -> str:
    rest = url.partition("://")[2].partition("?")[0]
    return "/" + rest.partition("/")[2]


def _is_below(path: str, where: str) -> bool:
    """RFC 6265, section 5.1.4."""
    if not path.startswith(where):
        return False
    return where.endswith("/") or path[len(where) : len(where) + 1] in ("", "/")


def _is_for(domain: str, url: str) -> bool:
    """Whether a host may set a cookie for a domain: its own, or one that it is part of."""
    if not domain:
        return True
    authority = url.partition("://")[2].partition("/")[0].partition("?")[0]
    host = authority.rpartition("@")[2]
    if not host.endswith("]"):
        host = host.partition(":")[0]
    domain = domain.lstrip(".").lower()
    return host.lower() == domain or host.lower().endswith(f".{domain}")


def _is_over(attributes: dict[str, str]) -> bool:
    """Whether the server takes the cookie back."""
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdecimal():
        return int(age) <= 0
    expires = attributes.get("expires")
    if not expires:
        return False
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(expires).timestamp() <= time.time()
    except (ValueError, OverflowError):
        return False
