"""Diagnostics → what people and programs read: text, JSON, GitHub annotations, SARIF 2.1.0.

Input: diagnostics in the order they are to appear, and the functions that know places and
texts. Output: text. What documents say is shown in a way that no terminal obeys.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from specloom.diagnostics import CODES, Diagnostic, Loss, Severity
from specloom.source import Locate, Position, SourceFile, SourceOf, Span

_INDENT = "    "
_WIDTH = 96
"""How much of a line an excerpt shows."""
_LONGEST = 2_000
"""How much of a message is printed; documents can make them as long as they like."""


# Text ---------------------------------------------------------------------------------------


def as_text(
    found: Iterable[Diagnostic],
    locate: Locate,
    source: SourceOf = lambda file: None,
    *,
    colour: bool = False,
) -> str:
    """Each diagnostic with its place, an excerpt with a caret, its notes and its help."""
    return "".join(
        _one_as_text(d, locate, source, _Paint(colour)) + "\n" for d in found
    )


class _Paint:
    """Colours for a terminal, or none."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self._colour else text


_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "help": "1;32",
    "place": "1",
    "quiet": "2",
}


def _one_as_text(d: Diagnostic, locate: Locate, source: SourceOf, paint: _Paint) -> str:
    position = place_of(d, locate)
    severity = d.severity.value
    place = f"{paint('place', _place(d.span, position))}: " if d.span else ""
    kind = paint(severity, f"{severity} {d.code}")
    lines = [f"{place}{kind}: {printable(d.message)}"]
    if d.span and d.span.pointer:
        lines.append(_INDENT + paint("quiet", f"at #{printable(d.span.pointer)}"))
    text = source(d.span.file) if d.span and position else None
    if text and position:
        lines += _excerpt(text, position, severity, paint)
    for note, span in d.notes:
        where = _reference(span, d.span, locate)
        lines.append(f"{_INDENT}{paint('note', 'note:')} {printable(note)}{where}")
    if d.help:
        lines.append(f"{_INDENT}{paint('help', 'help:')} {printable(d.help)}")
    return "\n".join(lines)


def _place(span: Span, position: Position | None) -> str:
    file = printable(span.file)
    return f"{file}:{position.line}:{position.column}" if position else file


def _reference(span: Span | None, beside: Span | None, locate: Locate) -> str:
    """Where a note points to, as short as it can be said."""
    if span is None:
        return ""
    position = locate(span)
    if position and beside and span.file == beside.file:
        return f" (line {position.line})"
    return f" ({_place(span, position)})"


def _excerpt(
    source: SourceFile, position: Position, severity: str, paint: _Paint
) -> list[str]:
    line = source.line(position.line)
    start = min(position.column - 1, len(line))
    if not line.strip():
        return []
    extent = _extent(line, start)
    first, last = _window(len(line), start, extent)
    shown = (
        ("…" if first else "") + _visible(line[first:last]) + "…" * (last < len(line))
    )
    before = ("…" if first else "") + _visible(line[first:start])
    number = str(position.line)
    carets = "^" * max(_columns(_visible(line[start : min(start + extent, last)])), 1)
    return [
        f"{_INDENT}{paint('quiet', f'{number} |')} {shown.rstrip()}",
        f"{_INDENT}{paint('quiet', ' ' * len(number) + ' |')} "
        + " " * _columns(before)
        + paint(severity, carets),
    ]


def _window(length: int, start: int, extent: int) -> tuple[int, int]:
    """Which part of a line to show, so that what is marked is in it."""
    if length <= _WIDTH:
        return 0, length
    first = max(0, min(start - (_WIDTH - extent) // 2, length - _WIDTH))
    return first, min(first + _WIDTH, length)


_MARKED = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"'  # quoted text
    r"|'(?:[^']|'')*'"
    r"|[^\s\"'{\[][^\s]*?(?=:(?:\s|$))"  # a key
    r"|[^\s,\[\]{}]+"  # a word
)


def _extent(line: str, start: int) -> int:
    """How many characters from `start` on the caret underlines: a key, a text, a word."""
    found = _MARKED.match(line[start : start + _WIDTH])
    return len(found[0]) if found else 1


# Hostile text -------------------------------------------------------------------------------

_UNSAFE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Categories of characters that a terminal may obey, reorder by or not show at all."""


def printable(text: str) -> str:
    """`text` on one line of bounded length, each unsafe character as its escape."""
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _escape(c) if unicodedata.category(c) in _UNSAFE else c for c in text
    )


def _escape(character: str) -> str:
    code = ord(character)
    if character in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character]
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def _visible(text: str) -> str:
    """`text` with one harmless character for each unsafe one, so that columns stay right."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        (
            c
            if unicodedata.category(c) not in _UNSAFE
            else " " if c == "\t" else _picture(c)
        )
        for c in text
    )


