"""Stage 4, emit: the ways in which a method can be called, where there are several.

Input: an operation, its arguments and its outcome. Output: `Way`s, each of which becomes an
overload: streamed or not, as the flag of the body says; in another media type (`accept`); with
the body given whole instead of its properties. Ways of different kinds multiply.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from specloom.emit.python.calls.arguments import (
    Argument,
    Arguments,
    one_of,
)
from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.calls.replies import CallResult
from specloom.emit.python.models.annotations import union
from specloom.emit.python.printing.code import EMPTY, Code, code
from specloom.model.doc import Doc
from specloom.model.operations import Operation, Streaming
from specloom.model.types import Nullable


class Way(NamedTuple):
    """One way to call: the arguments, and what it gives back."""

    arguments: tuple[Argument, ...]
    returns: Code


class Results(NamedTuple):
    """What a method gives back: as it is, as a stream, and as bytes to read."""

    plain: Code
    stream: Code
    download: Callable[[Code], Code]


def plan_ways(
    operation: Operation,
    outcome: CallResult,
    arguments: Arguments,
    results: Results,
    imports: CallImports,
) -> tuple[Way, ...]:
    """The overloads of a method; one alone means that there is nothing to overload."""
    bodies = [arguments.all()]
    if arguments.instead:
        bodies.append(arguments.with_whole_body())
    ways = [Way(shown, results.plain) for shown in bodies]
    ways = [w for way in ways for w in _streamed(operation, way, results, imports)]
    return tuple(w for way in ways for w in _accepting(outcome, way, results, imports))


def _streamed(
    operation: Operation, way: Way, results: Results, imports: CallImports
) -> list[Way]:
    """Not streamed, streamed, and either, as the flag says (semantics of operations)."""
    streaming = operation.streaming
    if streaming is None:
        return [way]
    flag = next((a for a in way.arguments if is_flag(a, streaming)), None)
    if flag is None:
        return [way]
    literal = imports.typing("typing", "Literal")
    plain = [code("{}[False]", literal)]
    if isinstance(flag.type, Nullable):
        plain.append(code("None"))
    if flag.default is not EMPTY:
        plain.append(imports.own_checked("model", "Unset"))
    return [
        _changed(way, flag, union(plain), flag.default, results.plain),
        _changed(way, flag, code("{}[True]", literal), EMPTY, results.stream),
        _changed(
            way,
            flag,
            code("bool"),
            EMPTY,
            code("{} | {}", results.plain, results.stream),
        ),
    ]


def is_flag(argument: Argument, streaming: Streaming) -> bool:
    """Whether an argument asks for the stream."""
    place = "query" if streaming.flag_in_query else "body"
    named = (argument.location, argument.wire) == (place, streaming.flag)
    return bool(streaming.flag) and named


def _changed(
    way: Way, argument: Argument, annotation: Code, default: Code, returns: Code
) -> Way:
    new = replace(argument, annotation=annotation, default=default)
    return Way(tuple(new if a is argument else a for a in way.arguments), returns)


def accept_argument(
    outcome: CallResult, arguments: Arguments, imports: CallImports
) -> Argument | None:
    """`accept`, in all the media types that may be asked for; None where there is one."""
    if not outcome.media_types or "accept" in arguments.names:
        return None
    offered = [m for offer in outcome.offers for m in offer.media_types]
    kind = one_of([*outcome.media_types, *offered], imports)
    return Argument(
        code("accept"),
        code("{} | None", kind),
        code("None"),
        "",
        "accept",
        False,
        Doc("The media type to ask for."),
    )


def _accepting(
    outcome: CallResult, way: Way, results: Results, imports: CallImports
) -> list[Way]:
    """What is usually asked for, and each family of media types that gives another type."""
    names = {str(argument.name) for argument in way.arguments}
    if not outcome.media_types or "accept" in names:
        return [way]
    usual = Argument(
        code("accept"),
        code("{} | None", one_of(outcome.media_types, imports)),
        code("None"),
        "",
        "accept",
        False,
        Doc(""),
    )
    ways = [Way((*way.arguments, usual), way.returns)]
    for offer in outcome.offers:
        asked = replace(
            usual, annotation=one_of(offer.media_types, imports), default=EMPTY
        )
        value = results.download(offer.value) if offer.download else offer.value
        ways.append(Way((*way.arguments, asked), value))
    return ways
