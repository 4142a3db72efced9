"""Strings, numbers and booleans: which formats give a type of their own."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.model.types import Format, Kind, Scalar
from specloom.openapi.schema import Schema

_ALWAYS: Mapping[str, Format] = {
    "date-time": Format.DATE_TIME,
    "datetime": Format.DATE_TIME,
    "date": Format.DATE,
    "uuid": Format.UUID,
    "byte": Format.BYTE,
    "base64": Format.BYTE,
    "base64url": Format.BASE64URL,
    "binary": Format.BINARY,
}
ENCODINGS: Mapping[str, Format] = {
    "base64": Format.BYTE,
    "base64url": Format.BASE64URL,
    "base32": Format.BASE32,
    "base16": Format.BASE16,
}
"""The values of `contentEncoding` that stand for bytes (RFC 4648)."""
_BY_OPTION: Mapping[str, Format] = {
    "time": Format.TIME,
    "duration": Format.DURATION,
    "decimal": Format.DECIMAL,
}
_KINDS: Mapping[str, Kind] = {
    "string": Kind.STRING,
    "integer": Kind.INTEGER,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
}

TYPED_FORMATS = frozenset({*_ALWAYS, *_BY_OPTION})
"""Formats that give a string a type of its own, some by option."""

FORMATTED = frozenset(_ALWAYS)
"""Formats that imply a string where no type is given."""

NUMBERS: Mapping[str, str] = {
    **dict.fromkeys(("int8", "int16", "int32", "int64"), "integer"),
    **dict.fromkeys(("uint8", "uint16", "uint32", "uint64"), "integer"),
    **dict.fromkeys(("float", "double"), "number"),
}
"""Formats that imply a number where no type is given (OpenAPI Format Registry)."""


def scalar(type: str, schema: Schema, formats: tuple[str, ...]) -> Scalar:
    """The scalar of a JSON Schema type; `formats` are those that options switched on."""
    kind = _KINDS[type]
    if kind is not Kind.STRING:
        return Scalar(kind)
    name = schema.format.lower()
    if name in _ALWAYS:
        return Scalar(kind, _ALWAYS[name])
    if name in formats and name in _BY_OPTION:
        return Scalar(kind, _BY_OPTION[name])
    encoding = schema.content_encoding.lower()
    if encoding in ENCODINGS:
        return Scalar(kind, ENCODINGS[encoding])
    if schema.content_media_type == "application/octet-stream":
        return Scalar(kind, Format.BINARY)
    return Scalar(kind)
