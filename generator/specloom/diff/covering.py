"""Whether one type takes every value of another: sets of values, not spellings.

Input: a type of each version and the way that it travels. Output: whether the new one covers
the old one, and the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.diff.side import Direction, Side
from specloom.model.declarations import Alias, Enumeration, Record, Union
from specloom.model.types import (
    Anything,
    Format,
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

_UNKNOWN = Ref("")
"""Stands for `UnknownVariant`, which every union of records may give."""
_PLAIN = Scalar(Kind.STRING)
_TEXTUAL = frozenset(Format) - {Format.NONE, Format.BINARY, Format.NUMERAL}


@dataclass(frozen=True, slots=True)
class Relation:
    """How a type changed."""

    keeps: bool
    """The new type takes all that the old one did."""
    adds: bool
    """The new type takes what the old one did not."""
    surprises: bool
    """Some of that is nothing that readers of the old one had to reckon with."""


class Covering:
    """Compares types of two versions that travel one way."""

    def __init__(self, old: Side, new: Side, direction: Direction) -> None:
        self._sides = (old, new)
        self._direction = direction
        self._open: set[tuple[int, str, str]] = set()
        self._reckoning = False

    def relation(self, old: Type, new: Type) -> Relation:
        """How `new` relates to `old`."""
        keeps = self._covers(1, new, old)
        adds = not self._covers(0, old, new)
        if not adds:
            return Relation(keeps, False, False)
        self._reckoning = True
        surprises = not self._covers(0, old, new)
        self._reckoning = False
        return Relation(keeps, True, surprises)

    def _covers(self, wide_side: int, wide: Type, narrow: Type) -> bool:
        """Whether `wide`, of one side, takes all values of `narrow`, of the other one."""
        if _key(wide) == _key(narrow):
            return True
        question = (wide_side, _key(wide), _key(narrow))
        if (
            question in self._open
        ):  # types that hold themselves: nothing speaks against it
            return True
        self._open.add(question)
        try:
            # A name that both versions know is told of where it is declared.
            same = {_key(part) for part in _parts(wide)}
            rest = [part for part in _parts(narrow) if _key(part) not in same]
            wider = list(self._alternatives(wide_side, wide))
            return all(
                any(self._takes(wide_side, one, other) for one in wider)
                for part in rest
                for other in self._alternatives(1 - wide_side, part)
            )
        finally:
            self._open.discard(question)

    def _takes(self, side: int, one: Type, other: Type) -> bool:
        """Whether one alternative takes all values of another."""
        if _key(one) == _key(other) or isinstance(other, Never):
            return True
        if one == _UNKNOWN:
            return self._reckoning and isinstance(other, Ref)
        match one, other:
            case Anything(), _:
                # What used to be plain data must not become an object of a class.
                return self._direction is Direction.SENT or not self._is_object(
                    1 - side, other
                )
            case Scalar(), Literal(values):
                fits = all(_fits(kind_of(value), one.kind) for value in values)
                return fits and one.format is Format.NONE
            case Scalar(), Scalar():
                return one.format is other.format and _fits(other.kind, one.kind)
            case (ListOf(mine), ListOf(theirs)) | (MapOf(mine), MapOf(theirs)):
                return self._covers(side, mine, theirs)
            case TupleOf(), TupleOf() if len(one.items) == len(other.items):
                pairs = zip(one.items, other.items, strict=True)
                return all(self._covers(side, a, b) for a, b in pairs)
            case _:
                return False

    def _alternatives(self, side: int, type: Type, inside: str = "") -> Iterator[Type]:
        """The types of which a value of `type` has exactly one; aliases are opened."""
        match type:
            case Nullable():
                yield from self._alternatives(side, type.type, inside)
                yield Scalar(Kind.NULL)
            case Literal():
                yield from (Literal((value,)) for value in type.values)
            case Ref(id):
                yield from self._declared(side, id, inside)
            case Scalar(format=Format.NUMERAL):
                yield Scalar(type.kind)  # that it may come as text is not seen
            case Scalar():
                yield type
                if self._direction is Direction.SENT and type.format in _TEXTUAL:
                    yield _PLAIN  # a caller may give the text instead
            case ListOf() | TupleOf() | MapOf() | Anything() | Never():
                yield type

    def _declared(self, side: int, id: str, inside: str) -> Iterator[Type]:
        declaration = self._sides[side].declarations.get(id)
        match declaration:
            case Alias() if f"\n{id}\n" not in inside:
                yield from self._alternatives(
                    side, declaration.type, f"{inside}\n{id}\n"
                )
            case Enumeration():
                yield from (Literal((member.value,)) for member in declaration.members)
                if declaration.open:
                    yield from self._alternatives(side, declaration.base, inside)
            case Union() if f"\n{id}\n" not in inside:
                for variant in declaration.variants:
                    yield from self._alternatives(
                        side, variant.type, f"{inside}\n{id}\n"
                    )
                received = self._direction is Direction.RECEIVED
                if received and self._sides[side].traits.may_be_unknown(id):
                    yield _UNKNOWN
            case Record() | Alias() | Union() | None:
                yield Ref(id)

    def _is_object(self, side: int, type: Type) -> bool:
        return type == _UNKNOWN or self._sides[side].traits.is_decoded(type)


def _parts(type: Type) -> tuple[Type, ...]:
    return (type.type, Scalar(Kind.NULL)) if isinstance(type, Nullable) else (type,)


def _fits(kind: Kind, wanted: Kind) -> bool:
    return kind is wanted or (kind is Kind.INTEGER and wanted is Kind.NUMBER)


def _key(type: Type) -> str:
    return repr(type)  # unlike `==`, it tells 1 from True
