"""How the variants of a union are told apart: the ladder, on the finished model.

First by JSON kind; then, among objects: by a tag that a discriminator names, by a tag that
is there without one, by keys that only one variant has, and last by the best fit. A rung that
leaves several variants together opens the ladder again among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from typing import NamedTuple

from specloom.lower.unions import STRICTNESS
from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Presence,
    Record,
)
from specloom.model.declarations import Union as UnionDeclaration
from specloom.model.dispatch import (
    ByFit,
    ByFormat,
    ByItem,
    ByKeys,
    ByKind,
    ByTag,
    ByValue,
    Dispatch,
    Take,
    Unknown,
)
from specloom.model.types import (
    Anything,
    JsonScalar,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Never,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
    kind_of,
)

Lookup = Callable[[str], Declaration | None]

_TAG_NAMES = ("type", "kind", "object", "event", "name", "role", "status")


class Tags(NamedTuple):
    """What a discriminator says: the property, the values of each variant, and which variant
    takes objects with an unknown value (a base's own record) or without any (a default).
    """

    property: str
    values: Mapping[int, tuple[JsonScalar, ...]]
    otherwise: int | None = None
    absent: int | None = None


@dataclass(slots=True)
class Decision:
    """The ladder's outcome: the tree, the tag it found first, and who could not be told apart."""

    tree: Dispatch
    tag: str = ""
    unclear: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])


def decide(
    variants: Sequence[Type], lookup: Lookup, tags: Tags | None = None
) -> Decision:
    """How to tell `variants` apart; `lookup` gives the declarations they refer to."""
    ladder = _Ladder(variants, lookup)
    tree = ladder.by_kind([(i, t) for i, t in enumerate(variants)], tags)
    return Decision(tree, ladder.tag, ladder.unclear)


Entry = tuple[int, Type]


