"""Numbers that may also come as text, and go back as the text that came.

Each is a subclass of `int` or `float` and behaves like it. Its text goes through copy and
pickle; the result of arithmetic is a new value and has none. Text that is no number of JSON's
(RFC 8259 section 6) stays a `str`.
"""

from __future__ import annotations

import re
from math import isfinite

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any


class Integer(int):
    """A number without fraction and exponent that came as text."""

    text: str

    def __wire__(self) -> str:
        return self.text

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (decode_numeral, (self.text,))


class Number(float):
    """A number with a fraction or an exponent that came as text."""

    text: str

    def __wire__(self) -> str:
        return self.text

    def __reduce_ex__(self, protocol: Any) -> Any:
        return (decode_numeral, (self.text,))


_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_MOST = 4000
"""How many digits Python reads."""


def decode_numeral(value: Any) -> Any:
    """The number that a text stands for; anything else is given back as it is."""
    if value.__class__ is not str or len(value) > _MOST:
        return value
    found = _NUMBER.fullmatch(value)
    if found is None:
        return value
    parsed = Integer(value) if found[1] is found[2] is None else Number(value)
    if isinstance(parsed, Number) and not isfinite(parsed):
        return value
    parsed.text = value
    return parsed


def as_it_came(value: Any) -> Any:
    """What JSON has for a number, or lists and objects of them: its text where it came as one.

    (The encoders write a subclass of a number as the number, and ask nobody.)
    """
    kind = value.__class__
    if kind is Integer or kind is Number:
        return value.text
    if kind is list or kind is tuple:
        return [as_it_came(item) for item in value]
    if kind is dict:
        return {key: as_it_came(item) for key, item in value.items()}
    return value
