"""The ladder: how the variants of a union are told apart, on the finished model.

First by JSON kind; then, among objects: by a tag that a discriminator names, by a tag that
is there without one, by keys that only one variant requires, by what stands in a property that
all of them require, by keys that only one variant has, by what stands in a property that all of
them have, and last by the best fit. A rung that leaves several variants together opens the
ladder again among them.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from specloom.lower.ladder.own_keys import KeyCase, best_fit, peel
from specloom.lower.ladder.plain_values import by_value
from specloom.lower.ladder.questions import Asked, best_question, by_kinds
from specloom.lower.ladder.shapes import Shape, map_shape, shape_of, variants_of
from specloom.lower.ladder.tags import TagCase, TagTable, inferred_tag, tag_cases
from specloom.model.declarations import Record
from specloom.model.dispatch import (
    At,
    ByKeys,
    ByTag,
    Dispatch,
    Path,
    Take,
    Unknown,
)
from specloom.model.types import (
    Anything,
    JsonScalar,
    Kind,
    ListOf,
    TupleOf,
    Type,
)
from specloom.model.wire_types import Lookup, alternatives, declared, kinds

MOST_QUESTIONS = 64
"""How many questions about properties one union is told apart by."""


@dataclass(slots=True)
class Decision:
    """The ladder's outcome: the tree, the tag it found first, and who could not be told apart."""

    tree: Dispatch
    tag: str = ""
    unclear: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])

    def groups(self) -> list[tuple[int, ...]]:
        """Who could not be told apart; each variant is in one group."""
        groups: list[set[int]] = []
        for variants in map(set, self.unclear):
            shared = [group for group in groups if group & variants]
            groups = [group for group in groups if not group & variants]
            groups.append(variants.union(*shared))
        return sorted(tuple(sorted(group)) for group in groups)


def decide(
    variants: Sequence[Type], lookup: Lookup, tables: Sequence[TagTable] = ()
) -> Decision:
    """How to tell `variants` apart; `lookup` gives the declarations they refer to."""
    return _Ladder(lookup, tables).decide(variants)


Entry = tuple[int, Type]
"""A variant, and one of the types that what is looked at may have in it."""


@dataclass(frozen=True, slots=True)
class _Here:
    """Where the ladder stands: at which path, what takes objects that no record does, and what
    has been asked of those that are still together."""

    path: Path
    rest: Dispatch = Unknown()
    tags: frozenset[str] = frozenset()
    questions: frozenset[Asked] = frozenset()


