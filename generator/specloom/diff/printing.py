"""Changes as people and programs read them: text, Markdown, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from specloom.diff.change import Change, Level, verdict
from specloom.source import Locate, Span

_WORDS: Mapping[Level, str] = {
    Level.BREAKING: "breaking",
    Level.ADDITIVE: "additive",
    Level.DOCS: "docs",
}
_HEADINGS: Mapping[Level, str] = {
    Level.BREAKING: "Breaking changes",
    Level.ADDITIVE: "Added",
    Level.DOCS: "Documentation",
}
_ADVICE: Mapping[str, str] = {
    "none": "nothing changes for users of the package",
    "patch": "the next version is a patch: nothing changes but the documentation",
    "minor": "the next version is a minor one: code that works goes on working",
    "major": "the next version is a major one: code that works may break",
}


def as_text(changes: Sequence[Change], locate: Locate) -> str:
    """One change a paragraph, then the verdict."""
    lines: list[str] = []
    for change in changes:
        word = _WORDS[change.level]
        lines.append(f"{word:9} {change.subject}: {change.what}")
        lines.append(f"          {change.reason}; {_places(change, locate)}")
    return "\n".join([*lines, verdict_line(changes)]) + "\n"


def verdict_line(changes: Sequence[Change]) -> str:
    """How many changes of which weight, and what that means for the version."""
    count = {
        level: sum(change.level is level for change in changes) for level in _WORDS
    }
    counted = ", ".join(f"{n} {_WORDS[level]}" for level, n in count.items() if n)
    advice = _ADVICE[verdict(changes)]
    return f"{counted}: {advice}" if counted else advice


def as_markdown(changes: Sequence[Change], locate: Locate) -> str:
    """A section of a changelog. What the documents say in prose is not repeated."""
    lines = list(_markdown(changes, locate))
    return "\n".join(lines) + "\n"


def _markdown(changes: Sequence[Change], locate: Locate) -> Iterator[str]:
    yield f"<!-- {verdict(changes)} -->"
    for level, heading in _HEADINGS.items():
        found = [change for change in changes if change.level is level]
        if not found:
            continue
        yield f"\n### {heading}\n"
        for change in found:
            where = _places(change, locate)
            text = f"{_code(change.subject)}: {change.what}. "
            yield f"* {text}{_sentence(change.reason)} ({_code(where)})"
    if not changes:
        yield f"\n{_sentence(_ADVICE['none'])}"


def as_json(changes: Sequence[Change], locate: Locate) -> str:
    """The verdict and every change, for programs."""
    data: dict[str, Any] = {
        "verdict": verdict(changes),
        "changes": [
            {
                "level": _WORDS[change.level],
                "rule": change.rule,
                "subject": change.subject,
                "what": change.what,
                "reason": change.reason,
                "old": _place(change.old, locate),
                "new": _place(change.new, locate),
            }
            for change in changes
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _places(change: Change, locate: Locate) -> str:
    shown = [
        _where(span, locate) for span in (change.old, change.new) if span is not None
    ]
    return " → ".join(shown)


def _where(span: Span, locate: Locate) -> str:
    position = locate(span)
    return f"{span.file}:{position.line}:{position.column}" if position else span.file


def _place(span: Span | None, locate: Locate) -> dict[str, Any] | None:
    if span is None:
        return None
    position = locate(span)
    return {
        "file": span.file,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "pointer": f"#{span.pointer}",
    }


def _code(text: str) -> str:
    """Inline code, whatever the text holds."""
    fence = "``" if "`" in text else "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
