"""Paging: what is detected, what is declared, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from operations_of import Lowered, json_body, lower_document, operation
from specloom.config import Pagination, Sdk
from specloom.model.operations import PageEnds, Paging, PagingStyle
from specloom.model.types import Anything, Ref

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
BOOLEAN = {"type": "boolean"}
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
                size="limit",
                ends=PageEnds(more=("has_more",)),
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
            Paging(
                PagingStyle.OFFSET,
                ITEM_REF,
                ("entries",),
                "offset",
                size="limit",
                ends=PageEnds(total=("total_count",)),
            ),
        ),
        (
            page_of(data=LIST, total_pages=INTEGER),
            {"page": {"type": "integer", "default": 0}},
            Paging(
                PagingStyle.PAGE,
                ITEM_REF,
                ("data",),
                "page",
                first=0,
                ends=PageEnds(pages=("total_pages",)),
            ),
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


NO_ITEMS = page_of(out=page_of(to=TEXT, rows=LIST, more=LIST))


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        (
            {
                "x-speakeasy-pagination": {
                    "type": "cursor",
                    "inputs": [{"name": "from", "in": "parameters", "type": "cursor"}],
                    "outputs": {"nextCursor": "$.out.to"},
                }
            },
            Paging(PagingStyle.CURSOR, Anything(), None, "from", cursor=("out", "to")),
        ),
        (
            {
                "x-speakeasy-pagination": {
                    "type": "url",
                    "outputs": {"nextUrl": "$.out.to"},
                }
            },
            Paging(PagingStyle.NEXT_URL, Anything(), None, cursor=("out", "to")),
        ),
        (
            {
                "x-speakeasy-pagination": {
                    "type": "offsetLimit",
                    "inputs": [{"name": "n", "in": "parameters", "type": "page"}],
                    "outputs": {"numPages": "$.out.to"},
                }
            },
            Paging(
                PagingStyle.PAGE,
                Anything(),
                None,
                "n",
                first=1,
                ends=PageEnds(pages=("out", "to")),
            ),
        ),
        (
            {
                "x-specloom-pagination": {
                    "style": "cursor",
                    "parameter": "from",
                    "cursor": "out.to",
                }
            },
            Paging(PagingStyle.CURSOR, Anything(), None, "from", cursor=("out", "to")),
        ),
    ],
)
def test_declared_without_items(tmp_path: Path, fields: Any, meant: Paging) -> None:
    """Each page gives its body."""
    lowered = listing(tmp_path, NO_ITEMS, {"from": TEXT, "n": INTEGER}, **fields)
    found = lowered.only.paging
    assert found is not None and found.item == lowered.only.returns
    assert replace(found, item=Anything()) == meant
    assert lowered.codes == []


def test_items_that_an_extension_leaves_out_are_detected(tmp_path: Path) -> None:
    given = {"outputs": {"nextUrl": "$.to"}}
    schema = page_of(rows=LIST, to=TEXT)
    lowered = listing(tmp_path, schema, {}, **{"x-speakeasy-pagination": given})
    assert lowered.only.paging == Paging(
        PagingStyle.NEXT_URL, ITEM_REF, ("rows",), cursor=("to",)
    )


def test_an_extension_without_items_and_without_an_end(tmp_path: Path) -> None:
    given = {
        "inputs": [{"name": "n", "in": "parameters", "type": "offset"}],
        "outputs": {},
    }
    lowered = listing(
        tmp_path, NO_ITEMS, {"n": INTEGER}, **{"x-speakeasy-pagination": given}
    )
    assert lowered.only.paging is None
    (message,) = [d.message for d in lowered.bag if d.code == "W345"]
    assert "does not say where the items are, nor how the list ends" in message


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


@pytest.mark.parametrize(
    ("schema", "parameters", "reason"),
    [
        (
            page_of(rows=LIST),
            {"cursor": TEXT},
            "the parameter 'cursor' leads to another",
        ),
        (
            page_of(rows=LIST),
            {"page": INTEGER},
            "the parameter 'page' leads to another",
        ),
        (
            page_of(a=LIST, b=LIST),
            {"page": INTEGER},
            "the items may be any of 'a', 'b'",
        ),
        (
            page_of(a=LIST, b=page_of(c=TEXT)),
            {"offset": INTEGER},
            "beside the array 'a' stand other objects",
        ),
        (page_of(rows=LIST), {"created.after": TEXT}, ""),
        (page_of(rows=LIST), {"limit": INTEGER}, ""),
        (page_of(name=TEXT), {"page": INTEGER}, ""),
        (page_of(errors=LIST, warnings=LIST), {"page": INTEGER}, ""),
    ],
)
def test_what_looks_like_pages_says_why_it_is_none(
    tmp_path: Path, schema: Any, parameters: Any, reason: str
) -> None:
    lowered = listing(tmp_path, schema, parameters)
    assert lowered.only.paging is None
    messages = [d.message for d in lowered.bag if d.code == "N346"]
    assert len(messages) == bool(reason)
    assert all(reason in message for message in messages)


def test_no_word_where_the_document_has_said_it(tmp_path: Path) -> None:
    fields = {"x-specloom-pagination": False}
    lowered = listing(tmp_path, page_of(rows=LIST), {"cursor": TEXT}, **fields)
    assert lowered.codes == []


def test_errors_and_warnings_are_no_items(tmp_path: Path) -> None:
    schema = page_of(errors=LIST, warnings=LIST, widgets=LIST, total=INTEGER)
    found = listing(tmp_path, schema, {"page": INTEGER}).only.paging
    assert found is not None and found.items == ("widgets",)


def configured(folder: Path, *rules: Pagination) -> Lowered:
    """Three calls, of which the configuration says how the first is paged through."""
    query = {"name": "from", "in": "query", "schema": TEXT}
    body = json_body({"type": "object", "properties": {"from": TEXT}})
    page = json_body(page_of(out=page_of(rows=LIST, to=TEXT)))
    whole = json_body(page_of(out=page_of(rows=LIST)))
    paths = {
        "/a": {"get": operation("a", parameters=[query], responses={"200": page})},
        "/b": {"get": operation("b", parameters=[query], responses={"200": whole})},
        "/c": {"post": operation("c", requestBody=body, responses={"200": page})},
    }
    sdk = Sdk(folder / "openapi.json", folder / "acme", pagination=rules)
    return lower_document(folder, paths, sdk, components={"schemas": {"Item": ITEM}})


CURSOR = Pagination("cursor", "from", items="out.rows", cursor="out.to")


def test_paging_of_a_whole_document(tmp_path: Path) -> None:
    lowered = configured(tmp_path, CURSOR, replace(CURSOR, where="body"))
    found = [operation.paging for operation in lowered.calls.operations]
    made = Paging(
        PagingStyle.CURSOR, ITEM_REF, ("out", "rows"), "from", cursor=("out", "to")
    )
    assert found == [made, None, replace(made, in_body=True)]
    assert lowered.codes == []


def test_paging_of_a_document_that_has_none_of_it(tmp_path: Path) -> None:
    lowered = configured(tmp_path, CURSOR, replace(CURSOR, parameter="gone"))
    assert lowered.codes == ["W330"]
    (message,) = [d.message for d in lowered.bag if d.code == "W330"]
    assert "`pagination` (cursor) fits no call" in message


def test_an_extension_comes_before_the_configuration(tmp_path: Path) -> None:
    parameters = [{"name": "from", "in": "query", "schema": TEXT}]
    responses = {"200": json_body(page_of(out=page_of(rows=LIST, to=TEXT)))}
    get = operation("a", parameters=parameters, responses=responses)
    denied = {**get, "x-specloom-pagination": False}
    paths = {"/a": {"get": denied}, "/b": {"get": get}}
    sdk = Sdk(tmp_path / "openapi.json", tmp_path / "acme", pagination=(CURSOR,))
    lowered = lower_document(
        tmp_path, paths, sdk, components={"schemas": {"Item": ITEM}}
    )
    assert [o.paging is None for o in lowered.calls.operations] == [True, False]