class _Ladder:
    def __init__(self, lookup: Lookup, tables: Sequence[TagTable]) -> None:
        self._lookup = lookup
        self._tables = tables
        self._open: set[tuple[Entry, ...]] = set()
        """The items of lists that are being told apart: lists of themselves never end."""
        self._asked = 0
        self._decision = Decision(Unknown())

    def decide(self, variants: Sequence[Type]) -> Decision:
        """The decision for the variants of a union."""
        entries = [(i, a) for i, t in enumerate(variants) for a in self._parts(t)]
        self._decision.tree = self._by_kind(entries, ())
        return self._decision

    def _parts(self, type: Type) -> list[Type]:
        return list(alternatives(type, self._lookup))

    # Kinds ---------------------------------------------------------------------------------

    def _by_kind(self, entries: list[Entry], path: Path) -> Dispatch:
        if len({index for index, _ in entries}) == 1:
            return Take(entries[0][0])
        groups: dict[Kind, list[Entry]] = {}
        for index, type in entries:
            for kind in kinds(type, self._lookup):
                groups.setdefault(kind, []).append((index, type))
        if Kind.INTEGER in groups:
            # An integer is a number too: where no variant lists it, the number takes it.
            groups[Kind.INTEGER] += groups.get(Kind.NUMBER, [])
        cases = {
            kind: self._of_kind(kind, groups[kind], path)
            for kind in Kind
            if kind in groups
        }
        return by_kinds(cases, Unknown())

    def _of_kind(self, kind: Kind, entries: list[Entry], path: Path) -> Dispatch:
        if len({index for index, _ in entries}) == 1:
            return Take(entries[0][0])
        match kind:
            case Kind.OBJECT:
                return self._objects(entries, path)
            case Kind.ARRAY:
                return self._arrays(entries, path)
            case Kind.STRING | Kind.NULL | Kind.BOOLEAN | Kind.INTEGER | Kind.NUMBER:
                return by_value(kind, entries, self._lookup)

    def _arrays(self, entries: list[Entry], path: Path) -> Dispatch:
        """By the first item; an empty list is of the variant that is declared first."""
        items: list[Entry] = []
        for index, type in entries:
            match type:
                case ListOf(item):
                    items += ((index, part) for part in self._parts(item))
                case TupleOf(first, rest):
                    item = first[0] if first else rest or Anything()
                    items += ((index, part) for part in self._parts(item))
                case _:
                    items.append((index, Anything()))
        if any(isinstance(item, Anything) for _, item in items):
            self._decision.unclear.append(tuple(dict.fromkeys(i for i, _ in items)))
        first_one = Take(entries[0][0])
        key = tuple(items)
        if key in self._open or not items:
            return first_one
        self._open.add(key)
        below = (*path, 0)
        tree = self._by_kind(items, below)
        self._open.discard(key)
        return At(below, tree, first_one)

    # Objects -------------------------------------------------------------------------------

    def _objects(self, entries: list[Entry], path: Path) -> Dispatch:
        shapes: list[Shape] = []
        maps: list[int] = []
        for index, type in entries:
            found = declared(type, self._lookup)
            if isinstance(found, Record):
                shapes.append(shape_of(index, found, self._lookup))
            elif not path and any(table.values.get(index) for table in self._tables):
                shapes.append(map_shape(index, self._lookup))
            else:
                maps.append(index)
        maps = list(dict.fromkeys(maps))
        if len(maps) > 1:
            self._decision.unclear.append(tuple(maps))
        rest = Take(maps[0]) if maps else Unknown()
        return self._tell(shapes, _Here(path, rest))

    def _tell(self, shapes: list[Shape], here: _Here) -> Dispatch:
        """The rungs, for objects that are still together."""
        variants = variants_of(shapes)
        if not variants:
            return here.rest
        if len(variants) == 1:
            return self._only(shapes[0], here)
        for table in () if here.path else self._tables:
            if table.property not in here.tags:
                tree = self._by_table(shapes, table, here)
                if tree is not None:
                    return tree
        name = inferred_tag(shapes)
        if name is not None:
            return self._by_tag(name, shapes, here)
        return self._by_keys(shapes, here)

    def _only(self, shape: Shape, here: _Here) -> Dispatch:
        if isinstance(here.rest, Unknown):
            return Take(shape.index)
        keys = shape.required or shape.keys
        return ByKeys(((tuple(sorted(keys)), Take(shape.index)),), here.rest)

    # Tags ----------------------------------------------------------------------------------

    def _by_table(
        self, shapes: list[Shape], table: TagTable, here: _Here
    ) -> Dispatch | None:
        listed = [(shape, table.values_of(shape)) for shape in shapes]
        cases = tag_cases(listed)
        if not cases:
            return None
        name = table.property
        self._found(name, here)
        here = replace(here, tags=here.tags | {name})
        untagged = [
            shape
            for shape, values in listed
            if not values and shape.index not in table.bases
        ]
        otherwise = here.rest
        if table.otherwise is not None:
            otherwise = Take(table.otherwise)
        elif len(variants_of(untagged)) == 1 and isinstance(here.rest, Unknown):
            otherwise = best_fit(untagged)
        elif untagged:
            otherwise = self._tell(untagged, here)
        if table.absent is None:
            absent = self._without(shapes, name, here)
        else:
            named = [shape for shape in shapes if shape.index == table.absent]
            absent = self._untold([*named, *untagged], name, here)
        return ByTag(
            name,
            (*self._cases(cases, here), *self._null(shapes, name, here)),
            absent,
            otherwise,
        )

    def _by_tag(self, name: str, shapes: list[Shape], here: _Here) -> Dispatch:
        self._found(name, here)
        cases = tag_cases((shape, shape.values(name)) for shape in shapes)
        return ByTag(
            name,
            (*self._cases(cases, here), *self._null(shapes, name, here)),
            self._without(shapes, name, here),
            here.rest,
        )

    def _found(self, name: str, here: _Here) -> None:
        if not here.path:
            self._decision.tag = self._decision.tag or name

    def _cases(
        self, cases: list[TagCase], here: _Here
    ) -> tuple[tuple[tuple[JsonScalar, ...], Dispatch], ...]:
        return tuple((values, self._shared(shapes, here)) for values, shapes in cases)

    def _shared(self, shapes: list[Shape], here: _Here) -> Dispatch:
        """What a value of a tag leads to: to whoever has it, if that is one variant."""
        if len(variants_of(shapes)) == 1:
            return Take(shapes[0].index)
        return self._tell(shapes, here)

    def _null(
        self, shapes: list[Shape], tag: str, here: _Here
    ) -> tuple[tuple[tuple[JsonScalar, ...], Dispatch], ...]:
        """The case of a tag that is null, as it may be in some of the records."""
        nullable = [shape for shape in shapes if shape.allows_null(tag)]
        return (((None,), self._untold(nullable, tag, here)),) if nullable else ()

    def _without(self, shapes: list[Shape], tag: str, here: _Here) -> Dispatch:
        """For an object that leaves the tag out."""
        optional = [shape for shape in shapes if tag not in shape.required]
        return self._untold(optional, tag, here) if optional else here.rest

    def _untold(self, optional: list[Shape], tag: str, here: _Here) -> Dispatch:
        """Among records that the tag does not tell: who has a default for it, else the ladder."""
        for group in ([s for s in optional if s.has_default(tag)], optional):
            if len(variants_of(group)) == 1:
                return Take(group[0].index)
        with self._quietly():  # the tag is how its author tells them apart
            return self._tell([shape.without(tag) for shape in optional], here)

    @contextmanager
    def _quietly(self) -> Generator[None]:
        """Remembers nothing of what is unclear inside."""
        known = len(self._decision.unclear)
        yield
        del self._decision.unclear[known:]

    # Keys, and what stands behind them ----------------------------------------------------------

    def _by_keys(self, shapes: list[Shape], here: _Here) -> Dispatch:
        cases, left = peel(shapes, lambda shape: shape.required)
        otherwise = self._by_question(left, here, needed=True)
        if otherwise is not None:
            return ByKeys(tuple(cases), otherwise) if cases else otherwise
        by_optional = left
        more, left = peel(left, lambda shape: shape.keys)
        cases += more
        is_alone = isinstance(here.rest, Unknown)
        if len(left) > 1:
            otherwise = self._by_question(left, here, needed=False)
            if otherwise is None:
                self._decision.unclear.append(variants_of(left))
                otherwise = best_fit(left)
        elif left and is_alone:
            otherwise = Take(left[0].index)
        elif left and left[0].required:
            cases.append((tuple(sorted(left[0].required)), Take(left[0].index)))
            otherwise = here.rest
        else:
            otherwise = self._without_keys(by_optional, more, here)
        # Records of one union inside may well be told by the same keys.
        distinct = tuple(dict.fromkeys(cases))
        return ByKeys(distinct, otherwise) if cases else otherwise

    def _without_keys(
        self, shapes: list[Shape], cases: list[KeyCase], here: _Here
    ) -> Dispatch:
        """Of records that are told by keys which may be missing, those that can come without."""
        told = {to.variant: set(keys) for keys, to in cases}
        bare = [s for s in shapes if not s.required & told.get(s.index, set())]
        if not bare or not isinstance(here.rest, Unknown):
            return here.rest
        return self._by_question(bare, here, needed=False) or best_fit(bare)

    def _by_question(
        self, shapes: list[Shape], here: _Here, needed: bool
    ) -> Dispatch | None:
        """By what stands in a property that all of `shapes` have; None if nothing tells."""
        if len(variants_of(shapes)) < 2 or self._asked >= MOST_QUESTIONS:
            return None
        asked = best_question(shapes, here.path, here.questions, self._lookup, needed)
        if asked is None:
            return None
        self._asked += 1
        here = replace(here, questions=here.questions | {asked.key})
        inner = [self._back(answer, here) for answer in asked.answers]
        absent = here.rest
        if not asked.is_sure:
            empty = replace(here, questions=here.questions | {asked.nothing_there})
            with self._quietly():
                absent = self._back(shapes, empty)
        then = asked.build(inner, here.rest)
        return At(asked.path, then, absent, or_null=not asked.is_sure)

    def _back(self, shapes: list[Shape], here: _Here) -> Dispatch:
        """The ladder among `shapes`, asked again of the objects themselves."""
        tree = self._tell(shapes, here)
        if isinstance(tree, (Take, Unknown, At)):
            return tree
        return At(here.path, tree, Unknown())
