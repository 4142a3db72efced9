"""A description of httpbin's echo: an operation for each place, style and shape of a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import Any
from urllib.parse import quote
from uuid import UUID

from wire.style_examples import ARRAY, OBJECT, STRING, TABLE

Schema = dict[str, Any]

STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}


@dataclass(frozen=True)
class Shape:
    """A schema, a value of it as a program would give it, and where it stands in the table."""

    name: str
    schema: Schema
    value: Any
    column: int
    text: str = STRING
    """What is written for `blue`."""

    def written(self, row: tuple[str, str, str], plain: bool) -> str:
        """How the table writes this value; `n/a` where it says nothing.

        `plain`: the place where it stands is not percent-encoded.
        """
        text = row[self.column]
        if self.column == 0:
            text = text.replace(STRING, self.text if plain else quote(self.text))
        return text


RECORD = {
    "type": "object",
    "properties": {name: {"type": "integer"} for name in OBJECT},
    "required": [*OBJECT],
}
WHEN = datetime(2026, 8, 21, 10, 30, 5, tzinfo=timezone.utc)
SHAPES = (
    Shape("string", {"type": "string"}, STRING, 0),
    Shape("integer", {"type": "integer"}, 100, 0, "100"),
    Shape("number", {"type": "number"}, 1.5, 0, "1.5"),
    Shape("boolean", {"type": "boolean"}, True, 0, "true"),
    Shape("enum", {"type": "string", "enum": [STRING, "red"]}, STRING, 0),
    Shape(
        "date",
        {"type": "string", "format": "date"},
        date(2026, 8, 21),
        0,
        "2026-08-21",
    ),
    Shape(
        "time",
        {"type": "string", "format": "date-time"},
        WHEN,
        0,
        "2026-08-21T10:30:05+00:00",
    ),
    Shape(
        "uuid",
        {"type": "string", "format": "uuid"},
        UUID(int=1),
        0,
        "00000000-0000-0000-0000-000000000001",
    ),
    Shape("array", {"type": "array", "items": {"type": "string"}}, ARRAY, 1),
    Shape("tuple", {"type": "array", "items": {"type": "string"}}, tuple(ARRAY), 1),
    Shape("record", {"$ref": "#/components/schemas/Color"}, OBJECT, 2),
    Shape(
        "map",
        {"type": "object", "additionalProperties": {"type": "integer"}},
        OBJECT,
        2,
    ),
    Shape(
        "union_text",
        {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        STRING,
        0,
    ),
    Shape(
        "union_list",
        {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        ARRAY,
        1,
    ),
    Shape(
        "nullable",
        {"type": ["array", "null"], "items": {"type": "string"}},
        ARRAY,
        1,
    ),
)


@dataclass(frozen=True)
class Case:
    """One operation: its parameter, the value to give, and what has to be sent."""

    location: str
    style: str
    explode: bool
    shape: Shape
    expected: str

    @property
    def name(self) -> str:
        """The operationId."""
        spread = "exploded" if self.explode else "joined"
        return "_".join((self.location, self.style.lower(), spread, self.shape.name))


def cases() -> list[Case]:
    """Every combination that the table gives a result for."""
    found: list[Case] = []
    for location, styles in STYLES.items():
        for (style, explode), row in TABLE.items():
            if (location, style) == ("cookie", "form"):
                # Appendix D: cookies are parted by "; ", never by "&".
                row = (row[0], row[1].replace("&", "; "), row[2].replace("&", "; "))
            for shape in SHAPES if style in styles else ():
                written = shape.written(row, "header" == location or style == "cookie")
                if written != "n/a":
                    found.append(Case(location, style, explode, shape, written))
    return found


def echo(*parameters: Schema, **more: Any) -> Schema:
    """An operation that answers with what it was sent."""
    return {
        "parameters": list(parameters),
        "responses": {
            "200": {
                "description": "What came.",
                "content": {
                    "application/json": {
                        "schema": {"$ref": "#/components/schemas/Echo"}
                    }
                },
            }
        },
        "tags": ["echo"],
    } | more


def color(location: str, schema: Schema, **more: Any) -> Schema:
    """The parameter `color`."""
    required = {"required": True} if location == "path" else {}
    return {"name": "color", "in": location, "schema": schema} | required | more


def document(url: str, paths: dict[str, Schema]) -> dict[str, Any]:
    """A document with these paths, served at `url`."""
    return {
        "openapi": "3.2.0",
        "info": {"title": "Echo", "version": "1"},
        "servers": [{"url": url}],
        "paths": paths,
        "components": {
            "schemas": {
                "Color": RECORD,
                "Echo": {
                    "type": "object",
                    "properties": {
                        "args": {"type": "object"},
                        "headers": {
                            "type": "object",
                            "additionalProperties": {"type": "string"},
                        },
                        "data": {"type": "string"},
                        "form": {"type": "object"},
                        "files": {"type": "object"},
                        "json": {},
                        "method": {"type": "string"},
                        "url": {"type": "string"},
                    },
                },
            }
        },
    }


def styles_document(url: str) -> dict[str, Any]:
    """The document of all cases."""
    paths: dict[str, Schema] = {}
    for case in cases():
        parameter = color(
            case.location, case.shape.schema, style=case.style, explode=case.explode
        )
        path = f"/anything/{case.name}"
        if case.location == "path":
            path += "/{color}/after"
        paths[path] = {"get": echo(parameter, operationId=case.name)}
    return document(url, paths)
