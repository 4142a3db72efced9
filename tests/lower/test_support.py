"""Every attribute of a schema has a row in the table of support, and the docs print it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from specloom.lower.support import SUPPORT, table
from specloom.openapi.keywords import KEYWORDS
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
