"""Bytes as base64url, base32 and base16 (RFC 4648 sections 5, 6 and 8).

Each class is a subclass of `bytes` that has the text it is written as: the one that it came
from, or else the one of its bytes. Text that is not in the encoding stays a `str`.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .shapes import is_bytes, is_collection, is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Base64Url(bytes):
    """Bytes as base64url. Text may come without its padding; what is made here has it."""

    text: str

    def __wire__(self) -> str:
        return self.text

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (decode_base64url, (self.text,))


class Base32(bytes):
    """Bytes as base32."""

    text: str

    def __wire__(self) -> str:
        return self.text

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (decode_base32, (self.text,))


class Base16(bytes):
    """Bytes as base16: two hexadecimal digits for each."""

    text: str

    def __wire__(self) -> str:
        return self.text

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (decode_base16, (self.text,))


def decode_base64url(value: Any) -> Any:
    """The `Base64Url` of a text, or of other bytes; all else as it is."""
    return _made(Base64Url, _from_base64url, _to_base64url, value)


def decode_base32(value: Any) -> Any:
    """The `Base32` of a text, or of other bytes; all else as it is."""
    return _made(Base32, _from_base32, _to_base32, value)


def decode_base16(value: Any) -> Any:
    """The `Base16` of a text, or of other bytes; all else as it is."""
    return _made(Base16, _from_base16, _to_base16, value)


def _made(
    kind: type[Base64Url | Base32 | Base16],
    read: Callable[[str], bytes],
    write: Callable[[bytes], str],
    value: Any,
) -> Any:
    if value.__class__ is kind:
        return value
    if value.__class__ is str:
        try:
            made = kind(read(value))
        except ValueError:
            return value
        made.text = value
        return made
    if is_bytes(value):
        made = kind(value)
        made.text = write(made)
        return made
    return value


def _from_base64url(text: str) -> bytes:
    from binascii import a2b_base64

    if "+" in text or "/" in text:
        raise ValueError("the alphabet of base64")
    padded = text + "=" * (-len(text) % 4)
    return a2b_base64(padded.translate(_STANDARD), strict_mode=True)


_STANDARD = {ord("-"): "+", ord("_"): "/"}


def _to_base64url(data: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(data).decode()


def _from_base32(text: str) -> bytes:
    from base64 import b32decode

    return b32decode(text + "=" * (-len(text) % 8), casefold=True)


def _to_base32(data: bytes) -> str:
    from base64 import b32encode

    return b32encode(data).decode()


def _from_base16(text: str) -> bytes:
    from binascii import unhexlify

    return unhexlify(text)


def _to_base16(data: bytes) -> str:
    return data.hex().upper()


def encoded(decode: Callable[[Any], Any], value: Any) -> Any:
    """What a caller gives, with the bytes in it as they are sent.

    `decode` is the decoder of its type, which knows where in it are which.
    """
    return decode(_as_json(value))


def _as_json(value: Any) -> Any:
    """The lists and objects of JSON for sequences and mappings of any class."""
    if is_mapping(value):
        return {key: _as_json(item) for key, item in value.items()}
    if is_collection(value):
        return [_as_json(item) for item in value]
    return value
