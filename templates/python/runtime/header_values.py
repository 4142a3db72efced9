"""A header's text as the type that the API documents (OpenAPI 3.2, "Header Object")."""

from __future__ import annotations

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

_PLAIN: tuple[Any, ...] = (str, int, float)


def header_value(text: str, kind: Any) -> Any:
    """`text` as a `kind`: a scalar, a date, a list (style `simple`), or JSON as a model.

    Raises ValueError where it is none, TypeError for what is no type of this API.
    """
    from typing import get_args, get_origin

    text = text.strip(" \t")
    if kind is bool:
        if text.lower() not in ("true", "false"):
            raise ValueError("expected one of true, false")
        return text.lower() == "true"
    if kind in _PLAIN:
        return kind(text)
    if get_origin(kind) is list:
        parts = text.split(",") if text else []
        return [header_value(part, get_args(kind)[0]) for part in parts]
    if _is_time(kind):
        return _time(text, kind)
    from .codec import decode, from_json

    if text[:1] in ("{", "["):
        return from_json(kind, text, strict=True)
    return decode(kind, text, strict=True)


def _is_time(kind: Any) -> bool:
    from datetime import datetime

    return isinstance(kind, type) and issubclass(kind, datetime)


def _time(text: str, kind: Any) -> Any:
    """A time in the form of HTTP (RFC 9110, section 5.6.7), or in that of RFC 3339."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except ValueError:
        from .codec import decode

        return decode(kind, text, strict=True)
