"""Every attribute of a schema has a row in the table of support, and the docs print it."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from specloom.config import Limits
from specloom.diagnostics import Bag
from specloom.document import open_documents
from specloom.lower.support import SUPPORT, table
from specloom.lower.support_objects import OBJECTS, objects_table
from specloom.openapi import read_document
from specloom.openapi.keywords import KEYWORDS
from specloom.openapi.node import Node
from specloom.openapi.schema import Schema

DOCS = Path(__file__).parents[2] / "docs" / "keywords.md"


def test_every_attribute_has_a_row() -> None:
    assert {f.name for f in fields(Schema)} - {"span"} == set(SUPPORT)


def test_every_keyword_leads_to_attributes_with_rows() -> None:
    for row in KEYWORDS.values():
        assert set(row.attributes) <= set(SUPPORT)


def test_every_row_says_how() -> None:
    assert all(
        line.count("|") == 4 and "|  |" not in line for line in table().splitlines()[2:]
    )


def test_the_docs_print_the_table() -> None:
    assert table() in DOCS.read_text("utf-8")


def test_every_field_of_every_object_has_a_row(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What stage 2 asks for while it reads a document that has one of each object."""
    known: dict[str, set[str]] = {}

    def expect(_: Node, fields: frozenset[str], what: str, code: str = "N212") -> None:
        known.setdefault(what.partition(" ")[2], set()).update(fields)

    monkeypatch.setattr(Node, "expect", expect)
    for version in ("3.2.0", "2.0"):
        path = tmp_path / f"{version}.json"
        path.write_text(json.dumps(EVERYTHING[version]))
        documents = open_documents(path, limits=Limits(), bag=Bag())
        read_document(documents, Bag())
    assert {name: set(fields) for name, fields in OBJECTS.items()} == known


def test_the_docs_print_the_table_of_objects() -> None:
    assert objects_table() in DOCS.read_text("utf-8")


_MEDIA = {"schema": {}, "encoding": {"a": {}}, "examples": {"a": {"value": 1}}}
EVERYTHING: dict[str, Any] = {
    "3.2.0": {
        "openapi": "3.2.0",
        "info": {},
        "tags": [{"name": "t"}],
        "servers": [{"url": "https://{a}", "variables": {"a": {"default": "b"}}}],
        "components": {
            "securitySchemes": {
                "s": {"type": "oauth2", "flows": {"implicit": {"scopes": {}}}}
            },
        },
        "paths": {
            "/": {
                "get": {
                    "parameters": [{"name": "a", "in": "query", "schema": {}}],
                    "requestBody": {"content": {"multipart/form-data": _MEDIA}},
                    "responses": {"200": {"headers": {"a": {"schema": {}}}}},
                }
            }
        },
    },
    "2.0": {
        "swagger": "2.0",
        "info": {},
        "paths": {"/": {"get": {"responses": {"200": {"schema": {}}}}}},
    },
}
