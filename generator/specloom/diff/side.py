"""One of the two versions that are compared, with what is asked of it again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from enum import Enum

from specloom.emit.python.calls.arguments import Argument, plan_arguments
from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names.naming import Names
from specloom.model.api import Api
from specloom.model.declarations import Access, Declaration, Record
from specloom.model.operations import Operation
from specloom.model.types import Type
from specloom.model.walk import (
    incoming_types,
    inner_types,
    received_types,
    references,
)
from specloom.source import Span


class Direction(Enum):
    """Which way a value travels."""

    SENT = "sent"
    RECEIVED = "received"


class Side:
    """One version: its model, its names, and which way each of its declarations travels."""

    def __init__(self, api: Api, names: Names, enum_classes: bool) -> None:
        self.api = api
        self.names = names
        self.declarations: Mapping[str, Declaration] = {
            d.id: d for d in api.declarations
        }
        self.operations = [
            o for o in api.operations if o.id in api.selection.operations
        ]
        self.incoming = [i for i in api.incoming if i.id in api.selection.incoming]
        self.traits = Traits(self.declarations, enum_classes)
        self._imports = CallImports(("surface",), frozenset(), frozenset())
        self._annotator = Annotator(
            names, self.declarations, self.traits, self._imports
        )
        self._sent = self._reach(
            (t for o in self.operations for t in _sent(o, self.declarations)),
            Access.READ,
        )
        self._received = self._reach(self._received_types(), Access.WRITE)

    def call(self, operation: Operation) -> str:
        """What users write to call it: `threads.runs.create`."""
        group = map(str, self.names.group(operation))
        return ".".join((*group, self.names.methods[operation.id]))

    def arguments(self, operation: Operation) -> list[tuple[Argument, Span]]:
        """The arguments of a call in their order, each with its place in the document."""
        planned = plan_arguments(
            operation, self.names, self.declarations, self._annotator, self._imports
        )
        places = {(p.location.value, p.wire): p.origin for p in operation.parameters}
        if operation.body is not None:
            places["body", ""] = operation.body.origin
            record = self.declarations.get(operation.body.spread)
            if isinstance(record, Record):
                places.update({("body", f.wire): f.origin for f in record.fields})
        return [
            (a, places.get((a.location, a.wire), operation.origin))
            for a in planned.all()
        ]

    def directions(self, declaration: str) -> Set[Direction]:
        """Which ways values of a declaration travel. What no call uses may still be received:
        by a webhook, a queue, a file."""
        found = {
            direction
            for direction, ids in (
                (Direction.SENT, self._sent),
                (Direction.RECEIVED, self._received),
            )
            if declaration in ids
        }
        return found or {Direction.RECEIVED}

    def is_met(self, declaration: str) -> bool:
        """Whether users meet it: not if it is only what the keywords of a call stand for."""
        if declaration in self._sent or declaration in self._received:
            return True
        return declaration not in self._spread()

    def spell(self, type: Type, direction: Direction) -> str:
        """The annotation of a type."""
        if direction is Direction.SENT:
            return str(self._annotator.input(type))
        return str(self._annotator.output(type))

    def _spread(self) -> Set[str]:
        return {o.body.spread for o in self.operations if o.body is not None}

    def _received_types(self) -> Iterable[Type]:
        for operation in self.operations:
            yield from received_types(operation)
        for incoming in self.incoming:
            yield from incoming_types(incoming)

    def _reach(self, start: Iterable[Type], skip: Access) -> Set[str]:
        found: set[str] = set()
        pending = [id for type in start for id in references(type)]
        while pending:
            id = pending.pop()
            declaration = self.declarations.get(id)
            if id in found or declaration is None:
                continue
            found.add(id)
            for type in _types(declaration, skip):
                pending += references(type)
        return found


def _sent(
    operation: Operation, declarations: Mapping[str, Declaration]
) -> Iterable[Type]:
    """What a caller makes: of a spread body its properties, not the record itself."""
    for parameter in operation.parameters:
        yield parameter.type
    if operation.body is None:
        return
    record = declarations.get(operation.body.spread)
    if isinstance(record, Record):
        yield from _types(record, Access.READ)
    else:
        for content in operation.body.contents:
            yield content.type


def _types(declaration: Declaration, skip: Access) -> Iterable[Type]:
    if not isinstance(declaration, Record):
        yield from inner_types(declaration)
        return
    for field in declaration.fields:
        if field.access is not skip:
            yield field.type
    if declaration.extra is not None:
        yield declaration.extra
