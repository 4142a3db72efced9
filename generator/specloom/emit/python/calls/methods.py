"""Stage 4, emit: a method of a group of calls, as its template prints it.

Input: an operation. Output: `Method`s, one for the synchronous class and one for the other; both
are a signature, a docstring and one line that sends the description of the call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from specloom.emit.python.calls.arguments import (
    Argument,
    Arguments,
    one_of,
    plan_arguments,
)
from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.calls.call_options import call_options
from specloom.emit.python.calls.descriptions import constant
from specloom.emit.python.calls.explanations import explain
from specloom.emit.python.calls.loaders import Loaders
from specloom.emit.python.calls.overloads import (
    Results,
    Way,
    accept_argument,
    plan_ways,
)
from specloom.emit.python.calls.pollers import (
    POLL_ARGUMENTS,
    explain_poller,
    poll_constant,
    without_flag,
)
from specloom.emit.python.calls.replies import CallResult
from specloom.emit.python.models.annotations import Annotator, union
from specloom.emit.python.printing.code import (
    EMPTY,
    Code,
    code,
    docstring,
    identifier,
    join,
    statement,
    string,
)
from specloom.emit.python.printing.signatures import lay_out_call, lay_out_def
from specloom.model.operations import Operation


class Flavour(Enum):
    """Which of the two clients a class belongs to."""

    SYNC = ""
    ASYNC = "Async"


class Implementation(NamedTuple):
    """A method as it is implemented: for every way to call it at once."""

    arguments: Arguments
    shown: tuple[Argument, ...]
    """The arguments of all ways, as they stand in the signature."""
    ways: tuple[Way, ...]
    accept: Argument | None
    options: Code
    """The parameter that takes the options of a call."""
    returns: Code


class Method(NamedTuple):
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
        self._loaders = loaders
        self._name = EMPTY

    def write(self, operation: Operation, outcome: CallResult, old: str = "") -> Method:
        """One method; `old` is the name that it had before, if it is printed under that."""
        made = self.implementation(operation, outcome)
        arguments = made.arguments
        name = self._names.method(operation.id)
        decorators: list[Code] = []
        if old or operation.deprecated:
            text = f"`{old}` is called `{name}` now." if old else _DEPRECATED
            deprecated = self._imports.own("typed", "deprecated")
            decorators.append(statement(code("@{}({})", deprecated, string(text)), 1))
        head = identifier(old) if old else name
        overloads: tuple[Code, ...] = ()
        if len(made.ways) > 1:
            self._imports.use_overload()
            overloads = tuple(
                self._stub(operation, head, way, arguments) for way in made.ways
            )
        tail = code("-> {}:", made.returns)
        return Method(
            tuple(decorators),
            overloads,
            self._def(operation, head, made.shown, tail, arguments),
            docstring(explain(operation, made.shown), 2),
            self._body(operation, outcome, arguments, made.accept),
        )

    def implementation(
        self, operation: Operation, outcome: CallResult
    ) -> Implementation:
        """The arguments of a method, and what it gives back."""
        arguments = self._arguments(operation)
        results = self._results(operation, outcome)
        ways = plan_ways(operation, outcome, arguments, results, self._imports)
        accept = accept_argument(outcome, arguments, self._imports)
        returns = union([self._returns(operation, outcome)])
        if accept is not None:
            each = dict.fromkeys(way.returns for way in ways)
            returns = union(
                one
                for one in each
                if not any(one != other and one in other.split(" | ") for other in each)
            )
        return Implementation(
            arguments,
            self._implemented(operation, arguments, accept),
            ways,
            accept,
            self._options_parameter(arguments),
            returns,
        )

    def write_poller(
        self, operation: Operation, outcome: CallResult, read: CallResult, name: str
    ) -> Method:
        """The method that makes the call, then waits for the work that it starts."""
        arguments = without_flag(operation, self._arguments(operation))
        returns = code("-> {}:", union([outcome.value, read.value]))
        shown = _sorted((*arguments.all(), *POLL_ARGUMENTS))
        parts = self._sent(operation, arguments)
        method = self._names.methods[operation.id]
        parts.insert(1, poll_constant(method))
        parts += [code("interval=poll_interval"), code("timeout=poll_timeout")]
        wait = code("") if self._flavour is Flavour.SYNC else code("await ")
        return Method(
            (),
            (),
            self._def(operation, identifier(name), shown, returns, arguments),
            docstring(explain_poller(operation, method), 2),
            lay_out_call(code("return {}self._sender.poll", wait), parts, 2),
        )

    def _arguments(self, operation: Operation) -> Arguments:
        return plan_arguments(
            operation, self._names, self._declarations, self._annotator, self._imports
        )

    def _optional(self, argument: Argument) -> Argument:
        """An argument that some ways to call do not take."""
        if argument.default is not EMPTY:
            return argument
        unset = self._imports.own_checked("model", "Unset")
        return replace(
            argument,
            annotation=code("{} | {}", argument.annotation, unset),
            default=self._imports.own("model", "UNSET"),
        )

    def _implemented(
        self, operation: Operation, arguments: Arguments, accept: Argument | None
    ) -> tuple[Argument, ...]:
        """The arguments of the implementation: those of every way to call it."""
        shown = list(arguments.all())
        if arguments.instead and operation.body is not None:
            whole, content_type = arguments.instead
            offered = [content.media_type for content in operation.body.contents]
            kind = code("{} | None", one_of(offered, self._imports))
            shown = [
                self._optional(a) if a.location == "body" else a
                for a in shown
                if a.location != "option"
            ]
            shown.append(self._optional(whole))
            shown.append(replace(content_type, annotation=kind, default=code("None")))
        if accept is not None:
            shown.append(accept)
        return _sorted(shown)

    # Signature -------------------------------------------------------------------------

    def _def(
        self,
        operation: Operation,
        name: Code,
        shown: tuple[Argument, ...],
        tail: Code,
        arguments: Arguments,
    ) -> Code:
        parts = [code("self")]
        parts += [a.declaration for a in shown if a.positional]
        keywords = [a.declaration for a in shown if not a.positional]
        if keywords:
            parts += [code("*"), *keywords]
        parts.append(self._options_parameter(arguments))
        later = operation.paging is not None or _always_streams(operation)
        keyword = code("def")
        if self._flavour is Flavour.ASYNC and not later:
            keyword = code("async def")
        head = code("{} {}", keyword, name)
        return lay_out_def(head, parts, tail, 1)

    def _stub(
        self, operation: Operation, name: Code, way: Way, arguments: Arguments
    ) -> Code:
        tail = code("-> {}: ...", way.returns)
        return self._def(operation, name, _sorted(way.arguments), tail, arguments)

    def _options_parameter(self, arguments: Arguments) -> Code:
        unpack = self._imports.typing("typing", "Unpack")
        options = call_options(arguments.names, self._imports)
        return code("**{}: {}[{}]", self._options(arguments), unpack, options)

    def _options(self, arguments: Arguments) -> Code:
        name = "options"
        while name in arguments.names:
            name = f"call_{name}"
        return identifier(name)

    # What it gives back ----------------------------------------------------------------

    def _results(self, operation: Operation, outcome: CallResult) -> Results:
        stream = EMPTY if operation.streaming is None else self._stream(operation)
        flagged = operation.streaming is not None and operation.streaming.flag
        plain = outcome.value if flagged else self._returns(operation, outcome)
        return Results(plain, stream, self._download)

    def _returns(self, operation: Operation, outcome: CallResult) -> Code:
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
        if outcome.download or outcome.undescribed:
            return self._download(outcome.value)
        return outcome.value

    def _download(self, value: Code) -> Code:
        made = self._imports.own_checked("raw", f"{self._flavour.value}RawResponse")
        return code("{}[{}]", made, value)

    def _stream(self, operation: Operation) -> Code:
        assert operation.streaming is not None
        name = f"{self._flavour.value}Stream"
        if self._flavour is Flavour.ASYNC and _always_streams(operation):
            name = "AsyncStreaming"
        made = self._imports.own_checked("stream", name)
        return code("{}[{}]", made, self._annotator.output(operation.streaming.event))

    # Body ------------------------------------------------------------------------------

    def _body(
        self,
        operation: Operation,
        outcome: CallResult,
        arguments: Arguments,
        accept: Argument | None,
    ) -> Code:
        parts = self._sent(operation, arguments)
        if accept is not None:
            parts.append(code("accept=accept"))
        if operation.paging is not None and operation.streaming is None:
            if self._flavour is Flavour.ASYNC:
                pager = self._imports.own("paging", "AsyncPager")
                return lay_out_call(
                    code("return {}", pager), [code("self._sender"), *parts], 2
                )
        if self._flavour is Flavour.ASYNC and _always_streams(operation):
            made = self._imports.own("stream", "AsyncStreaming")
            return lay_out_call(
                code("return {}", made), [code("self._sender"), *parts], 2
            )
        wait = code("") if self._flavour is Flavour.SYNC else code("await ")
        how = self._how(operation, outcome)
        return lay_out_call(code("return {}self._sender.{}", wait, how), parts, 2)

    def _sent(self, operation: Operation, arguments: Arguments) -> list[Code]:
        """What is handed to the sender: the description, the arguments, the options."""
        parts = [constant(self._names.methods[operation.id])]
        places = [a for a in arguments.all() if a.location in _PLACES]
        parts.append(self._mapping(operation, places))
        options = self._options(arguments)
        keyword = code("options={}", options)
        if arguments.body == "spread":
            parts.append(self._spread(operation, arguments))
            keyword = options
        elif arguments.body == "whole":
            whole = [a for a in arguments.all() if a.location == "body"]
            parts += [self._given(operation, argument) for argument in whole]
            keyword = options
        parts.append(keyword)
        shown = (*arguments.all(), *arguments.instead)
        if any(a.location == "option" for a in shown):
            parts.append(code("content_type=content_type"))
        return parts

    def _mapping(
        self, operation: Operation, arguments: Iterable[Argument], by_wire: bool = False
    ) -> Code:
        """A dict display of arguments: `{"limit": limit}`."""
        items = [
            code(
                "{}: {}",
                string(a.wire if by_wire else a.name),
                self._given(operation, a),
            )
            for a in arguments
        ]
        return code("{{{}}}", join(", ", items))

    def _given(self, operation: Operation, argument: Argument) -> Code:
        """An argument, made ready where the encoder could not tell how its bytes are written."""
        type = argument.type
        if type is None or not self._loaders.traits.takes_encoded(type):
            return argument.name
        loader = self._loaders.of(type, operation, argument.wire)
        if loader is None:
            return argument.name
        made = self._imports.own("encodings", "encoded")
        return code("{}({}(), {})", made, loader, argument.name)

    def _spread(self, operation: Operation, arguments: Arguments) -> Code:
        """The properties of the body, or the whole of it."""
        fields = [a for a in arguments.all() if a.location == "body"]
        properties = self._mapping(operation, fields, True)
        if not arguments.instead:
            return properties
        required = [string(a.wire) for a in fields if a.default is EMPTY]
        comma = code(",") if len(required) == 1 else EMPTY
        return code(
            "{}({}, {}, ({}{}))",
            self._imports.own("bodies", "whole_or"),
            arguments.instead[0].name,
            properties,
            join(", ", required),
            comma,
        )

    def _how(self, operation: Operation, outcome: CallResult) -> Code:
        if operation.streaming is not None:
            return code("send_or_stream" if operation.streaming.flag else "stream")
        if operation.paging is not None:
            return code("page")
        if outcome.undescribed:
            return code("answer")
        return code("download") if outcome.download else code("send")


_DEPRECATED = "This call is deprecated."
_PLACES = frozenset({"path", "query", "header", "cookie"})


def _always_streams(operation: Operation) -> bool:
    return operation.streaming is not None and not operation.streaming.flag


def _sorted(arguments: Iterable[Argument]) -> tuple[Argument, ...]:
    """As they may stand in a signature: keywords that have to be given first."""
    return tuple(
        sorted(arguments, key=lambda a: not a.positional and a.default is not EMPTY)
    )
