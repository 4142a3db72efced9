"""Stage 4, emit: runnable programs that make one call, and what the call gives back.

Input: an operation. Output: `Snippets`. The arguments are those of the document's example; what
it does not show and the call needs is made up (`samples`). Every program runs as it is, given
the credentials in the environment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specloom.emit.markdown.expressions import (
    Bracket,
    Expression,
    bracket,
    lay_out,
    plain,
)
from specloom.emit.markdown.samples import NoSample, Samples
from specloom.emit.python.calls.arguments import Argument, Arguments
from specloom.emit.python.calls.replies import gives_bytes
from specloom.emit.python.printing.code import (
    EMPTY,
    Code,
    code,
    identifier,
    join,
    literal,
)
from specloom.model.declarations import Field
from specloom.model.doc import Example
from specloom.model.operations import (
    ContentKind,
    Operation,
    OperationExample,
    Parameter,
)
from specloom.model.types import Format, JsonValue, Nullable, Scalar, Type


@dataclass(frozen=True, slots=True)
class Snippet:
    """One program."""

    label: str
    """`Synchronous`, `Asynchronous`, `Streamed`, `Asynchronous, streamed`."""
    source: str
    streamed: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A response as the document shows it: its text and the language of that."""

    text: str
    language: str
    streamed: bool


class Snippets:
    """Makes the programs for the calls of one package."""

    def __init__(self, package: Code, client: str, samples: Samples) -> None:
        self._package = package
        self._client = client
        self._samples = samples

    def of(
        self,
        operation: Operation,
        path: Sequence[Code],
        arguments: Arguments,
        parts: dict[str, Parameter | Field],
    ) -> Iterator[Snippet]:
        """The programs for one operation; none if a value cannot be made up."""
        streaming = operation.streaming
        target = join(".", [code("client"), *path])
        flag = streaming.flag if streaming is not None else ""
        try:
            if streaming is None or flag:
                values = self._values(operation, arguments, parts, False)
                call = _call(target, arguments, values, "", flag)
                yield from self._both(operation, call, streamed=False)
            if streaming is not None:
                values = self._values(operation, arguments, parts, True)
                call = _call(target, arguments, values, flag, "")
                yield from self._both(operation, call, streamed=True)
        except NoSample:
            return

    def responses(self, operation: Operation) -> Iterator[Shown]:
        """The first plain and the first streamed response, as the document shows them."""
        for streamed in (False, True):
            shown = _example(operation, streamed)
            if shown is not None and shown.response is not None:
                yield _shown(shown.response.value, streamed)

    # Values ----------------------------------------------------------------------------

    def _values(
        self,
        operation: Operation,
        arguments: Arguments,
        parts: dict[str, Parameter | Field],
        streamed: bool,
    ) -> dict[str, Expression]:
        """Argument → value: all that the example shows, and all that is required."""
        shown = _example(operation, streamed)
        request = shown.request if shown is not None else None
        body = request.value if request is not None else None
        values: dict[str, Expression] = {}
        for argument in arguments.all():
            part = parts.get(argument.name)
            if argument.location == "body" and arguments.body == "spread":
                if isinstance(body, dict) and argument.wire in body:
                    values[argument.name] = _given(body[argument.wire], argument.type)
                    continue
            elif argument.location == "body":
                if request is not None or argument.required:
                    values[argument.name] = self._body(operation, request)
                continue
            if argument.required and argument.default is EMPTY:
                values[argument.name] = self._required(argument, part)
        return values

    def _required(
        self, argument: Argument, part: Parameter | Field | None
    ) -> Expression:
        if part is None:
            raise NoSample
        if _is_file(part.type):
            return _BYTES_OF_FILE
        for example in part.examples:
            if self._samples.fits(example.value, part.type):
                return _given(example.value, part.type)
        if isinstance(part, Field):
            return _given(self._samples.field(part), part.type)
        value = self._samples.bounded(part.type, part.wire, part.constraints)
        return _given(value, part.type)

    def _body(self, operation: Operation, request: Example | None) -> Expression:
        assert operation.body is not None
        content = operation.body.contents[0]
        if content.kind in (ContentKind.BINARY, ContentKind.TEXT):
            return _BYTES_OF_FILE
        if request is not None:
            return plain(request.value)
        return _given(self._samples.of(content.type, "body"), content.type)

    # Programs --------------------------------------------------------------------------

    def _both(
        self, operation: Operation, call: Bracket, *, streamed: bool
    ) -> Iterator[Snippet]:
        tail = ", streamed" if streamed else ""
        yield Snippet(
            f"Synchronous{tail}", self._sync(operation, call, streamed), streamed
        )
        yield Snippet(
            f"Asynchronous{tail}", self._async(operation, call, streamed), streamed
        )

    def _sync(self, operation: Operation, call: Bracket, streamed: bool) -> str:
        client = identifier(self._client)
        lines = [
            f"from {self._package} import {client}",
            "",
            f"with {client}() as client:",
            *_use(operation, call, streamed, 1, code("")),
        ]
        return "\n".join(lines)

    def _async(self, operation: Operation, call: Bracket, streamed: bool) -> str:
        client = identifier(f"Async{self._client}")
        lines = [
            "import asyncio",
            "",
            f"from {self._package} import {client}",
            "",
            "",
            "async def main() -> None:",
            f"    async with {client}() as client:",
            *_use(operation, call, streamed, 2, code("await ")),
            "",
            "",
            "asyncio.run(main())",
        ]
        return "\n".join(lines)


