"""JSON Pointers (RFC 6901) over plain data."""

from __future__ import annotations

import re

from specloom.model.types import JsonValue
from specloom.source import escape_token, unescape_token

_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")


def tokens_of(pointer: str) -> list[str]:
    """The reference tokens of a pointer, unescaped."""
    if not pointer:
        return []
    tokens = pointer.split("/")[1:]
    return [unescape_token(t) for t in tokens] if "~" in pointer else tokens


def pointer_of(*tokens: str | int) -> str:
    """The pointer of these tokens, escaped."""
    return "".join(f"/{escape_token(str(t))}" for t in tokens)


def index_of(token: str) -> int | None:
    """The array index that a token means, if it is one (RFC 6901 section 4)."""
    return int(token) if _INDEX.fullmatch(token) else None


def child_of(value: JsonValue, token: str) -> JsonValue:
    """The member or item of `value` that `token` names; LookupError if there is none."""
    if isinstance(value, dict):
        return value[token]
    if isinstance(value, list):
        index = index_of(token)
        if index is not None:
            return value[index]
    raise LookupError(token)
