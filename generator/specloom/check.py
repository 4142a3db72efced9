"""`specloom check`: the output that a dry run would write, against the one that is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from specloom.diagnostics import Diagnostic, make
from specloom.outcome import Outcome
from specloom.source import Span
from specloom.write.diff import diff, listing
from specloom.write.manifest import MANIFEST
from specloom.write.plan import Plan

_LISTED = 20
"""How many files an error lists where no diff is printed."""


def compared(outcome: Outcome, *, listed: bool) -> tuple[Outcome, str]:
    """The outcome with an error for each output that is not up to date, and the differences.

    `listed`: the errors name the files, because nobody will print the differences.
    """
    if outcome.failed:
        return outcome, ""
    plans = [made.plan for made in outcome.result.made if made.plan.changes]
    errors = [_outdated(plan, listed) for plan in plans]
    if outcome.result.outdated_lock and not errors:
        errors = list(_outdated_lock(outcome))
    found = (*outcome.diagnostics, *errors)
    checked = replace(outcome, failed=bool(errors), diagnostics=found)
    return checked, "".join(map(diff, plans))


def _outdated(plan: Plan, listed: bool) -> Diagnostic:
    lines = listing(plan) if listed else []
    notes = [(line, None) for line in lines[:_LISTED]]
    if len(lines) > _LISTED:
        notes.append((f"and {len(lines) - _LISTED} more", None))
    span = Span(str(plan.output / MANIFEST), "")
    return make("E509", f"not up to date: {plan.output}", span, notes=tuple(notes))


def _outdated_lock(outcome: Outcome) -> Iterator[Diagnostic]:
    lock = str(outcome.config.lock)
    yield make("E509", f"not up to date: {lock}", Span(lock, ""))