def _use(
    operation: Operation, call: Bracket, streamed: bool, depth: int, wait: Code
) -> list[str]:
    """The lines that make the call and show what it gives."""
    indent = "    " * depth
    loop = code("async for") if wait else code("for")
    if streamed:
        before = code("stream = {}", wait)
        return [
            *lay_out(before, call, EMPTY, depth),
            f"{indent}{loop} event in stream:",
            f"{indent}    print(event)",
        ]
    if operation.paging is not None and operation.streaming is None:
        before = code("{} item in ", loop)
        return [
            *lay_out(before, call, code(":"), depth),
            f"{indent}    print(item)",
        ]
    if operation.undescribed:
        return [
            *lay_out(code("response = {}", wait), call, EMPTY, depth),
            f"{indent}content = {code('{}response.read()', wait)}",
        ]
    if gives_nothing(operation):
        return lay_out(wait, call, EMPTY, depth)
    if gives_bytes(operation):
        result = code("response = {}", wait)
        content = code("{}response.read()", wait)
        return [
            *lay_out(result, call, EMPTY, depth),
            f"{indent}content = {content}",
        ]
    return [
        *lay_out(code("result = {}", wait), call, EMPTY, depth),
        f"{indent}print(result)",
    ]


def _call(
    target: Code,
    arguments: Arguments,
    values: dict[str, Expression],
    asked: str,
    dropped: str,
) -> Bracket:
    """The call; the stream flag is set where it is `asked` for, and left out if `dropped`."""
    items: list[tuple[Code, Expression]] = []
    for argument in arguments.all():
        if argument.location == "body" and argument.wire and argument.wire == asked:
            items.append((code("{}=", argument.name), literal(True)))
        elif argument.name in values and not (
            argument.location == "body" and argument.wire and argument.wire == dropped
        ):
            before = EMPTY if argument.positional else code("{}=", argument.name)
            items.append((before, values[argument.name]))
    return bracket(code("{}(", target), items, code(")"))


def gives_nothing(operation: Operation) -> bool:
    """Whether a success has no body."""
    return not any(response.contents for response in operation.responses)


def _example(operation: Operation, streamed: bool) -> OperationExample | None:
    """The example of the wanted kind that has a request, or else only a response."""
    flag = operation.streaming.flag if operation.streaming is not None else ""
    best: OperationExample | None = None
    for example in operation.examples:
        body = example.request.value if example.request is not None else None
        asks = isinstance(body, dict) and bool(flag) and body.get(flag) is True
        if (example.streamed or asks) is not streamed:
            continue
        if example.request is not None:
            return example
        best = best or example
    return best


def _shown(value: JsonValue, streamed: bool) -> Shown:
    if isinstance(value, str):
        return Shown(value, "text", streamed)
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return Shown(text, "json", streamed)


_BYTES_OF_FILE: Expression = code('b"..."')


def _given(value: JsonValue, type: Type | None) -> Expression:
    """An example's value as an argument; a file is bytes."""
    if type is not None and _is_file(type):
        return _BYTES_OF_FILE
    return plain(value)


def _is_file(type: Type) -> bool:
    match type:
        case Scalar():
            return type.format is Format.BINARY
        case Nullable():
            return _is_file(type.type)
        case _:
            return False
