"""What may be shown of a request: logs, `repr` and error messages never hold a secret."""

from __future__ import annotations

from _collections_abc import Mapping

REDACTED = "[redacted]"

_SECRET_HEADERS = frozenset(
    {
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "api-key",
    }
)
_SECRET_WORDS = (
    "token",
    "secret",
    "key",
    "password",
    "auth",
    "credential",
    "signature",
)


def is_secret(name: str) -> bool:
    """Whether a header or query parameter of this name may hold a secret."""
    name = name.lower()
    return name in _SECRET_HEADERS or any(word in name for word in _SECRET_WORDS)


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, with the values of secret ones replaced."""
    return {n: REDACTED if is_secret(n) else v for n, v in headers.items()}


def redact_url(url: str) -> str:
    """The URL without user information and without the values of secret parameters."""
    scheme, separator, rest = url.partition("://")
    if separator:
        authority, slash, tail = rest.partition("/")
        url = f"{scheme}://{authority.rpartition('@')[2]}{slash}{tail}"
    base, question, query = url.partition("?")
    if not question:
        return url
    pairs = [pair.partition("=") for pair in query.split("&")]
    shown = [
        f"{n}={REDACTED}" if separator and is_secret(n) else n + separator + value
        for n, separator, value in pairs
    ]
    return f"{base}?{'&'.join(shown)}"
