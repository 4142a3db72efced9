"""Stage 4, emit: the description of a call (`_CREATE = Call("POST", ...)`).

Input: an operation. Output: the statement that defines its description, the one thing that the
synchronous and the asynchronous method share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from specloom.emit.python.calls.addresses import server_url
from specloom.emit.python.calls.loaders import Loaders
from specloom.emit.python.calls.replies import CallResult
from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.fields import field_path, mentions
from specloom.emit.python.printing.code import (
    Code,
    code,
    identifier,
    join,
    literal,
    string,
)
from specloom.emit.python.printing.signatures import lay_out_call
from specloom.model.operations import (
    Content,
    ContentKind,
    Envelope,
    EventData,
    Location,
    Operation,
    PageEnds,
    Paging,
    Parameter,
    PartEncoding,
    Repeatable,
    Streaming,
    Style,
)

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
_USUAL: Mapping[Location, tuple[Style, bool]] = {
    Location.PATH: (Style.SIMPLE, False),
    Location.QUERY: (Style.FORM, True),
    Location.HEADER: (Style.SIMPLE, False),
    Location.COOKIE: (Style.FORM, True),
}
"""What the standard assumes where a document says nothing (Parameter Object)."""


def constant(method: str) -> Code:
    """The name of a call's description."""
    return identifier(f"_{method.rstrip('_').upper()}")


