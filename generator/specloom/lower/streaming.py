"""Streams: responses that arrive piece by piece.

Part of stage 3. Input: an operation's success responses and body. Output: `Streaming`.

What counts as one:

* a success response with `text/event-stream`, JSON lines or `application/json-seq`, or the
  several JSON values that a gRPC gateway sends as `application/json`. Beside
  a plain body it is asked for by the boolean body property or query parameter `stream`
  (`flag`); alone it is what the operation always answers. The event's type is `itemSchema`
  (OpenAPI 3.2), else the schema, of a list that of its items.
* what `x-specloom-stream` on the operation says, for documents that do not mention it:

      x-specloom-stream:
        event: "#/components/schemas/AssistantStreamEvent"   # a reference, or a schema
        flag: stream                  # body property that asks for it; left out: always
        done: "[DONE]"                # data that ends the stream; left out: detected
        envelope: {event: event, data: data}                 # left out: detected
        mediaType: text/event-stream                         # left out: this one
        inside: result                # of several JSON values: the property to give

  `x-specloom-stream: false` says that there is none.

Where the event's schema describes the lines of an event (see `event_lines`), the value has its
name, its data and its id. A variant whose `data` is a constant in brackets (`[DONE]`) is the end
of the stream. It stays a variant of the document's union, but no value of it is yielded. Where no
variant says so, `[DONE]` ends every stream of JSON: there it cannot be a value, and real APIs send
it without a word in their documents. A stream of text may hold it.
"""

from __future__ import annotations

from dataclasses import replace

from specloom.diagnostics import Loss
from specloom.lower.contents import RESULT, STREAMED, content_kind
from specloom.lower.context import Lowering
from specloom.lower.event_lines import (
    data_kind,
    event_lines,
    item_schema,
    sentinel,
)
from specloom.lower.extensions import text
from specloom.lower.places import Place
from specloom.model.operations import (
    Body,
    Content,
    ContentKind,
    Envelope,
    EventData,
    Response,
    Streaming,
)
from specloom.model.types import Anything, JsonValue, ListOf, Ref, Type
from specloom.openapi.document import MediaTypeObject, OperationObject
from specloom.openapi.schema import Schema
from specloom.source import unescape_token

_DONE = "[DONE]"
_FLAG = "stream"


def lower_streaming(
    lowering: Lowering,
    operation: OperationObject,
    responses: tuple[Response, ...],
    body: Body | None,
    place: Place,
) -> Streaming | None:
    """The stream that `operation` answers with, or may answer with."""
    given = operation.extensions.get("x-specloom-stream")
    if given is False:
        return None
    if isinstance(given, dict):
        return _declared(lowering, operation, given, body, place)
    if given not in (None, True):
        _refuse(lowering, operation, "expected a map, true or false")
    for response in responses:
        for content in response.contents:
            if content.kind in STREAMED:
                whole = any(
                    c.kind not in STREAMED for r in responses for c in r.contents
                )
                flag = _flag(lowering, operation) if whole else ""
                in_query = not flag and whole and _in_query(lowering, operation, _FLAG)
                media = _media(operation, response.status, content.media_type)
                if whole and not flag and not in_query and given is not True:
                    lowering.bag.report(
                        "W336",
                        f"nothing says how to ask for the stream of {content.media_type}:"
                        " the call takes the other body",
                        media.span if media else operation.span,
                        help="say with `x-specloom-stream` which flag asks for it,"
                        " or that it always comes",
                        loss=Loss.APPROXIMATED,
                    )
                    continue
                made = _streaming(lowering, content, media, flag)
                return (
                    replace(made, flag=_FLAG, flag_in_query=True) if in_query else made
                )
    return None


def _streaming(
    lowering: Lowering, content: Content, media: MediaTypeObject | None, flag: str
) -> Streaming:
    event = content.type.item if isinstance(content.type, ListOf) else content.type
    made = Streaming(event, content.kind, content.media_type, flag, _DONE)
    if content.kind is ContentKind.JSON_VALUES:
        return replace(made, inside=RESULT)
    if content.kind is not ContentKind.EVENT_STREAM or media is None:
        return made
    schema = item_schema(lowering, media)
    return of_events(lowering, made, schema, is_item=media.item_schema is not None)


