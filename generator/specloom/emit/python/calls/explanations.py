"""Stage 4, emit: the docstring of a method, from what the document says about the operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specloom.emit.python.calls.arguments import Argument
from specloom.emit.python.printing.docstrings import (
    constraint_facts,
    prose,
    sample,
    wrapped,
)
from specloom.model.operations import Operation

_DEPTH = 2
_ARGUMENT_DEPTH = 4


def explain(operation: Operation, arguments: Iterable[Argument]) -> str:
    """The text of a method's docstring: what it does, the request, its arguments."""
    parts = [wrapped(prose(operation.doc), _DEPTH)]
    parts.append(wrapped(_request(operation), _DEPTH))
    described = [line for a in arguments for line in _argument(a)]
    if described:
        parts.append("\n".join(["Args:", *described]))
    return "\n\n".join(part for part in parts if part)


def _request(operation: Operation) -> str:
    """The request line, and the operationId for those who know the call by it."""
    line = f"`{operation.method} {operation.path}`"
    named = operation.operation_id
    return f"{line} ({named})" if named else line


def _argument(argument: Argument) -> Iterator[str]:
    """An argument in the form of Google's docstrings, which editors show."""
    facts: list[str] = ["Deprecated."] if argument.deprecated else []
    facts += constraint_facts(argument.constraints, argument.doc.description)
    if argument.api_default is not None:
        facts.append(f"Default of the API: {sample(argument.api_default.value)}.")
    yield from described(argument.name, prose(argument.doc), " ".join(facts))


def described(name: str, text: str, facts: str = "") -> Iterator[str]:
    """The lines of one argument; none if there is nothing to say of it."""
    if facts:
        text = text.strip()
        if text and text[-1] not in ".!?:;":
            text += "."
        between = "\n\n" if "\n" in text else " "
        text = f"{text}{between}{facts}" if text else facts
    if not text:
        return
    lines = wrapped(f"{name}: {text}", _ARGUMENT_DEPTH).split("\n")
    yield "    " + lines[0]
    for line in lines[1:]:
        yield f"        {line}" if line else ""
