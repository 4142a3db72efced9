"""What a schema says, as plain data that a table of expectations can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specloom.openapi.schema import Discriminator, Schema
from specloom.source import Span


def facts(schema: Schema) -> dict[str, Any]:
    """The attributes that are set, schemas within as facts, places as pointers."""
    return {
        name: _plain(value)
        for name, value in vars(schema).items()
        if name != "span" and not (isinstance(value, Mapping) and not value)
    }


def _plain(value: Any) -> Any:
    match value:
        case Schema():
            return facts(value)
        case Span():
            return value.pointer
        case Discriminator():
            tags = {tag: span.pointer for tag, span in value.mapping}
            default = value.default.pointer if value.default else None
            return (value.property, tags, default)
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value
