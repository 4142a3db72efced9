"""Paging, streams and polling: what is detected, what is declared, and what is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from operations_of import Lowered, json_body, lower_document, operation
from specloom.model.operations import ContentKind, Envelope, Paging, PagingStyle, Poll
from specloom.model.types import Kind, Ref, Scalar

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
ITEM = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
LIST = {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}
ITEM_REF = Ref("#/components/schemas/Item")
URI = {"type": "string", "format": "uri"}


def page_of(**fields: Any) -> dict[str, Any]:
    """The schema of a page."""
    return {"type": "object", "properties": fields}


def listing(
    folder: Path,
    schema: Any,
    parameters: dict[str, Any],
    headers: dict[str, Any] | None = None,
    **fields: Any,
) -> Lowered:
    """An operation that lists, with these query parameters."""
    given = [{"name": n, "in": "query", "schema": s} for n, s in parameters.items()]
    response = {**json_body(schema), "headers": headers or {}}
    get = operation(
        "listItems", parameters=given, responses={"200": response}, **fields
    )
    return lower_document(
        folder, {"/items": {"get": get}}, components={"schemas": {"Item": ITEM}}
    )


@pytest.mark.parametrize(
    ("schema", "parameters", "meant"),
    [
        (
            page_of(data=LIST, has_more={"type": "boolean"}, last_id=TEXT),
            {"after": TEXT, "before": TEXT, "limit": INTEGER},
            Paging(
                PagingStyle.LAST_ITEM,
                ITEM_REF,
                ("data",),
                "after",
                cursor=("id",),
                more=("has_more",),
                size="limit",
            ),
        ),
        (
            page_of(items=LIST, nextPageToken=TEXT),
            {"pageToken": TEXT, "pageSize": INTEGER},
            Paging(
                PagingStyle.CURSOR,
                ITEM_REF,
                ("items",),
                "pageToken",
                cursor=("nextPageToken",),
                size="pageSize",
            ),
        ),
        (
            page_of(data=LIST, next_page=page_of(offset=TEXT, uri=TEXT)),
            {"offset": TEXT, "limit": INTEGER},
            Paging(
                PagingStyle.CURSOR,
                ITEM_REF,
                ("data",),
                "offset",
                cursor=("next_page", "offset"),
                size="limit",
            ),
        ),
        (
            page_of(widgets=LIST, links=page_of(pages=page_of(next=TEXT))),
            {"page": INTEGER, "per_page": INTEGER},
            Paging(
                PagingStyle.NEXT_URL,
                ITEM_REF,
                ("widgets",),
                cursor=("links", "pages", "next"),
                size="per_page",
            ),
        ),
        (
            page_of(count=INTEGER, next=URI, previous=URI, results=LIST),
            {"page": INTEGER},
            Paging(PagingStyle.NEXT_URL, ITEM_REF, ("results",), cursor=("next",)),
        ),
        (
            LIST,
            {"page": INTEGER, "per_page": INTEGER},
            Paging(PagingStyle.PAGE, ITEM_REF, (), "page", size="per_page", first=1),
        ),
        (
            page_of(entries=LIST, total_count=INTEGER),
            {"offset": INTEGER, "limit": INTEGER},
            Paging(PagingStyle.OFFSET, ITEM_REF, ("entries",), "offset", size="limit"),
        ),
        (
            page_of(data=LIST, total_pages=INTEGER),
            {"page": {"type": "integer", "default": 0}},
            Paging(PagingStyle.PAGE, ITEM_REF, ("data",), "page", first=0),
        ),
        # No evidence, or too much of it.
        (page_of(data=LIST), {"filter": TEXT}, None),
        (page_of(a=LIST, b=LIST, next_cursor=TEXT), {"cursor": TEXT}, None),
        (page_of(data=LIST), {"after": TEXT}, None),
        (page_of(data=LIST), {"page": TEXT}, None),
        (
            page_of(raw=LIST, history=page_of(events=LIST), next_token=TEXT),
            {"token": TEXT},
            None,
        ),
        (page_of(name=TEXT), {"page": INTEGER, "per_page": INTEGER}, None),
    ],
)
def test_detected(
    tmp_path: Path, schema: Any, parameters: Any, meant: Paging | None
) -> None:
    assert listing(tmp_path, schema, parameters).only.paging == meant


def test_a_link_header_comes_first(tmp_path: Path) -> None:
    parameters = {"page": INTEGER, "per_page": INTEGER}
    found = listing(tmp_path, LIST, parameters, {"Link": {"schema": TEXT}}).only.paging
    assert found == Paging(PagingStyle.LINK_HEADER, ITEM_REF, (), size="per_page")


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        (
            {
                "x-specloom-pagination": {
                    "style": "cursor",
                    "items": "out.rows",
                    "parameter": "from",
                    "cursor": "out.to",
                    "size": "n",
                }
            },
            Paging(
                PagingStyle.CURSOR,
                ITEM_REF,
                ("out", "rows"),
                "from",
                cursor=("out", "to"),
                size="n",
            ),
        ),
        (
            {
                "x-fern-pagination": {
                    "cursor": "$request.from",
                    "next_cursor": "$response.out.to",
                    "results": "$response.out.rows",
                }
            },
            Paging(
                PagingStyle.CURSOR,
                ITEM_REF,
                ("out", "rows"),
                "from",
                cursor=("out", "to"),
            ),
        ),
        (
            {
                "x-speakeasy-pagination": {
                    "type": "offsetLimit",
                    "inputs": [
                        {"name": "from", "in": "parameters", "type": "offset"},
                        {"name": "n", "in": "parameters", "type": "limit"},
                    ],
                    "outputs": {"results": "$.out.rows"},
                }
            },
            Paging(PagingStyle.OFFSET, ITEM_REF, ("out", "rows"), "from", size="n"),
        ),
        ({"x-specloom-pagination": False}, None),
    ],
)
def test_declared(tmp_path: Path, fields: Any, meant: Paging | None) -> None:
    schema = page_of(out=page_of(rows=LIST, to=TEXT))
    lowered = listing(tmp_path, schema, {"from": TEXT, "n": INTEGER}, **fields)
    assert lowered.only.paging == meant
    assert lowered.codes == []


@pytest.mark.parametrize(
    "given",
    [
        {"style": "sideways"},
        {"style": "cursor", "items": "nothing", "parameter": "from", "cursor": "to"},
        {"style": "cursor", "items": "rows", "parameter": "gone", "cursor": "to"},
        {"style": "cursor", "items": "rows", "parameter": "from"},
        "yes",
    ],
)
def test_a_wrong_declaration_is_reported(tmp_path: Path, given: Any) -> None:
    schema = page_of(rows=LIST, to=TEXT)
    lowered = listing(
        tmp_path, schema, {"from": TEXT}, **{"x-specloom-pagination": given}
    )
    assert lowered.only.paging is None
    assert lowered.codes == ["W345"]


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


def test_a_flag_asks_for_the_stream(tmp_path: Path) -> None:
    lowered = streaming(tmp_path, JSON | EVENTS, schemas=ENVELOPED)
    found = lowered.only.streaming
    assert found is not None
    assert (found.flag, found.done) == ("stream", "[DONE]")
    assert found.event == Ref("#/components/schemas/Event")
    assert found.envelope == Envelope("event", "data")
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
    assert (found.event, found.done, found.flag) == (ITEM_REF, "", "")


def test_the_data_of_the_standards_own_event(tmp_path: Path) -> None:
    data = {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": {"$ref": "#/components/schemas/Item"},
    }
    schema = {"type": "object", "properties": {"data": data, "event": TEXT}}
    found = streaming(
        tmp_path, {"text/event-stream": {"itemSchema": schema}}
    ).only.streaming
    assert found is not None
    assert (found.event, found.envelope) == (ITEM_REF, None)


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
        Envelope("event", "data"),
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
