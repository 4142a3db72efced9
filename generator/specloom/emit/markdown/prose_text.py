"""Stage 4, emit: prose printed as Markdown, as blocks or within a cell of a table.

Input: `Prose`. Output: `Markdown`. Every paragraph is one line, so that nothing in it can begin
a block and a change of a sentence changes one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import assert_never
from urllib.parse import urljoin, urlsplit

from specloom.emit.markdown.table import table
from specloom.emit.markdown.text import (
    EMPTY,
    Markdown,
    at_start,
    code,
    fence,
    indented,
    is_safe,
    join,
    markdown,
    quoted,
    text,
    web_address,
    web_link,
)
from specloom.emit.prose.blocks import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Grid,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Prose,
    Quote,
    Strong,
    Text,
)


class Printer:
    """Prints descriptions. `base` is what their relative links are relative to, if known."""

    def __init__(self, read: Callable[[str], Prose], base: str = "") -> None:
        self._read = read
        self._base = base if is_safe(base) else ""
        self._blocks: dict[str, Markdown] = {"": EMPTY}
        self._cells: dict[str, Markdown] = {"": EMPTY}

    def blocks(self, description: str) -> Markdown:
        """A description as blocks, with blank lines between them; empty if it says nothing."""
        known = self._blocks.get(description)
        if known is None:
            known = self._block_lines(self._read(description))
            self._blocks[description] = known
        return known

    def cell(self, description: str) -> Markdown:
        """A description on one line, its blocks apart by `<br>`."""
        known = self._cells.get(description)
        if known is None:
            known = join("<br>", self._cell_lines(self._read(description)))
            self._cells[description] = known
        return known

    def first_line(self, description: str) -> Markdown:
        """What a description begins with: its first paragraph, for lists of many things."""
        for block in self._read(description):
            if isinstance(block, (Paragraph, Heading)):
                line = self._spans(block.spans)
                return markdown("{} …", line) if line.endswith(":") else line
        return EMPTY

    # Blocks ----------------------------------------------------------------------------

    def _block_lines(self, prose: Sequence[Block]) -> Markdown:
        return join("\n\n", filter(None, map(self._block, prose)))

    def _block(self, block: Block) -> Markdown:
        match block:
            case Paragraph():
                return at_start(self._spans(block.spans))
            case Heading():
                return _strong(self._spans(_unmarked(block.spans)))
            case CodeBlock():
                return fence(block.text, block.language) if block.text else EMPTY
            case Listing():
                return self._listing(block)
            case Quote():
                return quoted(self._block_lines(block.blocks))
            case Grid():
                rows = [tuple(map(self._spans, row)) for row in block.rows]
                return table(tuple(map(self._spans, block.head)), rows)
            case _:
                assert_never(block)

    def _listing(self, listing: Listing) -> Markdown:
        bodies = list(map(self._block_lines, listing.items))
        loose = any("\n" in body for body in bodies)
        items: list[Markdown] = []
        for number, body in enumerate(bodies, listing.start or 0):
            item = indented(body)
            if listing.start is None or number > 99:
                said = EMPTY if listing.start is None else text(f"{number}. ")
                items.append(markdown("- {}{}", said, item))
            else:
                items.append(markdown("{}. {}", text(str(number)), item))
        return join("\n\n", items) if loose else join("\n", items)

    # Cells -----------------------------------------------------------------------------

    def _cell_lines(self, prose: Sequence[Block]) -> list[Markdown]:
        return [line for block in prose for line in self._cell_block(block)]

    def _cell_block(self, block: Block) -> list[Markdown]:
        match block:
            case Paragraph():
                return [self._spans(block.spans)]
            case Heading():
                return [_strong(self._spans(_unmarked(block.spans)))]
            case CodeBlock():
                return [code(line) for line in block.text.split("\n") if line.strip()]
            case Listing():
                marked: list[Markdown] = []
                for number, item in enumerate(block.items, block.start or 0):
                    mark = "•" if block.start is None else f"{number}."
                    inner = self._cell_lines(item)
                    marked += [markdown("{} {}", text(mark), x) for x in inner[:1]]
                    marked += [markdown("&emsp;{}", line) for line in inner[1:]]
                return marked
            case Quote():
                return self._cell_lines(block.blocks)
            case Grid():
                rows = [block.head, *block.rows]
                return [join(" · ", filter(None, map(self._spans, r))) for r in rows]
            case _:
                assert_never(block)

    # Spans -----------------------------------------------------------------------------

    def _spans(self, spans: Sequence[Inline]) -> Markdown:
        printed: list[Markdown] = []
        for number, span in enumerate(spans):
            before = printed[-1][-1:] if printed else ""
            after = spans[number + 1] if number + 1 < len(spans) else None
            printed.append(self._span(span, before, after))
        return join("", printed)

    def _span(self, span: Inline, before: str, after: Inline | None) -> Markdown:
        match span:
            case Text():
                return text(span.text)
            case CodeSpan():
                return code(span.text)
            case Strong():
                make = partial(markdown, "**{}**")
            case Emphasis():
                make = partial(markdown, "*{}*")
            case Link():
                return self._link(span)
            case Break():
                return markdown("<br>")
            case _:
                assert_never(span)
        inner = self._spans(span.spans)
        return make(inner) if _may_wrap(inner, before, after) else inner

    def _link(self, link: Link) -> Markdown:
        label = self._spans(_unlinked(link.spans))
        target = self._joined(link.target)
        if is_safe(target):
            if not label or link.spans == (Text(target),):
                return web_address(target)
            return web_link(label, target)
        if not target or target.startswith("#") or label == text(target):
            return label
        return markdown("{} ({})", label, code(target)) if label else code(target)

    def _joined(self, target: str) -> str:
        """Where a link leads, seen from where the document's own links begin."""
        try:
            if self._base and target and not urlsplit(target).scheme:
                return urljoin(self._base, target)
        except ValueError:  # brackets around what is no address
            pass
        return target


def _strong(inner: Markdown) -> Markdown:
    return markdown("**{}**", inner) if _may_wrap(inner, "", None) else inner


def _may_wrap(inner: Markdown, before: str, after: Inline | None) -> bool:
    """Whether `*` around `inner` is read as emphasis (CommonMark 6.2, flanking runs)."""
    if not inner or before == "*" or inner[0].isspace() or inner[-1].isspace():
        return False
    follows = after.text[:1] if isinstance(after, Text) else ""
    opens = inner[0].isalnum() or not before.isalnum()
    closes = inner[-1].isalnum() or not follows.isalnum()
    return opens and closes


def _unmarked(spans: Sequence[Inline]) -> tuple[Inline, ...]:
    """Without the strong emphasis of a heading, which is strong as a whole."""
    inner: list[Inline] = []
    for span in spans:
        inner += span.spans if isinstance(span, Strong) else (span,)
    return tuple(inner)


def _unlinked(spans: Sequence[Inline]) -> tuple[Inline, ...]:
    """Without links, of which one cannot hold another."""
    inner: list[Inline] = []
    for span in spans:
        inner += _unlinked(span.spans) if isinstance(span, Link) else (span,)
    return tuple(inner)
