"""Where the values of a YAML text stand: the marks that its reader kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from specloom.document.pointer import child_of, index_of
from specloom.document.tree import Container
from specloom.model.types import JsonValue
from specloom.source import Position


class Mark(Protocol):
    """The part of PyYAML's marks that is used here; both count from 0."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


Marks: TypeAlias = "Mapping[str, Mark] | Sequence[Mark]"


def position_of(mark: Mark) -> Position:
    """A mark as people count."""
    return Position(mark.line + 1, mark.column + 1)


class YamlPlaces:
    """Finds places by the identity of containers: what an alias repeats stands at its anchor.

    Keeps the tree, so that no other container can take one's identity.
    """

    def __init__(self, root: JsonValue, mark: Mark, marks: Mapping[int, Marks]) -> None:
        self._root = root
        self._mark = mark
        self._marks = marks

    def position(self, tokens: Sequence[str]) -> Position | None:
        """Where the value's key stands, or the value itself in a list."""
        value, mark = self._root, self._mark
        try:
            for token in tokens:
                if not isinstance(value, dict | list):
                    return None
                mark = self._entry(value, token)
                value = child_of(value, token)
        except LookupError:
            return None
        return position_of(mark)

    def _entry(self, container: Container, token: str) -> Mark:
        marks = self._marks[id(container)]
        if isinstance(marks, Mapping):
            return marks[token]
        index = index_of(token)
        if index is None:
            raise LookupError(token)
        return marks[index]
