"""A description of httpbin's echo with everything about parameters that the table leaves out,
and every kind of body."""

from __future__ import annotations

from typing import Any

from wire.styles_api import Schema, color, document, echo

TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
ANY = {"type": "object", "additionalProperties": True}
FILE = {"type": "string", "format": "binary"}
PERSON = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "age": {"type": "integer"},
        "born": {"type": "string", "format": "date"},
        "tags": TEXTS,
        "address": {"type": "object", "properties": {"city": TEXT, "lines": TEXTS}},
        "note": {"type": ["string", "null"]},
    },
}


def _parameters() -> dict[str, Schema]:
    """Paths by the operationId of their GET."""
    given = {
        "path_reserved": [color("path", TEXT, allowReserved=True)],
        "query_reserved": [color("query", TEXT, allowReserved=True)],
        "query_empty": [color("query", TEXT, allowEmptyValue=True)],
        "query_optional": [color("query", {"type": ["string", "null"]})],
        "query_list": [color("query", TEXTS)],
        "query_nested": [color("query", ANY, style="deepObject", explode=True)],
        "query_brackets": [
            {"name": "color[]", "in": "query", "schema": TEXTS},
            {"name": "filter[a.b]", "in": "query", "schema": TEXT},
        ],
        "header_many": [
            color("header", TEXTS),
            {"name": "X-Count", "in": "header", "schema": {"type": "integer"}},
        ],
        "path_two": [
            {"name": "a", "in": "path", "required": True, "schema": TEXT},
            {"name": "b", "in": "path", "required": True, "schema": TEXT},
        ],
    }
    for location in ("query", "header", "cookie", "path"):
        parameter = color(location, {})
        del parameter["schema"]
        parameter["content"] = {"application/json": {"schema": ANY}}
        given[f"{location}_json"] = [parameter]
    paths: dict[str, Schema] = {}
    for name, parameters in given.items():
        places = [p["name"] for p in parameters if p["in"] == "path"]
        path = "/".join([f"/anything/{name}", *(f"{{{place}}}" for place in places)])
        paths[path] = {"get": echo(*parameters, operationId=name)}
    return paths


def _bodies() -> dict[str, Schema]:
    """Paths by the operationId of their POST."""
    contents: dict[str, Schema] = {
        "json": {"application/json": {"schema": PERSON}},
        "json_suffix": {"application/vnd.test+json": {"schema": PERSON}},
        "json_list": {"application/json": {"schema": TEXTS}},
        "json_scalar": {"application/json": {"schema": TEXT}},
        "form": {"application/x-www-form-urlencoded": {"schema": PERSON}},
        "form_encoded": {
            "application/x-www-form-urlencoded": {
                "schema": PERSON,
                "encoding": {
                    "tags": {"style": "form", "explode": False},
                    "address": {"contentType": "application/json"},
                },
            }
        },
        "form_deep": {
            "application/x-www-form-urlencoded": {
                "schema": PERSON,
                "encoding": {"address": {"style": "deepObject", "explode": True}},
            }
        },
        "multipart": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "title": TEXT,
                        "count": {"type": "integer"},
                        "tags": TEXTS,
                        "meta": PERSON,
                        "file": FILE,
                        "files": {"type": "array", "items": FILE},
                    },
                },
                "encoding": {
                    "file": {"contentType": "text/csv"},
                    "title": {"contentType": "text/plain"},
                },
            }
        },
        "binary": {"application/octet-stream": {"schema": FILE}},
        "image": {"image/png": {"schema": FILE}},
        "text": {"text/plain": {"schema": TEXT}},
        "xml": {"application/xml": {"schema": {"type": "object"}}},
        "several": {
            "application/json": {"schema": PERSON},
            "application/x-www-form-urlencoded": {"schema": PERSON},
            "text/plain": {"schema": TEXT},
            "application/octet-stream": {"schema": FILE},
        },
    }
    paths: dict[str, Schema] = {}
    for name, content in contents.items():
        body = {"content": content, "required": True}
        operation = echo(operationId=name, requestBody=body)
        paths[f"/anything/{name}"] = {"post": operation}
    person = {"application/json": {"schema": PERSON}}
    listed = {"application/json": {"schema": TEXTS}}
    paths["/anything/optional"] = {
        "post": echo(operationId="optional", requestBody={"content": person}),
        "put": echo(operationId="optional_list", requestBody={"content": listed}),
        "get": echo(operationId="body_on_get", requestBody={"content": person}),
        "delete": echo(operationId="body_on_delete", requestBody={"content": person}),
    }
    return paths


def forms_document(url: str) -> dict[str, Any]:
    """The whole document."""
    return document(url, _parameters() | _bodies() | {"/image": {"get": _image()}})


def _image() -> Schema:
    """What httpbin gives in one of several media types, as `Accept` says."""
    drawing = {"schema": {"type": "string"}}
    content = {"image/svg+xml": drawing, "image/png": {}, "image/jpeg": {}}
    return {
        "operationId": "image",
        "tags": ["media"],
        "responses": {"200": {"description": "", "content": content}},
    }


def formats_document(host: str) -> dict[str, Any]:
    """A Swagger 2.0 document of each `collectionFormat` in each place."""
    paths: dict[str, Schema] = {}
    for place in ("query", "header", "path", "formData"):
        for how in ("csv", "ssv", "tsv", "pipes", "multi"):
            if how == "multi" and place not in ("query", "formData"):
                continue
            parameter = {
                "name": "color",
                "in": place,
                "required": True,
                "type": "array",
                "items": TEXT,
                "collectionFormat": how,
            }
            name = f"{place.lower()}_{how}"
            path = f"/anything/{name}" + ("/{color}" if place == "path" else "")
            method = "post" if place == "formData" else "get"
            operation: Schema = {
                "operationId": name,
                "tags": ["echo"],
                "parameters": [parameter],
                "responses": {"200": {"description": "", "schema": {"type": "object"}}},
            }
            if place == "formData":
                operation["consumes"] = ["application/x-www-form-urlencoded"]
            paths[path] = {method: operation}
    return {
        "swagger": "2.0",
        "info": {"title": "Formats", "version": "1"},
        "host": host,
        "schemes": ["http"],
        "paths": paths,
    }
