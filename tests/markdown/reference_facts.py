"""The facts on published reference pages of other systems, read from their tables.

Input: a page of `../shared/reference/`. Output: `Fact`s, one for each row: what the page says of
a field. Systems write one thing in many ways; here they become one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from page_reading import read_page


@dataclass(frozen=True, slots=True)
class Fact:
    """What a page says of one field."""

    name: str
    """Letters and digits alone, in lower case: systems spell the same name differently."""
    kind: str
    """`text`, `number`, `integer`, `boolean`, `list`, `map`, `type`, or empty."""
    linked: str
    """The page that the type links to there, by its plain name; empty if it has none."""
    required: bool
    nullable: bool
    default: str
    example: str
    sentences: tuple[str, ...]


def plain(name: str) -> str:
    """A name without what systems change about it."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def sentences(text: str) -> Iterator[str]:
    """The sentences of a description, white space and marks of emphasis aside."""
    text = re.sub(r"\(`?/[^)\s]*`?\)", "", text)
    for line in text.split("\n"):
        for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z`])", line):
            said = squeezed(sentence)
            if said and said != "n/a":
                yield said


def squeezed(text: str) -> str:
    """Letters, digits and signs, in lower case."""
    return re.sub(r"[\s`*_]+|(?<=[{}:,\[\]\"])\s|\s(?=[}\]])", "", text).lower()


def facts(page: Path) -> list[Fact]:
    """The facts of one page, by the form of its table."""
    source = page.read_text("utf-8")
    head, *rows = _table(source)
    columns = {name.strip().lower(): number for number, name in enumerate(head)}
    return [_fact(row, columns) for row in rows]


def _table(source: str) -> list[list[str]]:
    """The rows of the first table, each cell as Markdown."""
    lines = [line for line in source.split("\n") if line.count("|") >= 3]
    rows = [cells(line) for line in lines]
    return [row for row in rows if not set("".join(row)) <= set("- ")]


def cells(line: str) -> list[str]:
    """The cells of a row, as Markdown; a closing `|` is optional."""
    parts = re.split(r"(?<!\\)\|", line.strip().removeprefix("|"))
    cells = [part.strip() for part in parts]
    return cells[:-1] if len(cells) > 4 and not cells[-1] else cells


def _fact(row: list[str], columns: dict[str, int]) -> Fact:
    def cell(*names: str) -> str:
        for name in names:
            if name in columns and columns[name] < len(row):
                return row[columns[name]]
        return ""

    type, notes = cell("type"), cell("notes")
    required = cell("required")
    default = re.search(r"\[default to ([^\]]+)\]", notes)
    return Fact(
        plain(cell("field", "parameter", "name")),
        _kind(type),
        _linked(type),
        required in (":heavy_check_mark:", "Required")
        or ("notes" in columns and "[optional]" not in notes),
        "or null" in type,
        default[1] if default else "",
        cell("example"),
        tuple(sentences(text_of(cell("description")))),
    )


def _linked(type: str) -> str:
    found = re.search(r"\]\((?:[^)]*/)?([^)/]+)\.md\)", type)
    return plain(found[1]) if found else ""


def _kind(type: str) -> str:
    inner = type.removeprefix("Option<")
    if " or object" in type:
        return "type"
    for pattern, kind in (
        (r"\[\]|array|\**Vec|\[\*\*Vec", "list"),
        (r"any\*?\[\]|\*any\*\[\]", "list"),
        (r"\*{0,2}string|\*\*String|string", "text"),
        (r"\*{0,2}float|\*\*f64|number", "number"),
        (r"\*{0,2}int|\*\*i32|integer", "integer"),
        (r"\*{0,2}bool|\*\*bool|boolean", "boolean"),
        (r"map|\[\*\*serde_json::Value", "map"),
    ):
        if re.match(pattern, inner) or (kind == "list" and inner.endswith("[]")):
            return kind
    return "type"


def text_of(description: str) -> str:
    """Markdown of a cell as people see it, its blocks on lines of their own."""
    source = description.replace("<br/>", "\n\n").replace("<br>", "\n\n")
    return "\n".join(read_page(source).text)
