"""Request bodies: one class per kind of media type, each turning an argument into bytes.

A body is `bytes`, or an `Upload`-like iterable that is read while it is sent.
"""

from __future__ import annotations

from _collections_abc import Mapping, Sequence

from .checking import TYPE_CHECKING
from .files import Upload, file_of, is_file
from .model import UNSET, is_model
from .multipart import MultipartStream, Part
from .parameters import Parameter, deep_pairs, plain, query_texts, text_of
from .shapes import is_array, is_bytes, is_collection, is_mapping, is_object
from .urls import encode

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from .parameters import Style

    Payload: TypeAlias = bytes | Upload | MultipartStream


class Body:
    """One media type in which a call can send its body."""

    __slots__ = ("media_type",)
    fallback = ""

    def __init__(self, media_type: str = "") -> None:
        self.media_type = media_type or self.fallback

    def accepts(self, value: Any) -> bool:
        """Whether a value of this Python type can be sent this way."""
        raise NotImplementedError

    def encode(self, value: Any) -> tuple[Payload, str]:
        """The payload and its Content-Type."""
        raise NotImplementedError


class Json(Body):
    """`application/json` and what ends in `+json`."""

    __slots__ = ()
    fallback = "application/json"

    def accepts(self, value: Any) -> bool:
        return not is_file(value) and not _holds_file(value)

    def encode(self, value: Any) -> tuple[Payload, str]:
        from .json import dumps

        try:
            text = dumps(value)
        except (TypeError, ValueError) as error:
            raise type(error)(_fault(value) or str(error)) from None
        if b"null" in text:  # which orjson also writes for what is not a number
            found = _fault(value)
            if found:
                raise ValueError(found)
        return text, self.media_type


def _fault(value: Any) -> str | None:
    from .faults import fault

    try:
        return fault(value)
    except RecursionError:
        return None


class Text(Body):
    """`text/*`, and XML passed through as text."""

    __slots__ = ()
    fallback = "text/plain"

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str)

    def encode(self, value: Any) -> tuple[Payload, str]:
        if is_file(value):
            return Binary(self.media_type).encode(value)
        text, media_type = text_of(value), self.media_type
        if "charset" not in media_type and not text.isascii():
            media_type += "; charset=utf-8"
        return text.encode(), media_type


class Binary(Body):
    """Bytes of any other media type, a path or an open file: sent as they are."""

    __slots__ = ()
    fallback = "application/octet-stream"

    def accepts(self, value: Any) -> bool:
        return is_file(value)

    def encode(self, value: Any) -> tuple[Payload, str]:
        media_type = self.media_type
        if isinstance(value, str):
            return value.encode(), self._concrete("text/plain; charset=utf-8")
        if is_bytes(value):
            return bytes(value), self._concrete(self.fallback)
        if not is_file(value):
            if hasattr(value, "__iter__") and not is_mapping(value):
                return Upload(value), self._concrete(self.fallback)
            raise TypeError(
                f"body: expected bytes, a path or a file opened in binary mode, "
                f"got {type(value).__name__}"
            )
        file = file_of(value, media_type if "*" not in media_type else "")
        return Upload(file.content), file.media_type

    def _concrete(self, otherwise: str) -> str:
        return otherwise if "*" in self.media_type else self.media_type


