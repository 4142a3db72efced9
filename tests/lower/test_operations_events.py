"""Schemas of server-sent events: which describe their lines, and what the data of each is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from operations_of import Lowered, lower_document, operation
from specloom.lower.settle import settle_unions
from specloom.model.declarations import Record, Union
from specloom.model.operations import ContentKind, Envelope, EventData, Streaming
from specloom.model.types import Anything, Kind, Nullable, Ref, Scalar, Type

TEXT = {"type": "string"}
ITEM = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
REF = {"$ref": "#/components/schemas/Item"}
ITEM_REF = Ref("#/components/schemas/Item")
JSON_ITEM = {**TEXT, "contentMediaType": "application/json", "contentSchema": REF}


def lines(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def named(name: str, data: Any, *required: str) -> dict[str, Any]:
    return {**lines(event={"const": name}, data=data), "required": [*required]}


def lowered(folder: Path, media: dict[str, Any], **schemas: Any) -> Lowered:
    """A document with one stream."""
    responses = {"200": {"description": "", "content": {"text/event-stream": media}}}
    return lower_document(
        folder,
        {"/events": {"get": operation("listen", responses=responses)}},
        openapi="3.2.0",
        components={"schemas": {"Item": ITEM, **schemas}},
    )


def stream(found: Lowered) -> Streaming:
    streaming = found.only.streaming
    assert streaming is not None
    return streaming


def data_of(found: Lowered, type: Type) -> Type:
    """The type of the property `data` of a record."""
    assert isinstance(type, Ref)
    declaration = found.lowering.declarations[type.id]
    assert isinstance(declaration, Record)
    return next(field.type for field in declaration.fields if field.wire == "data")


@pytest.mark.parametrize(
    ("data", "kind", "type"),
    [
        (TEXT, EventData.TEXT, Scalar(Kind.STRING)),
        (JSON_ITEM, EventData.JSON, ITEM_REF),
        (
            {**TEXT, "contentMediaType": "application/json"},
            EventData.JSON,
            Anything(),
        ),
        ({**TEXT, "contentMediaType": "text/plain"}, EventData.TEXT, None),
        (REF, EventData.JSON, ITEM_REF),
        ({}, EventData.EITHER, Anything()),
        ({"oneOf": [TEXT, REF]}, EventData.EITHER, None),
    ],
)
@pytest.mark.parametrize("way", ["inline", "component", "allOf", "list"])
def test_what_the_data_is(
    tmp_path: Path, data: Any, kind: EventData, type: Type | None, way: str
) -> None:
    event = lines(data=data, event=TEXT, id=TEXT, retry={"type": "integer"})
    schemas: dict[str, Any] = {}
    if way != "inline":
        schemas["Event"] = event
        event = {"$ref": "#/components/schemas/Event"}
    media: dict[str, Any] = {"itemSchema": event}
    if way == "allOf":
        media = {"schema": {"allOf": [event, {"required": ["data"]}]}}
    elif way == "list":
        media = {"schema": {"type": "array", "items": event}}
    found = lowered(tmp_path, media, **schemas)
    found.lowering.lower_components()
    made = stream(found)
    assert made.data is kind
    assert made.envelope == Envelope("event", "data", ("event", "id", "retry"))
    if type is not None:
        made_type = data_of(found, made.event)
        assert (
            made_type.type if isinstance(made_type, Nullable) else made_type
        ) == type


@pytest.mark.parametrize(
    "media",
    [
        {"schema": lines(data=REF)},
        {"schema": lines(data=REF, event=TEXT, more=TEXT)},
        {"itemSchema": lines(event=TEXT, id=TEXT)},
        {"itemSchema": REF},
    ],
)
def test_an_object_inside_the_data_is_no_envelope(tmp_path: Path, media: Any) -> None:
    made = stream(lowered(tmp_path, media))
    assert (made.envelope, made.data, made.done) == (None, EventData.JSON, "[DONE]")


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        (TEXT, EventData.TEXT),
        ({**TEXT, "enum": ["a", "b"]}, EventData.TEXT),
        ({**TEXT, "format": "date"}, EventData.TEXT),
        ({"type": "integer"}, EventData.JSON),
        ({}, EventData.EITHER),
        ({"anyOf": [TEXT, REF]}, EventData.EITHER),
        ({"anyOf": [{"type": "integer"}, REF]}, EventData.JSON),
    ],
)
def test_data_alone(tmp_path: Path, schema: Any, kind: EventData) -> None:
    assert stream(lowered(tmp_path, {"schema": schema})).data is kind


@pytest.mark.parametrize(
    ("schema", "done"),
    [
        (TEXT, ""),
        ({"oneOf": [TEXT, {"const": "[END]"}]}, "[END]"),
        ({"oneOf": [REF, {**TEXT, "enum": ["[DONE]"]}]}, "[DONE]"),
        ({**TEXT, "enum": ["start", "stop"]}, ""),
        (REF, "[DONE]"),
    ],
)
def test_the_end(tmp_path: Path, schema: Any, done: str) -> None:
    assert stream(lowered(tmp_path, {"schema": schema})).done == done


def test_events_by_their_names(tmp_path: Path) -> None:
    """What stands beside the union holds for each; without a name it is a `message`."""
    schema = {
        **lines(event=TEXT, id=TEXT),
        "oneOf": [
            named("added", JSON_ITEM, "event", "data"),
            named("log", TEXT, "event", "data"),
            lines(data={**TEXT, "contentSchema": {"type": "integer"}}),
            {
                **named("end", {"const": "bye"}, "event"),
                "x-ms-sse-terminal-event": True,
            },
        ],
    }
    found = lowered(tmp_path, {"itemSchema": schema})
    made = stream(found)
    assert made.envelope is not None and made.done == "bye"
    assert made.envelope.lines == ("event", "id")
    assert (made.data, made.envelope.texts) == (EventData.JSON, ("log",))
    settle_unions(found.lowering)
    assert isinstance(made.event, Ref)
    union = found.lowering.declarations[made.event.id]
    assert isinstance(union, Union) and union.tag == "event"
    assert [variant.type for variant in union.variants] == [
        Ref(f"{union.id}/oneOf/event={name}")
        for name in ("added", "log", "message", "end")
    ]
    message = found.lowering.declarations[f"{union.id}/oneOf/event=message"]
    assert isinstance(message, Record)
    (data,) = (field.type for field in message.fields if field.wire == "data")
    assert data == Scalar(Kind.INTEGER)
    told = {tag: variant.type for variant in union.variants for tag in variant.tags}
    assert told["message"] == Ref(message.id)


def gateway(**properties: Any) -> dict[str, Any]:
    return {**lines(**properties), "title": "Stream result of v1.Item"}


@pytest.mark.parametrize(
    ("schema", "is_stream"),
    [
        (gateway(result=REF, error=ITEM), True),
        (gateway(result=REF), True),
        (gateway(result=REF, more=TEXT), False),
        (lines(result=REF, error=ITEM), False),
        (gateway(error=ITEM), False),
    ],
)
@pytest.mark.parametrize("version", ["2.0", "3.0.3"])
def test_several_values_of_a_gateway(
    tmp_path: Path, schema: Any, is_stream: bool, version: str
) -> None:
    schemas = {"Item": ITEM}
    response: dict[str, Any] = {"description": "", "schema": schema}
    fields: dict[str, Any] = {"swagger": "2.0", "definitions": schemas}
    if version != "2.0":
        content = {"application/json": {"schema": schema}}
        response = {"description": "", "content": content}
        fields = {"openapi": version, "components": {"schemas": schemas}}
    else:
        text = json.dumps(response).replace("components/schemas", "definitions")
        response = json.loads(text)
    responses = {"200": response}
    paths = {"/items": {"get": operation("watch", responses=responses)}}
    found = lower_document(tmp_path, paths, **fields).only.streaming
    assert (found is not None) is is_stream
    if found is not None:
        assert found == Streaming(
            ITEM_REF,
            ContentKind.JSON_VALUES,
            "application/json",
            done="[DONE]",
            inside="result",
        )
