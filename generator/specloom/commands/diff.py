"""`specloom diff`: two documents in, the changes for users of the package out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from specloom.commands.configured import (
    configured,
    flag_of_one_sdk,
    offline,
    sdk_of,
)
from specloom.config import Config, Sdk
from specloom.config.elsewhere import STANDARD_INPUT, Elsewhere, Spec
from specloom.diagnostics import Severity, fail
from specloom.diff import compare_apis
from specloom.diff.change import Change, Level
from specloom.diff.printing import as_json, as_markdown, as_text
from specloom.report.present import present_outcome
from specloom.report.progress import Progress
from specloom.run.outcome import conclude
from specloom.run.pipeline import Pipeline
from specloom.source import Span
from specloom.write.locks import Locks

_FAIL_ON = {"breaking": Level.BREAKING, "additive": Level.ADDITIVE, "docs": Level.DOCS}


def diff(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Prints what changes; the exit status is 1 where that is as bad as `--fail-on` says."""
    if options.old == options.new == STANDARD_INPUT:
        parser.error("only one of OLD and NEW can come through standard input")
    given = _sdk(options, parser)
    if given is None:
        return 1
    sdk, names = given
    old = replace(sdk, spec=options.old, output=Path("old"))
    new = replace(sdk, spec=options.new, output=Path("new"))
    changes: list[Change] = []

    def work(pipeline: Pipeline) -> None:
        enum_classes = sdk.enums == "strenum"
        apis = (pipeline.model(old), pipeline.model(new))
        changes.extend(compare_apis(*apis, names, enum_classes=enum_classes))

    with Progress(True) as progress:
        outcome = conclude(Config((old, new)), work, progress)
    # What is wrong in the documents is for `validate` to say, unless nothing can be read.
    errors = [d for d in outcome.diagnostics if d.severity is Severity.ERROR]
    present_outcome(replace(outcome, diagnostics=tuple(errors)), "text")
    if outcome.failed:
        return 1
    printed = {"text": as_text, "markdown": as_markdown, "json": as_json}
    sys.stdout.write(printed[options.format](changes, outcome.locate))
    limit = _FAIL_ON.get(options.fail_on)
    return int(limit is not None and any(c.level >= limit for c in changes))


def _sdk(
    options: argparse.Namespace, parser: argparse.ArgumentParser
) -> tuple[Sdk, Mapping[str, str]] | None:
    """The options that hold for both documents, and the names that were given before.

    None where the configuration has errors, which are printed.
    """
    lock: Path | None = options.lock
    if options.config is None:
        sdk = offline(sdk_of(options, parser, options.new), options)
        return sdk, Locks.only(lock) if lock else {}
    flag = flag_of_one_sdk(options) or ("--lock" if lock else "")
    if flag:
        parser.error(f"{flag} and --config: the configuration says what holds")
    config, _ = configured(options, parser)
    if config is None:
        return None
    sdks = [sdk for sdk in config.sdks if sdk.target == "python"]
    sdks = [s for s in sdks if _same(s.spec, options.new)] or sdks
    if not sdks:
        what = "no Python SDK in it"
        raise fail("E601", what, Span(str(options.config), ""), help="")
    return sdks[0], Locks(config.lock).of(sdks[0].output)


def _same(one: Spec, other: Spec) -> bool:
    if isinstance(one, Elsewhere) or isinstance(other, Elsewhere):
        return one == other
    return one.resolve() == other.resolve()
