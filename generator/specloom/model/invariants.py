"""Invariants of the model: what every target may rely on. Held by tests over every case.

`violations` is empty for each `Api` that `lower` makes; a message here is a bug of ours, never
a mistake in a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from specloom.model.api import Api
from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
from specloom.model.dispatch import (
    At,
    ByFit,
    ByFormat,
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
)
from specloom.model.walk import incoming_types, inner_types, received_types, sent_types


def violations(api: Api) -> list[str]:
    """Each broken invariant as a sentence."""
    return list(_violations(api))


def _violations(api: Api) -> Iterator[str]:
    known = {d.id for d in api.declarations}
    if len(known) != len(api.declarations):
        yield "two declarations have one id"
    operations = {o.id for o in api.operations}
    if len(operations) != len(api.operations):
        yield "two operations have one id"
    owners = {d.id for d in api.declarations} | {p.id for p in api.pages}
    for declaration in api.declarations:
        if declaration.owner not in owners:
            yield f"{declaration.id}: its owner {declaration.owner} is no page"
        for type in inner_types(declaration):
            for problem in _type(type, known):
                yield f"{declaration.id}: {problem}"
        for problem in _declaration(declaration):
            yield f"{declaration.id}: {problem}"
    for operation in api.operations:
        for type in (*sent_types(operation), *received_types(operation)):
            for problem in _type(type, known):
                yield f"{operation.id}: {problem}"
        if operation.body is not None and operation.body.spread:
            if operation.body.spread not in known:
                yield f"{operation.id}: spreads {operation.body.spread}, which is not declared"
    for incoming in api.incoming:
        for type in incoming_types(incoming):
            for problem in _type(type, known):
                yield f"{incoming.id}: {problem}"
    if not api.selection.declarations <= known:
        yield "the selection names declarations that are not there"
    if not api.selection.operations <= operations:
        yield "the selection names operations that are not there"


def _type(type: Type, known: set[str]) -> Iterator[str]:
    match type:
        case Ref(id):
            if id not in known:
                yield f"refers to {id}, which is not declared"
        case Nullable(inner):
            if isinstance(inner, (Nullable, Anything)) or inner == Scalar(Kind.NULL):
                yield "a nullable type that is null or anything already"
            yield from _type(inner, known)
        case ListOf(item):
            yield from _type(item, known)
        case MapOf(value):
            yield from _type(value, known)
        case TupleOf(items, rest):
            for item in items:
                yield from _type(item, known)
            if rest is not None:
                yield from _type(rest, known)
        case Literal(values):
            if not values:
                yield "a literal without values"
            if None in values and len(values) > 1:
                yield "a literal that holds null beside other values"
        case Scalar() | Anything() | Never():
            return
        case _:
            assert_never(type)


def _declaration(declaration: Declaration) -> Iterator[str]:
    match declaration:
        case Record():
            wires = [f.wire for f in declaration.fields]
            if len(set(wires)) != len(wires):
                yield "two fields have one wire name"
        case Union():
            if len(declaration.variants) < 1:
                yield "a union without variants"
            for at in _taken(declaration.dispatch):
                if not 0 <= at < len(declaration.variants):
                    yield f"its dispatch takes variant {at}, which is not there"
            for variant in declaration.variants:
                if isinstance(variant.type, (Nullable, Anything, Never)):
                    yield f"a variant that is {type(variant.type).__name__}"
        case Enumeration():
            values = [(m.value.__class__, m.value) for m in declaration.members]
            if len(set(values)) != len(values) or not values:
                yield "an enum without values, or with one twice"
        case Alias():
            if isinstance(declaration.type, Nullable):
                yield "an alias that hides a null"
        case _:
            assert_never(declaration)


def _taken(tree: Dispatch) -> Iterator[int]:
    match tree:
        case Take(variant):
            yield variant
        case Unknown():
            return
        case ByKind(cases):
            for _, inner in cases:
                yield from _taken(inner)
        case ByTag():
            for _, inner in tree.cases:
                yield from _taken(inner)
            yield from _taken(tree.absent)
            yield from _taken(tree.otherwise)
        case ByKeys() | ByValue():
            for _, inner in tree.cases:
                yield from _taken(inner)
            yield from _taken(tree.otherwise)
        case ByFit(fits):
            for inner, _, _ in fits:
                yield from _taken(inner)
        case ByFormat(variants, otherwise):
            yield from variants
            yield from _taken(otherwise)
        case At():
            yield from _taken(tree.then)
            yield from _taken(tree.absent)
        case _:
            assert_never(tree)