class CallWriter:
    """Writes the descriptions of one file."""

    def __init__(
        self, annotator: Annotator, loaders: Loaders, schemes: Mapping[str, str]
    ) -> None:
        self.imports = loaders.imports
        self.names = loaders.names
        self._annotator = annotator
        self._loaders = loaders
        self._schemes = schemes

    def statement(
        self, operation: Operation, outcome: CallResult, name: Code | None = None
    ) -> Code:
        """The whole statement, under the usual name or another one."""
        parts = [string(operation.method), string(operation.path)]
        parts += [self._parameter(operation, p) for p in operation.parameters]
        parts += self._body(operation)
        if outcome.returns:
            parts.append(code("returns={}", _tuple(outcome.returns)))
        if outcome.offers:
            offers = [reply for offer in outcome.offers for reply in offer.replies]
            parts.append(code("offers={}", _tuple(offers)))
        if outcome.errors:
            parts.append(code("errors={}", _tuple(outcome.errors)))
        if operation.security:
            parts.append(code("security={}", self._security(operation)))
        parts += _repeating(operation)
        if operation.servers:
            parts.append(code("server={}", string(server_url(operation.servers[0]))))
        kind, made = self._kind(operation, outcome, parts)
        name = name or constant(self.names.methods[operation.id])
        return lay_out_call(code("{}: {} = {}", name, kind, made), parts, 0)

    def _kind(
        self, operation: Operation, outcome: CallResult, parts: list[Code]
    ) -> tuple[Code, Code]:
        """The annotation and the class of the description."""
        if operation.streaming is not None:
            made = self.imports.own("call", "StreamCall")
            parts.append(self._events(operation, operation.streaming))
            event = self._annotator.output(operation.streaming.event)
            return code("{}[{}, {}]", made, outcome.value, event), made
        if operation.paging is not None:
            made = self.imports.own("paging", "PageCall")
            parts.append(self._paging(operation, operation.paging))
            item = self._annotator.output(operation.paging.item)
            return code("{}[{}, {}]", made, item, outcome.value), made
        made = self.imports.own("call", "Call")
        return code("{}[{}]", made, outcome.value), made

    # Parameters and bodies -------------------------------------------------------------

    def _parameter(self, operation: Operation, parameter: Parameter) -> Code:
        made = self.imports.own("parameters", parameter.location.value)
        parts = [string(parameter.wire)]
        argument = self.names.argument(operation.id, parameter.id)
        if argument != parameter.wire:
            parts.append(string(argument))
        style, explode = _USUAL[parameter.location]
        if parameter.style is not style:
            parts.append(code("style={}", string(parameter.style.value)))
        if parameter.explode is not explode and parameter.style is not Style.JSON:
            parts.append(code("explode={}", literal(parameter.explode)))
        if parameter.allow_reserved and parameter.location in (
            Location.PATH,
            Location.QUERY,
        ):
            parts.append(code("reserved=True"))
        if parameter.allow_empty and parameter.location is Location.QUERY:
            parts.append(code("empty=True"))
        return code("{}({})", made, join(", ", parts))

    def _body(self, operation: Operation) -> Iterable[Code]:
        if operation.body is None:
            return
        bodies = [self._content(content) for content in operation.body.contents]
        yield code("bodies={}", _tuple(bodies))
        if operation.body.required:
            yield code("body_required=True")

    def _content(self, content: Content) -> Code:
        match content.kind:
            case ContentKind.JSON:
                return self._plain_body("Json", "application/json", content)
            case ContentKind.TEXT:
                return self._plain_body("Text", "text/plain", content)
            case ContentKind.FORM:
                usual = "application/x-www-form-urlencoded"
                return self._keyed_body("Form", usual, content)
            case ContentKind.MULTIPART:
                return self._keyed_body("Multipart", "multipart/form-data", content)
            case (
                ContentKind.BINARY
                | ContentKind.EVENT_STREAM
                | ContentKind.JSON_LINES
                | ContentKind.JSON_SEQ
                | ContentKind.JSON_VALUES
            ):
                return self._plain_body("Binary", "application/octet-stream", content)
            case _:
                assert_never(content.kind)

    def _plain_body(self, name: str, usual: str, content: Content) -> Code:
        made = self.imports.own("bodies", name)
        if content.media_type == usual:
            return code("{}()", made)
        return code("{}({})", made, string(content.media_type))

    def _keyed_body(self, name: str, usual: str, content: Content) -> Code:
        made = self.imports.own("bodies", name)
        parts: list[Code] = []
        if content.media_type != usual:
            parts.append(string(content.media_type))
        encodings = [self._encoding(e) for e in content.encodings]
        if encodings:
            parts.append(code("encodings={{{}}}", join(", ", encodings)))
        return code("{}({})", made, join(", ", parts))

    def _encoding(self, encoding: PartEncoding) -> Code:
        parts: list[Code] = []
        if encoding.content_type:
            parts.append(string(encoding.content_type))
        if encoding.style is not None:
            parts.append(code("style={}", string(encoding.style.value)))
        if not encoding.explode:
            parts.append(code("explode=False"))
        if encoding.allow_reserved:
            parts.append(code("reserved=True"))
        made = self.imports.own("bodies", "Encoding")
        return code("{}: {}({})", string(encoding.property), made, join(", ", parts))

    # The rest --------------------------------------------------------------------------

    def _security(self, operation: Operation) -> Code:
        alternatives = [
            _tuple([string(self._schemes[need.scheme]) for need in alternative])
            for alternative in operation.security
        ]
        return _tuple(alternatives)

    def _events(self, operation: Operation, streaming: Streaming) -> Code:
        made = self.imports.own("call", "Events")
        parts: list[Code] = []
        loader = self._loaders.of(streaming.event, operation, "event")
        if loader is not None:
            parts.append(loader)
        if streaming.content is not ContentKind.EVENT_STREAM:
            parts.append(code("kind={}", string(streaming.content.value)))
        if streaming.media_type != "text/event-stream":
            parts.append(code("media_type={}", string(streaming.media_type)))
        if streaming.flag_in_query:
            flag = self._query_argument(operation, streaming.flag)
            parts += [code("flag={}", string(flag)), code("in_query=True")]
        elif streaming.flag:
            parts.append(code("flag={}", string(streaming.flag)))
        if streaming.inside:
            parts.append(code("inside={}", string(streaming.inside)))
        if streaming.done:
            parts.append(code("done={}", string(streaming.done)))
        if streaming.data is not EventData.JSON:
            parts.append(code("data={}", string(streaming.data.value)))
        if streaming.envelope is not None:
            parts += _envelope(streaming.envelope)
        elif streaming.inside or (
            streaming.data is not EventData.TEXT
            and not mentions(streaming.event, "error", self._loaders.declarations)
        ):
            # No event of the API has such a property, so one that has it is an error.
            parts.append(code('error="error"'))
        return code("events={}({})", made, join(", ", parts))

    def _paging(self, operation: Operation, paging: Paging) -> Code:
        made = self.imports.own("paging", "Paging")
        parts = [string(paging.style.value)]
        if paging.items is None:
            parts.append(code("items=None"))
        elif paging.items:
            parts.append(code("items={}", _strings(paging.items)))
            fields = field_path(operation, paging.items, self._loaders)
            if fields != paging.items:
                parts.append(code("fields={}", _strings(fields)))
        if paging.parameter:
            argument = paging.parameter
            if not paging.in_body:
                argument = self._query_argument(operation, paging.parameter)
            parts.append(code("argument={}", string(argument)))
        if paging.member:
            parts.append(code("member={}", string(paging.member)))
        if paging.in_body:
            parts.append(code("in_body=True"))
        if paging.cursor:
            parts.append(code("cursor={}", _strings(paging.cursor)))
        if paging.size:
            size = paging.size
            if not paging.member:
                size = self._query_argument(operation, paging.size)
            parts.append(code("size={}", string(size)))
        if paging.largest is not None:
            parts.append(code("largest={}", literal(paging.largest)))
        if paging.first:
            parts.append(code("first={}", literal(paging.first)))
        parts += self._ends(paging.ends)
        return code("paging={}({})", made, join(", ", parts))

    def _ends(self, ends: PageEnds) -> Iterable[Code]:
        said = {
            "more": ends.more,
            "last": ends.last,
            "next": ends.next,
            "page": ends.page,
            "pages": ends.pages,
            "size": ends.size,
            "total": ends.total,
        }
        parts = [
            code("{}={}", identifier(name), _strings(path))
            for name, path in said.items()
            if path
        ]
        if parts:
            made = self.imports.own("paging", "Ends")
            yield code("ends={}({})", made, join(", ", parts))

    def _query_argument(self, operation: Operation, wire: str) -> str:
        for parameter in operation.parameters:
            if parameter.wire == wire and parameter.location is Location.QUERY:
                return self.names.argument(operation.id, parameter.id)
        return wire


def _envelope(envelope: Envelope) -> Iterable[Code]:
    yield code("envelope=({}, {})", string(envelope.event), string(envelope.data))
    if envelope.lines != ("event",):
        yield code("lines={}", _strings(envelope.lines))
    if envelope.texts:
        yield code("texts={}", _strings(envelope.texts))


def _repeating(operation: Operation) -> Iterable[Code]:
    usual = operation.method in _IDEMPOTENT
    if (operation.repeatable is Repeatable.YES) is not usual:
        yield code("repeatable={}", literal(not usual))
    header = operation.idempotency_header.lower()
    if header and header != "idempotency-key":
        yield code("idempotency_header={}", string(header))


def _tuple(parts: Iterable[Code]) -> Code:
    items = list(parts)
    if len(items) == 1:
        return code("({},)", items[0])
    return code("({})", join(", ", items))


def _strings(texts: Iterable[str]) -> Code:
    return _tuple(map(string, texts))
