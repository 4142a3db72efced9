"""Events of the wire: schemas that describe the lines of an event, not a JSON object in its data.

Part of stage 3. Input: the schema of an event stream. Output: `EventLines`, or None where the
schema describes the data alone.

OpenAPI 3.2 ("Special Considerations for Server-Sent Events") applies a schema to an object with
the fields `event`, `data`, `id` and `retry`; what the text of `data` holds is said by
`contentMediaType` and `contentSchema`. An `itemSchema` that has `data` and no other properties
than these is such a schema. So is a `schema` with one more of them beside `data`, and, whatever
else it may hold, a union whose members have a constant `event`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from specloom.lower.variants import UNNAMED_EVENT
from specloom.model.operations import EventData
from specloom.openapi.document import Document, MediaTypeObject
from specloom.openapi.schema import Absent, Schema
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.lower.context import Lowering

LINES = ("event", "data", "id", "retry")
TERMINAL = "x-ms-sse-terminal-event"
"""TypeSpec's word for the event that ends a stream."""


class EventLines(NamedTuple):
    """How the lines of an event become one value."""

    declared: tuple[str, ...]
    """The lines that the schema names, beside `data`."""
    data: EventData
    """What the data of an event is whose name is not among `texts`."""
    named: bool = False
    """Whether events are told apart by their names."""
    texts: tuple[str, ...] = ()
    """The names of the events whose data is text."""
    done: str = ""
    """The data that ends the stream."""


class _Variant(NamedTuple):
    """One kind of event: what is said of each of its lines, and which of them it requires."""

    span: Span
    lines: Mapping[str, tuple[Schema, ...]]
    required: frozenset[str]
    terminal: bool


def event_lines(
    lowering: Lowering, schema: Schema, *, is_item: bool
) -> EventLines | None:
    """The lines that `schema` describes. `is_item`: it is an `itemSchema`."""
    variants = list(_variants(lowering, schema))
    named = [names for v in variants if (names := _names(lowering, v))]
    if not named:
        first, *others = variants
        if others or not _describes(first, is_item):
            return None
    elif not all(
        v.required <= set(LINES) and ("data" in v.lines or len(v.lines) == 1)
        for v in variants
    ):
        return None
    declared = {line for v in variants for line in v.lines} - {"data"}
    done = ""
    texts: list[str] = []
    kinds: set[EventData] = set()
    for variant in variants:
        ends = [v for v in _data_constants(lowering, variant) if _is_end(v, variant)]
        if ends:
            done = ends[0]
            continue
        kind = _data_of(lowering, variant)
        kinds.add(kind)
        if kind is EventData.TEXT and named:
            texts += _names(lowering, variant)
            if "event" not in variant.required:
                texts.append(UNNAMED_EVENT)
    kinds -= {EventData.TEXT} if named else set()
    usual = kinds.pop() if len(kinds) == 1 else EventData.EITHER
    return EventLines(
        tuple(line for line in LINES if line in declared),
        usual,
        bool(named),
        tuple(dict.fromkeys(texts)),
        done,
    )


def contents_of_events(lowering: Lowering, document: Document) -> Iterator[Span]:
    """The schemas of what the data of all events of the document holds."""
    for media in _streams(document):
        schema = item_schema(lowering, media)
        if schema is None:
            continue
        is_item = media.item_schema is not None
        if event_lines(lowering, schema, is_item=is_item) is None:
            continue
        for variant in _variants(lowering, schema):
            for data in variant.lines.get("data", ()):
                core = lowering.flat(data).core
                if core.content_schema is not None:
                    yield core.content_schema.span
                elif _holds_json(core):
                    yield data.span


def item_schema(lowering: Lowering, media: MediaTypeObject) -> Schema | None:
    """The schema of one event: `itemSchema`, the items of a list, or else the schema."""
    if media.item_schema is not None or media.schema is None:
        return media.item_schema
    core = lowering.flat(media.schema).core
    is_list = core.types == ("array",) and core.items is not None
    return core.items if is_list else media.schema


def sentinel(lowering: Lowering, schema: Schema) -> str:
    """The word in brackets that is one of the values of a schema, and so ends a stream."""
    flat = lowering.flat(schema)
    members = [flat.core]
    for factor in flat.factors:
        members += [lowering.flat(member).core for member in factor.members]
    for core in members:
        constant = core.enum or () if isinstance(core.const, Absent) else (core.const,)
        for value in constant:
            if is_sentinel(value) and isinstance(value, str):
                return value
    return ""


