"""Where in an argument the first value stands that JSON cannot hold."""

from __future__ import annotations

from math import isfinite

from .checking import TYPE_CHECKING
from .json import HugeNumber, foreign
from .model import UNSET, level
from .shapes import is_collection, is_mapping
from .wiring import wire_of

if TYPE_CHECKING:
    from typing import Any


def fault(value: Any, place: str = "") -> str | None:
    """`thread.messages[0]: expected …`, or None if JSON can hold all of it."""
    where = place or "body"
    if value is None or isinstance(value, (str, int, HugeNumber)):
        return None
    if isinstance(value, float):
        return None if isfinite(value) else f"{where}: {value!r} is not a JSON number"
    if is_mapping(value):
        pairs: list[tuple[object, Any]] = list(value.items())
        for key, item in pairs:
            if not isinstance(key, str):
                return f"{where}: expected keys that are strings, got {key!r}"
            if item is not UNSET:
                found = fault(item, f"{place}.{key}" if place else key)
                if found:
                    return found
        return None
    if is_collection(value):
        for index, item in enumerate(value):
            found = fault(item, f"{place}[{index}]")
            if found:
                return found
        return None
    if value is UNSET:
        return f"{where}: UNSET can only be the value of a field"
    try:
        model = hasattr(value, "__wire__")
        return fault(level(value, wire_of(value)) if model else foreign(value), place)
    except TypeError:
        return f"{where}: expected a JSON value, got {value.__class__.__qualname__}"
