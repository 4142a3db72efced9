"""Telling records apart by keys that one of them alone has, to a fix-point; the best fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush

from specloom.lower.ladder.shapes import Shape
from specloom.model.dispatch import ByFit, ByKeys, Dispatch, Take, Unknown

KeyCase = tuple[tuple[str, ...], Take]


def peel(
    shapes: list[Shape], keys: Callable[[Shape], frozenset[str]]
) -> tuple[list[KeyCase], list[Shape]]:
    """Takes out, again and again, a record with a key that no other remaining one declares.

    The cases for those that were taken out, and those that are left.
    """
    cases: list[KeyCase] = []
    left = dict(enumerate(shapes))
    offered = [keys(shape) for shape in shapes]
    holders = _Holders(shapes)

    def take(at: int, own: Iterable[str]) -> None:
        cases.append((tuple(sorted(own)), Take(shapes[at].index)))
        del left[at]

    ready = [at for at in left if holders.own(shapes[at], offered[at])]
    while ready and holders.are_several:
        at = heappop(ready)
        if at in left:
            take(at, holders.own(shapes[at], offered[at]))
            for key, index in holders.remove(shapes[at]):
                for other in holders.places[index]:
                    if other in left and key in offered[other]:
                        heappush(ready, other)
    if not holders.are_several:
        # The last one has to differ from all of them: it is no leftover if it has its own keys.
        all_of_them = _Holders(shapes)
        for at, shape in list(left.items()):
            if own := all_of_them.own(shape, offered[at]):
                take(at, own)
    return cases, list(left.values())


class _Holders:
    """Which variants declare a key, among the records that are still there."""

    def __init__(self, shapes: list[Shape]) -> None:
        self._of: dict[str, Counter[int]] = {}
        self._records = Counter(shape.index for shape in shapes)
        self.places: dict[int, list[int]] = {}
        """Variant → where its records stand among the shapes."""
        for at, shape in enumerate(shapes):
            self.places.setdefault(shape.index, []).append(at)
            for key in shape.keys:
                self._of.setdefault(key, Counter())[shape.index] += 1

    @property
    def are_several(self) -> bool:
        return len(self._records) > 1

    def own(self, shape: Shape, keys: frozenset[str]) -> list[str]:
        """Those of `keys` that no other variant declares."""
        return [k for k in keys if self._of[k].keys() <= {shape.index}]

    def remove(self, shape: Shape) -> Iterator[tuple[str, int]]:
        """Takes a record away; the keys that a single variant is left with, and which."""
        _less(self._records, shape.index)
        for key in shape.keys:
            of_key = self._of[key]
            _less(of_key, shape.index)
            if len(of_key) == 1:
                yield key, next(iter(of_key))


def _less(counts: Counter[int], index: int) -> None:
    counts[index] -= 1
    if not counts[index]:
        del counts[index]


def best_fit(shapes: list[Shape]) -> Dispatch:
    """The last rung: what nothing tells apart for certain. One record alone takes whatever has
    all that it requires."""
    if len(shapes) == 1:
        only = Take(shapes[0].index)
        needs = tuple(sorted(shapes[0].required))
        return ByKeys(((needs, only),), Unknown(), True) if needs else only
    cases = (
        (Take(s.index), tuple(sorted(s.required)), tuple(sorted(s.keys)))
        for s in shapes
    )
    return ByFit(tuple(dict.fromkeys(cases)))
