"""How much was made of a document, and how much of it was lost, for the summary and the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specloom.diagnostics import Diagnostic, Loss
from specloom.model.api import Api
from specloom.report.summary import Row
from specloom.run.outcome import Outcome
from specloom.run.pipeline import Made
from specloom.source import Span

_COMPONENTS = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of one SDK."""

    operations: int
    models: int
    omitted: int
    lost: tuple[Diagnostic, ...]
    """What is approximated or opaque in what the SDK reaches."""


def count(made: Made, diagnostics: Iterable[Diagnostic]) -> Counts:
    """The figures of `made`, given all that was found in the run."""
    api = made.api
    chosen = _chosen(api)
    lost = [
        d for d in diagnostics if d.loss is not Loss.NONE and _inside(d.span, chosen)
    ]
    return Counts(
        len(api.selection.operations),
        len(api.selection.declarations),
        len(api.omitted),
        tuple(lost),
    )


def rows(outcome: Outcome) -> list[Row]:
    """The summary of a run, an SDK a row."""
    found: list[Row] = []
    for made in outcome.result.made:
        counts = count(made, outcome.diagnostics)
        losses = [d.loss for d in counts.lost]
        found.append(
            Row(
                made.sdk.name if made.sdk.target == "python" else str(made.sdk.output),
                counts.operations,
                counts.models,
                counts.omitted,
                losses.count(Loss.APPROXIMATED),
                losses.count(Loss.OPAQUE),
                made.plan.files,
                sum(change.new is not None for change in made.plan.changes),
            )
        )
    return found


def is_component(id: str) -> bool:
    """Whether a declaration is a component schema itself, not a schema inside one."""
    return id.startswith(_COMPONENTS) and "/" not in id[len(_COMPONENTS) :]


def _chosen(api: Api) -> set[Span]:
    """Where the things stand that the SDK is made of."""
    chosen = {d.origin for d in api.declarations if d.id in api.selection.declarations}
    chosen.update(o.origin for o in api.operations if o.id in api.selection.operations)
    chosen.update(i.origin for i in api.incoming if i.id in api.selection.incoming)
    return chosen


def _inside(span: Span | None, chosen: set[Span]) -> bool:
    """Whether `span` is one of `chosen` or below one."""
    if span is None:
        return True
    pointer = span.pointer
    while pointer:
        if Span(span.file, pointer) in chosen:
            return True
        pointer = pointer.rpartition("/")[0]
    return False
