"""Stage 4, emit: the operations as users of the package see them, for the report and `api.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.emit.python.annotations import Annotator
from specloom.emit.python.arguments import Argument as Planned
from specloom.emit.python.arguments import Arguments, plan_arguments
from specloom.emit.python.call_imports import CallImports
from specloom.emit.python.code import EMPTY
from specloom.emit.python.grouping import Group
from specloom.emit.python.loaders import Loaders
from specloom.emit.python.replies import plan_outcome
from specloom.emit.python.resources import Surroundings
from specloom.emit.target import Argument, SurfaceCall
from specloom.model.operations import Operation


@dataclass(frozen=True, slots=True)
class ShownCall:
    """One call, and its signature in short: optional keywords are a `…`."""

    call: SurfaceCall
    signature: str
    needed: tuple[Argument, ...]
    """What a caller has to give."""


def plan_surface(root: Group, around: Surroundings) -> tuple[ShownCall, ...]:
    """Every call, group by group."""
    return tuple(
        _call(group, operation, around)
        for group in root.walk()
        for operation in group.operations
    )


def _call(group: Group, operation: Operation, around: Surroundings) -> ShownCall:
    imports = CallImports(("surface",), frozenset(), frozenset())
    annotator = Annotator(around.names, around.declarations, around.traits, imports)
    loaders = Loaders(around.names, around.declarations, around.traits, imports)
    outcome = plan_outcome(operation, annotator, loaders)
    arguments = plan_arguments(
        operation, around.names, around.declarations, annotator, imports
    )
    returns = str(outcome.value)
    if operation.streaming is not None and not operation.streaming.flag:
        returns = f"Stream[{annotator.output(operation.streaming.event)}]"
    path = ".".join((*group.path, around.names.methods[operation.id]))
    shown = [(a, _argument(a)) for a in arguments.all() if a.location != "option"]
    call = SurfaceCall(
        f"{operation.method} {operation.path}",
        path,
        returns,
        tuple(argument for _, argument in shown),
    )
    needed = tuple(argument for a, argument in shown if a.default is EMPTY)
    return ShownCall(call, f"{path}({', '.join(_signature(arguments))})", needed)


def _argument(argument: Planned) -> Argument:
    return Argument(
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
