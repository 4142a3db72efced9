"""The core schema of YAML 1.2 (section 10.3.2): which plain scalars are no text.

`no`, `on`, `OFF`, dates and `1_000` are text, unlike in YAML 1.1. JSON has no number for
`.inf`, `.nan` and what overflows a double, so these stay the text they are.
"""

from __future__ import annotations

import math
import re
import sys

from specloom.model.types import JsonScalar

CONSTANTS: dict[str, JsonScalar] = {
    "": None,
    **dict.fromkeys(("~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

STARTERS = frozenset("~nNtTfF-+.0123456789") | {""}
"""The first characters (or none) of the plain scalars that may be no text."""

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_JSON = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def read_plain(text: str) -> JsonScalar:
    """The value of a plain scalar without a tag."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] not in STARTERS:
        return text
    if _INTEGER.fullmatch(text):
        return read_integer(text)
    if _FLOAT.fullmatch(text):
        return read_float(text)
    return text


def read_integer(text: str) -> int | str:
    """An integer of any width; text if it has more digits than Python converts."""
    try:
        match text[:2]:
            case "0o":
                return int(text[2:], 8)
            case "0x":
                return int(text[2:], 16)
            case _:
                return int(text)
    except ValueError:
        return text


def read_float(text: str) -> float | str:
    """A number with a fraction or exponent; text if no double can hold it."""
    value = float(text)
    return value if math.isfinite(value) else text


def is_no_json_number(text: str) -> bool:
    """Whether a plain scalar is a number to YAML that JSON, and so the model, cannot hold."""
    if _NO_JSON.fullmatch(text):
        return True
    if _INTEGER.fullmatch(text):
        digits = sys.get_int_max_str_digits()
        return 0 < digits < len(text)
    return _FLOAT.fullmatch(text) is not None and not math.isfinite(float(text))
