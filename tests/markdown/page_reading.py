"""Pages read back by a parser of CommonMark and GitHub's tables: what a reader will see."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_INLINE = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_PARSER.core.ruler.disable(["inline", "text_join"])
_OWN_HTML = frozenset({"<br>", "<code>", "</code>"})


@dataclass(slots=True)
class Read:
    """One page as a parser sees it."""

    anchors: set[str] = field(default_factory=set[str])
    links: list[str] = field(default_factory=list[str])
    tables: list[list[list[str]]] = field(default_factory=list[list[list[str]]])
    """Rows of cells as text, the head first."""
    html: list[str] = field(default_factory=list[str])
    """Tags that are not of our own making."""
    text: list[str] = field(default_factory=list[str])
    fences: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Language and text of each block of code."""
    headings: list[str] = field(default_factory=list[str])


def read_page(source: str) -> Read:
    """What is on a page."""
    page = Read()
    row: list[str] | None = None
    for token, before in _pairs(_PARSER.parse(source)):
        match token.type:
            case "table_open":
                page.tables.append([])
            case "tr_open":
                row = []
                page.tables[-1].append(row)
            case "html_block":
                page.html.append(token.content)
            case "fence" | "code_block":
                page.fences.append((token.info, token.content))
            case "inline":
                line = _line(token.content)
                said = line.text
                page.text.append(said)
                page.links += line.links
                page.html += line.html
                if before is not None and before.type in ("td_open", "th_open"):
                    assert row is not None
                    row.append(said)
                if before is not None and before.type == "heading_open":
                    page.headings.append(said)
                    page.anchors.add(_unique(_slug(said), page.anchors))
            case _:
                pass
    return page


@dataclass(frozen=True, slots=True)
class Line:
    """What is within a paragraph, a heading or a cell."""

    text: str
    """As people see it; a break is a line break."""
    links: tuple[str, ...]
    html: tuple[str, ...]


@cache
def _line(source: str) -> Line:
    text: list[str] = []
    links: list[str] = []
    html: list[str] = []
    for token in _INLINE.parseInline(source)[0].children or ():
        if token.type in ("softbreak", "hardbreak") or token.content == "<br>":
            text.append("\n")
        elif token.type != "html_inline":
            text.append(token.content)
        if token.type == "link_open":
            links.append(str(token.attrs["href"]))
        elif token.type == "image":
            html.append("image")
        elif token.type == "html_inline" and token.content not in _OWN_HTML:
            html.append(token.content)
    return Line("".join(text), tuple(links), tuple(html))


def _pairs(tokens: list[Token]) -> Iterator[tuple[Token, Token | None]]:
    return zip(tokens, [None, *tokens], strict=False)


def _slug(heading: str) -> str:
    """The id of a heading on GitHub."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _unique(slug: str, taken: set[str]) -> str:
    number, found = 0, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


def problems(pages: Mapping[str, str]) -> Iterator[str]:
    """What is wrong on any page: links, tables, markup that is not ours."""
    read = {path: read_page(text) for path, text in pages.items() if path[-3:] == ".md"}
    for path, page in read.items():
        for target in page.links:
            if not _leads_somewhere(target, path, read, pages):
                yield f"{path}: the link {target} leads nowhere"
        for html in page.html:
            yield f"{path}: has HTML: {html[:60]!r}"
        yield from _broken_tables(path, pages[path], page)


def _leads_somewhere(
    target: str, path: str, read: Mapping[str, Read], pages: Mapping[str, str]
) -> bool:
    parts = urlsplit(target)
    if parts.scheme:
        return parts.scheme in ("http", "https", "mailto")
    folder = posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    if not parts.path:
        wanted = path
    if wanted not in pages:
        return False
    return not parts.fragment or unquote(parts.fragment) in read[wanted].anchors


def _broken_tables(path: str, source: str, page: Read) -> Iterator[str]:
    """Every line that looks like a row is one, with as many cells as the head."""
    rows = [line for line in _outside_fences(source) if line.startswith("|")]
    shown_rows = [row for table in page.tables for row in table]
    rules = len(page.tables)
    if len(rows) != len(shown_rows) + rules:
        yield f"{path}: {len(rows)} lines of tables, {len(shown_rows)} rows"
    for table in page.tables:
        if any(len(row) != len(table[0]) for row in table):
            yield f"{path}: a row has not the cells of its head {table[0]}"
    for row in rows:
        cells = len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) - 1
        if not any(cells == len(table[0]) for table in page.tables):
            yield f"{path}: no table has {cells} cells: {row[:80]}"


def _outside_fences(source: str) -> Iterator[str]:
    fence = ""
    for line in source.split("\n"):
        ticks = re.match(r" *(`{3,})", line)
        if fence:
            if ticks and len(ticks[1]) >= len(fence) and not line.strip(" `"):
                fence = ""
        elif ticks:
            fence = ticks[1]
        else:
            yield line
