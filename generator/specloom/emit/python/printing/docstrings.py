"""Stage 4, emit: what a document says of a thing → the text of its docstring.

Input: docs, constraints, defaults, examples. Output: plain text for `code.docstring`. An
author's CommonMark is kept; only paragraphs and list items with lines that are too long are
wrapped. What the fields of a class say beside their description follows in short sentences.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache

from specloom.emit.prose.letters import safe_text
from specloom.emit.prose.markup import without_html
from specloom.emit.prose.value_rules import Quoted, rules_of
from specloom.emit.python.printing.layout import WIDTH
from specloom.model.declarations import Access, Field, Presence
from specloom.model.doc import Constraints, Doc, Example
from specloom.model.types import JsonValue

_LIST_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)])\s+")
# A line that must stand as it is: a table, a heading, code, a quotation, HTML, a link's target.
_FIXED = re.compile(r"\s*(\||#|>|<|```|~~~|\[[^\]]+\]:|={3,}|-{3,}|\*{3,})")
# A word that would mean something else at the beginning of a line.
_MARKER = re.compile(r"([-*+]|\d{1,3}[.)]|#+|>|\||=+)$")


def prose(doc: Doc) -> str:
    """Summary, description and link, as paragraphs."""
    summary, description = doc.summary.strip(), doc.description.strip()
    parts = [summary] if summary and not description.startswith(summary) else []
    parts.append(description or ("" if parts else doc.title.strip()))
    if doc.external_url:
        label = doc.external_description.strip().rstrip(".") or "See also"
        parts.append(f"{label}: {doc.external_url.strip()}")
    return "\n\n".join(part for part in parts if part)


def field_text(field: Field) -> str:
    """The docstring of a field: description, then what else is known of it."""
    facts = list(_facts(field))
    text = prose(field.doc)
    if not facts:
        return text
    return f"{text}\n\n{' '.join(facts)}" if text else " ".join(facts)


def _facts(field: Field) -> Iterator[str]:
    if field.deprecated:
        yield "Deprecated."
    if field.access is Access.READ:
        yield "Read-only: set by the API, never sent."
    elif field.access is Access.WRITE:
        yield "Write-only: sent, never received."
    yield from constraint_facts(field.constraints, field.doc.description)
    if field.tag and field.presence is Presence.OPTIONAL:
        yield "Tells variants of unions apart: always sent."
    elif field.default is not None:
        yield f"Default of the API: {sample(field.default.value)}."
    yield from example_facts(field.examples)


def example_facts(examples: tuple[Example, ...]) -> Iterator[str]:
    """The first example, if it is short enough to stand in a sentence."""
    for example in examples[:1]:
        text = sample(example.value)
        if len(text) <= 120:
            yield f"Example: {text}."


def sample(value: JsonValue) -> str:
    """A value as JSON, in backticks."""
    return _fenced(json.dumps(value, ensure_ascii=False))


def _fenced(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def constraint_facts(rules: Constraints, said: str = "") -> Iterator[str]:
    """The rules of a value as sentences, without those that `said` states already."""
    for sentence in rules_of(rules, said):
        yield "".join(map(_shown, sentence))


def _shown(part: str | Quoted) -> str:
    if not isinstance(part, Quoted):
        return part
    is_word = isinstance(part.value, str) and not part.value.replace("-", "").isalnum()
    return _fenced(str(part.value)) if is_word else str(part.value)


# Wrapping ------------------------------------------------------------------------------


@lru_cache(maxsize=None)
def wrapped(text: str, depth: int) -> str:
    """`text` with its long paragraphs and list items wrapped for a docstring at `depth`."""
    text = without_html(safe_text(text)).strip()
    width = WIDTH - 4 * depth
    if len(text) <= width - 6 and "\n" not in text:
        return text
    lines: list[str] = []
    block: list[str] = []
    fence = ""

    def flush() -> None:
        if block:
            lines.extend(_filled(block, width, 3 if not lines else 0))
            block.clear()

    for line in text.split("\n"):
        stripped = line.strip()
        if fence:
            lines.append(line.rstrip())
            if stripped.startswith(fence):
                fence = ""
            continue
        item = _LIST_ITEM.match(line)
        if not stripped or item or _FIXED.match(line) or line.startswith("    "):
            flush()
        if not stripped:
            lines.append("")
        elif stripped.startswith(("```", "~~~")):
            fence = stripped[:3]
            lines.append(line.rstrip())
        elif not item and (_FIXED.match(line) or _is_code(line, lines)):
            lines.append(line.rstrip())
        else:
            block.append(line)
    flush()
    return "\n".join(_single_blanks(lines))


def _is_code(line: str, before: list[str]) -> bool:
    return line.startswith("    ") and (not before or not before[-1])


def _single_blanks(lines: list[str]) -> Iterator[str]:
    blank = False
    for line in lines:
        if line or not blank:
            yield line
        blank = not line


def _filled(block: list[str], width: int, first: int) -> list[str]:
    """A paragraph or list item, wrapped if any of its lines is too long."""
    if all(len(line) <= width for line in block[1:]) and len(block[0]) + first <= width:
        if len(block) > 1 or len(block[0]) + 2 * first <= width:
            return [line.rstrip() for line in block]
    item = _LIST_ITEM.match(block[0])
    indent = " " * len(item[0]) if item else " " * _indent(block[0])
    words = " ".join(line.strip() for line in block).split(" ")
    lines: list[str] = []
    current = " " * (len(item[1]) if item else len(indent))
    current += words[0]
    room = width - first
    for word in filter(None, words[1:]):
        if len(current) + 1 + len(word) <= room or _MARKER.match(word):
            current += f" {word}"
        else:
            lines.append(current)
            current = indent + word
            room = width
    lines.append(current)
    return lines


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
