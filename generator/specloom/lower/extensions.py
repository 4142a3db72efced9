"""Vendor extensions on operations: which are read, and which one wins. Ours first.

Part of stage 3. Input: the extensions of one object. Output: plain values.
"""

from __future__ import annotations

from collections.abc import Mapping

from specloom.model.types import JsonValue

Extensions = Mapping[str, JsonValue]

_IGNORE_KEYS = (
    "x-specloom-ignore",
    "x-fern-ignore",
    "x-speakeasy-ignore",
    "x-stainless-skip",
)


def first_of(extensions: Extensions, *keys: str) -> JsonValue:
    """The value of the first of `keys` that is given; None where none is."""
    for key in keys:
        if key in extensions:
            return extensions[key]
    return None


def ignored_by(extensions: Extensions) -> str:
    """The extension that takes an operation out of the SDK; empty where none does.

    `x-stainless-skip` may list targets: skipped is what is skipped for Python.
    """
    for key in _IGNORE_KEYS:
        match extensions.get(key):
            case True:
                return key
            case False:
                return ""
            case list(targets) if "python" in targets:
                return key
            case _:
                continue
    return ""


def text(value: JsonValue) -> str:
    """`value` where it is a string, else empty."""
    return value if isinstance(value, str) else ""


def path_of(value: JsonValue) -> tuple[str, ...]:
    """A path of keys into a JSON value, written `a.b`, `$.a.b`, `$response.a.b`,
    `$response.body#/a/b`, or as a list."""
    if isinstance(value, list):
        return tuple(part for part in value if isinstance(part, str))
    written = text(value)
    _, pointer, tokens = written.partition("#/")
    if pointer:
        return tuple(t.replace("~1", "/").replace("~0", "~") for t in tokens.split("/"))
    first, *rest = written.split(".")
    parts = rest if first in ("$", "$response", "$request", "") else [first, *rest]
    return tuple(part for part in parts if part)