def data_kind(lowering: Lowering, schema: Schema | None) -> EventData:
    """What data is that `schema` describes alone: text as it came, JSON, or what it looks like."""
    if schema is None:
        return EventData.EITHER
    flat = lowering.flat(schema)
    if flat.factors:
        members = {
            data_kind(lowering, member)
            for factor in flat.factors
            for member in factor.members
        }
        return members.pop() if len(members) == 1 else EventData.EITHER
    return _kind_of_cores([flat.core])


def _streams(document: Document) -> Iterator[MediaTypeObject]:
    for operation in document.operations:
        for response in operation.responses:
            for media in response.content:
                essence = media.media_type.partition(";")[0].strip().lower()
                if essence == "text/event-stream":
                    yield media


def _describes(variant: _Variant, is_item: bool) -> bool:
    lines = variant.lines.keys()
    return "data" in lines and lines <= set(LINES) and (is_item or len(lines) > 1)


def _variants(
    lowering: Lowering,
    schema: Schema,
    around: tuple[Schema, ...] = (),
    seen: frozenset[Span] = frozenset(),
) -> Iterator[_Variant]:
    """The kinds of events, however deep unions nest, each with what stands beside them."""
    schema = lowering.resolve(schema)
    if schema.span in seen:
        return
    flat = lowering.flat(schema)
    beside = (*around, flat.core)
    if not flat.factors:
        lines: dict[str, list[Schema]] = {}
        for core in beside:
            for name, inner in core.properties.items():
                lines.setdefault(name, []).append(inner)
        yield _Variant(
            schema.span,
            {name: tuple(found) for name, found in lines.items()},
            frozenset(name for core in beside for name in core.required),
            any(core.extensions.get(TERMINAL) is True for core in beside),
        )
    for factor in flat.factors:
        for member in factor.members:
            yield from _variants(
                lowering, member, beside, seen | frozenset({schema.span})
            )


def _names(lowering: Lowering, variant: _Variant) -> tuple[str, ...]:
    """The constants of the line `event`."""
    found = _constants(lowering, variant.lines.get("event", ()))
    return tuple(value for value in found if isinstance(value, str))


def _data_constants(lowering: Lowering, variant: _Variant) -> tuple[str, ...]:
    found = _constants(lowering, variant.lines.get("data", ()))
    return tuple(value for value in found if isinstance(value, str))


def _constants(lowering: Lowering, schemas: Iterable[Schema]) -> Iterator[object]:
    for schema in schemas:
        core = lowering.flat(schema).core
        yield from core.enum or () if isinstance(core.const, Absent) else (core.const,)


def _is_end(value: str, variant: _Variant) -> bool:
    return variant.terminal or is_sentinel(value)


def is_sentinel(value: object) -> bool:
    """Whether a constant is a word in brackets that is no JSON: `[DONE]`."""
    if not isinstance(value, str) or value[:1] != "[" or value[-1:] != "]":
        return False
    try:
        json.loads(value)
    except ValueError:
        return True
    return False


def _data_of(lowering: Lowering, variant: _Variant) -> EventData:
    """What the data of one kind of event is."""
    schemas = variant.lines.get("data", ())
    if any(lowering.flat(schema).factors for schema in schemas):
        return EventData.EITHER
    return _kind_of_cores([lowering.flat(schema).core for schema in schemas])


def _kind_of_cores(cores: list[Schema]) -> EventData:
    if any(_holds_json(core) for core in cores):
        return EventData.JSON
    types = {type for core in cores for type in core.types}
    constants = [
        v for c in cores if not isinstance(c.const, Absent) for v in (c.const,)
    ]
    constants += [value for core in cores for value in core.enum or ()]
    if types == {"string"} or constants and all(isinstance(v, str) for v in constants):
        return EventData.TEXT
    structured = any(core.properties or core.items for core in cores)
    if not types and not structured or "string" in types:
        return EventData.EITHER
    return EventData.JSON


def _holds_json(core: Schema) -> bool:
    essence = core.content_media_type.partition(";")[0].strip().lower()
    return core.content_schema is not None or essence.endswith("json")
