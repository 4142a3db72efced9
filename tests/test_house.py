"""The house in order: pages that say where things are say the truth, and one thing has one name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ROOT / "generator" / "specloom"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")

PLACES = (CODE, ROOT, ROOT / "templates" / "python", CODE / "lower", CODE / "run")
"""What a path on the page may be relative to."""

ALIKE = {"dispatch"}
"""Files of two stages that are one idea on its two sides: the model's tree, and what makes it."""


def _rows(heading: str) -> Iterator[list[str]]:
    section = PAGE.split(f"\n{heading}\n", 1)[1].split("\n## ", 1)[0].split("\n### ")[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and not set(line) <= set("|- "):
            yield cells


def _paths(text: str) -> Iterator[str]:
    for quoted in re.findall(r"`([^` ]+)`", text):
        if "/" in quoted or quoted.endswith(".py") and quoted != ".py":
            yield re.sub(r"<[^>]*>", "*", quoted).rstrip("/")


@pytest.mark.parametrize(
    "heading",
    ["## Where to change what", "### Inside `lower/`", "### Inside `emit/python/`"],
)
def test_every_path_of_a_table_is_there(heading: str) -> None:
    rows = list(_rows(heading))
    assert len(rows) > 4
    below = CODE / "emit" / "python" if "emit" in heading else CODE
    named = {path for row in rows for cell in row for path in _paths(cell)}
    assert named
    missing = {
        path
        for path in named
        if not any(list(place.glob(path)) for place in (*PLACES, below))
    }
    assert not missing


def test_every_folder_says_what_lives_there() -> None:
    folders = {path.parent for path in CODE.rglob("*.py")} - {CODE}
    for folder in folders:
        doc = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
        assert doc and len(doc) > 40, folder


def test_no_two_files_are_called_alike() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in CODE.rglob("*.py"):
        if not path.name.startswith("__"):
            places[path.stem].append(str(path.relative_to(CODE)))
    assert {k: v for k, v in places.items() if len(v) > 1 and k not in ALIKE} == {}


def test_no_two_public_classes_are_called_alike() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in CODE.rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path.relative_to(CODE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
