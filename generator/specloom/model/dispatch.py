"""`Dispatch`: how the variants of a union are told apart. Computed once, in `lower`.

A dispatch is a small decision tree over one JSON value. Its leaves are `Take` (this variant)
and `Unknown` (none of them: the value is kept raw). Any rung may nest any other. What is asked
is asked of the whole value, or of the part of it that the last `At` above has gone to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from specloom.model.types import JsonScalar, Kind

Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """The value is of the variant at this index of the union's `variants`."""

    variant: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """No variant of the union: the value stays raw."""


@dataclass(frozen=True, slots=True)
class ByKind:
    """By the JSON kind. An integer goes to `NUMBER` where there is no case for `INTEGER`."""

    cases: tuple[tuple[Kind, Dispatch], ...]


@dataclass(frozen=True, slots=True)
class ByTag:
    """Of objects: by the value of the property `property`.

    `absent` decides when the object does not have the property, `otherwise` when its value
    is not listed: `Unknown`, or the base's own record where a base has children.
    """

    property: str
    cases: tuple[tuple[tuple[JsonScalar, ...], Dispatch], ...]
    absent: Dispatch
    otherwise: Dispatch = Unknown()


@dataclass(frozen=True, slots=True)
class ByKeys:
    """Of objects: the first case all of whose keys are present; without one, the first case
    any of whose keys is present; else `otherwise`.

    What belongs to another case may well stand in an object beside all of its own keys. Where
    `all_of_them`, some keys are not enough.
    """

    cases: tuple[tuple[tuple[str, ...], Dispatch], ...]
    otherwise: Dispatch
    all_of_them: bool = False

    @property
    def steps(self) -> tuple[tuple[tuple[str, ...], bool, Dispatch], ...]:
        """What to ask, in this order: for these keys, whether for all of them, and what then."""
        some = [(keys, False, inner) for keys, inner in self.cases]
        every = [(keys, True, inner) for keys, inner in self.cases]
        if self.all_of_them:
            return tuple(every)
        if len(some) == 1:
            return tuple(some)
        return (*every, *(step for step in some if len(step[0]) > 1))


@dataclass(frozen=True, slots=True)
class ByFit:
    """Of objects: among the variants whose required keys are all present the one with the
    fewest unknown keys; the first declared on a tie. None fits: `Unknown`.

    Each case is (variant's decision, required keys, all declared keys).
    """

    cases: tuple[tuple[Dispatch, tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ByValue:
    """Of scalars: by the exact value (enums beside each other). Not listed: `otherwise`."""

    cases: tuple[tuple[tuple[JsonScalar, ...], Dispatch], ...]
    otherwise: Dispatch


@dataclass(frozen=True, slots=True)
class ByFormat:
    """Of strings: the first of these variants whose format parses the text; else `otherwise`."""

    variants: tuple[int, ...]
    otherwise: Dispatch


@dataclass(frozen=True, slots=True)
class At:
    """By what stands at `path`: the names of properties, and 0 for the first item of a list.

    The path begins at the value that the union is of, wherever in the tree this is: an empty
    one goes back to it. Where nothing stands there `absent` decides; where `or_null`, null is
    nothing.
    """

    path: Path
    then: Dispatch
    absent: Dispatch
    or_null: bool = False


Dispatch: TypeAlias = (
    Take | Unknown | ByKind | ByTag | ByKeys | ByFit | ByValue | ByFormat | At
)
