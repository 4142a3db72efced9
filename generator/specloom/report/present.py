"""Diagnostics to where they are read: a terminal, a pipe, a CI log, another program."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from specloom.diagnostics import Diagnostic, Severity
from specloom.report.progress import in_colour
from specloom.source import Locate, SourceOf

if TYPE_CHECKING:
    from specloom.run.outcome import Outcome


_SHOWN = 20
"""How many diagnostics of one code are printed as text; the report has them all."""


def present_outcome(outcome: Outcome, format: str, *, notes: bool = True) -> None:
    """Prints what a run found: text to standard error, other formats to standard output."""
    if format == "text":
        sys.stderr.write(outcome_text(outcome, notes=notes, colour=in_colour()))
    else:
        present(outcome.diagnostics, outcome.locate, outcome.source, format)


def outcome_text(outcome: Outcome, *, notes: bool = True, colour: bool = False) -> str:
    """What a run found as text; notes about the document are only counted without `notes`."""
    shown = [d for d in outcome.diagnostics if notes or not _is_aside(d)]
    text = present_text(shown, outcome.locate, outcome.source, colour)
    if aside := len(outcome.diagnostics) - len(shown):
        things = "1 note" if aside == 1 else f"{aside} notes"
        text += f"{things} about the document: `specloom validate` shows them\n"
    return text


def _is_aside(diagnostic: Diagnostic) -> bool:
    about_document = diagnostic.code[1] in "1234"
    return about_document and diagnostic.severity is Severity.NOTE


def present_end(errors: int, command: str, format: str) -> None:
    """The last line of a run that should have written something, and may not."""
    if errors and command in ("generate", "vendor") and format == "text":
        number = "1 error" if errors == 1 else f"{errors} errors"
        sys.stderr.write(f"{number}: nothing was written\n")


def errors_of(found: Iterable[Diagnostic]) -> int:
    """How many of them are errors."""
    return sum(d.severity is Severity.ERROR for d in found)


def present(
    found: Sequence[Diagnostic],
    locate: Locate = lambda span: None,
    source: SourceOf = lambda file: None,
    format: str = "text",
) -> None:
    """Prints diagnostics in one of the formats of `--format`."""
    from specloom.report import diagnostic_text as report

    match format:
        case "json":
            sys.stdout.write(report.as_json(found, locate))
        case "sarif":
            sys.stdout.write(report.as_sarif(found, locate))
        case "github":
            sys.stdout.write(report.as_github(found, locate))
        case _:
            sys.stderr.write(present_text(found, locate, source, in_colour()))


def present_text(
    found: Sequence[Diagnostic], locate: Locate, source: SourceOf, colour: bool = False
) -> str:
    """Diagnostics as text; of a code that comes very often, the first ones."""
    if not found:
        return ""
    from specloom.report import diagnostic_text as report

    seen: dict[str, int] = {}
    shown: list[Diagnostic] = []
    for diagnostic in found:
        seen[diagnostic.code] = seen.get(diagnostic.code, 0) + 1
        if seen[diagnostic.code] <= _SHOWN:
            shown.append(diagnostic)
    text = report.as_text(shown, locate, source, colour=colour)
    more = [
        f"{count - _SHOWN} more {code}"
        for code, count in seen.items()
        if count > _SHOWN
    ]
    return text + (
        f"and {', '.join(more)}; --report FILE lists them all\n" if more else ""
    )
