"""Prose as a tree: blocks, and the spans inside them. Text is text, whatever it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Words. White space is single spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """Code within a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong emphasis."""

    spans: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasis."""

    spans: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link (or an image, shown by its label) with the target as the author wrote it."""

    spans: tuple[Inline, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author asked for."""


Inline: TypeAlias = Text | CodeSpan | Strong | Emphasis | Link | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the description; its level says nothing on the page it ends up on."""

    spans: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, and the language the author named."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `start` is the number of the first item, None for bullets."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; every row has as many cells as the head."""

    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


Block: TypeAlias = Paragraph | Heading | CodeBlock | Listing | Quote | Grid
Prose: TypeAlias = "tuple[Block, ...]"
