"""Stage 4, emit: from the CommonMark of a description to a tree.

Input: text of a document. Output: `Prose`. The parser is markdown-it (CommonMark 0.31 and the
tables of GitHub); HTML is read where it has a form in CommonMark (`markup`) and is text elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

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
from specloom.emit.prose.letters import safe_text
from specloom.emit.prose.markup import without_html

if TYPE_CHECKING:
    from markdown_it.token import Token

# Without any of these, and on one line, a description is one paragraph of words.
_MARKED = re.compile(r"[\\`*_<\[\]#~|&\n>=]|://|^(?:\d+[.)]|[-+])(?:\s|$)")
_URL = re.compile(r"https?://[^\s<>\"`]+[^\s<>\"`.,;:!?)\]}'*_]")
_SPACES = re.compile(r"\s+")
_MOST_BRACKETS = 2_000
"""The parser looks for the end of each bracket anew; with more of them a text is mere words."""


def reader() -> Callable[[str], Prose]:
    """A function that reads descriptions; each text is read once."""
    known: dict[str, Prose] = {"": ()}

    def read(text: str) -> Prose:
        found = known.get(text)
        if found is None:
            cleaned = safe_text(text).strip()
            if not cleaned:
                found = ()
            elif cleaned.count("[") > _MOST_BRACKETS:
                found = tuple(_plain(cleaned))
            elif _MARKED.search(cleaned):
                found = tuple(_blocks(iter(_parser()(without_html(cleaned)))))
            else:
                found = (Paragraph((Text(_SPACES.sub(" ", cleaned)),)),)
            known[text] = found
        return found

    return read


@lru_cache(maxsize=1)
def _parser() -> Callable[[str], list[Token]]:
    """The parser, loaded when a text needs it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").parse


def _plain(text: str) -> Iterator[Block]:
    """Paragraphs of words alone."""
    for part in text.split("\n\n"):
        words = _SPACES.sub(" ", part.strip())
        if words:
            yield Paragraph((Text(words),))


# Blocks --------------------------------------------------------------------------------


def _blocks(tokens: Iterator[Token], end: str = "") -> Iterator[Block]:
    """The blocks up to the token of type `end`, which is taken too."""
    for token in tokens:
        match token.type:
            case "paragraph_open" | "heading_open":
                spans = _trimmed(_spans(iter(next(tokens).children or ())))
                next(tokens)
                if spans:
                    heading = token.type == "heading_open"
                    yield Heading(spans) if heading else Paragraph(spans)
            case "fence" | "code_block":
                language = token.info.split(maxsplit=1)[:1]
                yield CodeBlock(token.content.rstrip("\n"), "".join(language))
            case "bullet_list_open":
                yield Listing(tuple(_items(tokens, "bullet_list_close")))
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                yield Listing(tuple(_items(tokens, "ordered_list_close")), start)
            case "blockquote_open":
                yield Quote(tuple(_alert(list(_blocks(tokens, "blockquote_close")))))
            case "table_open":
                yield _grid(tokens)
            case type if type == end:
                return
            case _:
                # A thematic break says nothing that the blocks around it do not.
                pass


_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*")


def _alert(blocks: list[Block]) -> Iterator[Block]:
    """GitHub's alerts (`> [!NOTE]`) say what they are in bold."""
    first = blocks[0].spans if blocks and isinstance(blocks[0], Paragraph) else ()
    text = first[0] if first else None
    found = _ALERT.match(text.text) if isinstance(text, Text) else None
    if found is None or not isinstance(text, Text):
        yield from blocks
        return
    yield Paragraph((Strong((Text(found[1].capitalize()),)),))
    rest = Text(text.text[found.end() :])
    spans = _trimmed([rest, *first[1:]])
    if spans:
        yield Paragraph(spans)
    yield from blocks[1:]


def _items(tokens: Iterator[Token], end: str) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.type == end:
            return
        yield tuple(_blocks(tokens, "list_item_close"))


def _grid(tokens: Iterator[Token]) -> Grid:
    rows: list[list[tuple[Inline, ...]]] = []
    for token in tokens:
        match token.type:
            case "table_close":
                break
            case "tr_open":
                rows.append([])
            case "inline":
                rows[-1].append(_trimmed(_spans(iter(token.children or ()))))
            case _:
                pass
    return Grid(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


# Spans ---------------------------------------------------------------------------------


def _spans(tokens: Iterator[Token], end: str = "") -> list[Inline]:
    """The spans up to the token of type `end`, which is taken too."""
    spans: list[Inline] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special" | "html_inline":
                spans.append(Text(token.content))
            case "softbreak":
                spans.append(Text(" "))
            case "hardbreak":
                spans.append(Break())
            case "code_inline":
                spans.append(CodeSpan(token.content))
            case "strong_open":
                spans.append(Strong(tuple(_spans(tokens, "strong_close"))))
            case "em_open":
                spans.append(Emphasis(tuple(_spans(tokens, "em_close"))))
            case "link_open":
                target = str(token.attrs.get("href", ""))
                spans.append(Link(tuple(_spans(tokens, "link_close")), target))
            case "image":
                label = _spans(iter(token.children or ()))
                spans.append(Link(tuple(label), str(token.attrs.get("src", ""))))
            case type if type == end:
                break
            case _:
                spans.append(Text(token.content))
    return list(_with_urls(_joined(spans)))


def _joined(spans: Sequence[Inline]) -> Iterator[Inline]:
    """The same with texts that follow one another made one, all at once: there may be many."""
    texts: list[str] = []
    for span in (*spans, None):
        if isinstance(span, Text):
            texts.append(span.text)
            continue
        text = _SPACES.sub(" ", "".join(texts))
        texts.clear()
        if text:
            yield Text(text)
        if span is not None:
            yield span


def _with_urls(spans: Iterable[Inline]) -> Iterator[Inline]:
    """The same with every bare web address made a link."""
    for span in spans:
        if not isinstance(span, Text) or "://" not in span.text:
            yield span
            continue
        at = 0
        for found in _URL.finditer(span.text):
            if found.start() > at:
                yield Text(span.text[at : found.start()])
            yield Link((Text(found[0]),), found[0])
            at = found.end()
        if at < len(span.text):
            yield Text(span.text[at:])


def _trimmed(spans: list[Inline]) -> tuple[Inline, ...]:
    """Without white space and breaks at either end."""
    while spans and isinstance(spans[0], Break):
        del spans[0]
    while spans and isinstance(spans[-1], Break):
        del spans[-1]
    if spans and isinstance(first := spans[0], Text):
        spans[0] = Text(first.text.lstrip())
    if spans and isinstance(last := spans[-1], Text):
        spans[-1] = Text(last.text.rstrip())
    return tuple(s for s in spans if not (isinstance(s, Text) and not s.text))
