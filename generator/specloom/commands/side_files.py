"""The files that a command writes beside its output: the report, and what make and ninja read."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from specloom.diagnostics import SpecloomError, make

if TYPE_CHECKING:
    from specloom.run.outcome import Outcome


def report_of(outcome: Outcome) -> str:
    """The text of the report on one run."""
    from specloom.report.run_report import report_text, run_report

    return report_text(run_report(outcome))


def write_report(path: Path, text: str) -> None:
    """Writes `--report`; raises `SpecloomError` (E606) where it cannot be written."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        what = f"cannot write {path}: {error.strerror}"
        raise SpecloomError(make("E606", what)) from None


def write_depfile_of(
    options: argparse.Namespace, outcome: Outcome, config_file: str | None
) -> None:
    """Writes `--depfile`, the files that the run has read."""
    from specloom.report.depfile import write_depfile

    write_depfile(options.depfile, options.depfile_target, outcome, config_file)
