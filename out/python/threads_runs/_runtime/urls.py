"""Percent-encoding and the parts of a URL (RFC 3986), without importing `urllib`."""

from __future__ import annotations

_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_RESERVED = b":/?#[]@!$&'()*+,;="
_HEX = frozenset(b"0123456789ABCDEFabcdef")


def _table(kept: bytes) -> list[str]:
    return [chr(b) if b in kept else f"%{b:02X}" for b in range(256)]


_ENCODED = _table(_UNRESERVED)
_ENCODED_RESERVED = _table(_UNRESERVED + _RESERVED)


def encode(text: str) -> str:
    """Percent-encodes everything but unreserved characters (RFC 3986, section 2.3)."""
    data = text.encode()
    if not data.translate(None, _UNRESERVED):
        return text
    return "".join([_ENCODED[byte] for byte in data])


def encode_reserved(text: str, refuse: bytes = b"") -> str:
    """Keeps reserved characters and percent-encoded triples (RFC 6570, section 3.2.3).

    The bytes in `refuse` are encoded all the same: they would end the part of the URL.
    """
    data = text.encode()
    parts: list[str] = []
    for at, byte in enumerate(data):
        if (
            byte == 0x25
            and len(data) > at + 2
            and _HEX.issuperset(data[at + 1 : at + 3])
        ):
            parts.append("%")
        elif byte in refuse:
            parts.append(_ENCODED[byte])
        else:
            parts.append(_ENCODED_RESERVED[byte])
    return "".join(parts)


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: who gets the credentials (RFC 6454, section 4).

    Raises ValueError for a port beyond 16 bits: systems cut it, and reach another port.
    """
    scheme, _, rest = url.partition("://")
    scheme = scheme.lower()
    authority = _until(rest, "/?#").rpartition("@")[2]
    host, port = authority, ""
    if not authority.endswith("]"):
        head, colon, tail = authority.rpartition(":")
        if colon and (tail.isdecimal() or not tail):
            host, port = head, tail
    number = int(port) if port else {"http": 80, "https": 443}.get(scheme, 0)
    if number > 0xFFFF:
        raise ValueError(f"no port has the number {port}")
    return scheme, host.lower(), number


def without_user(url: str) -> tuple[str, tuple[str, str] | None]:
    """The URL without the user and the password in it, and these (RFC 3986, section 3.2.1)."""
    scheme, separator, rest = url.partition("://")
    authority = _until(rest, "/?#")
    given, at, host = authority.rpartition("@")
    if not at:
        return url, None
    from urllib.parse import unquote

    user, _, password = given.partition(":")
    bare = f"{scheme}{separator}{host}{rest[len(authority):]}"
    return bare, (unquote(user), unquote(password))


def join(base: str, reference: str) -> str:
    """The address that `reference` means, seen from `base` (RFC 3986, section 5.2)."""
    scheme, absolute, _ = reference.partition("://")
    if absolute and _until(scheme, "/?#") == scheme:
        return reference
    from urllib.parse import urljoin

    return urljoin(base, reference)


def is_upgrade(here: tuple[str, str, int], there: tuple[str, str, int]) -> bool:
    """Whether an origin is another one with encryption, at the usual ports."""
    return here[0] == "http" and there == ("https", here[1], 443) and here[2] == 80


def same_resource(here: str, there: str) -> bool:
    """Whether an address differs from another in nothing but encryption and a last slash."""
    first, second = origin(here), origin(there)
    if first != second and not is_upgrade(first, second):
        return False
    paths: list[tuple[str, str]] = []
    for url in (here, there):
        path, _, query = url.partition("://")[2].partition("?")
        paths.append((path.partition("/")[2].rstrip("/"), query))
    return paths[0] == paths[1]


def without_fragment(url: str) -> str:
    """The part of a URL that is sent."""
    return url.partition("#")[0]


def _until(text: str, ends: str) -> str:
    for at, character in enumerate(text):
        if character in ends:
            return text[:at]
    return text