class _Ladder:
    def __init__(self, variants: Sequence[Type], lookup: Lookup) -> None:
        self._lookup = lookup
        self._open: set[tuple[Entry, ...]] = set()
        """The items of lists that are being told apart: lists of themselves never end."""
        self.tag = ""
        self.unclear: list[tuple[int, ...]] = []

    # Kinds ---------------------------------------------------------------------------------

    def by_kind(self, entries: list[Entry], tags: Tags | None) -> Dispatch:
        if len(entries) == 1:
            return Take(entries[0][0])
        groups: dict[Kind, list[Entry]] = {}
        for index, type in entries:
            for kind in kinds(type, self._lookup):
                groups.setdefault(kind, []).append((index, type))
        if Kind.INTEGER in groups:
            # An integer is a number too: where no variant lists it, the number takes it.
            groups[Kind.INTEGER] += groups.get(Kind.NUMBER, [])
        return ByKind(
            tuple(
                (kind, self._of_kind(kind, groups[kind], tags))
                for kind in Kind
                if kind in groups
            )
        )

    def _of_kind(self, kind: Kind, entries: list[Entry], tags: Tags | None) -> Dispatch:
        if len(entries) == 1:
            return Take(entries[0][0])
        match kind:
            case Kind.OBJECT:
                return self._objects(entries, tags)
            case Kind.ARRAY:
                return self._arrays(entries)
            case Kind.STRING:
                return self._strings(entries)
            case Kind.NULL | Kind.BOOLEAN | Kind.INTEGER | Kind.NUMBER:
                return self._values(entries, kind, Unknown())

    # Scalars -------------------------------------------------------------------------------

    def _strings(self, entries: list[Entry]) -> Dispatch:
        formatted: list[tuple[int, int]] = []
        rest: list[Entry] = []
        for index, type in entries:
            at = resolved(type, self._lookup)
            if isinstance(at, Scalar) and at.format in STRICTNESS:
                formatted.append((STRICTNESS.index(at.format), index))
            else:
                rest.append((index, type))
        if not formatted:
            return self._values(rest, Kind.STRING, Unknown())
        order = tuple(index for _, index in sorted(formatted))
        return self._values(rest, Kind.STRING, ByFormat(order, Unknown()))

    def _values(self, entries: list[Entry], kind: Kind, fallback: Dispatch) -> Dispatch:
        """By exact value where variants list theirs; any other value to the one that takes all."""
        cases: list[tuple[tuple[JsonScalar, ...], Dispatch]] = []
        seen: set[tuple[type, JsonScalar]] = set()
        otherwise: Dispatch = Unknown()
        plain: Dispatch | None = None
        for index, type in entries:
            values = listed(type, self._lookup)
            if values is None:
                if plain is None:
                    plain = Take(index)
                continue
            own = [
                v for v in values if kind_of(v) is kind and (v.__class__, v) not in seen
            ]
            seen.update((v.__class__, v) for v in own)
            if own:
                cases.append((tuple(own), Take(index)))
            if self._is_open(type) and isinstance(otherwise, Unknown):
                otherwise = Take(index)
        otherwise = plain or otherwise
        if isinstance(fallback, ByFormat):
            otherwise = ByFormat(fallback.variants, otherwise)
        return ByValue(tuple(cases), otherwise) if cases else otherwise

    def _is_open(self, type: Type) -> bool:
        found = declared(type, self._lookup)
        return isinstance(found, Enumeration) and found.open

    # Arrays --------------------------------------------------------------------------------

    def _arrays(self, entries: list[Entry]) -> Dispatch:
        items: list[Entry] = []
        for index, type in entries:
            match resolved(type, self._lookup):
                case ListOf(item):
                    items.append((index, item))
                case TupleOf(first, rest):
                    items.append((index, first[0] if first else rest or Anything()))
                case _:
                    items.append((index, Anything()))
        if any(isinstance(resolved(item, self._lookup), Anything) for _, item in items):
            self.unclear.append(tuple(index for index, _ in items))
        plain = [(i, t.type if isinstance(t, Nullable) else t) for i, t in items]
        key = tuple(plain)
        if key in self._open:
            return Take(entries[0][0])
        self._open.add(key)
        tree = self.by_kind(plain, None)
        self._open.discard(key)
        return ByItem(tree, Take(entries[0][0]))

    # Objects -------------------------------------------------------------------------------

    def _objects(self, entries: list[Entry], tags: Tags | None) -> Dispatch:
        if len(entries) == 1:
            return Take(entries[0][0])
        records: list[_Shape] = []
        others: list[int] = []
        for index, type in entries:
            found = declared(type, self._lookup)
            if isinstance(found, Record):
                records.append(_Shape(index, found, self._lookup))
            elif isinstance(found, UnionDeclaration):
                records += _shapes_of(index, found, self._lookup)
            else:
                others.append(index)
        if len(others) > 1:
            self.unclear.append(tuple(others))
        rest: Dispatch = Take(others[0]) if others else Unknown()
        if tags is not None:
            tree = self._by_discriminator(records, tags, rest)
            if tree is not None:
                return tree
        return self._ladder(records, rest)

    def _by_discriminator(
        self, shapes: list[_Shape], tags: Tags, rest: Dispatch
    ) -> Dispatch | None:
        by_value: dict[tuple[type, JsonScalar], list[_Shape]] = {}
        untagged: list[_Shape] = []
        for shape in shapes:
            values = tags.values.get(shape.index)
            if values is None and shape.index == tags.otherwise:
                continue  # a base's own record may list the values of all its children
            values = values or shape.values(tags.property)
            if not values:
                untagged.append(shape)
            for value in values:
                by_value.setdefault((value.__class__, value), []).append(shape)
        if not by_value:
            return None
        self.tag = self.tag or tags.property
        otherwise = rest
        if len({s.index for s in untagged}) == 1 and isinstance(rest, Unknown):
            otherwise = _best_fit(untagged)
        elif untagged:
            otherwise = self._ladder(untagged, rest)
        if tags.otherwise is not None:
            otherwise = Take(tags.otherwise)
        absent = otherwise
        if tags.absent is not None:
            absent = Take(tags.absent)
        elif any(not s.requires(tags.property) for s in shapes):
            absent = self._without(shapes, tags.property, otherwise)
        cases = self._grouped(by_value, rest)
        cases += self._null(shapes, tags.property, otherwise)
        return ByTag(tags.property, cases, absent, otherwise)

    def _ladder(self, shapes: list[_Shape], rest: Dispatch) -> Dispatch:
        """The rungs below the discriminator, for records that are still together."""
        indices = {s.index for s in shapes}
        if not indices:
            return rest
        if len(indices) == 1:
            if isinstance(rest, Unknown):
                return Take(shapes[0].index)
            keys = shapes[0].required or shapes[0].keys
            return ByKeys(((tuple(sorted(keys)), Take(shapes[0].index)),), rest)
        for pick in (_required_tag, _optional_tag, _shared_tag):
            name = pick(shapes)
            if name is not None:
                return self._by_tag(name, shapes, rest)
        return self._by_keys(shapes, rest)

    def _by_tag(self, name: str, shapes: list[_Shape], rest: Dispatch) -> Dispatch:
        self.tag = self.tag or name
        by_value: dict[tuple[type, JsonScalar], list[_Shape]] = {}
        for shape in shapes:
            for value in shape.values(name):
                by_value.setdefault((value.__class__, value), []).append(shape)
        absent = rest
        if any(not s.requires(name) for s in shapes):
            absent = self._without(shapes, name, rest)
        cases = self._grouped(by_value, rest) + self._null(shapes, name, rest)
        return ByTag(name, cases, absent, rest)

    def _grouped(
        self, by_value: Mapping[tuple[type, JsonScalar], list[_Shape]], rest: Dispatch
    ) -> tuple[tuple[tuple[JsonScalar, ...], Dispatch], ...]:
        """Cases of the tag: values that lead to the same variants share one."""
        groups: dict[tuple[int, ...], tuple[list[JsonScalar], list[_Shape]]] = {}
        for (_, value), shapes in by_value.items():
            key = tuple(dict.fromkeys(s.index for s in shapes))
            groups.setdefault(key, ([], shapes))[0].append(value)
        return tuple(
            (
                tuple(values),
                self._ladder(shapes, rest) if len(key) > 1 else Take(min(key)),
            )
            for key, (values, shapes) in groups.items()
        )

    def _null(
        self, shapes: list[_Shape], tag: str, rest: Dispatch
    ) -> tuple[tuple[tuple[JsonScalar, ...], Dispatch], ...]:
        """The case of a tag that is null, as it may be in some of the records."""
        nullable = [s for s in shapes if s.allows_null(tag)]
        return (((None,), self._untold(nullable, tag, rest)),) if nullable else ()

    def _without(self, shapes: list[_Shape], tag: str, rest: Dispatch) -> Dispatch:
        """For an object that leaves the tag out."""
        return self._untold([s for s in shapes if not s.requires(tag)], tag, rest)

    def _untold(self, optional: list[_Shape], tag: str, rest: Dispatch) -> Dispatch:
        """Among records that the tag does not tell: who has a default for it, else the ladder."""
        defaulted = [s for s in optional if s.has_default(tag)]
        if len(defaulted) == 1:
            return Take(defaulted[0].index)
        if len({s.index for s in optional}) == 1:
            return Take(optional[0].index)
        known = len(self.unclear)
        tree = self._ladder([s.without(tag) for s in optional], rest)
        del self.unclear[known:]  # the tag is how its author tells them apart
        return tree

    def _by_keys(self, shapes: list[_Shape], rest: Dispatch) -> Dispatch:
        cases, left = _peel(shapes, lambda s: s.required)
        by_optional = left
        more, left = _peel(left, lambda s: s.keys)
        cases += more
        if len(left) > 1:
            self.unclear.append(tuple(s.index for s in left))
            otherwise: Dispatch = _best_fit(left)
        elif left and isinstance(rest, Unknown):
            otherwise = Take(left[0].index)
        elif left and left[0].required:
            cases.append((tuple(sorted(left[0].required)), Take(left[0].index)))
            otherwise = rest
        elif isinstance(rest, Unknown) and by_optional:
            # Without the keys that would tell, an object is still one of these.
            otherwise = _best_fit(by_optional)
        else:
            otherwise = rest
        # Records of one union inside may well be told by the same keys.
        distinct = tuple(dict.fromkeys(cases))
        return ByKeys(distinct, otherwise) if cases else otherwise


