"""Walking the model: which declarations a type, a declaration or an operation refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
from specloom.model.operations import Content, Incoming, Operation
from specloom.model.types import (
    Anything,
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


def references(type: Type) -> Iterator[str]:
    """The ids that `type` mentions, in order."""
    match type:
        case Ref(id):
            yield id
        case ListOf(item):
            yield from references(item)
        case MapOf(value):
            yield from references(value)
        case Nullable(inner):
            yield from references(inner)
        case TupleOf(items, rest):
            for item in items:
                yield from references(item)
            if rest is not None:
                yield from references(rest)
        case Scalar() | Literal() | Anything() | Never():
            return
        case _:
            assert_never(type)


def inner_types(declaration: Declaration) -> Iterator[Type]:
    """The types that a declaration is made of."""
    match declaration:
        case Record():
            for field in declaration.fields:
                yield field.type
            if declaration.extra is not None:
                yield declaration.extra
        case Union():
            for variant in declaration.variants:
                yield variant.type
        case Alias():
            yield declaration.type
        case Enumeration():
            return
        case _:
            assert_never(declaration)


def _contents(contents: Iterable[Content]) -> Iterator[Type]:
    for content in contents:
        yield content.type
        for encoding in content.encodings:
            for header in encoding.headers:
                yield header.type


def sent_types(operation: Operation) -> Iterator[Type]:
    """The types that a call sends."""
    for parameter in operation.parameters:
        yield parameter.type
    if operation.body is not None:
        yield from _contents(operation.body.contents)


def received_types(operation: Operation) -> Iterator[Type]:
    """The types that a call gives back, errors and events included."""
    yield operation.returns
    for response in (*operation.responses, *operation.errors):
        yield from _contents(response.contents)
        for header in response.headers:
            yield header.type
    if operation.streaming is not None:
        yield operation.streaming.event
    if operation.paging is not None:
        yield operation.paging.item


def incoming_types(incoming: Incoming) -> Iterator[Type]:
    """The types that a webhook or callback brings."""
    yield from _contents(incoming.contents)


def reachable(
    start: Iterable[Type], declarations: Mapping[str, Declaration]
) -> frozenset[str]:
    """The ids of all declarations that can be reached from the types in `start`."""
    found: set[str] = set()
    pending = [id for type in start for id in references(type)]
    while pending:
        id = pending.pop()
        declaration = declarations.get(id)
        if id in found or declaration is None:
            continue
        found.add(id)
        for type in inner_types(declaration):
            pending += references(type)
        # A record that children extend is shown in their docs, not reached by it.
    return frozenset(found)
