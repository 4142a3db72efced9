"""A tree that is changed without touching the one it was read as, and where its parts are from.

Aliases share containers and readers keep places by the identity of containers, so nothing is
changed in place: a change copies the containers on its way from the root, once each. Each copy
knows for its entries where they stand in the files, if not where the copied one stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from specloom.document.pointer import child_of, index_of
from specloom.document.tree import Container
from specloom.model.types import JsonValue
from specloom.source import Span

Location: TypeAlias = "Sequence[str | int]"
"""Keys and indices from the root."""


class Patched:
    """A document with changes. What stands at a location of it was written at its origin."""

    def __init__(self, value: JsonValue, origin: Span) -> None:
        self.value = value
        self._origin = origin
        self._own: dict[int, Container] = {}
        """The copies that nothing else shares; only these may be changed."""
        self._kept: list[Container] = []
        """Keeps every copy alive, so that no other container can take its identity."""
        self._members: dict[int, dict[str, Span]] = {}
        self._items: dict[int, list[Span]] = {}

    def origin(self, location: Location) -> Span:
        """Where the value at a location was written; LookupError if there is none."""
        value, origin = self.value, self._origin
        for token in location:
            origin = self.entry_origin(value, str(token), origin)
            value = child_of(value, str(token))
        return origin

    def entry_origin(self, container: JsonValue, token: str, origin: Span) -> Span:
        """Where an entry of a container was written; `origin` is where the container was."""
        if isinstance(container, dict):
            moved = self._members.get(id(container), {}).get(token)
            return moved or origin.child(token)
        index = index_of(token)
        items = self._items.get(id(container))
        if items is not None and index is not None and index < len(items):
            return items[index]
        return origin.child(token)

    def get(self, location: Location) -> JsonValue:
        """The value at a location; LookupError if there is none."""
        value = self.value
        for token in location:
            value = child_of(value, str(token))
        return value

    def set(self, location: Location, value: JsonValue, origin: Span) -> None:
        """Puts in a value that was written at `origin`."""
        *way, last = location
        container = self._writable(way)
        if isinstance(container, dict):
            container[str(last)] = value
            self._members[id(container)][str(last)] = origin
        else:
            container[int(last)] = value
            self._items[id(container)][int(last)] = origin

    def append(self, location: Location, value: JsonValue, origin: Span) -> None:
        """Adds an item to the list at a location."""
        container = self._writable(location)
        assert isinstance(container, list)
        container.append(value)
        self._items[id(container)].append(origin)

    def remove(self, location: Location) -> None:
        """Takes out the value at a location."""
        *way, last = location
        container = self._writable(way)
        if isinstance(container, dict):
            del container[str(last)]
            self._members[id(container)].pop(str(last), None)
        else:
            del container[int(last)]
            del self._items[id(container)][int(last)]

    def share(self) -> None:
        """Says that containers of the tree now stand in two places of it."""
        self._own.clear()

    def _writable(self, location: Location) -> Container:
        """The container at a location, copied with all on the way where they are not ours."""
        container = self.value = self._copy(self.value, self._origin)
        origin = self._origin
        for token in location:
            origin = self.entry_origin(container, str(token), origin)
            child = self._copy(child_of(container, str(token)), origin)
            if isinstance(container, dict):
                container[str(token)] = child
            else:
                container[int(token)] = child
            container = child
        return container

    def _copy(self, value: JsonValue, origin: Span) -> Container:
        if id(value) in self._own:
            return self._own[id(value)]
        copy: Container
        if isinstance(value, dict):
            copy = dict(value)
            self._members[id(copy)] = dict(self._members.get(id(value), {}))
        elif isinstance(value, list):
            copy = list(value)
            spans = [
                self.entry_origin(value, str(i), origin) for i in range(len(value))
            ]
            self._items[id(copy)] = spans
        else:
            raise LookupError
        self._own[id(copy)] = copy
        self._kept.append(copy)
        return copy
