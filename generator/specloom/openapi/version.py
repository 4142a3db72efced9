"""Which version of the standard a description was written in.

Input: the root mapping. Output: the family (`2.0`, `3.0`, `3.1`, `3.2`), or the end of the run.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from specloom.diagnostics import Bag, fail
from specloom.model.types import JsonValue
from specloom.openapi.words import shorten, spell
from specloom.source import Span

Version: TypeAlias = Literal["2.0", "3.0", "3.1", "3.2"]

VERSIONS: tuple[Version, ...] = ("2.0", "3.0", "3.1", "3.2")


def read_version(root: JsonValue, span: Span, bag: Bag) -> Version:
    """The family that the fields `openapi` or `swagger` name (OpenAPI 3.2 "OpenAPI Object")."""
    if not isinstance(root, dict):
        raise fail("E201", f"this is {_kind(root)}, not an OpenAPI description", span)
    field = next((f for f in ("openapi", "swagger") if root.get(f) is not None), "")
    if not field:
        raise fail("E201", "there is no field `openapi` (or `swagger`, for 2.0)", span)
    value, where = root[field], span.child(field)
    text = _spelling(value)
    major, _, rest = text.partition(".")
    minor = rest.partition(".")[0].partition("-")[0]
    if major == "2" and minor in ("", "0"):
        family: Version = "2.0"
    elif major == "3" and minor in ("0", "1", "2"):
        family = VERSIONS[int(minor) + 1]
    elif major == "3" and (minor.isdecimal() or not minor):
        family = "3.2" if minor else "3.0"
        bag.report("W203", f"version {text!r} is read as {family}", where)
        return family
    else:
        raise fail("E202", f"`{field}` says {text!r}", where)
    if not isinstance(value, str):
        bag.report(
            "W203", f"`{field}` is a number, expected text; read as {family}", where
        )
    elif (field == "swagger") != (family == "2.0"):
        bag.report("W203", f"`{field}` says {text!r}; read as {family}", where)
    return family


def _spelling(value: JsonValue) -> str:
    return (
        value.strip().removeprefix("v")
        if isinstance(value, str)
        else shorten(spell(value))
    )


def _kind(value: JsonValue) -> str:
    match value:
        case None:
            return "an empty document"
        case list():
            return "a list"
        case _:
            return "a single value"
