"""One small document with a named place for everything that authors of documents may write.

`document(at)` asks `at` for the text of each place, giving the harmless text that belongs there.
So a hostile document and its harmless twin differ in nothing but that text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

At = Callable[[str, str], str]
"""(place, harmless text) → the text to put there."""

_WORD = "harmless"


def document(at: At) -> dict[str, Any]:
    """The document, in OpenAPI 3.1 (with what 3.0 and authors' habits allow besides)."""
    schema, tag, scheme = (
        at(place, _WORD) for place in ("schema name", "tag", "security scheme")
    )
    to_schema = {"$ref": "#/components/schemas/" + _token(schema)}
    path = "/things/" + at("path", _WORD) + "/{" + at("path parameter", _WORD) + "}"
    return {
        "openapi": "3.1.0",
        "info": {
            "title": at("title", _WORD),
            "version": at("version", "1.0"),
            "summary": at("info.summary", _WORD),
            "description": at("info.description", _WORD),
            "termsOfService": at("terms", "https://harmless.test/"),
            "contact": {
                "name": at("contact.name", _WORD),
                "url": at("contact.url", "https://harmless.test/"),
                "email": at("contact.email", "harmless@harmless.test"),
            },
            "license": {
                "name": at("license.name", _WORD),
                "url": at("license.url", "https://harmless.test/"),
            },
        },
        "externalDocs": {
            "url": at("external.url", "https://harmless.test/"),
            "description": at("external.description", _WORD),
        },
        at("extension name", "x-" + _WORD): at("extension", _WORD),
        "servers": [
            {
                "url": "https://harmless.test/" + at("server.path", _WORD),
                "description": at("server.description", _WORD),
            },
            {"url": at("server.url", "https://harmless.test/other")},
            {
                "url": "https://{" + at("server.variable", _WORD) + "}.test/",
                "variables": {
                    at("server.variable", _WORD): {
                        "default": at("server.default", _WORD),
                        "enum": [at("server.default", _WORD), "other"],
                        "description": at("server.variable.description", _WORD),
                    }
                },
            },
        ],
        "tags": [
            {
                "name": tag,
                "description": at("tag.description", _WORD),
                "externalDocs": {"url": at("tag.url", "https://harmless.test/")},
            }
        ],
        "security": [{scheme: []}],
        "paths": {
            path: {
                "summary": at("path.summary", _WORD),
                "description": at("path.description", _WORD),
                "get": _get(at, tag),
                "post": _post(at, tag, to_schema),
            }
        },
        "webhooks": {
            at("webhook", _WORD): {
                "post": {
                    "operationId": "hook",
                    "summary": at("webhook.summary", _WORD),
                    "requestBody": {
                        "content": {"application/json": {"schema": to_schema}}
                    },
                    "responses": {"200": {"description": _WORD}},
                }
            }
        },
        "components": {
            "schemas": _schemas(at, schema, to_schema),
            "securitySchemes": {
                scheme: {
                    "type": "apiKey",
                    "in": "header",
                    "name": at("api key name", "X-" + _WORD),
                    "description": at("security.description", _WORD),
                },
                "oauth": {
                    "type": "oauth2",
                    "flows": {
                        "clientCredentials": {
                            "tokenUrl": at("token url", "https://harmless.test/t"),
                            "scopes": {
                                at("scope", _WORD): at("scope.description", _WORD)
                            },
                        }
                    },
                },
            },
        },
    }


def _get(at: At, tag: str) -> dict[str, Any]:
    return {
        "operationId": at("operationId", _WORD),
        "tags": [tag],
        "summary": at("summary", _WORD),
        "description": at("description", _WORD),
        "externalDocs": {"url": at("operation.url", "https://harmless.test/")},
        "parameters": [
            {
                "name": at("path parameter", _WORD),
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
                "description": at("parameter.description", _WORD),
            },
            {
                "name": at("query parameter", "filter"),
                "in": "query",
                "schema": {
                    "type": "string",
                    "enum": [at("parameter.enum", _WORD), "other"],
                    "default": at("parameter.default", _WORD),
                },
                "example": at("parameter.example", _WORD),
            },
            {
                "name": at("header parameter", "X-Filter"),
                "in": "header",
                "schema": {"type": "string"},
            },
            {
                "name": at("cookie parameter", "session"),
                "in": "cookie",
                "schema": {"type": "string"},
            },
        ],
        "responses": {
            "200": {
                "description": at("response.description", _WORD),
                "headers": {
                    at("response header", "X-Harmless"): {
                        "description": at("header.description", _WORD),
                        "schema": {"type": "string"},
                    }
                },
                "content": {
                    at("media type", "application/x-harmless"): {
                        "schema": {"type": "string", "format": "binary"},
                        "examples": {
                            at("example name", _WORD): {
                                "summary": at("example.summary", _WORD),
                                "value": at("media example", _WORD),
                            }
                        },
                    }
                },
                "links": {
                    at("link name", _WORD): {
                        "operationId": at("operationId", _WORD),
                        "parameters": {_WORD: at("link.parameter", "$request.path")},
                    }
                },
            },
            "404": {"description": at("error.description", _WORD)},
        },
        "x-codeSamples": [
            {"lang": at("sample.lang", "Shell"), "source": at("sample.source", _WORD)}
        ],
    }


def _post(at: At, tag: str, to_schema: dict[str, Any]) -> dict[str, Any]:
    content = {
        "schema": to_schema,
        "example": {"text": at("body example", _WORD)},
    }
    return {
        "operationId": "create",
        "tags": [tag],
        "deprecated": True,
        "parameters": [
            {
                "name": at("path parameter", _WORD),
                "in": "path",
                "required": True,
                "schema": {"type": "string"},
            }
        ],
        "requestBody": {
            "description": at("body.description", _WORD),
            "required": True,
            "content": {"application/json": content},
        },
        "responses": {
            "200": {"description": _WORD, "content": {"application/json": content}},
            at("status", "400"): {"description": _WORD},
        },
        "callbacks": {
            at("callback", _WORD): {
                at("callback.url", "{$request.body#/url}"): {
                    "post": {"responses": {"200": {"description": _WORD}}}
                }
            }
        },
        "x-specloom-method": at("x-specloom-method", "make"),
    }


def _schemas(at: At, schema: str, to_schema: dict[str, Any]) -> dict[str, Any]:
    tag = at("discriminator", "kind")
    return {
        schema: {
            "type": "object",
            "title": at("schema.title", _WORD),
            "description": at("schema.description", _WORD),
            "externalDocs": {"url": at("schema.url", "https://harmless.test/")},
            "required": ["text", at("required only", "wanted")],
            "properties": {
                "text": {
                    "type": "string",
                    "title": at("property.title", _WORD),
                    "description": at("property.description", _WORD),
                    "pattern": at("pattern", _WORD),
                    "format": at("format", _WORD),
                    "default": at("default", _WORD),
                    "example": at("example", _WORD),
                    "examples": [at("examples", _WORD)],
                    "contentMediaType": at("contentMediaType", "text/plain"),
                    "x-note": {at("extension key", "a"): [at("extension.deep", "b")]},
                },
                at("property", "plain"): {"type": "integer"},
                "inline": {
                    "type": "object",
                    "properties": {at("inner property", "inner"): {"type": "string"}},
                },
                "choice": {"type": "string", "enum": [at("enum", _WORD), "other"]},
                "fixed": {"const": at("const", _WORD)},
                "made": {
                    "type": "object",
                    "default": {at("default key", "a"): at("default item", _WORD)},
                    "additionalProperties": {"type": "string"},
                },
                "named": {
                    "type": "object",
                    "patternProperties": {at("pattern key", "^x"): {"type": "string"}},
                },
                "either": {"$ref": "#/components/schemas/Either"},
                "self": to_schema,
                "no identifier": {"type": "string"},
                "vague": {"oneOf": [_VAGUE, {**_VAGUE, "required": []}]},
            },
            "dependentRequired": {at("dependent", "text"): ["text"]},
        },
        "Either": {
            "oneOf": [
                {"$ref": "#/components/schemas/Left"},
                {"$ref": "#/components/schemas/Right"},
            ],
            "discriminator": {
                "propertyName": tag,
                "mapping": {
                    at("mapping key", "left"): "#/components/schemas/Left",
                    "right": at("mapping value", "Right"),
                },
            },
        },
        "Left": {
            "type": "object",
            "required": [tag],
            "properties": {tag: {"type": "string"}, "a": {"type": "string"}},
        },
        "Right": {
            "type": "object",
            "required": [tag],
            "properties": {tag: {"type": "string"}, "b": {"type": "string"}},
        },
        "Dangling": {"allOf": [{"$ref": at("$ref", "#/components/schemas/Left")}]},
        "Odd": {"type": at("type", "object"), at("keyword", "x-keyword"): _WORD},
        "Identified": {"$id": at("$id", _WORD), "$anchor": at("$anchor", _WORD)},
    }


_VAGUE: dict[str, Any] = {
    "type": "object",
    "properties": {"same": {"type": "string"}, "more": {"type": "integer"}},
    "required": ["same"],
}
"""The member of a union that is told from the other by nothing, as where a tag is missing."""


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def places() -> tuple[str, ...]:
    """The name of every place."""
    found: dict[str, None] = {}

    def note(place: str, harmless: str) -> str:
        found[place] = None
        return harmless

    document(note)
    return tuple(found)


def hostile(payload: str, *chosen: str) -> dict[str, Any]:
    """The document with `payload` in the chosen places; none chosen: in all of them."""
    return document(
        lambda place, harmless: (payload if not chosen or place in chosen else harmless)
    )
