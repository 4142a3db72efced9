"""Explicit tags of YAML (`!!str`, `!!int`): the core schema's are obeyed, others are named."""

from __future__ import annotations

from specloom.document.yaml_scalars import read_float, read_integer, read_plain
from specloom.model.types import JsonScalar

_CORE = "tag:yaml.org,2002:"


def read_tagged(tag: str, text: str) -> JsonScalar:
    """The value of a scalar with a tag; text where the tag is unknown or does not fit."""
    value = read_plain(text)
    match tag.removeprefix(_CORE):
        case "null" if value is None:
            return None
        case "bool" if isinstance(value, bool):
            return value
        case "int" if isinstance(value, int) and not isinstance(value, bool):
            return read_integer(text)
        case "float" if isinstance(value, int | float) and not isinstance(value, bool):
            return value if isinstance(value, float) else read_float(str(value))
        case _:
            return text


def is_known(tag: str, value: object) -> bool:
    """Whether the core schema has this tag and `value` is of its type."""
    match tag.removeprefix(_CORE):
        case "!" | "str":
            return isinstance(value, str)
        case "null":
            return value is None
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float":
            return isinstance(value, float)
        case "map":
            return isinstance(value, dict)
        case "seq":
            return isinstance(value, list)
        case _:
            return False
