"""What a schema was merged from, for reports that name the two sides that do not go together.

Part of stage 3. A merge adds one object, whatever its sides were made of: lists that are put
together anew with every merge would double with each level of a composition.
"""

from __future__ import annotations

from collections.abc import Iterator

from specloom.openapi.schema import Schema


class MadeOf:
    """Schemas in the order of their merging, each once; what they share is kept once too."""

    __slots__ = ("_sides",)

    def __init__(self, *sides: Schema | MadeOf) -> None:
        self._sides = sides

    def __iter__(self) -> Iterator[Schema]:
        seen: set[int] = set()
        left: list[Schema | MadeOf] = [self]
        while left:
            one = left.pop()
            if id(one) in seen:
                continue
            seen.add(id(one))
            if isinstance(one, MadeOf):
                left.extend(reversed(one._sides))
            else:
                yield one
