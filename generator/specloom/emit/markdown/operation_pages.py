"""Stage 4, emit: the pages of operations, as views for their template.

Input: the selected operations. Output: one `OperationPage` each: how it is called, what goes in,
what comes out, what can go wrong, and programs that run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from specloom.emit.markdown import facts
from specloom.emit.markdown.errors import error_link
from specloom.emit.markdown.model_pages import field_description
from specloom.emit.markdown.page_context import Pages
from specloom.emit.markdown.site import ERRORS
from specloom.emit.markdown.snippets import Snippets
from specloom.emit.markdown.table import table
from specloom.emit.markdown.text import (
    EMPTY,
    Markdown,
    code,
    fence,
    join,
    markdown,
    page,
    page_link,
    text,
)
from specloom.emit.python.calls.arguments import Argument, Arguments
from specloom.emit.python.calls.methods import Implementation
from specloom.emit.python.names.spreading import spread_properties
from specloom.emit.python.printing.code import EMPTY as EMPTY_CODE
from specloom.emit.python.printing.code import code as python
from specloom.emit.python.printing.code import join as python_join
from specloom.emit.python.printing.code import parameter
from specloom.emit.python.printing.layout import WIDTH
from specloom.model.declarations import Access, Field, Union
from specloom.model.operations import (
    ContentKind,
    EventData,
    Operation,
    PageEnds,
    Parameter,
    Response,
    Streaming,
)
from specloom.model.types import Anything, Ref


@dataclass(frozen=True, slots=True)
class Program:
    """A runnable snippet, and the response it gives where the document shows one."""

    label: Markdown
    source: Markdown
    response: Markdown


@dataclass(frozen=True, slots=True)
class OperationPage:
    """One page."""

    path: str
    name: Markdown
    line: Markdown
    """Method and path."""
    deprecated: bool
    description: Markdown
    signature: Markdown
    parameters: Markdown
    body: Markdown
    body_note: Markdown
    returns: Markdown
    responses: Markdown
    errors: Markdown
    streaming: tuple[Markdown, ...]
    paging: tuple[Markdown, ...]
    waiting: tuple[Markdown, ...]
    authentication: Markdown
    programs: tuple[Program, ...]
    group: Markdown
    source: Markdown


def operation_pages(pages: Pages) -> Iterator[OperationPage]:
    """A page for each selected operation."""
    for operation in pages.operations.values():
        yield _Writer(pages, operation).page()


class _Writer:
    """Writes the page of one operation."""

    def __init__(self, pages: Pages, operation: Operation) -> None:
        self._pages = pages
        self._site = pages.site
        self._operation = operation
        self._method: Implementation = pages.method(operation)
        self._arguments: Arguments = self._method.arguments
        self._parts = _parts(pages, operation)

    def page(self) -> OperationPage:
        operation, pages = self._operation, self._pages
        group = pages.names.group(operation)
        shown = self._shown()
        return OperationPage(
            path=self._site.operation_path(operation),
            name=text(self._site.call(operation)),
            line=_request_line(operation),
            deprecated=operation.deprecated,
            description=pages.docs.blocks(operation.doc),
            signature=self._signature(),
            parameters=self._table(
                [a for a in shown if a.location in _PLACES], places=True
            ),
            body=self._table([a for a in shown if a.location not in _PLACES]),
            body_note=self._body_note(),
            returns=self._returns(),
            responses=self._responses(),
            errors=self._errors(),
            streaming=tuple(self._streaming()),
            paging=tuple(self._paging()),
            waiting=tuple(self._waiting()),
            authentication=self._authentication(),
            programs=tuple(self._programs()),
            group=page_link(
                code(".".join(group)) if group else markdown("All operations"),
                page(self._site.group_path(group)),
            ),
            source=code(operation.origin.pointer),
        )

    # What goes in ----------------------------------------------------------------------

    def _signature(self) -> Markdown:
        """As the method has it, without `self`, and on one line or with an argument a line."""
        shown = self._method.shown
        items = [a.declaration for a in shown if a.positional]
        keywords = [a.declaration for a in shown if not a.positional]
        if keywords:
            items += [python("*"), *keywords]
        items.append(self._method.options)
        method = self._pages.names.method(self._operation.id)
        result = self._method.returns
        line = python("def {}({}) -> {}: ...", method, python_join(", ", items), result)
        if len(line) > WIDTH:
            start = python("def {}(", method)
            inner = [python("    {}", parameter(item, 1)) for item in items]
            end = python(") -> {}: ...", result)
            line = python_join("\n", [start, *inner, end])
        return fence(line, "python")

    def _shown(self) -> list[Argument]:
        """The arguments of the usual way to call, then those of the other ways."""
        usual = self._arguments.all()
        names = {argument.name for argument in usual}
        return [*usual, *(a for a in self._method.shown if a.name not in names)]

    def _table(self, arguments: list[Argument], *, places: bool = False) -> Markdown:
        rows = [self._row(argument, places) for argument in arguments]
        head = ["Argument", "Type", "Presence", "Description"]
        if places:
            head.insert(1, "In")
        return table([text(word) for word in head], rows) if rows else EMPTY

    def _row(self, argument: Argument, places: bool) -> list[Markdown]:
        name = code(argument.name)
        if argument.wire and argument.wire != argument.name:
            name = markdown("{} (on the wire {})", name, code(argument.wire))
        row = [
            name,
            self._site.annotation(argument.annotation),
            facts.presence(
                argument.default is EMPTY_CODE,
                argument.type or Anything(),
                Access.BOTH,
                argument.deprecated,
            ),
            self._description(argument),
        ]
        if places:
            row.insert(1, text(_PLACES[argument.location]))
        return row

    def _description(self, argument: Argument) -> Markdown:
        part = self._parts.get(argument.name)
        if part is None:
            return self._pages.docs.cell(argument.doc)
        said = field_description(self._pages, part)
        if argument.required and argument.default is not EMPTY_CODE:
            said = join("<br>", filter(None, (said, markdown("Always sent."))))
        return said

    def _body_note(self) -> Markdown:
        body = self._operation.body
        if body is None:
            return EMPTY
        media = join(" or ", (code(c.media_type) for c in body.contents))
        sentences = [markdown("Sent as {}.", media)]
        if self._arguments.body == "spread":
            records = [body.spread, *(other.record for other in body.others)]
            listed = join(" and ", map(self._site.declaration, dict.fromkeys(records)))
            sentences.append(
                markdown("The arguments are the properties of {}.", listed)
            )
        if not body.required:
            given = "any of them" if self._arguments.body == "spread" else "it"
            sentences.append(markdown("Without {} no body is sent.", text(given)))
        note = join(" ", sentences)
        return join("\n\n", filter(None, (note, self._pages.docs.blocks(body.doc))))

    # What comes out --------------------------------------------------------------------

    def _returns(self) -> Markdown:
        returns = self._site.annotation(self._method.returns)
        if not self._operation.undescribed:
            return returns
        said = markdown(
            "The API does not say what the body is: the answer is given as it came, read, and"
            " {} makes a value of JSON or text.",
            code("parse()"),
        )
        return join("\n\n", (returns, said))

    def _responses(self) -> Markdown:
        head = tuple(map(markdown, ("Status", "Body", "Description")))
        rows = [
            [code(response.status), self._body_of(response), self._about(response)]
            for response in self._operation.responses
        ]
        return table(head, rows) if rows else EMPTY

    def _errors(self) -> Markdown:
        head = tuple(map(markdown, ("Status", "Raises", "Body", "Description")))
        rows: list[list[Markdown]] = []
        for response in self._operation.errors:
            rows.append(
                [
                    code(response.status),
                    error_link(response.status),
                    self._body_of(response),
                    self._about(response),
                ]
            )
        return table(head, rows) if rows else EMPTY

    def _body_of(self, response: Response) -> Markdown:
        bodies = [
            markdown("{} as {}", self._pages.received(c.type), code(c.media_type))
            for c in response.contents
        ]
        return join("<br>", bodies) if bodies else markdown("none")

    def _about(self, response: Response) -> Markdown:
        said = [self._pages.docs.cell(response.doc)]
        for header in response.headers:
            type = self._pages.received(header.type)
            described = self._pages.docs.cell(header.doc)
            named = markdown("Header {} ({})", code(header.wire), type)
            said.append(markdown("{}: {}", named, described) if described else named)
        return join("<br>", filter(None, said))

    def _streaming(self) -> Iterator[Markdown]:
        streaming = self._operation.streaming
        if streaming is None:
            return
        event = self._pages.received(streaming.event)
        media = code(streaming.media_type)
        if streaming.flag:
            yield markdown(
                "With {} the call returns at once, and the response arrives piece by piece"
                " as {}: iterate over it to receive each {}.",
                code(f"{streaming.flag}=True"),
                media,
                event,
            )
        else:
            yield markdown(
                "The response arrives piece by piece as {}: iterate over it to receive"
                " each {}.",
                media,
                event,
            )
        if streaming.content is ContentKind.EVENT_STREAM:
            yield _lines(streaming)
        if streaming.done:
            yield markdown("The stream ends with {}.", code(streaming.done))
        inner = streaming.event
        if isinstance(inner, Ref):
            union = self._site.declarations[inner.id]
            if isinstance(union, Union):
                yield self._pages.variants(union, markdown("Event"))

    def _paging(self) -> Iterator[Markdown]:
        paging = self._operation.paging
        if paging is None:
            return
        item = self._pages.received(paging.item)
        each = "each item" if paging.items is not None else "the body of each"
        yield markdown(
            "Iterate over the result to walk all pages, {} a {}; a page is asked"
            " for when the one before it is used up. The result itself is the first page.",
            text(each),
            item,
        )
        said: list[Markdown] = []
        outer = f"{paging.parameter}." if paging.member else ""
        if paging.parameter:
            where = markdown("the body's ") if paging.in_body else EMPTY
            asking = code(f"{outer}{paging.member or paging.parameter}")
            said.append(markdown("{}{} asks for the next one", where, asking))
        if paging.size:
            size = code(f"{outer}{paging.size}")
            said.append(markdown("{} is the size of a page", size))
        for path, what in _told(paging.ends):
            if path:
                said.append(markdown("{} {}", code(".".join(path)), what))
        if said:
            yield markdown("Of pages: {}.", join("; ", said))

    def _waiting(self) -> Iterator[Markdown]:
        pages, operation = self._pages, self._operation
        name = pages.pollers.get(operation.id)
        if operation.poll is None or name is None:
            return
        flag = operation.streaming.flag if operation.streaming else ""
        reading = self._site.operation(pages.operations[operation.poll.operation])
        yield markdown(
            "{} takes the same arguments{}, makes this call, and then reads the result"
            " with {} until its {} is {}. {} is the seconds between two looks, else as the"
            " API asks or growing from half a second to ten; after {} seconds it raises"
            " {}.",
            code(".".join((*pages.names.group(operation), name))),
            markdown(" but {}", code(flag)) if flag else EMPTY,
            reading,
            code(".".join(operation.poll.property)),
            join(" or ", map(facts.value, operation.poll.done)),
            code("poll_interval"),
            code("poll_timeout"),
            page_link(code("PollTimeoutError"), page(ERRORS, "polltimeouterror")),
        )

    def _authentication(self) -> Markdown:
        alternatives: list[Markdown] = []
        for alternative in self._operation.security:
            needs = [
                self._pages.scheme(need.scheme, need.scopes) for need in alternative
            ]
            alternatives.append(
                join(" and ", needs) if needs else markdown("no credentials")
            )
        if not alternatives:
            return EMPTY
        return markdown("{}.", join(", or ", alternatives))

    # Programs --------------------------------------------------------------------------

    def _programs(self) -> Iterator[Program]:
        sdk = self._pages.sdk
        snippets = Snippets(self._pages.package, sdk.client_class, self._pages.samples)
        operation = self._operation
        shown = {r.streamed: r for r in snippets.responses(operation)}
        names = self._pages.names
        path = (*names.group(operation), names.method(operation.id))
        for snippet in snippets.of(operation, path, self._arguments, self._parts):
            response = shown.pop(snippet.streamed, None)
            yield Program(
                text(snippet.label),
                fence(snippet.source, "python"),
                fence(response.text, response.language) if response else EMPTY,
            )


def _lines(streaming: Streaming) -> Markdown:
    """How an event becomes a value."""
    envelope = streaming.envelope
    if envelope is None:
        match streaming.data:
            case EventData.JSON:
                return markdown("The data of an event is JSON.")
            case EventData.TEXT:
                return markdown("The data of an event is text, given as it came.")
            case EventData.EITHER:
                return markdown("The data of an event is JSON, or else text.")
            case _:
                assert_never(streaming.data)
    said = markdown(
        "A value holds the lines of an event of the wire: {} is its name ({} if it has"
        " none) and {} its data",
        code(envelope.event),
        code("message"),
        code(envelope.data),
    )
    if envelope.texts or streaming.data is EventData.TEXT:
        of = join(", ", map(code, envelope.texts))
        which = markdown(" of {}", of) if envelope.texts else EMPTY
        return markdown("{}; the data{} is text, given as it came.", said, which)
    return markdown("{}.", said)


def _told(ends: PageEnds) -> tuple[tuple[tuple[str, ...], Markdown], ...]:
    """What a page says of the end of the list, and in what words."""
    return (
        (ends.more, markdown("says whether there is more")),
        (ends.last, markdown("says whether it is the last one")),
        (ends.next, markdown("is null on the last one")),
        (ends.pages, markdown("is how many there are")),
        (ends.page, markdown("is the number of the page")),
        (ends.size, markdown("is how many items a full one has")),
        (ends.total, markdown("is how many items there are in all")),
    )


_PLACES: Mapping[str, str] = {
    **{place: place for place in ("path", "query", "header", "cookie")},
    "accept": "header",
}
"""Where an argument stands that is no part of the body → what that is called."""


def _parts(pages: Pages, operation: Operation) -> dict[str, Parameter | Field]:
    """Argument → what it stands for in the model."""
    parts: dict[str, Parameter | Field] = {
        pages.names.argument(operation.id, parameter.id): parameter
        for parameter in operation.parameters
    }
    if operation.body is not None:
        for one in spread_properties(operation.body, pages.site.declarations):
            parts[pages.names.argument(operation.id, one.field.id)] = one.field
    return parts


def _request_line(operation: Operation) -> Markdown:
    """The request, and the operationId for those who know the call by it."""
    line = code(f"{operation.method} {operation.path}")
    if not operation.operation_id:
        return line
    return markdown("{} ({})", line, code(operation.operation_id))
