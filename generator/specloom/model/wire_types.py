"""What a type looks like on the wire: its JSON kinds, the values that are listed for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
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


def alternatives(type: Type, lookup: Lookup) -> Iterator[Type]:
    """What a value of `type` can be: aliases followed, null and unions taken apart.

    Records and enums are the references to them.
    """
    seen: set[str] = set()
    pending = [type]
    while pending:
        at = resolved(pending.pop(), lookup)
        if isinstance(at, Nullable):
            pending += (Scalar(Kind.NULL), at.type)
            continue
        found = lookup(at.id) if isinstance(at, Ref) else None
        if isinstance(found, Union):
            if found.id not in seen:
                seen.add(found.id)
                pending += reversed([variant.type for variant in found.variants])
        elif not isinstance(at, Never):
            yield at


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
            if isinstance(found, Union):
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
    if at == Scalar(Kind.NULL):
        return (None,)
    found = declared(at, lookup)
    if isinstance(found, Enumeration):
        return tuple(m.value for m in found.members)
    return None
