"""Stage 4, emit: which variant of a union a JSON value is, as the generated code decides it."""

from __future__ import annotations

from typing import assert_never

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
from specloom.model.types import JsonScalar, JsonValue, Kind, kind_of


def decide(dispatch: Dispatch, value: JsonValue) -> int | None:
    """The index of the variant that `value` is of; None if it is of none, or if only a parser
    of formats could tell."""
    match dispatch:
        case Take():
            return dispatch.variant
        case Unknown() | ByFormat():
            return None
        case ByKind():
            return decide(_by_kind(dispatch, kind_of(value)), value)
        case ByTag():
            if not isinstance(value, dict):
                return None
            return decide(_by_tag(dispatch, value), value)
        case ByKeys():
            if isinstance(value, dict):
                for keys, every, inner in dispatch.steps:
                    if (all if every else any)(key in value for key in keys):
                        return decide(inner, value)
            return decide(dispatch.otherwise, value)
        case ByFit():
            return _by_fit(dispatch, value)
        case ByValue():
            for values, inner in dispatch.cases:
                if _is_among(value, values):
                    return decide(inner, value)
            return decide(dispatch.otherwise, value)
        case ByItem():
            if not isinstance(value, list) or not value:
                return decide(dispatch.empty, value)
            return decide(dispatch.first, value[0])
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


def _by_fit(dispatch: ByFit, value: JsonValue) -> int | None:
    if not isinstance(value, dict):
        return None
    best: Dispatch | None = None
    fewest = len(value) + 1
    for inner, required, declared in dispatch.cases:
        unknown = len(value.keys() - set(declared))
        if value.keys() >= set(required) and unknown < fewest:
            best, fewest = inner, unknown
    return None if best is None else decide(best, value)


def _is_among(value: JsonValue, values: tuple[JsonScalar, ...]) -> bool:
    """JSON's equality: `true` is not 1."""
    return any(value == one and type(value) is type(one) for one in values)
