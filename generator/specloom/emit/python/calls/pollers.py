"""Stage 4, emit: the methods that wait for the work which a call starts (`create_and_poll`).

Input: an operation with a `Poll`. Output: the name of the method, and the statement that
describes how the work is read. The method itself is written by `methods`.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import replace

from specloom.emit.python.calls.arguments import Argument, Arguments
from specloom.emit.python.calls.descriptions import CallWriter, constant
from specloom.emit.python.calls.grouping import Group
from specloom.emit.python.calls.overloads import is_flag
from specloom.emit.python.calls.replies import CallResult
from specloom.emit.python.names import spelling
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import Code, code, identifier, join, string
from specloom.emit.python.printing.docstrings import wrapped
from specloom.emit.python.printing.signatures import lay_out_call
from specloom.model.doc import Doc
from specloom.model.operations import Operation, Parameter, Poll


def poller_names(
    group: Group, names: Names, operations: Mapping[str, Operation]
) -> Mapping[str, str]:
    """Operation → the method that calls it and waits, of those whose work can be read.

    A name that is taken gives way to one with an underscore.
    """
    taken = {names.methods[operation.id] for operation in group.operations}
    taken |= {inner.name for inner in group.groups}
    found: dict[str, str] = {}
    for operation in group.operations:
        poll = operation.poll
        if poll is not None and poll.operation in operations:
            name = spelling.safe(poll.method or _name(names.methods[operation.id]))
            while name in taken:
                name += "_"
            taken.add(name)
            found[operation.id] = name
    return found


def _name(method: str) -> str:
    method = method.rstrip("_")
    return f"{method}_poll" if "_and_" in method else f"{method}_and_poll"


POLL_ARGUMENTS = tuple(
    Argument(
        code(name),
        code("float | None"),
        code("None"),
        "",
        "poll",
        False,
        Doc(""),
    )
    for name in ("poll_interval", "poll_timeout")
)
"""What a method that waits takes beside the arguments of its call."""

_EXPLAINED = """Args:
    poll_interval: Seconds between two looks at it. None: as the API asks, else from
        half a second on, growing to ten.
    poll_timeout: Seconds after which a `PollTimeoutError` is raised; None waits for
        ever."""


def without_flag(operation: Operation, arguments: Arguments) -> Arguments:
    """The arguments of a call whose answer is not to be a stream, its body not given whole."""
    streaming = operation.streaming
    kept = [
        a for a in arguments.keywords if streaming is None or not is_flag(a, streaming)
    ]
    return replace(arguments, keywords=tuple(kept), instead=())


def explain_poller(operation: Operation, method: str) -> str:
    """The text of the docstring of a method that waits."""
    assert operation.poll is not None
    state = ".".join(operation.poll.property)
    ends = " or ".join(f"`{value}`" for value in operation.poll.done)
    first = f"Calls `{method}`, whose arguments it takes, and waits until `{state}` is {ends}."
    return f"{wrapped(first, 2)}\n\n{_EXPLAINED}"


def poll_constant(method: str) -> Code:
    """The name of the description of how the work is read."""
    return identifier(f"{constant(method)}_POLL")


class PollWriter:
    """Writes the descriptions of one file."""

    def __init__(self, writer: CallWriter, here: Set[str]) -> None:
        self._writer = writer
        self._here = here
        """The operations whose descriptions stand in the file anyway."""

    def statements(
        self, operation: Operation, reading: Operation, read: CallResult
    ) -> list[Code]:
        """How the work is read: the reading call, unless it is there, and the `Poll`."""
        assert operation.poll is not None
        names = self._writer.names
        method = names.methods[operation.id]
        call = constant(names.methods[reading.id])
        made: list[Code] = []
        if reading.id not in self._here:
            call = identifier(f"{constant(method)}_READ")
            made.append(self._writer.statement(reading, read, call))
        poll = self._writer.imports.own("polling", "Poll")
        parts = [call, *self._arguments(operation, reading, operation.poll)]
        head = code("{}: {}[{}] = {}", poll_constant(method), poll, read.value, poll)
        return [*made, lay_out_call(head, parts, 0)]

    def _arguments(
        self, operation: Operation, reading: Operation, poll: Poll
    ) -> list[Code]:
        found = dict(poll.arguments)
        given: list[Code] = []
        looked_up: list[Code] = []
        for parameter in reading.parameters:
            own = string(self._argument(reading, parameter))
            if parameter.wire in found:
                path = _strings(found[parameter.wire])
                looked_up.append(code("{}: {}", own, path))
                continue
            same = _same(operation, parameter)
            if same is not None:
                first = string(self._argument(operation, same))
                given.append(code("{}: {}", own, first))
        parts: list[Code] = []
        if given:
            parts.append(code("given={{{}}}", join(", ", given)))
        if looked_up:
            parts.append(code("found={{{}}}", join(", ", looked_up)))
        parts.append(code("state={}", _strings(poll.property)))
        parts.append(code("done={}", _strings(poll.done)))
        if poll.pause_header:
            parts.append(code("pause_header={}", string(poll.pause_header.lower())))
        return parts

    def _argument(self, operation: Operation, parameter: Parameter) -> str:
        return self._writer.names.argument(operation.id, parameter.id)


def _same(operation: Operation, parameter: Parameter) -> Parameter | None:
    """The parameter of `operation` that the reading call has too."""
    for own in operation.parameters:
        if (own.wire, own.location) == (parameter.wire, parameter.location):
            return own
    return None


def _strings(texts: tuple[str, ...]) -> Code:
    comma = code(",") if len(texts) == 1 else code("")
    return code("({}{})", join(", ", map(string, texts)), comma)
