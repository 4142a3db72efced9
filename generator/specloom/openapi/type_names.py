"""The names of types: JSON Schema's, and what authors write instead.

Input: the text of a `type`. Output: the type of JSON Schema 2020-12 and a format.
"""

from __future__ import annotations

from difflib import get_close_matches

TYPES = frozenset(("string", "integer", "number", "boolean", "array", "object"))

_MEANT: dict[str, tuple[str, str]] = {
    "int": ("integer", ""),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "long": ("integer", "int64"),
    "short": ("integer", ""),
    "float": ("number", "float"),
    "double": ("number", "double"),
    "decimal": ("number", ""),
    "numeric": ("number", ""),
    "str": ("string", ""),
    "text": ("string", ""),
    "char": ("string", ""),
    "date": ("string", "date"),
    "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"),
    "time": ("string", "time"),
    "uuid": ("string", "uuid"),
    "guid": ("string", "uuid"),
    "uri": ("string", "uri"),
    "url": ("string", "uri"),
    "email": ("string", "email"),
    "byte": ("string", "byte"),
    "binary": ("string", "binary"),
    "file": ("string", "binary"),
    "bool": ("boolean", ""),
    "list": ("array", ""),
    "dict": ("object", ""),
    "map": ("object", ""),
    "hash": ("object", ""),
    "json": ("object", ""),
}


def near_type(name: str) -> str:
    """The type that is written almost so; empty if none is, or if `any` is meant."""
    folded = name.strip().lower()
    found = get_close_matches(folded, sorted(TYPES), 1, 0.75)
    return found[0] if found and folded != "any" else ""


def meant_type(name: str) -> tuple[str, str]:
    """The type and format that `name` evidently means; empty if it says nothing we know."""
    folded = name.strip().lower()
    return (folded, "") if folded in TYPES else _MEANT.get(folded, ("", ""))
