"""Validation: one readable diagnostic per mistake, at its place; never a gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from specloom.document.validate_root import validate
from specloom.source import Span

from document.reading import Opened, opened

PARAMETERS = [
    {"name": "x", "in": "quer", "schema": {"type": "string"}},
    {"in": "query", "schema": {}},
    {"$ref": "#/components/parameters/P"},
    {"name": "p", "in": "path", "schema": {}},
    {"name": "z", "in": "query"},
]
WRONG: dict[str, Any] = {
    "info": {"title": 3, "bogus": 1},
    "paths": {
        "/a": {
            "get": {
                "parameters": PARAMETERS,
                "responses": {"4xx": {}, "200": {"desc": 1, "description": ""}},
            },
            "bla": 3,
        },
        "nope": {},
    },
    "components": {
        "parameters": {"P": {"name": "p", "in": "header", "schema": {}}},
        "securitySchemes": {"k": {"type": "apikey"}},
    },
}
FOUND = {
    "/info": "`version` is missing in `info`",
    "/info/title": "`title` is 3, expected text",
    "/info/bogus": "the standard has no `bogus` here",
    "/paths/~1a/get/parameters/1": "`name` is missing in this",
    "/paths/~1a/get/parameters/3": "`required` is missing in this",
    "/paths/~1a/get/parameters/4": "`schema` or `content` is missing in this",
    "/paths/~1a/get/responses/200/desc": "the standard has no `desc` here",
    "/paths/~1a/get/responses/4xx": "the standard has no `4xx` here",
    "/paths/~1a/bla": "the standard has no `bla` here",
    "/paths/nope": "the standard has no `nope` here",
}


def validated(folder: Path, document: object, full: bool = False) -> Opened:
    api = opened(folder, {"api.json": json.dumps(document)})
    validate(api.documents, api.bag, full)
    return api


def messages(api: Opened) -> dict[str, str]:
    return {d.span.pointer: d.message for d in api.bag if d.span}


@pytest.mark.parametrize("version", ["3.0.0", "3.1.1", "3.2.0"])
def test_one_finding_per_mistake(tmp_path: Path, version: str) -> None:
    api = validated(tmp_path, {"openapi": version, **WRONG})
    found = messages(api)
    choice = found.pop("/paths/~1a/get/parameters/0/in")
    assert choice.startswith('`in` is "quer", expected one of "')
    scheme = found.pop("/components/securitySchemes/k/type")
    assert scheme.startswith('`type` is "apikey", expected one of "apiKey", "http"')
    assert found == FOUND
    assert {d.code for d in api.bag} == {"W130"}
    assert {d.help for d in api.bag} == {"", "is 'query' meant?", "is 'apiKey' meant?"}


def test_schemas_of_3_0_are_checked_too(tmp_path: Path) -> None:
    schema = {"type": "foo", "properties": {"x": {"exclusiveMinimum": 0}}, "frob": 1}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"B": schema}},
    }
    at = "/components/schemas/B"
    found = messages(validated(tmp_path, document))
    assert found[f"{at}/type"].startswith('`type` is "foo", expected one of')
    document["components"]["schemas"]["B"].pop("type")  # type: ignore[index]
    assert messages(validated(tmp_path, document)) == {
        f"{at}/properties/x/exclusiveMinimum": "`exclusiveMinimum` is 0, expected boolean",
        f"{at}/frob": "the standard has no `frob` here",
    }


def test_2_0(tmp_path: Path) -> None:
    document = {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {"responses": {}, "bogus": 1}}},
        "host": 3,
    }
    found = messages(validated(tmp_path, document))
    assert found["/paths/~1a/get/bogus"] == "the standard has no `bogus` here"
    assert found["/host"] == "`host` is 3, expected text"


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"openapi": "4.0.0"},
        {"openapi": None},
        {"asyncapi": "3.0.0"},
        {"openapi": {"a": 1}},
    ],
)
def test_what_is_no_openapi_is_left_to_others(tmp_path: Path, document: object) -> None:
    assert validated(tmp_path, document, full=True).codes == []


def test_a_place_that_has_a_diagnostic_gets_no_second_one(tmp_path: Path) -> None:
    api = opened(tmp_path, {"api.json": json.dumps({"openapi": "3.1.0", **WRONG})})
    api.bag.report(
        "W128", "something better", Span(api.documents.root.file, "/info/title")
    )
    validate(api.documents, api.bag, False)
    assert messages(api)["/info/title"] == "something better"


def test_a_reference_where_none_may_stand_is_one_mistake(tmp_path: Path) -> None:
    document = {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {"$ref": "get.yaml"}}},
    }
    assert messages(validated(tmp_path, document)) == {
        "/paths/~1a/get/$ref": "the standard has no `$ref` here"
    }


SOUND: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/a/{id}": {
            "get": {
                "operationId": "x",
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "a/b": {"schema": {"$ref": "#/components/schemas/A"}}
                        },
                    }
                },
            }
        },
        "/b": {
            "get": {
                "operationId": "x",
                "responses": {"200": {"description": ""}},
                "parameters": [{"$ref": "#/nowhere"}],
            }
        },
    },
    "components": {
        "schemas": {
            "A": {"properties": {"n": {"type": "integer", "default": "x"}}},
            "B": {"type": "object", "minLength": "3"},
        }
    },
}


def test_full_validation_finds_what_the_structure_does_not_show(tmp_path: Path) -> None:
    found = messages(validated(tmp_path, SOUND, full=True))
    assert found["/components/schemas/A/properties/n/default"].startswith(
        "'x' is not of type"
    )
    assert found["/components/schemas/B/minLength"] == "'3' is not of type 'integer'"
    assert "'id'" in found["/paths/~1a~1{id}/get"]
    assert "/paths/~1b/get/parameters/0" not in found
    assert messages(validated(tmp_path, SOUND)) == {}


def test_full_validation_reads_other_files_by_our_rules(tmp_path: Path) -> None:
    document = {
        "openapi": "3.0.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {
            "schemas": {
                "A": {
                    "type": "object",
                    "properties": {"x": {"$ref": "parts/b.yaml#/B"}},
                },
                "C": {"properties": {"x": {"$ref": "https://localhost:1/x.yaml"}}},
            }
        },
    }
    files = {
        "api.json": json.dumps(document),
        "parts/b.yaml": "B: {type: string, default: 3}",
    }
    api = opened(tmp_path, files)
    validate(api.documents, api.bag, True)
    places = {
        (d.code, Path(d.span.file).name, d.span.pointer) for d in api.bag if d.span
    }
    assert ("W131", "b.yaml", "/B/default") in places
    assert {code for code, _, _ in places} == {"W131"}
