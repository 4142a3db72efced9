"""Stage 4, emit: a method of a group of calls, as its template prints it.

Input: an operation. Output: `Method`s, one for the synchronous class and one for the other; both
are a signature, a docstring and one line that sends the description of the call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from specloom.emit.python.annotations import Annotator, union
from specloom.emit.python.arguments import (
    Argument,
    Arguments,
    plan_arguments,
)
from specloom.emit.python.call_imports import CallImports
from specloom.emit.python.calls import constant
from specloom.emit.python.code import (
    EMPTY,
    Code,
    code,
    docstring,
    identifier,
    join,
    statement,
    string,
)
from specloom.emit.python.explanations import explain
from specloom.emit.python.loaders import Loaders
from specloom.emit.python.options import call_options
from specloom.emit.python.replies import Outcome
from specloom.emit.python.signatures import lay_out_call, lay_out_def
from specloom.model.operations import Operation
from specloom.model.types import Nullable


class Flavour(Enum):
    """Which of the two clients a class belongs to."""

    SYNC = ""
    ASYNC = "Async"


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `overloads` are complete stubs; `decorators` stand above each of them."""

    decorators: tuple[Code, ...]
    overloads: tuple[Code, ...]
    signature: Code
    doc: Code
    body: Code


class MethodWriter:
    """Writes the methods of one class."""

    def __init__(
        self, flavour: Flavour, annotator: Annotator, loaders: Loaders
    ) -> None:
        self._flavour = flavour
        self._annotator = annotator
        self._imports: CallImports = loaders.imports
        self._names = loaders.names
        self._declarations = loaders.declarations

    def write(self, operation: Operation, outcome: Outcome) -> Method:
        """One method."""
        arguments = self._arguments(operation)
        decorators: list[Code] = []
        if operation.deprecated:
            deprecated = self._imports.own("typed", "deprecated")
            text = string("This call is deprecated.")
            decorators.append(statement(code("@{}({})", deprecated, text), 1))
        signature = self._signature(operation, outcome, arguments)
        return Method(
            tuple(decorators),
            self._overloads(operation, outcome, arguments),
            signature,
            docstring(explain(operation, arguments), 2),
            self._body(operation, outcome, arguments),
        )

    def _arguments(self, operation: Operation) -> Arguments:
        return plan_arguments(
            operation, self._names, self._declarations, self._annotator, self._imports
        )

    # Signature -------------------------------------------------------------------------

    def _signature(
        self, operation: Operation, outcome: Outcome, arguments: Arguments
    ) -> Code:
        tail = code("-> {}:", self._returns(operation, outcome))
        return self._def(operation, arguments.all(), tail, arguments)

    def _def(
        self,
        operation: Operation,
        shown: tuple[Argument, ...],
        tail: Code,
        arguments: Arguments,
    ) -> Code:
        parts = [code("self")]
        parts += [a.declaration for a in shown if a.positional]
        keywords = [a.declaration for a in shown if not a.positional]
        if keywords:
            parts += [code("*"), *keywords]
        unpack = self._imports.typing("typing", "Unpack")
        options = call_options(arguments.names, self._imports)
        parts.append(code("**{}: {}[{}]", self._options(arguments), unpack, options))
        keyword = code("def")
        if self._flavour is Flavour.ASYNC and operation.paging is None:
            keyword = code("async def")
        head = code("{} {}", keyword, self._names.method(operation.id))
        return lay_out_def(head, parts, tail, 1)

    def _options(self, arguments: Arguments) -> Code:
        name = "options"
        while name in arguments.names:
            name = f"call_{name}"
        return identifier(name)

    def _returns(self, operation: Operation, outcome: Outcome) -> Code:
        if operation.streaming is not None:
            stream = self._stream(operation)
            if not operation.streaming.flag:
                return stream
            return code("{} | {}", outcome.value, stream)
        if operation.paging is not None:
            item = self._annotator.output(operation.paging.item)
            page = "Page" if self._flavour is Flavour.SYNC else "AsyncPager"
            made = self._imports.own_checked("paging", page)
            return code("{}[{}, {}]", made, item, outcome.value)
        if outcome.download:
            name = f"{self._flavour.value}RawResponse"
            made = self._imports.own_checked("raw", name)
            return code("{}[{}]", made, outcome.value)
        return outcome.value

    def _stream(self, operation: Operation) -> Code:
        assert operation.streaming is not None
        name = f"{self._flavour.value}Stream"
        made = self._imports.own_checked("stream", name)
        return code("{}[{}]", made, self._annotator.output(operation.streaming.event))

    # Overloads -------------------------------------------------------------------------

    def _overloads(
        self, operation: Operation, outcome: Outcome, arguments: Arguments
    ) -> tuple[Code, ...]:
        """Not streamed, streamed, and either, as the flag says (semantics of operations)."""
        streaming = operation.streaming
        if streaming is None or not streaming.flag:
            return ()
        flag = next(
            (a for a in arguments.keywords if _is_flag(a, streaming.flag)), None
        )
        if flag is None:
            return ()
        self._imports.own("typed", "overload")
        literal_name = self._imports.typing("typing", "Literal")
        stream = self._stream(operation)
        plain = _retyped(flag, self._not_true(flag, literal_name), flag.default)
        streamed = _retyped(flag, code("{}[True]", literal_name), EMPTY)
        either = _retyped(flag, code("bool"), EMPTY)
        return tuple(
            self._stub(operation, arguments, flag, changed, returns)
            for changed, returns in (
                (plain, outcome.value),
                (streamed, stream),
                (either, code("{} | {}", outcome.value, stream)),
            )
        )

    def _not_true(self, flag: Argument, literal_name: Code) -> Code:
        """The flag's annotation where it does not ask for a stream."""
        parts = [code("{}[False]", literal_name)]
        if isinstance(flag.type, Nullable):
            parts.append(code("None"))
        if flag.default is not EMPTY:
            parts.append(self._imports.own_checked("model", "Unset"))
        return union(parts)

    def _stub(
        self,
        operation: Operation,
        arguments: Arguments,
        flag: Argument,
        changed: Argument,
        returns: Code,
    ) -> Code:
        shown = [changed if a is flag else a for a in arguments.all()]
        shown.sort(key=lambda a: not a.positional and a.default is not EMPTY)
        tail = code("-> {}: ...", returns)
        return self._def(operation, tuple(shown), tail, arguments)

    # Body ------------------------------------------------------------------------------

    def _body(
        self, operation: Operation, outcome: Outcome, arguments: Arguments
    ) -> Code:
        parts = [constant(self._names.methods[operation.id])]
        parts.append(_mapping(a for a in arguments.all() if a.location in _PLACES))
        options = self._options(arguments)
        keyword = code("options={}", options)
        if arguments.body == "spread":
            parts.append(
                _mapping((a for a in arguments.all() if a.location == "body"), True)
            )
            keyword = options
        elif arguments.body == "whole":
            parts += [a.name for a in arguments.all() if a.location == "body"]
            keyword = options
        parts.append(keyword)
        if any(a.location == "option" for a in arguments.all()):
            parts.append(code("content_type=content_type"))
        if operation.paging is not None and operation.streaming is None:
            if self._flavour is Flavour.ASYNC:
                pager = self._imports.own("paging", "AsyncPager")
                return lay_out_call(
                    code("return {}", pager), [code("self._sender"), *parts], 2
                )
        wait = code("") if self._flavour is Flavour.SYNC else code("await ")
        how = self._how(operation, outcome)
        return lay_out_call(code("return {}self._sender.{}", wait, how), parts, 2)

    def _how(self, operation: Operation, outcome: Outcome) -> Code:
        if operation.streaming is not None:
            return code("send_or_stream" if operation.streaming.flag else "stream")
        if operation.paging is not None:
            return code("page")
        return code("download") if outcome.download else code("send")


_PLACES = frozenset({"path", "query", "header", "cookie"})


def _mapping(arguments: Iterable[Argument], by_wire: bool = False) -> Code:
    """A dict display of arguments: `{"limit": limit}`."""
    items = [
        code("{}: {}", string(a.wire if by_wire else a.name), a.name) for a in arguments
    ]
    return code("{{{}}}", join(", ", items))


def _is_flag(argument: Argument, wire: str) -> bool:
    return argument.location == "body" and argument.wire == wire


def _retyped(argument: Argument, annotation: Code, default: Code) -> Argument:
    return replace(argument, annotation=annotation, default=default)
