"""Stage 4, emit: which variant of a union a JSON value is, as the generated code decides it."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from specloom.model.dispatch import (
    At,
    ByFit,
    ByFormat,
    ByKeys,
    ByKind,
    ByTag,
    ByValue,
    Dispatch,
    Path,
    Take,
    Unknown,
)
from specloom.model.types import JsonScalar, JsonValue, Kind, kind_of


def decide(dispatch: Dispatch, value: JsonValue) -> int | None:
    """The index of the variant that `value` is of; None if it is of none, or if only a parser
    of formats could tell."""
    return _decide(dispatch, value, value)


def _decide(dispatch: Dispatch, value: JsonValue, whole: JsonValue) -> int | None:
    """`value` is the part of `whole` that the dispatch asks about."""
    match dispatch:
        case Take():
            return dispatch.variant
        case Unknown() | ByFormat():
            return None
        case ByKind():
            return _decide(_by_kind(dispatch, kind_of(value)), value, whole)
        case ByTag():
            if not isinstance(value, dict):
                return None
            return _decide(_by_tag(dispatch, value), value, whole)
        case ByKeys():
            return _decide(_by_keys(dispatch, value), value, whole)
        case ByFit():
            return _decide(_by_fit(dispatch, value), value, whole)
        case ByValue():
            return _decide(_by_value(dispatch, value), value, whole)
        case At():
            found = _inside(whole, dispatch.path)
            if isinstance(found, _Absent) or found is None and dispatch.or_null:
                return _decide(dispatch.absent, whole, whole)
            return _decide(dispatch.then, found, whole)
        case _:
            assert_never(dispatch)


def _by_kind(dispatch: ByKind, kind: Kind) -> Dispatch:
    cases = dict(dispatch.cases)
    if kind is Kind.INTEGER and kind not in cases:
        kind = Kind.NUMBER
    return cases.get(kind, Unknown())


def _by_tag(dispatch: ByTag, value: dict[str, JsonValue]) -> Dispatch:
    if dispatch.property not in value:
        return dispatch.absent
    tag = value[dispatch.property]
    for values, inner in dispatch.cases:
        if _is_among(tag, values):
            return inner
    return dispatch.otherwise


def _by_keys(dispatch: ByKeys, value: JsonValue) -> Dispatch:
    if isinstance(value, dict):
        for keys, every, inner in dispatch.steps:
            if (all if every else any)(key in value for key in keys):
                return inner
    return dispatch.otherwise


def _by_fit(dispatch: ByFit, value: JsonValue) -> Dispatch:
    best: Dispatch = Unknown()
    if isinstance(value, dict):
        fewest = len(value) + 1
        for inner, required, declared in dispatch.cases:
            unknown = len(value.keys() - set(declared))
            if value.keys() >= set(required) and unknown < fewest:
                best, fewest = inner, unknown
    return best


def _by_value(dispatch: ByValue, value: JsonValue) -> Dispatch:
    for values, inner in dispatch.cases:
        if _is_among(value, values):
            return inner
    return dispatch.otherwise


def _inside(value: JsonValue, path: Path) -> JsonValue | _Absent:
    """What stands at `path` below `value`."""
    found = value
    for step in path:
        if isinstance(found, dict) and isinstance(step, str) and step in found:
            found = found[step]
        elif isinstance(found, list) and step == 0 and found:
            found = found[0]
        else:
            return _Absent.NOTHING
    return found


class _Absent(Enum):
    NOTHING = 0


def _is_among(value: JsonValue, values: tuple[JsonScalar, ...]) -> bool:
    """JSON's equality: `true` is not 1."""
    return any(value == one and type(value) is type(one) for one in values)
