"""What a reader makes of a text: plain data, and a way to find where each value stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from specloom.model.types import JsonValue
from specloom.source import Position

Container: TypeAlias = "dict[str, JsonValue] | list[JsonValue]"


class Places(Protocol):
    """Finds a value's place in the text it was read from."""

    def position(self, tokens: Sequence[str]) -> Position | None:
        """Where the value's key stands, or the value itself in a list; None: no such value."""
        ...


@dataclass(frozen=True, slots=True)
class Tree:
    """A text as plain data. `nodes` counts its values, aliases expanded."""

    value: JsonValue
    places: Places
    nodes: int
