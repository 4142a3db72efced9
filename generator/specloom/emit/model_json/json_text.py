"""JSON data → text that people can read and diff: what fits in a line stays on one."""

from __future__ import annotations

from json.encoder import encode_basestring
from math import isfinite

from specloom.model.types import JsonValue

_WIDTH = 100


def layout(value: JsonValue) -> str:
    """`value` as JSON with two spaces of indentation, and a line break at the end."""
    return _show(value, 0) + "\n"


def _show(value: JsonValue, indent: int) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        shown = [
            f"{encode_basestring(key)}: {_show(item, indent + 2)}"
            for key, item in value.items()
        ]
        return _join("{}", shown, indent)
    if isinstance(value, list):
        return _join("[]", [_show(item, indent + 2) for item in value], indent)
    if isinstance(value, float) and not isfinite(value):
        return encode_basestring(repr(value))  # YAML has them, JSON does not
    return repr(value)


def _join(braces: str, items: list[str], indent: int) -> str:
    begin, end = braces[0], braces[1]
    length = indent + sum(map(len, items)) + 2 * len(items)
    if length <= _WIDTH and not any("\n" in item for item in items):
        return begin + ", ".join(items) + end
    space = "\n" + " " * (indent + 2)
    return begin + space + ("," + space).join(items) + "\n" + " " * indent + end
