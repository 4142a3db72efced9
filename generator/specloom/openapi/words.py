"""Words of messages: what a value is, short enough for one line."""

from __future__ import annotations

import json

from specloom.model.types import JsonValue


def describe(value: JsonValue) -> str:
    """What a value is."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {shorten(value)!r}" if value else "an empty text"
        case int() | float():
            return f"the number {shorten(spell(value))}"
        case list():
            return "a list"
        case dict():
            return "a mapping"


def spell(value: JsonValue) -> str:
    """A value as JSON. Python refuses to print an integer of over 4,300 digits in decimal."""
    try:
        return json.dumps(value, ensure_ascii=False)
    except ValueError:
        return hex(value) if isinstance(value, int) else "…"


def shorten(text: str, width: int = 40) -> str:
    """`text` cut to `width` characters."""
    return text if len(text) <= width else text[: width - 1] + "…"
