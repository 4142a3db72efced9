"""Dates, times, UUIDs and bytes that remember the text they came from.

Each is a subclass of the standard library's type and behaves like it. Its text goes through
copy and pickle and is what is sent back, to the last digit and letter; the result of arithmetic
or `replace` is a new value and has none. Text that a type cannot represent (`23:59:60Z`) stays
a `str`.
"""

from __future__ import annotations

from binascii import Error, a2b_base64, b2a_base64
from datetime import date, datetime, time, timedelta
from decimal import Decimal as _Decimal
from uuid import UUID as _UUID

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class DateTime(datetime):
    """A `date-time` (RFC 3339 section 5.6)."""

    __slots__ = ("text",)
    text: str

    def __wire__(self) -> str | None:
        return text_of(self)

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _reduced(self, decode_date_time) or super().__reduce_ex__(protocol)


class Date(date):
    """A `date` (RFC 3339, `full-date`)."""

    __slots__ = ("text",)
    text: str

    def __wire__(self) -> str | None:
        return text_of(self)

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _reduced(self, decode_date) or super().__reduce_ex__(protocol)


class Time(time):
    """A `time` (RFC 3339, `full-time`)."""

    __slots__ = ("text",)
    text: str

    def __wire__(self) -> str | None:
        return text_of(self)

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _reduced(self, decode_time) or super().__reduce_ex__(protocol)


class Duration(timedelta):
    """A `duration` (RFC 3339 appendix A) of weeks, days, hours, minutes and seconds."""

    __slots__ = ("text",)
    text: str

    def __wire__(self) -> str | None:
        return text_of(self)

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _reduced(self, decode_duration) or super().__reduce_ex__(protocol)


class UUID(_UUID):
    """A `uuid` (RFC 9562)."""

    __slots__ = ("text",)
    text: str

    def __wire__(self) -> str | None:
        return text_of(self)

    __wire_request__ = __wire__

    def __reduce__(self) -> Any:
        return (decode_uuid, (self.text,))

    def __getstate__(self) -> Any:
        return None


class Bytes(bytes):
    """What a `byte` string stands for (base64, RFC 4648 section 4)."""

    text: str

    def __wire__(self) -> str | None:
        return text_of(self)

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _reduced(self, decode_byte) or super().__reduce_ex__(protocol)


class Decimal(_Decimal):
    """A `decimal` string."""

    __slots__ = ("text",)
    text: str

    def __wire__(self) -> str | None:
        return text_of(self)

    __wire_request__ = __wire__

    def __reduce_ex__(self, protocol: Any) -> Any:
        return _reduced(self, decode_decimal) or super().__reduce_ex__(protocol)


def _reduced(value: Any, parse: Callable[[str], Any]) -> Any:
    text = getattr(value, "text", None)
    return None if text is None else (parse, (text,))


# Parsing: anything but a text of the format is given back as it is ----------------------


def decode_date_time(value: Any) -> Any:
    """The `DateTime` that a text stands for."""
    if value.__class__ is not str or len(value) < 19 or value[10] not in "Tt ":
        return value
    if not (value[4] == value[7] == "-" and value[13] == value[16] == ":"):
        return value
    try:
        parsed = DateTime.fromisoformat(value)
    except ValueError:
        try:
            parsed = DateTime.fromisoformat(value.upper())
        except ValueError:
            return value
    parsed.text = value
    return parsed


def decode_date(value: Any) -> Any:
    """The `Date` that a text stands for."""
    if value.__class__ is not str or len(value) != 10 or value[7] != "-":
        return value
    try:
        parsed = Date.fromisoformat(value)
    except ValueError:
        return value
    parsed.text = value
    return parsed


def decode_time(value: Any) -> Any:
    """The `Time` that a text stands for."""
    if value.__class__ is not str or value[2:3] != ":":
        return value
    try:
        parsed = Time.fromisoformat(value.upper())
    except ValueError:
        return value
    parsed.text = value
    return parsed


_SECONDS = {"W": 604800, "D": 86400, "H": 3600, "M": 60, "S": 1}


def decode_duration(value: Any) -> Any:
    """The `Duration` that a text stands for; months and years have no fixed length."""
    if value.__class__ is not str or value[:1] != "P" or len(value) < 3:
        return value
    seconds = 0.0
    clock = False
    number = ""
    for char in value[1:]:
        if char == "T" and not clock and not number:
            clock = True
        elif char in "0123456789.":
            number += char
        elif char in ("HMS" if clock else "WD") and number:
            try:
                seconds += float(number) * _SECONDS[char]
            except ValueError:
                return value
            number = ""
        else:
            return value
    if number or value[-1] == "T":
        return value
    try:
        parsed = Duration(seconds=seconds)
    except OverflowError:
        return value
    parsed.text = value
    return parsed


def decode_uuid(value: Any) -> Any:
    """The `UUID` that a text stands for."""
    if value.__class__ is not str or len(value) != 36:
        return value
    if not (value[8] == value[13] == value[18] == value[23] == "-"):
        return value
    try:
        parsed = UUID(value)
    except ValueError:
        return value
    object.__setattr__(parsed, "text", value)
    return parsed


def decode_byte(value: Any) -> Any:
    """The `Bytes` that a text stands for."""
    if value.__class__ is not str:
        return value
    try:
        parsed = Bytes(a2b_base64(value, strict_mode=True))
    except (Error, ValueError):
        return value
    parsed.text = value
    return parsed


def decode_decimal(value: Any) -> Any:
    """The `Decimal` that a text stands for."""
    if value.__class__ is not str:
        return value
    try:
        parsed = Decimal(value)
    except ArithmeticError:
        return value
    if not parsed.is_finite():
        return value
    parsed.text = value
    return parsed


parsers: dict[type, Callable[[Any], Any]] = {
    datetime: decode_date_time,
    date: decode_date,
    time: decode_time,
    timedelta: decode_duration,
    _UUID: decode_uuid,
    bytes: decode_byte,
    _Decimal: decode_decimal,
}
"""The type that an annotation names → the parser of its texts."""


# Writing -------------------------------------------------------------------------------


def text_of(value: Any) -> str | None:
    """The text of a date, a time, a UUID, bytes or a decimal; None for anything else."""
    text: str | None = getattr(value, "text", None)
    if text is not None and value.__class__.__module__ == __name__:
        return text
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (_UUID, _Decimal)):
        return str(value)
    if isinstance(value, timedelta):
        return _duration_text(value)
    if isinstance(value, (bytes, bytearray)):
        return b2a_base64(value, newline=False).decode()
    return None


def _duration_text(value: timedelta) -> str:
    micro = value // timedelta(microseconds=1)
    sign, micro = ("-", -micro) if micro < 0 else ("", micro)
    seconds, fraction = divmod(micro, 1_000_000)
    digits = f".{fraction:06d}".rstrip("0") if fraction else ""
    return f"{sign}PT{seconds}{digits}S"