class Encoding:
    """How one property of a form or a multipart body is written (the Encoding Object)."""

    __slots__ = ("content_type", "explode", "headers", "reserved", "style")

    def __init__(
        self,
        content_type: str = "",
        *,
        style: Style | None = None,
        explode: bool = True,
        reserved: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.content_type = content_type
        self.style: Style | None = style
        self.explode = explode
        self.reserved = reserved
        self.headers = headers or {}


class _Keyed(Body):
    """A body that is a list of named values: a form, or a multipart body."""

    __slots__ = ("encodings",)

    def __init__(
        self, media_type: str = "", encodings: Mapping[str, Encoding] | None = None
    ) -> None:
        super().__init__(media_type)
        self.encodings = encodings or {}


class Form(_Keyed):
    """`application/x-www-form-urlencoded` (OpenAPI 3.2, Encoding Object; RFC 1866)."""

    __slots__ = ()
    fallback = "application/x-www-form-urlencoded"

    def accepts(self, value: Any) -> bool:
        return not is_file(value) and not _holds_file(value)

    def encode(self, value: Any) -> tuple[Payload, str]:
        pieces: list[str] = []
        for name, item in _properties(value):
            pieces += self._pieces(name, item)
        return "&".join(pieces).encode("ascii"), self.media_type

    def _pieces(self, name: str, value: Any) -> list[str]:
        encoding = self.encodings.get(name, _DEFAULT)
        value = plain(value)
        if encoding.style is not None:
            style, explode, reserved = (
                encoding.style,
                encoding.explode,
                encoding.reserved,
            )
            return query_texts(
                Parameter(name, name, "query", style, explode, reserved), value
            )
        if encoding.content_type and "json" in encoding.content_type:
            return query_texts(Parameter(name, name, "query", "json", True), value)
        if is_object(value) or _holds_object(value):
            # No rule of the standard fits an object in a form; keys in brackets are what
            # servers that take them understand.
            return [f"{encode(k)}={encode(v)}" for k, v in deep_pairs(name, value)]
        return query_texts(Parameter(name, name, "query", "form", True), value)


class Multipart(_Keyed):
    """`multipart/form-data` (RFC 7578) and other multipart types, streamed."""

    __slots__ = ()
    fallback = "multipart/form-data"

    def accepts(self, value: Any) -> bool:
        return not is_file(value) and not isinstance(value, (str, list))

    def encode(self, value: Any) -> tuple[Payload, str]:
        parts: list[Part] = []
        for name, item in _properties(value):
            self._add(parts, name, item)
        stream = MultipartStream(parts)
        return stream, f"{self.media_type}; boundary={stream.boundary}"

    def _add(self, parts: list[Part], name: str, value: Any) -> None:
        encoding = self.encodings.get(name, _DEFAULT)
        media_type, headers = encoding.content_type.partition(",")[0], encoding.headers
        if "*" in media_type:
            media_type = ""
        if is_file(value):
            file = file_of(value, media_type)
            parts.append(Part(name, file.content, file.media_type, file.name, headers))
            return
        if is_collection(value):
            for item in value:
                self._add(parts, name, item)
            return
        value = plain(value)
        if encoding.style is not None and is_object(value):
            for key, text in deep_pairs(name, value):
                parts.append(Part(key, text.encode(), media_type, "", headers))
        elif is_object(value) or is_array(value) or "json" in media_type:
            content, kind = Json(media_type).encode(value)
            if isinstance(content, bytes):
                parts.append(Part(name, content, kind, "", headers))
        elif value is not None:
            text = text_of(value)
            parts.append(Part(name, text.encode(), media_type, "", headers))


_DEFAULT = Encoding()


def _properties(value: Any) -> list[tuple[str, Any]]:
    """The properties of a mapping or a model that were set."""
    return [(name, v) for name, v in shallow(value).items() if v is not UNSET]


def shallow(value: Any) -> Mapping[str, Any]:
    """The properties of a mapping or a model by their wire names; files stay files."""
    if is_mapping(value):
        return value
    if not is_model(value):
        raise TypeError(
            f"body: expected a mapping or a model, got {type(value).__name__}"
        )
    from .wiring import wire_of

    properties: Mapping[str, Any] = wire_of(value)(value)
    return properties


def _holds_object(value: Any) -> bool:
    return is_array(value) and any(is_object(i) or is_array(i) for i in value)


def _holds_file(value: Any) -> bool:
    """Whether one of the properties is a file: then the body cannot be JSON."""
    if not is_object(value):
        return False
    return any(
        is_file(item) or (is_array(item) and any(map(is_file, item)))
        for item in value.values()
    )


def whole_or(
    whole: Any, properties: Mapping[str, Any], required: tuple[str, ...]
) -> Any:
    """The body that was given whole, else its properties, of which some are required."""
    if whole is not UNSET:
        return whole
    for name in required:
        if properties[name] is UNSET:
            raise TypeError(f"missing the argument {name!r}, or `body` instead")
    return properties


def choose(bodies: Sequence[Body], value: Any, content_type: str | None) -> Body:
    """The media type to send `value` in: the one asked for, else the first that fits it."""
    if content_type is not None:
        wanted = content_type.partition(";")[0].strip().lower()
        for body in bodies:
            if body.media_type.partition(";")[0].strip().lower() == wanted:
                return body
        offered = ", ".join([body.media_type for body in bodies])
        raise ValueError(
            f"content_type: expected one of {offered}; got {content_type!r}"
        )
    if len(bodies) > 1:
        for body in bodies:
            if body.accepts(value):
                return body
    return bodies[0]
