"""Diagnostics: one shape for user errors, gaps, and the findings of the validator.

A diagnostic says what was found, where, and what to do. Stages put them into a `Bag`; nothing
here prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from specloom.diagnostics.codes import CODES, Severity
from specloom.source import Position, Span


class Loss(Enum):
    """What a diagnostic says was lost of the document's meaning; nothing is lost in silence."""

    NONE = "none"
    APPROXIMATED = "approximated"
    OPAQUE = "opaque"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `position` is given where no JSON Pointer exists yet, as in a syntax error."""

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    notes: tuple[tuple[str, Span | None], ...] = ()
    help: str = ""
    position: Position | None = None
    loss: Loss = Loss.NONE


class SpecloomError(Exception):
    """A user's error that ends the run; it carries the diagnostic that explains it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(f"{diagnostic.code}: {diagnostic.message}")
        self.diagnostic = diagnostic


_OF_THE_VALIDATOR = frozenset({"W130", "W131"})


class Bag:
    """Collects the diagnostics of one run, each once, and hands them back sorted.

    A finding of the validator stands only where nothing else is said: who reads a place explains
    better, and says what was done about it.
    """

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}
        self._told: dict[Span, Diagnostic] = {}

    def report(
        self,
        code: str,
        message: str,
        span: Span | None = None,
        *,
        notes: tuple[tuple[str, Span | None], ...] = (),
        help: str | None = None,
        position: Position | None = None,
        loss: Loss = Loss.NONE,
    ) -> None:
        """Adds a diagnostic of `code`; its severity and help come from the table."""
        found = make(code, message, span, notes, help, position, loss)
        if span is not None:
            told = self._told.get(span)
            if told is not None and code in _OF_THE_VALIDATOR:
                return
            if told is not None and told.code in _OF_THE_VALIDATOR:
                del self._found[told]
            self._told[span] = found
        self._found[found] = None

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def failed(self) -> bool:
        """Whether any error was reported."""
        return any(d.severity is Severity.ERROR for d in self._found)

    def sorted(self, locate: Callable[[Span], Position | None]) -> list[Diagnostic]:
        """All diagnostics by file, line, column and code; those without a place come first."""

        def key(d: Diagnostic) -> tuple[str, int, int, str, str]:
            place = d.position or (locate(d.span) if d.span else None)
            line, column = place or (0, 0)
            return (d.span.file if d.span else "", line, column, d.code, d.message)

        return sorted(self._found, key=key)


def make(
    code: str,
    message: str,
    span: Span | None = None,
    notes: tuple[tuple[str, Span | None], ...] = (),
    help: str | None = None,
    position: Position | None = None,
    loss: Loss = Loss.NONE,
) -> Diagnostic:
    """A diagnostic of `code`, with severity and help from the `CODES` table unless given."""
    row = CODES[code]
    return Diagnostic(
        code,
        row.severity,
        message,
        span,
        notes,
        row.help if help is None else help,
        position,
        loss,
    )


def fail(
    code: str,
    message: str,
    span: Span | None = None,
    *,
    notes: tuple[tuple[str, Span | None], ...] = (),
    help: str | None = None,
    position: Position | None = None,
) -> SpecloomError:
    """The exception to raise when `code` ends the run."""
    return SpecloomError(make(code, message, span, notes, help, position))
