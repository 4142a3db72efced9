"""Paths and operations: what is merged in, what is added, what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from openapi.described import description, read_tree, with_operation
from openapi.facts import facts

Q = {"name": "q", "in": "query", "schema": {"type": "string"}}


def test_parameters_of_the_item_and_the_operation(tmp_path: Path) -> None:
    item = {
        "parameters": [{**Q, "description": "shared"}, {**Q, "in": "header"}],
        "summary": "s",
        "servers": [{"url": "/item"}],
        "x-a": 1,
        "x-b": 1,
    }
    own = [{**Q, "name": "r"}, {**Q, "description": "own"}]
    tree = with_operation(item=item, parameters=own, x_b=2)
    read = read_tree(tree, tmp_path)
    operation = read.operation
    assert [(p.location, p.name, p.description) for p in operation.parameters] == [
        ("query", "q", "own"),
        ("header", "q", ""),
        ("query", "r", ""),
    ]
    assert operation.summary == "s"
    assert operation.extensions == {"x-a": 1, "x-b": 2}
    assert [s.url for s in operation.servers] == ["/item"]
    assert (operation.method, operation.path) == ("GET", "/things")
    assert read.codes == []


@pytest.mark.parametrize(
    ("location", "fields", "style", "explode"),
    [
        ("path", {}, "simple", False),
        ("path", {"style": "matrix", "explode": True}, "matrix", True),
        ("query", {}, "form", True),
        ("query", {"explode": False}, "form", False),
        ("query", {"style": "pipeDelimited"}, "pipeDelimited", False),
        ("query", {"style": "deepObject", "explode": True}, "deepObject", True),
        ("header", {}, "simple", False),
        ("cookie", {}, "form", True),
    ],
)
def test_styles(
    location: str, fields: dict[str, Any], style: str, explode: bool, tmp_path: Path
) -> None:
    parameter = {"name": "p", "in": location, "schema": {}, "required": True, **fields}
    path = "/a/{p}" if location == "path" else "/a"
    read = read_tree(with_operation(path=path, parameters=[parameter]), tmp_path)
    (found,) = read.operation.parameters
    assert (found.style, found.explode) == (style, explode)
    assert read.codes == []


def test_the_whole_query_in_one_parameter(tmp_path: Path) -> None:
    content = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    parameter = {"name": "p", "in": "querystring", "content": content}
    read = read_tree(with_operation("3.2", parameters=[parameter]), tmp_path)
    (found,) = read.operation.parameters
    assert found.location == "querystring" and found.schema is None
    assert found.content[0].schema is not None
    assert read.codes == []


@pytest.mark.parametrize(
    ("path", "names", "expected", "codes"),
    [
        ("/a/{id}", [], ["id"], ["W230"]),
        ("/a/{id}.json", ["id"], ["id"], []),
        ("/a/{x}:{y}", ["x", "y"], ["x", "y"], []),
        ("/a/{petId}", ["pet_id"], ["petId"], ["W231"]),
        ("/a/{+path*}", ["path"], ["+path*"], ["W231"]),
        ("/a", ["id"], [], ["W231"]),
        ("/a/{x}", ["y"], ["x"], ["W231", "W230"]),
    ],
)
def test_path_parameters_fit_the_path(
    path: str, names: list[str], expected: list[str], codes: list[str], tmp_path: Path
) -> None:
    parameters = [
        {"name": n, "in": "path", "required": True, "schema": {"type": "string"}}
        for n in names
    ]
    read = read_tree(with_operation(path=path, parameters=parameters), tmp_path)
    assert [p.name for p in read.operation.parameters] == expected
    assert all(p.required and p.schema for p in read.operation.parameters)
    assert read.codes == codes


@pytest.mark.parametrize(
    "path", ["/a?beta=true", "/oauth/token#refresh", "/a?after={after}"]
)
def test_paths_keep_query_and_fragment(path: str, tmp_path: Path) -> None:
    parameters = [{**Q, "name": "after"}]
    read = read_tree(with_operation(path=path, parameters=parameters), tmp_path)
    assert read.operation.path == path
    assert read.codes == []


MISTAKES: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"parameters": [Q, {**Q, "description": "again"}]}, "W232", ["q"]),
    ({"parameters": [{"name": "q", "schema": {}}]}, "W211", ["q"]),
    ({"parameters": [{**Q, "in": "Query"}]}, "W213", ["q"]),
    ({"parameters": [{**Q, "in": "elsewhere"}]}, "W213", ["q"]),
    ({"parameters": [{"in": "query", "schema": {}}]}, "W211", []),
    ({"parameters": [{"name": "q", "in": "query"}]}, "W211", ["q"]),
    ({"parameters": [{**Q, "style": "fancy"}]}, "W213", ["q"]),
    ({"parameters": [{**Q, "required": "true"}]}, "W210", ["q"]),
    ({"parameters": [{**Q, "shema": {}}]}, "N212", ["q"]),
    ({"parameters": [{**Q, "name": 5}]}, "W210", ["5"]),
    ({"parameters": ["q"]}, "W210", []),
    ({"parameters": "q"}, "W210", []),
    ({"parameters": Q}, "W210", ["q"]),
    ({"parameters": [None, Q]}, "W210", ["q"]),
    ({"tags": "a"}, "W210", []),
    ({"tags": [["a"]]}, "W210", []),
    ({"deprecated": 1}, "W210", []),
    ({"summary": {}}, "W210", []),
    ({"requestBody": []}, "W210", []),
    ({"requestBody": {"content": {"a/b": "x"}}}, "W210", []),
    ({"requestBody": {}}, "W211", []),
    ({"security": [{"nobody": []}]}, "W240", []),
    ({"security": {}}, "W210", []),
    ({"servers": [{}]}, "W211", []),
    ({"servers": [{"url": "https://{a}.test"}]}, "W241", []),
    ({"responses": {"OK": {"description": "d"}}}, "W237", []),
    ({"responses": {"2xx": {"description": "d"}}}, "W237", []),
    ({"responses": {"200": "Fine."}}, "W210", []),
    ({"responses": {"200": None}}, "W210", []),
    ({"responses": []}, "W210", []),
    ({"callbacks": {"c": []}}, "W210", []),
    ({"operationID": "x"}, "N212", []),
]


@pytest.mark.parametrize(("fields", "code", "names"), MISTAKES)
def test_a_mistake_is_one_diagnostic(
    fields: dict[str, Any], code: str, names: list[str], tmp_path: Path
) -> None:
    read = read_tree(with_operation(**fields), tmp_path)
    if fields.get("parameters") == [None, Q]:
        assert read.codes == ["W210", "W211"]  # null is an empty one, without a name
    else:
        read.one(code)
    assert [p.name for p in read.operation.parameters] == names


@pytest.mark.parametrize(
    ("item", "codes"),
    [
        ({"gett": {"responses": {}}}, ["W234"]),
        ({"get": "x"}, ["W234"]),
        ({"get": None}, ["W234"]),
        ({"GET": {"responses": {}}}, ["W234"]),
        ([], ["W210"]),
        ({"$ref": "#/nowhere"}, ["W220"]),
    ],
)
def test_mistakes_in_path_items(item: Any, codes: list[str], tmp_path: Path) -> None:
    tree = description(paths={"/a": item, "/b": {"get": {}}})
    read = read_tree(tree, tmp_path)
    assert read.codes == codes
    assert "/b" in [o.path for o in read.document.operations]


def test_a_path_gets_its_slash(tmp_path: Path) -> None:
    read = read_tree(with_operation(path="a"), tmp_path)
    assert read.operation.path == "/a"
    read.one("W233")


def test_missing_responses(tmp_path: Path) -> None:
    tree = description("3.0", paths={"/a": {"get": {}}})
    read_tree(tree, tmp_path).one("W211")
    tree = description("3.1", paths={"/a": {"get": {}}})
    assert read_tree(tree, tmp_path).codes == []


def test_rivals_are_noted_and_kept(tmp_path: Path) -> None:
    def operation(name: str) -> dict[str, Any]:
        parameter = {"name": name, "in": "path", "required": True, "schema": {}}
        return {"get": {"operationId": "same", "parameters": [parameter]}}

    paths = {"/a/{x}": operation("x"), "/a/{y}": operation("y")}
    read = read_tree(description(paths=paths), tmp_path)
    assert len(read.document.operations) == 2
    assert read.codes == ["W235", "N236"]


def test_methods_of_3_2(tmp_path: Path) -> None:
    item = {"query": {}, "additionalOperations": {"COPY": {}, "x-a": 1}}
    read = read_tree(description("3.2", paths={"/a": item}), tmp_path)
    assert [o.method for o in read.document.operations] == ["QUERY", "COPY"]
    assert read.codes == []
    read = read_tree(description("3.1", paths={"/a": item}), tmp_path)
    assert [o.method for o in read.document.operations] == ["QUERY", "COPY"]
    assert read.codes == ["N214", "N214"]


def test_security_and_servers_of_an_operation(tmp_path: Path) -> None:
    schemes = {
        "a": {"type": "http", "scheme": "Bearer", "bearerFormat": "JWT"},
        "b": {"type": "mutualTLS"},
    }
    root = {
        "components": {"securitySchemes": schemes},
        "security": [{"a": []}],
        "servers": [
            {
                "url": "https://{r}.test",
                "variables": {"r": {"default": "eu", "enum": ["eu"]}},
            }
        ],
    }
    read = read_tree(with_operation("3.2", root=root), tmp_path)
    assert read.operation.security == ((("a", ()),),)
    (server,) = read.operation.servers
    assert server.variables[0].values == ("eu",)
    assert read.document.security_schemes[0].http_scheme == "bearer"
    reference = "#/components/securitySchemes/b"
    tree = with_operation("3.2", root=root, security=[{}, {"a": [], reference: []}])
    read = read_tree(tree, tmp_path)
    assert read.operation.security == ((), (("a", ()), ("b", ())))
    assert read.codes == []
    read = read_tree(with_operation("3.2", root=root, security=[]), tmp_path)
    assert read.operation.security == ()


def test_contents(tmp_path: Path) -> None:
    content = {
        "multipart/form-data": {
            "schema": {"type": "object"},
            "encoding": {
                "a": {
                    "contentType": "text/csv",
                    "headers": {"X": {"schema": {"type": "string"}, "required": True}},
                },
                "b": {"style": "form", "explode": False, "allowReserved": True},
            },
            "examples": {"e": {"summary": "s", "value": 1}, "f": {"dataValue": 2}},
            "x-a": 1,
        },
        "application/jsonl": {"itemSchema": {"type": "string"}, "example": None},
    }
    tree = with_operation("3.2", method="post", requestBody={"content": content})
    read = read_tree(tree, tmp_path)
    body = read.operation.request_body
    assert body is not None and not body.required
    form, lines = body.content
    first, second = form.encodings
    assert (first.content_type, first.explode, first.headers[0].required) == (
        "text/csv",
        None,
        True,
    )
    assert (second.style, second.explode, second.allow_reserved) == (
        "form",
        False,
        True,
    )
    assert [(e.name, e.value) for e in form.examples] == [("e", 1), ("f", 2)]
    assert form.extensions == {"x-a": 1}
    assert lines.item_schema is not None
    assert facts(lines.item_schema) == {"types": ["string"]}
    assert [e.value for e in lines.examples] == [None]
    assert read.codes == []


def test_references_where_the_standard_has_none(tmp_path: Path) -> None:
    components = {
        "x-operation": {"tags": {"$ref": "#/components/x-tags"}, "responses": {}},
        "x-tags": ["a"],
        "x-text": "Words.",
        "x-properties": {"a": {"type": "string"}},
        "schemas": {"S": {"properties": {"$ref": "#/components/x-properties"}}},
    }
    tree = description(
        paths={"/a": {"get": {"$ref": "#/components/x-operation"}}},
        components=components,
        info={
            "title": "T",
            "version": "1",
            "description": {"$ref": "#/components/x-text"},
        },
    )
    read = read_tree(tree, tmp_path)
    assert read.operation.tags == ("a",)
    assert read.document.info.description == "Words."
    assert facts(read.schema()) == {"properties": {"a": {"types": ["string"]}}}
    assert set(read.codes) == {"N223"}


def test_what_stands_beside_a_reference_goes_first(tmp_path: Path) -> None:
    root = {
        "components": {
            "parameters": {"Q": {**Q, "description": "there"}},
            "pathItems": {"I": {"get": {"responses": {}}, "summary": "there"}},
        },
        "paths": {"/a": {"$ref": "#/components/pathItems/I", "summary": "here"}},
    }
    read = read_tree(description("3.1", **root), tmp_path)
    assert read.operation.summary == "here"
    assert read.operation.span.pointer == "/components/pathItems/I/get"
    reference = {"$ref": "#/components/parameters/Q", "description": "here"}
    read = read_tree(
        with_operation(
            root=root | {"paths": {"/b": {"get": {"parameters": [reference]}}}}
        ),
        tmp_path,
    )
    (parameter,) = read.operation.parameters
    assert (parameter.description, parameter.name) == ("here", "q")


def test_webhooks_and_callbacks(tmp_path: Path) -> None:
    incoming: Any = {"post": {"requestBody": {"content": {"a/b": {}}}, "responses": {}}}
    tree = with_operation(
        root={"webhooks": {"paid": incoming}},
        callbacks={"done": {"{$request.body#/url}": incoming}},
    )
    read = read_tree(tree, tmp_path)
    (webhook,) = read.document.webhooks
    assert (webhook.name, webhook.operation.method) == ("paid", "POST")
    (callback,) = read.operation.callbacks
    assert (callback.name, callback.expression) == ("done", "{$request.body#/url}")
    assert read.codes == []
    tree = description("3.0", x_webhooks={"paid": incoming})
    read = read_tree(tree, tmp_path)
    assert [w.name for w in read.document.webhooks] == ["paid"]
    assert read.codes == []


def test_a_callback_may_lead_back_to_its_operation(tmp_path: Path) -> None:
    callbacks = {"again": {"https://x.test": {"$ref": "#/paths/~1things"}}}
    read = read_tree(with_operation(callbacks=callbacks), tmp_path)
    assert read.operation.callbacks == ()


def test_mistakes_in_unused_components_are_told(tmp_path: Path) -> None:
    components = {"parameters": {"P": {"in": "query", "schema": {}}}}
    read_tree(description(components=components), tmp_path).one("W211")


def test_names_may_begin_like_extensions(tmp_path: Path) -> None:
    headers = {"x-request-id": {"schema": {"type": "string"}}, "x-internal": "a note"}
    tree = with_operation(
        responses={"200": {"description": "", "headers": headers}},
        callbacks={"x-done": {"https://x.test": {"post": {"responses": {}}}}},
        root={
            "servers": [{"url": "https://{x-zone}", "variables": {"x-zone": {}}}],
            "webhooks": {"x-paid": {"post": {"responses": {}}}, "x-note": "a note"},
        },
    )
    document = read_tree(tree, tmp_path).document
    (operation,) = document.operations
    assert [h.name for h in operation.responses[0].headers] == ["x-request-id"]
    assert [c.name for c in operation.callbacks] == ["x-done"]
    assert [w.name for w in document.webhooks] == ["x-paid"]
    assert [v.name for v in document.servers[0].variables] == ["x-zone"]
