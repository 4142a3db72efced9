"""Small descriptions that use everything the standards have, for tests that damage them."""

from __future__ import annotations

from typing import Any

from openapi.described import VERSIONS

_REF = "#/components/schemas/"


def _newer(version: str) -> dict[str, Any]:
    return {
        "openapi": VERSIONS[version],
        "info": {"title": "T", "version": "1", "x-a": 1},
        "servers": [
            {"url": "https://{h}/", "variables": {"h": {"default": "a", "enum": ["a"]}}}
        ],
        "security": [{"key": []}, {}],
        "tags": [{"name": "a", "externalDocs": {"url": "u"}}, {"name": "b"}],
        "paths": {"/p/{id}": _ITEM},
        "x-webhooks": {"w": {"post": {"responses": {"200": {"description": ""}}}}},
        "components": {
            "parameters": {
                "P": {
                    **{"name": "p", "in": "query", "style": "deepObject"},
                    **{"explode": True, "schema": {"type": "object"}},
                }
            },
            "responses": {
                "R": {
                    "description": "r",
                    "content": {
                        "application/json": {
                            "schema": {"$ref": _REF + "A"},
                            "example": 1,
                        }
                    },
                    "headers": {"H": {"schema": {"type": "integer"}}},
                }
            },
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "K"},
                "oauth": {
                    "type": "oauth2",
                    "flows": {
                        "implicit": {"authorizationUrl": "u", "scopes": {"a": "b"}}
                    },
                },
            },
            "schemas": _SCHEMAS,
        },
    }


_ITEM: dict[str, Any] = {
    "summary": "s",
    "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    ],
    "get": {
        "operationId": "g",
        "tags": ["a"],
        "parameters": [
            {"$ref": "#/components/parameters/P"},
            {"name": "q", "in": "query", "content": {"a/b": {"schema": {}}}},
        ],
        "responses": {"200": {"$ref": "#/components/responses/R"}},
        "callbacks": {
            "c": {"{$url}": {"post": {"responses": {"200": {"description": ""}}}}}
        },
    },
    "post": {
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {"$ref": _REF + "A"},
                    "encoding": {
                        "a": {"contentType": "a/b", "headers": {"X": {"schema": {}}}}
                    },
                    "examples": {"e": {"value": {"a": 1}}},
                }
            },
        },
        "responses": {"default": {"description": ""}},
        "security": [],
        "servers": [{"url": "/x"}],
    },
}

_SCHEMAS: dict[str, Any] = {
    "A": {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": "string", "enum": ["x", None]},
            "b": {"$ref": _REF + "B", "description": "d"},
            "c": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
            "d": {"$ref": _REF + "A/properties/c"},
            "e": {"type": "number", "minimum": 1, "multipleOf": 0.5},
        },
        "additionalProperties": {"type": "integer"},
        "externalDocs": {"url": "u"},
        "example": 2,
    },
    "B": {"$ref": _REF + "C"},
    "C": {"allOf": [{"$ref": _REF + "U"}, {"type": "object"}]},
    "U": {
        "oneOf": [{"$ref": _REF + "A"}, {"type": "string"}],
        "discriminator": {"propertyName": "t", "mapping": {"a": "A", "b": _REF + "B"}},
    },
}

_MODERN: dict[str, Any] = {
    "Page": {
        "$id": "https://x.test/page",
        "$defs": {"T": {"$dynamicAnchor": "T", "not": {}}},
        "properties": {"x": {"$dynamicRef": "#T"}},
        "patternProperties": {"^x": True},
        "dependentRequired": {"a": ["b"]},
        "dependentSchemas": {"a": {}},
        "prefixItems": [{"const": 1}],
        "if": {},
        "then": False,
        "examples": [1],
    },
    "Pages": {
        "$defs": {"T": {"$dynamicAnchor": "T", "$ref": _REF + "A"}},
        "$ref": _REF + "Page",
    },
    "Older": {
        "items": [{"type": "string"}],
        "additionalItems": False,
        "dependencies": {"a": ["b"], "b": {"type": "object"}},
        "exclusiveMinimum": True,
        "minimum": 1,
        "properties": {"y": {"$recursiveRef": "#"}, "z": {"required": True}},
    },
}

NEWER = [_newer("3.0"), _newer("3.1"), _newer("3.2")]
for _tree in NEWER[1:]:
    _tree["components"] = {
        **_tree["components"],
        "schemas": {**_SCHEMAS, **_MODERN},
    }
NEWER[2]["paths"] = {
    **NEWER[2]["paths"],
    "/q": {
        "query": {"responses": {"200": {"description": ""}}},
        "additionalOperations": {
            "COPY": {
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"a/b": {"itemSchema": {"$ref": _REF + "U"}}},
                    }
                }
            }
        },
    },
}

OLDER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "t", "version": "1"},
    "host": "h",
    "basePath": "/v",
    "schemes": ["http", "https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "securityDefinitions": {
        "basic": {"type": "basic"},
        "oauth": {
            **{"type": "oauth2", "flow": "accessCode", "authorizationUrl": "u"},
            **{"tokenUrl": "t", "scopes": {"a": "b"}},
        },
    },
    "parameters": {
        "P": {
            **{"name": "p", "in": "query", "type": "array"},
            **{"items": {"type": "string"}, "collectionFormat": "multi"},
        }
    },
    "responses": {
        "R": {
            "description": "r",
            "schema": {"$ref": "#/definitions/A"},
            "examples": {"application/json": {"a": 1}},
            "headers": {"X": {"type": "integer"}},
        }
    },
    "paths": {
        "/a/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "type": "string"}
            ],
            "post": {
                "parameters": [
                    {"$ref": "#/parameters/P"},
                    {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/A"}},
                ],
                "responses": {"200": {"$ref": "#/responses/R"}},
                "schemes": ["https"],
            },
            "put": {
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"name": "f", "in": "formData", "type": "file"},
                    {
                        **{"name": "l", "in": "formData", "type": "array"},
                        **{"items": {"type": "string"}, "collectionFormat": "pipes"},
                    },
                ],
                "responses": {"200": {"description": "", "schema": {"type": "file"}}},
            },
        }
    },
    "definitions": {
        "A": {
            "type": "object",
            "discriminator": "t",
            "required": ["t"],
            "properties": {
                "t": {"type": "string", "x-nullable": True},
                "n": {"type": "number", "minimum": 1, "exclusiveMinimum": True},
            },
        },
        "B": {"allOf": [{"$ref": "#/definitions/A"}, {"properties": {"z": {}}}]},
    },
}
