"""A document whose names and texts are all made to break a page."""

from __future__ import annotations

HOSTILE = "a | b ` <script>alert(1)</script>\n# no heading\n```\nnever closed \u202e|"


def hostile_document() -> dict[str, object]:
    said = {"description": HOSTILE}
    name = "x|`<b>"
    schema: dict[str, object] = {
        **said,
        "title": HOSTILE,
        "type": "object",
        "required": [name],
        "properties": {
            name: {
                **said,
                "type": "string",
                "enum": ["|", "`", HOSTILE],
                "default": "|",
            },
            "class": {
                **said,
                "type": "string",
                "pattern": "^(a|`b)$",
                "example": HOSTILE,
            },
            "self": {
                "oneOf": [{"$ref": "#/components/schemas/Index"}, {"type": "null"}]
            },
        },
        "example": {name: HOSTILE},
    }
    operation = {
        **said,
        "summary": HOSTILE,
        "operationId": "index",
        "tags": ["con"],
        "parameters": [
            {"name": name, "in": "query", **said, "schema": {"type": "string"}}
        ],
        "requestBody": {**said, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "200": {
                **said,
                "headers": {"X-`|`": {**said, "schema": {"type": "string"}}},
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Index"}
                    }
                },
            },
            "4XX": said,
        },
        "security": [{"key | ` one": []}],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": HOSTILE, "version": HOSTILE, **said},
        "servers": [{"url": "https://example.com/|`", **said}],
        "tags": [{"name": "con", **said}],
        "paths": {"/a|b`c/{d}": {"post": operation}},
        "components": {
            "schemas": {"Index": schema, "readme": schema, "Fields": schema},
            "securitySchemes": {
                "key | ` one": {"type": "apiKey", "in": "header", "name": "X|`", **said}
            },
        },
    }
