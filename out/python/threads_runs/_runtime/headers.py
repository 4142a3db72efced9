"""`Headers`: the fields of an HTTP message (RFC 9110, section 5)."""

from __future__ import annotations

# The same class as `collections.abc.Mapping`, without importing `collections` (1 ms cold).
from _collections_abc import Iterable, Iterator, Mapping

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class Headers(Mapping[str, str]):
    """The header fields of a response: names in any case, several values joined by `, `.

    `get_list` gives the values of a field one by one, as `Set-Cookie` needs.
    """

    __slots__ = ("_fields", "_joined")

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = tuple(fields)
        self._joined: dict[str, str] | None = None

    def _index(self) -> dict[str, str]:
        joined = self._joined
        if joined is None:
            joined = {}
            for name, value in self._fields:
                name = name.lower()
                joined[name] = f"{joined[name]}, {value}" if name in joined else value
            self._joined = joined
        return joined

    def __getitem__(self, name: str) -> str:
        return self._index()[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._index()

    def __iter__(self) -> Iterator[str]:
        return iter(self._index())

    def __len__(self) -> int:
        return len(self._index())

    def get_list(self, name: str) -> list[str]:
        """Every value of the field `name`, in the order in which they came."""
        name = name.lower()
        return [value for key, value in self._fields if key.lower() == name]

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """All fields as they came, repeated ones too."""
        return self._fields

    def __repr__(self) -> str:
        from .redaction import redact_headers

        return f"Headers({redact_headers(self)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (Headers, (self._fields,))


def basic(user: str, password: str) -> str:
    """The value of `Authorization` that proves a user (RFC 7617)."""
    from binascii import b2a_base64

    pair = f"{user}:{password}".encode()
    return f"Basic {b2a_base64(pair, newline=False).decode()}"


_FORBIDDEN = {code: None for code in (*range(0x20), 0x7F) if code != 0x09}


def check_header(name: str, value: str) -> str:
    """`value` as it may stand in a header, refusing what would start another one.

    Text beyond Latin-1 travels as UTF-8, one character per byte: transports write Latin-1.
    """
    if value.isascii() and value.isprintable():
        return value.strip(" ")
    if value.translate(_FORBIDDEN) != value:
        raise ValueError(f"{name}: a header value must not hold control characters")
    if not value.isascii():
        value = value.encode().decode("latin-1")
    return value.strip(" \t")


_TOKEN = frozenset(
    "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


def check_header_name(name: str) -> str:
    """`name` in lower case, refusing what is no token (RFC 9110, section 5.6.2)."""
    if not name or not _TOKEN.issuperset(name):
        raise ValueError(f"{name!r} is not the name of a header")
    return name.lower()
