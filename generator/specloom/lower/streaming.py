"""Streams: responses that arrive piece by piece.

Part of stage 3. Input: an operation's success responses and body. Output: `Streaming`.

What counts as one:

* a success response with `text/event-stream`, JSON lines or `application/json-seq`. Beside
  a plain body it is asked for by the boolean body property or query parameter `stream`
  (`flag`); alone it is what the operation always answers. The event's type is `itemSchema` (OpenAPI 3.2), else
  the schema. An `itemSchema` in the shape of the standard's own event (`data` with a
  `contentSchema`) gives the type of the data.
* what `x-specloom-stream` on the operation says, for documents that do not mention it:

      x-specloom-stream:
        event: "#/components/schemas/AssistantStreamEvent"   # a reference, or a schema
        flag: stream                  # body property that asks for it; left out: always
        done: "[DONE]"                # data that ends the stream; left out: detected
        envelope: {event: event, data: data}                 # left out: detected
        mediaType: text/event-stream                         # left out: this one

  `x-specloom-stream: false` says that there is none.

An envelope is detected where the event is a union and each of its records has a constant
`event` and a `data`: then the wire carries the name in the `event:` line and only the data
in the `data:` lines. A variant whose `data` is a constant that is no JSON (`[DONE]`) is the
end of the stream. It stays a variant of the document's union, but no value of it is yielded.
Where no variant says so, `[DONE]` ends every event stream of JSON: there it cannot be a value,
and real APIs send it without a word in their documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from specloom.diagnostics import Loss
from specloom.lower.contents import STREAMED, content_kind
from specloom.lower.context import Lowering
from specloom.lower.extensions import text
from specloom.lower.places import Place
from specloom.model.operations import (
    Body,
    Content,
    ContentKind,
    Envelope,
    Response,
    Streaming,
)
from specloom.model.types import Anything, JsonValue, ListOf, Literal, Scalar, Type
from specloom.openapi.document import MediaTypeObject, OperationObject
from specloom.openapi.schema import Absent, Schema
from specloom.source import Span, unescape_token

_DONE = "[DONE]"
_FLAG = "stream"
_EVENT_LINES = frozenset({"event", "data", "id", "retry"})


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
                schema = (media.item_schema or media.schema) if media else None
                made = _streaming(lowering, content, schema, flag)
                return (
                    replace(made, flag=_FLAG, flag_in_query=True) if in_query else made
                )
    return None


def _streaming(
    lowering: Lowering, content: Content, schema: Schema | None, flag: str
) -> Streaming:
    event = content.type.item if isinstance(content.type, ListOf) else content.type
    envelope, done = None, ""
    if content.kind is ContentKind.EVENT_STREAM:
        if schema is not None:
            envelope, done = _envelope(lowering, schema)
        done = done or _usual_end(event)
    return Streaming(event, content.kind, content.media_type, flag, done, envelope)


def _usual_end(event: Type) -> str:
    """The end of a stream whose document says none; text may hold anything."""
    return "" if isinstance(event, (Scalar, Literal)) else _DONE


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


def _envelope(lowering: Lowering, schema: Schema) -> tuple[Envelope | None, str]:
    """The envelope that an event's schema shows, and the data that ends the stream."""
    found = False
    done = ""
    for variant in _variants(lowering, schema):
        name = variant.properties.get("event")
        data = variant.properties.get("data")
        if name is None or data is None:
            return None, ""
        if not _constants(lowering, name) or set(variant.required) - _EVENT_LINES:
            return None, ""
        found = True
        for value in _constants(lowering, data):
            if isinstance(value, str) and not _is_json(value):
                done = value
    return (Envelope("event", "data"), done) if found else (None, "")


def _variants(
    lowering: Lowering, schema: Schema, seen: frozenset[Span] = frozenset()
) -> Iterator[Schema]:
    """The records of a union, however deep it nests; the schema itself if it is none."""
    schema = lowering.resolve(schema)
    if schema.span in seen:
        return
    flat = lowering.flat(schema)
    if not flat.factors:
        yield flat.core
    for factor in flat.factors:
        for member in factor.members:
            yield from _variants(lowering, member, seen | {schema.span})


def _constants(lowering: Lowering, schema: Schema) -> tuple[object, ...]:
    core = lowering.flat(schema).core
    return core.enum or () if isinstance(core.const, Absent) else (core.const,)


def _is_json(value: str) -> bool:
    try:
        json.loads(value)
    except ValueError:
        return False
    return True


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
    envelope, done = None, ""
    if schema is not None:
        event = lowering.type_of(schema, place.part("x-specloom-stream", ("Event",)))
        envelope, done = _envelope(lowering, schema)
    elif "event" in given:
        _refuse(lowering, operation, "`event` leads to no schema")
        return None
    match given.get("envelope"):
        case {"event": str(name), "data": str(data)}:
            envelope = Envelope(name, data)
        case False:
            envelope = None
        case _:
            pass
    flag = text(given.get("flag"))
    in_query = body is None and _in_query(lowering, operation, flag)
    if flag and body is None and not in_query:
        _refuse(lowering, operation, f"there is no body or query to hold {flag!r}")
        return None
    media_type = text(given.get("mediaType")) or "text/event-stream"
    kind = content_kind(media_type, None)
    if kind not in STREAMED:
        _refuse(lowering, operation, f"{media_type!r} is no stream")
        return None
    if kind is ContentKind.EVENT_STREAM:
        done = done or _usual_end(event)
    done = text(given["done"]) if "done" in given else done
    return Streaming(event, kind, media_type, flag, done, envelope, in_query)


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
