"""A finished run as its caller sees it: what was found, what was made, whether it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from specloom.config import Config
from specloom.diagnostics import Bag, Diagnostic, Severity, SpecloomError, make
from specloom.document.limits import room_for
from specloom.repair.repairs import Repair, repair
from specloom.run.pipeline import OnStage, Pipeline, Result, failed, severity_of
from specloom.run.preflight import preflight
from specloom.source import Position, SourceFile, Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run came to. With `failed`, nothing was written."""

    config: Config
    diagnostics: tuple[Diagnostic, ...]
    """By place; with `strict`, warnings are errors here."""
    failed: bool
    result: Result
    locate: Callable[[Span], Position | None]
    """The line and column of a place in a document."""
    source: Callable[[str], SourceFile | None]
    """The text of a document by its display path."""
    repairs: tuple[Repair, ...] = ()
    """What an overlay can repair of the documents, as `specloom fix` writes it."""


def complete(
    config: Config,
    *,
    dry: bool = False,
    progress: OnStage = lambda stage, what: None,
) -> Outcome:
    """Runs the whole pipeline; a user's errors come back as diagnostics, never as exceptions."""
    return conclude(config, lambda pipeline: pipeline.run(dry=dry), progress)


def conclude(
    config: Config, work: Callable[[Pipeline], object], progress: OnStage
) -> Outcome:
    """Does `work` with a pipeline of `config` and gathers what came of it."""
    bag = Bag()
    pipeline = Pipeline(config, bag, progress)
    try:
        preflight(config, bag)
        if not bag.failed:
            with room_for(config.limits):
                work(pipeline)
    except SpecloomError as error:
        _add(bag, error.diagnostic)
    result = pipeline.result

    def locate(span: Span) -> Position | None:
        for documents in result.documents:
            if documents.source(span.file) is not None:
                return documents.locate(span)
        return None

    def source(file: str) -> SourceFile | None:
        found = (documents.source(file) for documents in result.documents)
        text = next((text for text in found if text is not None), None)
        return text or _read(file, result.given.get(file))

    def written(span: Span) -> Span:
        for documents in result.documents:
            if documents.source(span.file) is not None:
                return documents.origin(span)
        return span

    wrong, said = failed(config, bag), bag.sorted(locate)
    repairs: dict[Diagnostic, Repair] = {}
    # What a repair looks up may lead nowhere too, which is nobody's mistake.
    for diagnostic in said:
        for documents in result.documents:
            if (repaired := repair(diagnostic, documents)) is not None:
                repairs[diagnostic] = repaired
    found = [_where_written(_proposed(d, repairs.get(d)), written) for d in said]
    found = [
        replace(d, severity=severity)
        for d in found
        if (severity := severity_of(config, d)) is not None
    ]
    if (
        wrong
        and config.fail_on_loss
        and not any(d.severity is Severity.ERROR for d in found)
    ):
        found.append(
            make("E607", "parts of the document could not be expressed exactly")
        )
    repaired_all = tuple(repairs.values())
    return Outcome(config, tuple(found), wrong, result, locate, source, repaired_all)


def _read(file: str, given: bytes | None) -> SourceFile | None:
    """The text of what could not be read as a document, if it is text at all."""
    try:
        data = Path(file).read_bytes() if given is None else given
        return SourceFile(file, data.decode("utf-8-sig"))
    except (OSError, ValueError):
        return None


def _where_written(d: Diagnostic, written: Callable[[Span], Span]) -> Diagnostic:
    """The diagnostic with its places where they were written, which may be an overlay."""
    if d.span is None and not d.notes:
        return d
    notes = tuple((text, span and written(span)) for text, span in d.notes)
    return replace(d, span=d.span and written(d.span), notes=notes)


def _proposed(d: Diagnostic, repaired: Repair | None) -> Diagnostic:
    """The diagnostic with the overlay action that repairs it, if there is one."""
    if repaired is None:
        return d
    return replace(
        d, notes=(*d.notes, (f"`specloom fix` writes {repaired.shown}", None))
    )


def _add(bag: Bag, d: Diagnostic) -> None:
    bag.report(
        d.code, d.message, d.span, notes=d.notes, help=d.help, position=d.position
    )