def _best_fit(shapes: list[_Shape]) -> Dispatch:
    if len(shapes) == 1 and not shapes[0].required:
        return Take(shapes[0].index)
    cases = (
        (Take(s.index), tuple(sorted(s.required)), tuple(sorted(s.keys)))
        for s in shapes
    )
    return ByFit(tuple(dict.fromkeys(cases)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the ladder looks at in a record that stands for the variant `index`."""

    index: int
    record: Record
    lookup: Lookup

    @property
    def required(self) -> frozenset[str]:
        return frozenset(
            f.wire for f in self.record.fields if f.presence is Presence.REQUIRED
        )

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(f.wire for f in self.record.fields)

    def without(self, name: str) -> _Shape:
        """The record as if it had no property `name`."""
        fields = tuple(f for f in self.record.fields if f.wire != name)
        return replace(self, record=replace(self.record, fields=fields))

    def requires(self, name: str) -> bool:
        return name in self.required

    def values(self, name: str) -> tuple[JsonScalar, ...]:
        """The values that the property `name` is limited to; empty if to none."""
        for f in self.record.fields:
            if f.wire == name:
                return listed(f.type, self.lookup) or ()
        return ()

    def allows_null(self, name: str) -> bool:
        return any(
            f.wire == name and isinstance(f.type, Nullable) for f in self.record.fields
        )

    def has_default(self, name: str) -> bool:
        return any(f.wire == name and f.default is not None for f in self.record.fields)


def _shapes_of(index: int, union: UnionDeclaration, lookup: Lookup) -> list[_Shape]:
    shapes: list[_Shape] = []
    for variant in union.variants:
        found = declared(variant.type, lookup)
        if isinstance(found, Record):
            shapes.append(_Shape(index, found, lookup))
    return shapes


def _candidates(shapes: list[_Shape]) -> list[str]:
    """Properties limited to listed values in each of the records, likely tags first."""
    common = shapes[0].keys.intersection(*(s.keys for s in shapes[1:]))
    limited = [n for n in common if all(s.values(n) for s in shapes)]
    return sorted(limited, key=lambda n: (_rank(n), n))


def _disjoint(shapes: list[_Shape], name: str) -> bool:
    owner: dict[tuple[type, JsonScalar], int] = {}
    for shape in shapes:
        for value in shape.values(name):
            if owner.setdefault((value.__class__, value), shape.index) != shape.index:
                return False
    return True


def _required_tag(shapes: list[_Shape]) -> str | None:
    for name in _candidates(shapes):
        if all(s.requires(name) for s in shapes) and _disjoint(shapes, name):
            return name
    return None


def _optional_tag(shapes: list[_Shape]) -> str | None:
    for name in _candidates(shapes):
        if _disjoint(shapes, name):
            return name
    return None


def _shared_tag(shapes: list[_Shape]) -> str | None:
    """A tag that splits the records into groups, if not into single ones."""
    for name in _candidates(shapes):
        groups = {s.values(name) for s in shapes}
        if len(groups) > 1 and all(len(s.values(name)) == 1 for s in shapes):
            return name
    return None


def _peel(
    shapes: list[_Shape], keys: Callable[[_Shape], frozenset[str]]
) -> tuple[list[tuple[tuple[str, ...], Dispatch]], list[_Shape]]:
    """Takes out, again and again, a record with a key that no other remaining one declares."""
    cases: list[tuple[tuple[str, ...], Dispatch]] = []
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

    def __init__(self, shapes: list[_Shape]) -> None:
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

    def own(self, shape: _Shape, keys: frozenset[str]) -> list[str]:
        """Those of `keys` that no other variant declares."""
        return [k for k in keys if self._of[k].keys() <= {shape.index}]

    def remove(self, shape: _Shape) -> Iterator[tuple[str, int]]:
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


def _rank(name: str) -> int:
    return _TAG_NAMES.index(name) if name in _TAG_NAMES else len(_TAG_NAMES)


# What a type looks like on the wire -----------------------------------------------------------


def declared(type: Type, lookup: Lookup) -> Declaration | None:
    """The declaration behind a reference, aliases followed."""
    seen: set[str] = set()
    while True:
        if isinstance(type, Nullable):
            type = type.type
        if not isinstance(type, Ref) or type.id in seen:
            return None
        seen.add(type.id)
        found = lookup(type.id)
        if not isinstance(found, Alias):
            return found
        type = found.type


def resolved(type: Type, lookup: Lookup) -> Type:
    """The type behind aliases."""
    seen: set[str] = set()
    while isinstance(type, Ref) and type.id not in seen:
        seen.add(type.id)
        found = lookup(type.id)
        if not isinstance(found, Alias):
            break
        type = found.type
    return type


def kinds(type: Type, lookup: Lookup) -> frozenset[Kind]:
    """The JSON kinds that a value of `type` can have."""
    at = resolved(type, lookup)
    match at:
        case Scalar(kind=kind):
            return frozenset({kind})
        case Literal(values):
            return frozenset(map(kind_of, values))
        case ListOf() | TupleOf():
            return frozenset({Kind.ARRAY})
        case MapOf():
            return frozenset({Kind.OBJECT})
        case Nullable(inner):
            return kinds(inner, lookup) | {Kind.NULL}
        case Anything():
            return frozenset(Kind) - {Kind.INTEGER}
        case Never():
            return frozenset()
        case Ref(id):
            found = lookup(id)
            if isinstance(found, Record):
                return frozenset({Kind.OBJECT})
            if isinstance(found, Enumeration):
                return frozenset(kind_of(m.value) for m in found.members)
            if isinstance(found, UnionDeclaration):
                return _union(kinds(v.type, lookup) for v in found.variants)
            return frozenset({Kind.OBJECT})


def _union(sets: Iterable[frozenset[Kind]]) -> frozenset[Kind]:
    return frozenset[Kind]().union(*sets)


def listed(type: Type, lookup: Lookup) -> tuple[JsonScalar, ...] | None:
    """The values that the document lists for `type`; None where it lists none."""
    at = resolved(type, lookup)
    if isinstance(at, Nullable):
        at = resolved(at.type, lookup)
    if isinstance(at, Literal):
        return at.values
    found = declared(at, lookup)
    if isinstance(found, Enumeration):
        return tuple(m.value for m in found.members)
    return None
