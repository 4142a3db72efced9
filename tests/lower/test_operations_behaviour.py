"""Streams and polling: what is detected, what is declared, and what is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from operations_of import Lowered, json_body, lower_document, operation
from specloom.model.operations import ContentKind, Envelope, Poll
from specloom.model.types import Kind, Ref, Scalar

TEXT = {"type": "string"}
ITEM = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
ITEM_REF = Ref("#/components/schemas/Item")


def streaming(
    folder: Path,
    content: dict[str, Any],
    flag: bool = True,
    schemas: dict[str, Any] | None = None,
    extension: Any = None,
) -> Lowered:
    """A POST that answers with `content`."""
    flags = {"stream": {"type": ["boolean", "null"]}} if flag else {}
    body = json_body({"type": "object", "properties": {"a": TEXT, **flags}})
    responses = {"200": {"description": "", "content": content}}
    extensions = {} if extension is None else {"x-specloom-stream": extension}
    post = operation("run", requestBody=body, responses=responses, **extensions)
    components = {"schemas": {"Item": ITEM, **(schemas or {})}}
    return lower_document(folder, {"/run": {"post": post}}, components=components)


def event(name: str, data: Any) -> dict[str, Any]:
    """An event in its envelope."""
    properties = {"event": {"const": name}, "data": data}
    return {"type": "object", "required": ["event", "data"], "properties": properties}


JSON = {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}
EVENTS = {"text/event-stream": {"schema": {"$ref": "#/components/schemas/Event"}}}
ENVELOPED = {
    "Event": {
        "oneOf": [
            {"$ref": "#/components/schemas/Some"},
            {"$ref": "#/components/schemas/Done"},
        ]
    },
    "Some": {
        "oneOf": [event("a", {"$ref": "#/components/schemas/Item"}), event("b", TEXT)]
    },
    "Done": event("done", {"const": "[DONE]"}),
}


NAMED = Envelope("event", "data", ("event",), ("b",))


def test_a_flag_asks_for_the_stream(tmp_path: Path) -> None:
    lowered = streaming(tmp_path, JSON | EVENTS, schemas=ENVELOPED)
    found = lowered.only.streaming
    assert found is not None
    assert (found.flag, found.done) == ("stream", "[DONE]")
    assert found.event == Ref("#/components/schemas/Event")
    assert found.envelope == NAMED
    assert lowered.only.returns == ITEM_REF


def test_without_a_flag_there_is_a_choice_of_media_types(tmp_path: Path) -> None:
    assert streaming(tmp_path, JSON | EVENTS, False, ENVELOPED).only.streaming is None


def test_a_stream_alone_needs_no_flag(tmp_path: Path) -> None:
    found = streaming(tmp_path, EVENTS, schemas={"Event": ITEM}).only.streaming
    assert found is not None
    assert (found.flag, found.envelope, found.done) == ("", None, "[DONE]")


def test_a_stream_of_text_has_no_usual_end(tmp_path: Path) -> None:
    found = streaming(tmp_path, {"text/event-stream": {"schema": TEXT}}).only.streaming
    assert found is not None
    assert (found.event, found.done) == (Scalar(Kind.STRING), "")


@pytest.mark.parametrize("media_type", ["application/jsonl", "application/json-seq"])
def test_item_schema_is_the_type_of_a_line(tmp_path: Path, media_type: str) -> None:
    content = {media_type: {"itemSchema": {"$ref": "#/components/schemas/Item"}}}
    found = streaming(tmp_path, content).only.streaming
    assert found is not None
    assert (found.event, found.done, found.flag) == (ITEM_REF, "[DONE]", "")


def test_an_extension_binds_a_stream(tmp_path: Path) -> None:
    given = {"event": "#/components/schemas/Event", "flag": "stream"}
    lowered = streaming(tmp_path, JSON, schemas=ENVELOPED, extension=given)
    found = lowered.only.streaming
    assert found is not None and lowered.codes == []
    assert found.content is ContentKind.EVENT_STREAM
    assert (found.event, found.flag, found.done, found.envelope) == (
        Ref("#/components/schemas/Event"),
        "stream",
        "[DONE]",
        NAMED,
    )


@pytest.mark.parametrize(
    "given",
    [
        "yes",
        {"event": "#/components/schemas/Gone"},
        {"event": "Item", "mediaType": "image/png"},
    ],
)
def test_a_wrong_binding_is_reported(tmp_path: Path, given: Any) -> None:
    lowered = streaming(tmp_path, JSON, extension=given)
    assert lowered.only.streaming is None
    assert lowered.codes == ["W345"]


def test_a_stream_can_be_denied(tmp_path: Path) -> None:
    lowered = streaming(tmp_path, JSON | EVENTS, schemas=ENVELOPED, extension=False)
    assert lowered.only.streaming is None


def polled(folder: Path, given: Any) -> Lowered:
    """A call that starts work at `/runs/{team}`, and the one that reads it."""
    team = {"name": "team", "in": "path", "required": True, "schema": TEXT}
    run = {"name": "run", "in": "path", "required": True, "schema": TEXT}
    post = operation("start", parameters=[team], **{"x-specloom-poll": given})
    get = operation("read", parameters=[team, run])
    paths = {"/runs/{team}": {"post": post}, "/runs/{team}/{run}": {"get": get}}
    return lower_document(folder, paths)


def test_polling(tmp_path: Path) -> None:
    given = {
        "operation": "read",
        "arguments": {"run": "id"},
        "property": "status",
        "done": ["completed", "failed"],
    }
    start, _ = polled(tmp_path, given).calls.operations
    assert start.poll == Poll(
        "#/paths/~1runs~1{team}~1{run}/get",
        (("run", ("id",)),),
        ("status",),
        ("completed", "failed"),
    )


@pytest.mark.parametrize(
    "given",
    [
        {"operation": "gone", "property": "status", "done": "x"},
        {"operation": "read", "property": "status", "done": "x"},
        {"operation": "read", "arguments": {"run": "id"}},
        ["read"],
    ],
)
def test_wrong_polling_is_reported(tmp_path: Path, given: Any) -> None:
    lowered = polled(tmp_path, given)
    assert lowered.calls.operations[0].poll is None
    assert lowered.codes == ["W345"]
