"""`specloom inspect`: the model of a document as JSON."""

from __future__ import annotations

import argparse
import sys

from specloom.commands.configured import configured
from specloom.emit.model_json.dump import dump
from specloom.emit.model_json.json_text import layout
from specloom.report.present import present_outcome
from specloom.report.progress import Progress
from specloom.run.outcome import conclude
from specloom.run.pipeline import Pipeline


def inspect(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Prints the model; the result is the exit status."""
    config, _ = configured(options, parser)
    if config is None:
        return 1

    shown: list[str] = []

    def work(pipeline: Pipeline) -> None:
        shown.append(layout(dump(pipeline.model(config.sdks[0]))))

    with Progress(not config.quiet) as progress:
        outcome = conclude(config, work, progress)
    present_outcome(outcome, options.format, notes=False)
    if not outcome.failed:
        sys.stdout.write("".join(shown))
    return int(outcome.failed)
