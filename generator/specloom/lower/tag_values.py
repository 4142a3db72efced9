"""Values of tags: keys of a mapping are text, tags are whatever JSON they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from specloom.model.types import JsonScalar, Kind

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")


def key_of(value: JsonScalar) -> tuple[bool, JsonScalar]:
    """What makes a value the same one on the wire: `1` is `1.0` and not `true`."""
    return isinstance(value, bool), value


def value_of(
    text: str, listed: Iterable[JsonScalar], kinds: Set[Kind]
) -> JsonScalar | None:
    """What a key of a mapping means for a tag: one of the values that are listed for it, or one
    of the kinds that it can be of. None if it is nothing of that."""
    readings: list[JsonScalar] = [text]
    if text in ("true", "false"):
        readings.append(text == "true")
    if _NUMBER.fullmatch(text):
        number = float(text)
        readings.append(int(number) if number.is_integer() else number)
    if text == "null":
        readings.append(None)
    known = {key_of(value) for value in listed}
    for reading in readings:
        if key_of(reading) in known:
            return reading
    for reading in readings:
        if _kind(reading) in kinds:
            return reading
    return None


def _kind(value: JsonScalar) -> Kind:
    match value:
        case None:
            return Kind.NULL
        case bool():
            return Kind.BOOLEAN
        case str():
            return Kind.STRING
        case int():
            return Kind.INTEGER
        case float():
            return Kind.NUMBER
