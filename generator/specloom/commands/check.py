"""`specloom check`: the output that a dry run would write, against the one that is there."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace

from specloom.commands.configured import configured
from specloom.commands.side_files import report_of, write_depfile_of, write_report
from specloom.diagnostics import Diagnostic, make
from specloom.report.present import present_outcome
from specloom.report.progress import Progress
from specloom.run.outcome import Outcome, complete
from specloom.source import Span
from specloom.write.manifest import MANIFEST
from specloom.write.plan import Plan
from specloom.write.text_diff import diff, listing

_LISTED = 20
"""How many files an error lists where no diff is printed."""


def check(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Prints the differences; the result is the exit status."""
    config, config_file = configured(options, parser)
    if config is None:
        return 1
    # Edits that may not be there are shown as differences, so they are not refused.
    edited = "force" if config.edited == "refuse" else config.edited
    with Progress(not config.quiet) as progress:
        outcome = complete(replace(config, edited=edited), dry=True, progress=progress)
    outcome, differences = compared(outcome, listed=options.format != "text")
    if options.format == "text":
        sys.stdout.write(differences)
    present_outcome(outcome, options.format, notes=False)
    if config.report is not None:
        write_report(config.report, report_of(outcome))
    if options.depfile and not outcome.failed:
        write_depfile_of(options, outcome, config_file)
    return int(outcome.failed)


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
