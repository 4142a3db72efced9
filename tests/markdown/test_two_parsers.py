"""The parser that MkDocs uses shows the same words as one of CommonMark: no page relies on one.

Needs the extra `docs`; skips without it.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
import yaml
from hostile import hostile_document
from making import ROOT, pages_of
from markdown_it import MarkdownIt

pytest.importorskip("pymdownx", reason="the extra `docs` is not installed")
python_markdown = pytest.importorskip("markdown")


def words(page: str) -> str:
    """What a page shows, without white space."""
    page = re.sub(r"<[^>]+>", "", page)
    return re.sub(r"\s+", "", html.unescape(page))


def differences(pages: dict[str, str]) -> list[str]:
    commonmark = MarkdownIt("commonmark", {"html": True}).enable("table")
    convert = python_markdown.Markdown(
        extensions=["tables", "sane_lists", "pymdownx.superfences"],
        extension_configs={"pymdownx.highlight": {"use_pygments": False}},
    )
    return [
        path
        for path, text in pages.items()
        if path.endswith(".md")
        and words(commonmark.render(text)) != words(convert.reset().convert(text))
    ]


def test_the_flagship() -> None:
    assert differences(pages_of(ROOT / "specs" / "threads-runs.yaml")) == []


def test_a_hostile_document(tmp_path: Path) -> None:
    spec = tmp_path / "hostile.yaml"
    spec.write_text(yaml.safe_dump(hostile_document(), sort_keys=False), "utf-8")
    assert differences(pages_of(spec)) == []
