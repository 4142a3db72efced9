"""Descriptions: read as CommonMark, printed so that nothing of theirs is markup but what we print."""

from __future__ import annotations

import time

import pytest
from page_reading import read_page
from specloom.emit.markdown.prose_text import Printer
from specloom.emit.prose.commonmark import reader


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(reader())


def test_what_authors_write_is_kept(printer: Printer) -> None:
    source = (
        "One *two* **three** `four`\nfive [six](https://example.com/a_b).\n\n"
        "- a\n- b\n    1. c\n    2. d\n\n```json\n{}\n```\n\n> said\n\n"
        "| A | B |\n|---|---|\n| `x` | y |\n"
    )
    assert printer.blocks(source) == (
        "One *two* **three** `four` five [six](https://example.com/a_b).\n\n"
        "- a\n\n- b\n\n    1. c\n    2. d\n\n```json\n{}\n```\n\n> said\n\n"
        "| A | B |\n| --- | --- |\n| `x` | y |"
    )
    assert printer.cell(source) == (
        "One *two* **three** `four` five [six](https://example.com/a_b).<br>"
        "• a<br>• b<br>&emsp;1. c<br>&emsp;2. d<br>`{}`<br>said<br>A · B<br>`x` · y"
    )


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("<p>One <b>two</b></p><p>three</p>", "One **two**\n\nthree"),
        ('<a href="https://example.com">x</a>', "[x](https://example.com)"),
        ("a<br/>b", "a<br>b"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<code>x</code>", "`x`"),
        ("`<p>`", "`<p>`"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("see https://example.com/x_y.", "see <https://example.com/x_y>."),
        ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
        ('<a href="javascript:alert(1)">x</a>', "\\[x\\](&lt;javascript:alert(1)>)"),
        ("[x](/docs/a)", "x (`/docs/a`)"),
        ("[x](#here)", "x"),
        ("![alt](https://example.com/x.png)", "[alt](https://example.com/x.png)"),
        ("# Heading\ntext", "**Heading**\n\ntext"),
        ("> [!NOTE]\n> Read `this`.", "> **Note**\n>\n> Read `this`."),
        ("", ""),
        ("<!-- hidden -->", ""),
    ],
)
def test_forms(printer: Printer, source: str, printed: str) -> None:
    assert printer.blocks(source) == printed


def test_relative_links_lead_to_the_documentation_if_it_is_known() -> None:
    printer = Printer(reader(), "https://docs.example.com/api/")
    assert printer.blocks("[x](/a)") == "[x](https://docs.example.com/a)"
    assert printer.blocks("[x](b)") == "[x](https://docs.example.com/api/b)"
    assert printer.blocks("[x](javascript:y)") == "\\[x\\](javascript:y)"


HOSTILE = [
    "```\nnever closed | <script>",
    "~~~~\nnever closed",
    "<div><script>alert(1)</script>",
    "<p><a href='x",
    "- a\n  - b\n    - c\n      - d\n        - e",
    "100. a\n101. b",
    "| a | b\n|---|---\n| `|` | \\| | c",
    "[a]: https://example.com 'x'\n\n[a]",
    "\u202e# heading\u202c\n\n\u2066- x",
    "<details><summary>x</summary>\n\n# y\n</details>",
    "a\n===\nb\n---\n***\n",
    "!!! note\n    x\n\n??? y\n\n/// z\n///",
    "`` ` `` ``` a | b ```",
    "**a**b**c** *x*y _a_b_ __init__",
    "<!-- never closed",
    "[![x](https://example.com/x)](https://example.com/y)",
    "![x](data:text/html,<script>alert(1)</script>)",
    "[x]( <https://example.com/ y> )",
    "\t\tcode\n\ttext",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_descriptions_break_nothing(printer: Printer, source: str) -> None:
    block = read_page(f"before\n\n{printer.blocks(source)}\n\nafter\n")
    assert block.text[0] == "before" and block.text[-1] == "after"
    assert block.html == [] and block.headings == []
    cell = printer.cell(source)
    table = read_page(f"| A | B |\n| --- | --- |\n| {cell} | x |\n| y | z |\n")
    assert table.html == [] and len(table.tables) == 1
    assert [len(row) for row in table.tables[0]] == [2, 2, 2]
    assert table.tables[0][2] == ["y", "z"]


@pytest.mark.parametrize(
    "source",
    [
        "[" * 20_000,
        "*a " * 20_000,
        "> " * 5_000,
        "`" * 20_000,
        "<p>" * 20_000,
        "- " * 5_000,
        "![" * 10_000,
        "<a href='" * 10_000,
        "a **b" * 10_000,
    ],
)
def test_long_nonsense_takes_no_time(source: str) -> None:
    begin = time.process_time()
    Printer(reader()).blocks(source)
    assert time.process_time() - begin < 2
