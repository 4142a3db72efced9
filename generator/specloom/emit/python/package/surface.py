"""Stage 4, emit: the operations as users of the package see them, for the report and `api.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from specloom.emit.python.calls.arguments import Argument, Arguments
from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.calls.grouping import Group
from specloom.emit.python.calls.loaders import Loaders
from specloom.emit.python.calls.methods import Flavour, MethodWriter
from specloom.emit.python.calls.pollers import poller_names
from specloom.emit.python.calls.replies import plan_outcome
from specloom.emit.python.calls.resources import Surroundings
from specloom.emit.python.models.annotations import Annotator, union
from specloom.emit.python.printing.code import EMPTY
from specloom.emit.target import SurfaceArgument, SurfaceCall
from specloom.model.doc import Doc
from specloom.model.operations import Operation


class Waiting(NamedTuple):
    """The method that makes a call and waits for the work that it starts."""

    signature: str
    request: str
    """What it asks how far the work is."""
    returns: str


class ShownCall(NamedTuple):
    """One call, and its signature in short: optional keywords are a `…`."""

    call: SurfaceCall
    signature: str
    needed: tuple[SurfaceArgument, ...]
    """What a caller has to give."""
    doc: Doc
    deprecated: bool
    waiting: Waiting | None


def plan_surface(root: Group, around: Surroundings) -> tuple[ShownCall, ...]:
    """Every call, group by group."""
    shown: list[ShownCall] = []
    for group in root.walk():
        waiting = poller_names(group, around.names, around.operations)
        for operation in group.operations:
            shown.append(_call(group, operation, around, waiting.get(operation.id)))
    return tuple(shown)


def _call(
    group: Group, operation: Operation, around: Surroundings, poller: str | None
) -> ShownCall:
    imports = CallImports(("surface",), frozenset(), frozenset())
    annotator = Annotator(around.names, around.declarations, around.traits, imports)
    loaders = Loaders(around.names, around.declarations, around.traits, imports)
    outcome = plan_outcome(operation, annotator, loaders)
    method = MethodWriter(Flavour.SYNC, annotator, loaders).implementation(
        operation, outcome
    )
    arguments = method.arguments
    path = ".".join((*group.path, around.names.methods[operation.id]))
    shown = [(a, _argument(a)) for a in arguments.all() if a.location != "option"]
    call = SurfaceCall(
        f"{operation.method} {operation.path}",
        path,
        str(method.returns),
        tuple(argument for _, argument in shown),
        operation.operation_id,
    )
    needed = tuple(argument for a, argument in shown if a.default is EMPTY)
    given = f"({', '.join(_signature(arguments))})"
    waiting: Waiting | None = None
    reading = around.reading(operation)
    if poller is not None and reading is not None:
        read = plan_outcome(reading, annotator, loaders)
        waiting = Waiting(
            ".".join((*group.path, poller)) + given,
            f"{reading.method} {reading.path}",
            str(union([outcome.value, read.value])),
        )
    return ShownCall(
        call, path + given, needed, operation.doc, operation.deprecated, waiting
    )


def _argument(argument: Argument) -> SurfaceArgument:
    return SurfaceArgument(
        argument.wire,
        argument.location,
        str(argument.name),
        argument.required,
        str(argument.annotation),
    )


def _signature(arguments: Arguments) -> Iterator[str]:
    """Path arguments, then the required keywords."""
    yield from (str(a.name) for a in arguments.positional)
    if arguments.keywords:
        yield "*"
    yield from (str(a.name) for a in arguments.keywords if a.default is EMPTY)
    if any(a.default is not EMPTY for a in arguments.keywords):
        yield "…"