def _picture(character: str) -> str:
    code = ord(character)
    return chr(0x2400 + code) if code < 32 else "\ufffd"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        (
            0
            if unicodedata.combining(c)
            else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        )
        for c in text
    )


# Data ---------------------------------------------------------------------------------------


def place_of(d: Diagnostic, locate: Locate) -> Position | None:
    """The line and column of a diagnostic, if it has any."""
    return d.position or (locate(d.span) if d.span else None)


def rows(found: Iterable[Diagnostic], locate: Locate) -> list[dict[str, Any]]:
    """The diagnostics as JSON data."""
    return [_row(d, locate) for d in found]


def _row(d: Diagnostic, locate: Locate) -> dict[str, Any]:
    position = place_of(d, locate)
    row: dict[str, Any] = {
        "code": d.code,
        "severity": d.severity.value,
        "message": d.message,
        "file": d.span.file if d.span else None,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "pointer": f"#{d.span.pointer}" if d.span else None,
    }
    if d.notes:
        row["notes"] = [_note_row(text, span, locate) for text, span in d.notes]
    if d.help:
        row["help"] = d.help
    if d.loss is not Loss.NONE:
        row["loss"] = d.loss.value
    return row


def _note_row(text: str, span: Span | None, locate: Locate) -> dict[str, Any]:
    if span is None:
        return {"message": text}
    position = locate(span)
    return {
        "message": text,
        "file": span.file,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "pointer": f"#{span.pointer}",
    }


def as_json(found: Iterable[Diagnostic], locate: Locate) -> str:
    """One JSON object with all diagnostics; ASCII, so that halves of characters survive."""
    return json.dumps({"diagnostics": rows(found, locate)}, indent=2) + "\n"


# GitHub annotations -------------------------------------------------------------------------

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def as_github(found: Iterable[Diagnostic], locate: Locate) -> str:
    """Workflow commands, one a line, which GitHub shows beside the lines of a change."""
    return "".join(_annotation(d, locate) + "\n" for d in found)


def _annotation(d: Diagnostic, locate: Locate) -> str:
    position = place_of(d, locate)
    properties: list[tuple[str, object]] = []
    if d.span:
        properties.append(("file", d.span.file))
    if position:
        properties += [("line", position.line), ("col", position.column)]
    properties.append(("title", f"{d.code}: {CODES[d.code].title}"))
    options = ",".join(f"{name}={_property(str(value))}" for name, value in properties)
    parts = [d.message, *(text for text, _ in d.notes), *([d.help] if d.help else [])]
    message = "\n".join(map(printable, parts))
    return f"::{_COMMANDS[d.severity]} {options}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


# SARIF --------------------------------------------------------------------------------------


def as_sarif(found: Iterable[Diagnostic], locate: Locate) -> str:
    """A SARIF 2.1.0 log for code scanning."""
    listed = list(found)
    codes = sorted({d.code for d in listed})
    run = {
        "tool": {
            "driver": {"name": "specloom", "rules": [_rule(code) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, codes, locate) for d in listed],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    row = CODES[code]
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": row.title},
        "fullDescription": {"text": row.explanation},
        "defaultConfiguration": {"level": row.severity.value},
    }
    if row.help:
        rule["help"] = {"text": row.help}
    return rule


def _result(d: Diagnostic, codes: Sequence[str], locate: Locate) -> dict[str, Any]:
    text = f"{d.message}\n{d.help}" if d.help else d.message
    result: dict[str, Any] = {
        "ruleId": d.code,
        "ruleIndex": codes.index(d.code),
        "level": d.severity.value,
        "message": {"text": text},
    }
    if d.span:
        result["locations"] = [_location(d.span, place_of(d, locate))]
    related = [
        {"message": {"text": text}, **_location(span, locate(span))}
        for text, span in d.notes
        if span
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _location(span: Span, position: Position | None) -> dict[str, Any]:
    # Code scanning refuses a place without a line: what is about a whole file is at its top.
    region = {"startLine": 1}
    if position:
        region = {"startLine": position.line, "startColumn": position.column}
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(span.file, errors="replace")},
        "region": region,
    }
    location: dict[str, Any] = {"physicalLocation": physical}
    if span.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": f"#{span.pointer}"}]
    return location
