"""`specloom validate`: everything that is worth knowing about a document."""

from __future__ import annotations

import argparse
import sys

from specloom.commands.configured import configured
from specloom.commands.side_files import report_of, write_report
from specloom.report.present import present_outcome
from specloom.report.progress import Progress
from specloom.run.outcome import conclude
from specloom.run.pipeline import Pipeline


def validate(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Reads and lowers the document with every check; the result is the exit status."""
    config, _ = configured(options, parser)
    if config is None:
        return 1

    def work(pipeline: Pipeline) -> None:
        pipeline.read(config.sdks[0], full=True)
        pipeline.model(config.sdks[0])

    with Progress(not config.quiet) as progress:
        outcome = conclude(config, work, progress)
    present_outcome(outcome, options.format)
    if config.report is not None:
        write_report(config.report, report_of(outcome))
    if not outcome.diagnostics and options.format == "text" and not config.quiet:
        sys.stdout.write(f"{options.spec}: no findings\n")
    return int(outcome.failed)
