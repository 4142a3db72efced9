"""Stage 4, emit: `testing.py`, fake transports for the tests of programs that use the package.

Input: the operations and their examples. Output: `TestingPage`: for each media type of each
operation's success one sample, the document's own if it is not large, else one made of the type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from specloom.emit.markdown.samples import NoSample, Samples
from specloom.emit.python.package.sample_pages import Later, first_page, later_page
from specloom.emit.python.printing.code import (
    Code,
    code,
    docstring,
    item,
    join,
    literal,
    string,
)
from specloom.model.declarations import Declaration
from specloom.model.operations import (
    Content,
    ContentKind,
    EventData,
    Operation,
    Response,
    Streaming,
)
from specloom.model.types import JsonValue

LARGEST = 2000
"""How long the text of a document's example may be; pages of examples help no test."""

_DOC = """Transports for your own tests: they answer with the examples of the API's description.

    client = Client(http_client=FakeTransport(), ...)

`transport.requests` is what was sent; `transport.reply("GET /path", body)` says what comes
back next instead of the sample. The second page of a list is empty."""


class TestingPage(NamedTuple):
    """All that `testing.py.jinja` prints."""

    doc: Code
    samples: tuple[Code, ...]


def plan_testing(
    operations: Iterable[Operation], declarations: Mapping[str, Declaration]
) -> TestingPage:
    """The page; an operation of whose answer no sample can be made has an empty one."""
    samples = Samples(declarations)
    lines = [
        item(line, 1)
        for operation in operations
        for line in _of_operation(operation, samples)
    ]
    return TestingPage(docstring(_DOC, 0), tuple(lines))


def _of_operation(operation: Operation, samples: Samples) -> Iterator[Code]:
    found = False
    for response in operation.responses[:1]:
        for content in response.contents:
            text = _text(operation, content, samples)
            if text is not None:
                found = True
                yield from _pages(operation, response, content, text, samples)
        if operation.streaming is not None:
            media_type = operation.streaming.media_type
            if media_type not in [c.media_type for c in response.contents]:
                told = _told(operation, operation.streaming, samples)
                if told is not None:
                    found = True
                    yield _sample(operation, response, media_type, told)
    if not found:
        first = operation.responses[0] if operation.responses else None
        yield _sample(operation, first, "", "")


def _pages(
    operation: Operation,
    response: Response,
    content: Content,
    text: str,
    samples: Samples,
) -> Iterator[Code]:
    """One sample; of a list that goes on its first page, and the empty one after that."""
    paging = operation.paging
    if paging is None or content.kind is not ContentKind.JSON:
        yield _sample(operation, response, content.media_type, text)
        return

    def fits(value: JsonValue) -> bool:
        return samples.fits(value, content.type)

    value: JsonValue = json.loads(text)
    first = _dump(first_page(value, paging, fits))
    yield _sample(operation, response, content.media_type, first)
    later = later_page(operation, value, paging, fits)
    if later is not None:
        empty = _dump(later.body)
        yield _sample(operation, response, content.media_type, empty, later)


def _sample(
    operation: Operation,
    response: Response | None,
    media_type: str,
    text: str,
    later: Later | None = None,
) -> Code:
    status = response.status if response is not None else "204"
    number = int(status) if status.isdecimal() else 200
    parts = [
        string(operation.method),
        string(operation.path),
        literal(number),
        string(media_type),
        string(text),
    ]
    if later is not None:
        parts.append(code("after={}", string(later.parameter)))
        if later.first:
            parts.append(code("first={}", string(later.first)))
    return code("Sample({})", join(", ", parts))


def _text(operation: Operation, content: Content, samples: Samples) -> str | None:
    """The text of a sample body; None if there is no such thing."""
    match content.kind:
        case ContentKind.JSON:
            shown = [e.value for e in content.examples]
            if content is operation.responses[0].contents[0]:
                shown += [
                    e.response.value
                    for e in operation.examples
                    if e.response is not None and not e.streamed
                ]
            for value in shown:
                text = _dump(value)
                if len(text) <= LARGEST and samples.fits(value, content.type):
                    return text
            try:
                return _dump(samples.of(content.type))
            except NoSample:
                return None
        case (
            ContentKind.EVENT_STREAM
            | ContentKind.JSON_LINES
            | ContentKind.JSON_SEQ
            | ContentKind.JSON_VALUES
        ):
            if operation.streaming is None:
                return None
            return _told(operation, operation.streaming, samples)
        case _:
            for example in content.examples:
                if isinstance(example.value, str) and len(example.value) <= LARGEST:
                    return example.value
            return "text"


def _told(operation: Operation, streaming: Streaming, samples: Samples) -> str | None:
    """What a stream says: the document's transcript, else one piece and the end."""
    for example in operation.examples:
        value = example.response.value if example.response is not None else None
        if example.streamed and isinstance(value, str) and len(value) <= LARGEST:
            return value.rstrip() + "\n\n"
    try:
        event = samples.of(streaming.event)
    except NoSample:
        return None
    match streaming.content:
        case ContentKind.JSON_LINES | ContentKind.JSON_VALUES:
            value = {streaming.inside: event} if streaming.inside else event
            return f"{_dump(value)}\n"
        case ContentKind.JSON_SEQ:
            return f"\x1e{_dump(event)}\n"
        case _:
            end = f"data: {streaming.done}\n\n" if streaming.done else ""
            return f"{_event(streaming, event)}\n\n{end}"


def _event(streaming: Streaming, value: JsonValue) -> str:
    """The lines of one event."""
    kind, lines = streaming.data, list[str]()
    envelope = streaming.envelope
    if envelope is not None and isinstance(value, dict):
        for line in ("event", "id", "retry"):
            key = envelope.event if line == "event" else line
            if key in value and not isinstance(value[key], dict | list):
                lines.append(f"{line}: {value[key]}")
        if value.get(envelope.event, "message") in envelope.texts:
            kind = EventData.TEXT
        value = value.get(envelope.data)
    text = value if kind is EventData.TEXT and isinstance(value, str) else _dump(value)
    return "\n".join([*lines, *(f"data: {part}" for part in text.split("\n"))])


def _dump(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
