"""Questions about what stands in a property that all of some records have.

Its JSON kind, the values that are listed for it, the keys that it requires, and the same of
what is inside it, the nearest first. A question may be answered by several of the records;
then the ladder goes on among them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from specloom.lower.ladder.own_keys import peel
from specloom.lower.ladder.shapes import Shape, shape_of, variants_of
from specloom.lower.ladder.tags import likeliness, tag_cases
from specloom.model.declarations import Record
from specloom.model.dispatch import (
    ByKeys,
    ByKind,
    ByValue,
    Dispatch,
    Path,
    Unknown,
)
from specloom.model.types import JsonScalar, Kind, ListOf, Never, Scalar, TupleOf, Type
from specloom.model.wire_types import Lookup, alternatives, declared, kinds, listed

MOST_PLACES = 64
"""How many places below the records are looked at, of those that nest without end."""

_Types: TypeAlias = tuple[tuple[Type, ...], ...]
Asked: TypeAlias = tuple[Path, str]

_NULL = Scalar(Kind.NULL)


class Question(NamedTuple):
    """Something to ask of what stands at `path`, and for each answer the records that may give
    it; `build` makes the decision from what each answer leads to, and what any other does.

    `is_sure`: something stands there in every object that is valid. Where it is not null is no
    answer, and neither where all of the records may give it.
    """

    path: Path
    about: str
    is_sure: bool
    answers: Sequence[list[Shape]]
    build: Callable[[Sequence[Dispatch], Dispatch], Dispatch]

    @property
    def key(self) -> Asked:
        """What makes it the same question, whoever is asked."""
        return self.path, self.about

    @property
    def nothing_there(self) -> Asked:
        """Stands for all questions about this place, once it is known to be empty."""
        return self.path, ""

    def is_among(self, asked: frozenset[Asked]) -> bool:
        """Whether the answer is known already."""
        above = (self.path[:n] for n in range(1, len(self.path) + 1))
        return self.key in asked or any((path, "") in asked for path in above)

    def tells_all(self) -> bool:
        """Whether each answer leaves one variant."""
        return all(len(variants_of(answer)) == 1 for answer in self.answers)

    def tells_some(self, of: list[Shape]) -> bool:
        """Whether some answer leaves fewer variants than there are."""
        whole = len(variants_of(of))
        return any(len(variants_of(answer)) < whole for answer in self.answers)


class _Sight(NamedTuple):
    """What stands at a place in each of the records: the types that it may have."""

    path: Path
    is_sure: bool
    types: _Types
    above: frozenset[_Types] = frozenset()
    """The types further up: what nests itself is looked at once."""

    def below(self, step: str | int, is_sure: bool, types: _Types) -> Iterator[_Sight]:
        """What stands further down, if that is anything new."""
        if types not in self.above:
            above = self.above | {types}
            yield _Sight((*self.path, step), self.is_sure and is_sure, types, above)

    def without_null(self) -> _Sight:
        """The place where it is not null."""
        types = tuple(tuple(t for t in of if t != _NULL) for of in self.types)
        return self._replace(types=types, is_sure=False)


def best_question(
    shapes: list[Shape],
    base: Path,
    asked: frozenset[Asked],
    lookup: Lookup,
    needed: bool,
) -> Question | None:
    """The nearest question that tells all of `shapes` apart, else the nearest that tells some.

    They stand at `base`. `needed`: only about properties that all of them require.
    """
    some: Question | None = None
    for question in _questions(shapes, base, lookup, needed):
        if not question.tells_some(shapes) or question.is_among(asked):
            continue
        if question.tells_all():
            return question
        some = some or question
    return some


def _questions(
    shapes: list[Shape], base: Path, lookup: Lookup, needed: bool
) -> Iterator[Question]:
    whole = _Sight(base, True, ())
    pending = deque(_properties(whole, [[s] for s in shapes], lookup, needed))
    for _ in range(MOST_PLACES):
        if not pending:
            return
        sight = pending.popleft()
        if all(_NULL in types for types in sight.types):
            sight = sight.without_null()
        yield _of_kinds(sight, shapes, lookup)
        yield from _of_values(sight, shapes, lookup)
        records = [_records(types, n, lookup) for n, types in enumerate(sight.types)]
        if all(records):
            yield from _of_keys(sight, shapes, records)
            inner = sight._replace(
                is_sure=sight.is_sure and _are_all(sight, {Kind.OBJECT}, lookup)
            )
            pending += _properties(inner, records, lookup, needed)
        items = tuple(_items(types, lookup) for types in sight.types)
        if all(items):
            pending += sight.below(0, False, items)


def _properties(
    sight: _Sight, records: list[list[Shape]], lookup: Lookup, needed: bool
) -> Iterator[_Sight]:
    """The properties that all of the records at a place have."""
    every = [shape for group in records for shape in group]
    required = every[0].required.intersection(*(s.required for s in every))
    known = required
    if not needed:
        known = every[0].keys.intersection(*(s.keys for s in every))
    for name in sorted(known, key=likeliness):
        types = (
            (t for s in group for t in alternatives(s.fields[name].type, lookup))
            for group in records
        )
        yield from sight.below(name, name in required, tuple(map(tuple, types)))


def _records(types: Sequence[Type], number: int, lookup: Lookup) -> list[Shape]:
    """The records among `types`, as shapes of the variant `number`; none if any object may be
    there."""
    found: list[Shape] = []
    for type in types:
        record = declared(type, lookup)
        if isinstance(record, Record):
            found.append(shape_of(number, record, lookup))
        elif Kind.OBJECT in kinds(type, lookup):
            return []
    return found


def _items(types: Sequence[Type], lookup: Lookup) -> tuple[Type, ...]:
    """What the first item may be of the lists among `types`; nothing if it may be anything."""
    found: list[Type] = []
    for type in types:
        match type:
            case ListOf(item):
                found += alternatives(item, lookup)
            case TupleOf(first, rest):
                for item in first[:1] or (rest or Never(),):
                    found += alternatives(item, lookup)
            case _:
                if Kind.ARRAY in kinds(type, lookup):
                    return ()
    return tuple(found)


def _are_all(sight: _Sight, of: set[Kind], lookup: Lookup) -> bool:
    return all(kinds(t, lookup) <= of for types in sight.types for t in types)


# What is asked -------------------------------------------------------------------------------


def _of_kinds(sight: _Sight, shapes: list[Shape], lookup: Lookup) -> Question:
    found: dict[Kind, dict[int, Shape]] = {}
    for number, types in enumerate(sight.types):
        for kind in {k for t in types for k in kinds(t, lookup)}:
            found.setdefault(kind, {})[number] = shapes[number]
    if Kind.INTEGER in found:
        whole = found.pop(Kind.INTEGER)
        any_number = found.setdefault(Kind.NUMBER, whole)  # `1.0` is an integer too
        if not whole.keys() <= any_number.keys():
            found[Kind.INTEGER] = whole | any_number
    if not sight.is_sure:
        found.pop(Kind.NULL, None)
    order = [kind for kind in Kind if kind in found]
    answers = [[*found[kind].values()] for kind in order]

    def build(inner: Sequence[Dispatch], rest: Dispatch) -> Dispatch:
        return by_kinds(dict(zip(order, inner)), rest)

    return Question(sight.path, "kind", sight.is_sure, answers, build)


def _of_values(
    sight: _Sight, shapes: list[Shape], lookup: Lookup
) -> Iterator[Question]:
    """Where each of the records lists what the value may be."""
    values: list[tuple[JsonScalar, ...]] = []
    null: list[Shape] = []
    for shape, types in zip(shapes, sight.types):
        own: list[JsonScalar] = []
        for type in types:
            if type == _NULL:
                null.append(shape)
                continue
            found = listed(type, lookup)
            if found is None:
                return
            own += found
        values.append(tuple(own))
    cases = tag_cases(zip(shapes, values))
    if not cases:
        return
    answers = [case.shapes for case in cases]
    keys = [case.values for case in cases]
    if null and sight.is_sure:
        answers.append(null)
        keys.append((None,))

    def build(inner: Sequence[Dispatch], rest: Dispatch) -> Dispatch:
        return ByValue(tuple(zip(keys, inner)), rest)

    yield Question(sight.path, "value", sight.is_sure, answers, build)


def _of_keys(
    sight: _Sight, shapes: list[Shape], records: list[list[Shape]]
) -> Iterator[Question]:
    """Where the objects there require keys of their own."""
    every = [record for group in records for record in group]
    cases, left = peel(every, lambda record: record.required)
    if not cases:
        return
    keys = [names for names, _ in cases]
    answers = [[shapes[to.variant]] for _, to in cases]
    if left:
        answers.append([shapes[number] for number in variants_of(left)])

    def build(inner: Sequence[Dispatch], rest: Dispatch) -> Dispatch:
        told = tuple(dict.fromkeys(zip(keys, inner)))
        return ByKeys(told, inner[-1] if left else rest)

    yield Question(sight.path, "keys", sight.is_sure, answers, build)


def by_kinds(cases: dict[Kind, Dispatch], rest: Dispatch) -> ByKind:
    """The decision by kind, in which every kind that has no case of its own goes to `rest`."""
    if rest != Unknown():
        for kind in Kind:
            if kind is not Kind.INTEGER:
                cases.setdefault(kind, rest)
    return ByKind(tuple((kind, cases[kind]) for kind in Kind if kind in cases))