def of_events(
    lowering: Lowering, made: Streaming, schema: Schema | None, *, is_item: bool
) -> Streaming:
    """The stream `made`, with what `schema` says of the lines of its events."""
    lines = None
    if schema is not None:
        lines = event_lines(lowering, schema, is_item=is_item)
    if lines is None:
        data = data_kind(lowering, schema)
        done = sentinel(lowering, schema) if schema is not None else ""
        usual = "" if data is EventData.TEXT else _DONE
        return replace(made, done=done or usual, data=data)
    if lines.named and isinstance(made.event, Ref):
        lowering.event_unions.add(made.event.id)
    only_text = lines.data is EventData.TEXT
    return replace(
        made,
        done=lines.done or ("" if only_text else _DONE),
        envelope=Envelope("event", "data", lines.declared, lines.texts),
        data=lines.data,
    )


def _media(
    operation: OperationObject, status: str, media_type: str
) -> MediaTypeObject | None:
    for response in operation.responses:
        for media in response.content:
            if response.status == status and media.media_type.strip() == media_type:
                return media
    return None


def _flag(lowering: Lowering, operation: OperationObject) -> str:
    """The boolean body property that asks for the stream."""
    for media in operation.request_body.content if operation.request_body else ():
        if media.schema is None:
            continue
        flag = lowering.flat(media.schema).core.properties.get(_FLAG)
        if flag is not None and _is_boolean(lowering, flag):
            return _FLAG
    return ""


def _in_query(lowering: Lowering, operation: OperationObject, name: str) -> bool:
    """Whether a boolean query parameter of that name asks for the stream."""
    return any(
        given.location == "query"
        and given.name == name
        and given.schema is not None
        and _is_boolean(lowering, given.schema)
        for given in operation.parameters
    )


def _is_boolean(lowering: Lowering, schema: Schema) -> bool:
    core = lowering.flat(schema).core
    return (
        core.types == ("boolean",)
        or set(core.enum or ()) <= {True, False}
        and bool(core.enum)
    )


def _declared(
    lowering: Lowering,
    operation: OperationObject,
    given: dict[str, JsonValue],
    body: Body | None,
    place: Place,
) -> Streaming | None:
    """What `x-specloom-stream` says; what it leaves out is detected."""
    schema = _extension_schema(lowering, operation, given.get("event"))
    event: Type = Anything()
    if schema is not None:
        event = lowering.type_of(schema, place.part("x-specloom-stream", ("Event",)))
    elif "event" in given:
        _refuse(lowering, operation, "`event` leads to no schema")
        return None
    flag = text(given.get("flag"))
    in_query = body is None and _in_query(lowering, operation, flag)
    if flag and body is None and not in_query:
        _refuse(lowering, operation, f"there is no body or query to hold {flag!r}")
        return None
    media_type = text(given.get("mediaType")) or "text/event-stream"
    kind = content_kind(media_type, None)
    if kind is ContentKind.JSON:
        kind = ContentKind.JSON_VALUES
    if kind not in STREAMED:
        _refuse(lowering, operation, f"{media_type!r} is no stream")
        return None
    made = Streaming(
        event,
        kind,
        media_type,
        flag,
        _DONE,
        flag_in_query=in_query,
        inside=text(given.get("inside")),
    )
    if kind is ContentKind.EVENT_STREAM:
        made = of_events(lowering, made, schema, is_item=False)
    match given.get("envelope"):
        case {"event": str(name), "data": str(data)}:
            known = made.envelope or Envelope(name, data)
            made = replace(made, envelope=replace(known, event=name, data=data))
        case False:
            made = replace(made, envelope=None)
        case _:
            pass
    return replace(made, done=text(given["done"])) if "done" in given else made


def _extension_schema(
    lowering: Lowering, operation: OperationObject, given: JsonValue
) -> Schema | None:
    """The schema that an extension names by a reference, or holds."""
    reference = given.get("$ref") if isinstance(given, dict) else given
    document = lowering.document
    if isinstance(reference, str):
        name = unescape_token(reference.rpartition("/")[2])
        if reference in (name, f"#/components/schemas/{reference.rpartition('/')[2]}"):
            return document.schemas.get(name)
        return None
    if isinstance(given, dict):
        return document.schema_at(operation.span.child("x-specloom-stream", "event"))
    return None


def _refuse(lowering: Lowering, operation: OperationObject, why: str) -> None:
    lowering.bag.report("W345", f"x-specloom-stream: {why}", operation.span)
