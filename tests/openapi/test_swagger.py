"""2.0: its parameters, bodies, responses, servers and security in the terms of 3.x."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specloom.openapi.document import RequestBodyObject

from openapi.described import Read, read_tree, with_operation
from openapi.facts import facts


def _read(folder: Path, root: dict[str, Any] | None = None, **fields: Any) -> Read:
    return read_tree(with_operation("2.0", "/a", "post", root, **fields), folder)


def _body(read: Read) -> RequestBodyObject:
    body = read.operation.request_body
    assert body is not None
    return body


def test_a_parameter_has_a_schema(tmp_path: Path) -> None:
    parameter = {
        **{"name": "n", "in": "query", "type": "integer", "format": "int32"},
        **{"enum": [1, None], "default": 1, "x-nullable": True, "description": "d"},
        **{"x-enum-varnames": ["ONE"], "allowEmptyValue": True},
    }
    read = _read(tmp_path, parameters=[parameter])
    (found,) = read.operation.parameters
    assert found.schema is not None
    assert facts(found.schema) == {
        "types": ["integer"],
        "format": "int32",
        "enum": [1],
        "nullable": True,
        "default": 1,
        "extensions": {"x-enum-varnames": ["ONE"]},
    }
    assert found.description == "d" and found.allow_empty
    assert found.extensions["x-enum-varnames"] == ["ONE"]
    assert read.codes == []


@pytest.mark.parametrize(
    ("location", "collection_format", "style", "explode"),
    [
        ("query", None, "form", False),
        ("query", "csv", "form", False),
        ("query", "multi", "form", True),
        ("query", "ssv", "spaceDelimited", False),
        ("query", "tsv", "tabDelimited", False),
        ("query", "pipes", "pipeDelimited", False),
        ("header", "csv", "simple", False),
        ("header", "pipes", "pipeDelimited", False),
    ],
)
def test_collection_formats(
    location: str,
    collection_format: str | None,
    style: str,
    explode: bool,
    tmp_path: Path,
) -> None:
    parameter: dict[str, Any] = {
        **{"name": "n", "in": location, "type": "array"},
        "items": {"type": "string"},
    }
    if collection_format:
        parameter["collectionFormat"] = collection_format
    read = _read(tmp_path, parameters=[parameter])
    (found,) = read.operation.parameters
    assert (found.style, found.explode) == (style, explode)
    assert read.codes == []


def test_a_body(tmp_path: Path) -> None:
    body = {
        **{"name": "pet", "in": "body", "required": True, "description": "d"},
        "schema": {"$ref": "#/definitions/Pet"},
    }
    root = {"definitions": {"Pet": {}}, "consumes": ["application/xml"]}
    read = _read(tmp_path, root, parameters=[body], consumes=["text/json", "a/b"])
    found = _body(read)
    assert found.required and found.description == "d"
    assert [m.media_type for m in found.content] == ["text/json", "a/b"]
    schema = found.content[0].schema
    assert schema is not None and facts(schema) == {"ref": "/definitions/Pet"}
    assert read.codes == []


def test_media_types_of_the_root_and_the_default(tmp_path: Path) -> None:
    body = {"name": "b", "in": "body", "schema": {}}
    read = _read(tmp_path, parameters=[body])
    assert [m.media_type for m in _body(read).content] == ["application/json"]
    read = _read(tmp_path, {"consumes": ["text/plain"]}, parameters=[body])
    assert [m.media_type for m in _body(read).content] == ["text/plain"]


def test_a_form_with_a_file(tmp_path: Path) -> None:
    parameters = [
        {"name": "file", "in": "formData", "type": "file", "required": True},
        {
            **{"name": "tags", "in": "formData", "type": "array"},
            **{"items": {"type": "string"}, "collectionFormat": "pipes"},
            "description": "d",
        },
    ]
    read = _read(tmp_path, parameters=parameters, consumes=["application/json"])
    found = _body(read)
    (media,) = found.content
    assert (found.required, media.media_type) == (True, "multipart/form-data")
    assert media.schema is not None
    assert facts(media.schema) == {
        "types": ["object"],
        "properties": {
            "file": {"types": ["string"], "format": "binary"},
            "tags": {
                "types": ["array"],
                "items": {"types": ["string"]},
                "description": "d",
            },
        },
        "required": ["file"],
    }
    (encoding,) = media.encodings
    assert (encoding.property, encoding.style, encoding.explode) == (
        "tags",
        "pipeDelimited",
        False,
    )
    assert read.codes == []


def test_a_form_without_a_file_is_urlencoded(tmp_path: Path) -> None:
    field = {"name": "a", "in": "formData", "type": "string"}
    read = _read(tmp_path, parameters=[field])
    (media,) = _body(read).content
    assert media.media_type == "application/x-www-form-urlencoded"
    assert media.encodings == ()


def test_shared_body_parameters_are_overridden(tmp_path: Path) -> None:
    item = {"parameters": [{"name": "x", "in": "body", "schema": {"type": "string"}}]}
    own = {"name": "y", "in": "body", "schema": {"type": "integer"}}
    tree = with_operation("2.0", "/a", "post", item=item, parameters=[own])
    schema = _body(read_tree(tree, tmp_path)).content[0].schema
    assert schema is not None and schema.types == ("integer",)


def test_two_bodies_are_a_mistake(tmp_path: Path) -> None:
    bodies = [{"name": n, "in": "body", "schema": {}} for n in "ab"]
    _read(tmp_path, parameters=bodies).one("W238")


def test_responses(tmp_path: Path) -> None:
    responses = {
        "200": {
            "description": "d",
            "schema": {"type": "string"},
            "examples": {"application/json": "x"},
            "headers": {
                "X-N": {
                    "type": "array",
                    "items": {"type": "integer"},
                    "description": "n",
                }
            },
        },
        "201": {"description": "none"},
        "202": {"description": "file", "schema": {"type": "file"}},
    }
    read = _read(tmp_path, responses=responses)
    first, second, third = read.operation.responses
    assert first.content[0].media_type == "application/json"
    assert [e.value for e in first.content[0].examples] == ["x"]
    (header,) = first.headers
    assert header.schema is not None and header.description == "n"
    assert facts(header.schema) == {"types": ["array"], "items": {"types": ["integer"]}}
    assert second.content == ()
    assert third.content[0].media_type == "application/octet-stream"
    assert read.codes == []
    read = _read(tmp_path, {"produces": ["a/b", "c/d"]}, responses=responses)
    assert [m.media_type for m in read.operation.responses[2].content] == ["a/b", "c/d"]


def test_shared_parameters_and_responses(tmp_path: Path) -> None:
    root = {
        "parameters": {"P": {"name": "p", "in": "query", "type": "string"}},
        "responses": {"R": {"description": "d", "schema": {"type": "string"}}},
    }
    read = _read(
        tmp_path,
        root,
        parameters=[{"$ref": "#/parameters/P"}],
        responses={"200": {"$ref": "#/responses/R"}},
    )
    assert read.operation.parameters[0].span.pointer == "/parameters/P"
    assert read.operation.responses[0].content[0].schema is not None
    assert read.codes == []


@pytest.mark.parametrize(
    ("root", "urls"),
    [
        ({}, ["/"]),
        ({"basePath": "/v1"}, ["/v1"]),
        ({"host": "h.test"}, ["https://h.test"]),
        (
            {"host": "h.test", "basePath": "/v1", "schemes": ["http", "https"]},
            ["https://h.test/v1", "http://h.test/v1"],
        ),
    ],
)
def test_servers(root: dict[str, Any], urls: list[str], tmp_path: Path) -> None:
    read = _read(tmp_path, root)
    assert [s.url for s in read.document.servers] == urls
    assert read.codes == []


def test_schemes_of_an_operation(tmp_path: Path) -> None:
    root = {"host": "h.test", "schemes": ["https", "http"]}
    read = _read(tmp_path, root, schemes=["http"])
    assert [s.url for s in read.operation.servers] == ["http://h.test"]


def test_security(tmp_path: Path) -> None:
    root = {
        "securityDefinitions": {
            "basic": {"type": "basic"},
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "oauth": {
                **{"type": "oauth2", "flow": "accessCode"},
                **{"authorizationUrl": "https://a.test", "tokenUrl": "https://t.test"},
                "scopes": {"read": "Reads."},
            },
        },
        "security": [{"basic": []}, {"oauth": ["read"]}],
    }
    read = _read(tmp_path, root)
    basic, key, oauth = read.document.security_schemes
    assert (basic.type, basic.http_scheme) == ("http", "basic")
    assert (key.parameter, key.location) == ("X-Key", "header")
    (flow,) = oauth.flows
    assert (flow.name, flow.scopes) == ("authorizationCode", (("read", "Reads."),))
    assert read.operation.security == ((("basic", ()),), (("oauth", ("read",)),))
    assert read.codes == []


def test_forms_of_2_0_in_a_newer_description(tmp_path: Path) -> None:
    tree = with_operation(
        "3.0",
        "/a",
        "post",
        parameters=[
            {"name": "q", "in": "query", "type": "string"},
            {"name": "b", "in": "body", "schema": {"type": "string"}},
        ],
        responses={"200": {"description": "d", "schema": {"type": "string"}}},
    )
    read = read_tree(tree, tmp_path)
    (parameter,) = read.operation.parameters
    assert parameter.schema is not None and parameter.schema.types == ("string",)
    assert _body(read).content[0].media_type == "application/json"
    assert read.operation.responses[0].content[0].media_type == "application/json"
    assert set(read.codes) == {"N214"}
