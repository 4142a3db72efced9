"""`specloom generate` and `specloom vendor`: every SDK of the configuration is written."""

from __future__ import annotations

import argparse
import os
import sys
import time

from specloom.commands.configured import configured
from specloom.commands.side_files import write_depfile_of, write_report
from specloom.config import Config
from specloom.report.present import present_end, present_outcome
from specloom.report.progress import Progress, in_colour


def generate(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Makes what is listed; the result is the exit status."""
    begin = time.perf_counter()
    config, config_file = configured(options, parser)
    if config is None:
        return 1
    # Who asks for dependencies runs specloom only when one of them has changed.
    if options.format == "text" and not options.depfile and _unchanged(config, begin):
        return 0
    from specloom.commands.parallel import ran, run_all, shares
    from specloom.report.run_report import report_text
    from specloom.report.summary import dump_rows, summary
    from specloom.run.memo import remember

    is_text = options.format == "text"
    parts = [config]
    if options.jobs != 1 and is_text and not options.depfile:
        parts = shares(config, options.jobs or os.cpu_count() or 1)
    if len(parts) > 1:
        whole = run_all(config, parts, colour=in_colour())
        sys.stderr.write(whole.text)
    else:
        from specloom.run.outcome import complete

        with Progress(not config.quiet) as progress:
            outcome = complete(config, progress=progress)
        present_outcome(outcome, options.format, notes=False)
        whole = ran(outcome)
        if options.depfile and not outcome.failed:
            write_depfile_of(options, outcome, config_file)
    report = report_text(whole.report)
    if config.report is not None:
        write_report(config.report, report)
    if whole.failed:
        present_end(whole.errors, options.command, options.format)
        return 1
    if is_text and not config.quiet:
        sys.stdout.write(summary(whole.rows, time.perf_counter() - begin))
    # Findings in colour are for this terminal, not for every later run.
    if len(parts) == 1 or not in_colour():
        remember(config, whole.files, whole.text, dump_rows(whole.rows), report)
    return 0


def _unchanged(config: Config, begin: float) -> bool:
    """Ends a run that would change nothing, by repeating what the last one said."""
    from specloom.run.memo import recall

    memo = recall(config)
    if memo is None:
        return False
    from specloom.report.summary import load_unchanged, summary

    sys.stderr.write(memo.found)
    if config.report is not None:
        write_report(config.report, memo.report)
    if not config.quiet:
        sys.stdout.write(
            summary(load_unchanged(memo.summary), time.perf_counter() - begin)
        )
    return True
