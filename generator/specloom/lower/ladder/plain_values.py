"""Telling values of one scalar kind apart: by what is listed, then by format."""

from __future__ import annotations

from specloom.lower.unions import STRICTNESS
from specloom.model.declarations import Enumeration
from specloom.model.dispatch import ByFormat, ByValue, Dispatch, Take, Unknown
from specloom.model.types import JsonScalar, Kind, Scalar, Type, kind_of
from specloom.model.wire_types import Lookup, declared, listed


def by_value(kind: Kind, entries: list[tuple[int, Type]], lookup: Lookup) -> Dispatch:
    """By exact value where variants list theirs, then by the formats that texts have; any
    other value goes to the variant that takes all."""
    cases: list[tuple[tuple[JsonScalar, ...], Dispatch]] = []
    formatted: list[tuple[int, int]] = []
    seen: set[tuple[type, JsonScalar]] = set()
    plain: Dispatch | None = None
    open: Dispatch | None = None
    for index, type in entries:
        if isinstance(type, Scalar) and type.format in STRICTNESS:
            formatted.append((STRICTNESS.index(type.format), index))
            continue
        values = listed(type, lookup)
        if values is None or kind is Kind.NULL:
            plain = plain or Take(index)
            continue
        own = [v for v in values if _is(kind, v) and (v.__class__, v) not in seen]
        seen.update((v.__class__, v) for v in own)
        if own:
            cases.append((tuple(own), Take(index)))
        if open is None and _is_open(type, lookup):
            open = Take(index)
    otherwise = plain or open or Unknown()
    if formatted:
        otherwise = ByFormat(tuple(index for _, index in sorted(formatted)), otherwise)
    return ByValue(tuple(cases), otherwise) if cases else otherwise


def _is(kind: Kind, value: JsonScalar) -> bool:
    """Whether a value is of a kind: an integer is a number too."""
    own = kind_of(value)
    return own is kind or own is Kind.INTEGER and kind is Kind.NUMBER


def _is_open(type: Type, lookup: Lookup) -> bool:
    found = declared(type, lookup)
    return isinstance(found, Enumeration) and found.open
