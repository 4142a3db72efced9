"""What each command does: arguments in, text out, and an exit status."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from specloom.command_config import configured
from specloom.config import Config
from specloom.diagnostics import CODES, SpecloomError, make
from specloom.present import present, present_outcome
from specloom.progress import Progress, in_colour

if TYPE_CHECKING:
    from specloom.outcome import Outcome
    from specloom.pipeline import Pipeline

Command = Callable[[argparse.Namespace, argparse.ArgumentParser], int]


def perform(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Does what the command line says; the result is the exit status."""
    try:
        return _COMMANDS[options.command](options, parser)
    except SpecloomError as error:
        present([error.diagnostic])
        return 1
    except BrokenPipeError:  # whoever reads our output has seen enough
        _print_no_more()
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 1
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            # Every file that is read or written has a name: this is where we print to.
            present([make("E504", f"cannot write the result: {error.strerror}")])
            _print_no_more()
            return 1
        if os.environ.get("SPECLOOM_TRACEBACK"):
            raise
        present([make("E699", f"{type(error).__name__}: {error}")])
        return 1


def _print_no_more() -> None:
    """What is still to be printed has nowhere to go: it must not fail again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _generate(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    begin = time.perf_counter()
    config, config_file = configured(options, parser)
    if config is None:
        return 1
    # Who asks for dependencies runs specloom only when one of them has changed.
    if options.format == "text" and not options.depfile and _unchanged(config, begin):
        return 0
    from specloom.memo import remember
    from specloom.parallel import ran, run_all, shares
    from specloom.run_report import report_text
    from specloom.summary import dump_rows, summary

    is_text = options.format == "text"
    parts = [config]
    if options.jobs != 1 and is_text and not options.depfile:
        parts = shares(config, options.jobs or os.cpu_count() or 1)
    if len(parts) > 1:
        whole = run_all(config, parts, colour=in_colour())
        sys.stderr.write(whole.text)
    else:
        from specloom.outcome import complete

        with Progress(not config.quiet) as progress:
            outcome = complete(config, progress=progress)
        present_outcome(outcome, options.format, notes=False)
        whole = ran(outcome)
        if options.depfile and not outcome.failed:
            _write_depfile(options, outcome, config_file)
    report = report_text(whole.report)
    if config.report is not None:
        _write_report(config.report, report)
    if whole.failed:
        return 1
    if is_text and not config.quiet:
        sys.stdout.write(summary(whole.rows, time.perf_counter() - begin))
    # Findings in colour are for this terminal, not for every later run.
    if len(parts) == 1 or not in_colour():
        remember(config, whole.files, whole.text, dump_rows(whole.rows), report)
    return 0


def _check(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    config, config_file = configured(options, parser)
    if config is None:
        return 1
    from specloom.check import compared
    from specloom.outcome import complete

    # Edits that may not be there are shown as differences, so they are not refused.
    edited = "force" if config.edited == "refuse" else config.edited
    with Progress(not config.quiet) as progress:
        outcome = complete(replace(config, edited=edited), dry=True, progress=progress)
    outcome, differences = compared(outcome, listed=options.format != "text")
    if options.format == "text":
        sys.stdout.write(differences)
    present_outcome(outcome, options.format, notes=False)
    if config.report is not None:
        _write_report(config.report, _report(outcome))
    if options.depfile and not outcome.failed:
        _write_depfile(options, outcome, config_file)
    return int(outcome.failed)


def _diff(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from specloom.diff_command import diff

    return diff(options, parser)


def _rename(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from specloom.rename_command import rename

    return rename(options, parser)


def _fix(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from specloom.fix_command import fix

    return fix(options, parser)


def _watch(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from specloom.watch_command import watch

    return watch(options, parser)


def _validate(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    config, _ = configured(options, parser)
    if config is None:
        return 1
    from specloom.outcome import conclude

    def work(pipeline: Pipeline) -> None:
        pipeline.read(config.sdks[0], full=True)
        pipeline.model(config.sdks[0])

    with Progress(not config.quiet) as progress:
        outcome = conclude(config, work, progress)
    present_outcome(outcome, options.format)
    if config.report is not None:
        _write_report(config.report, _report(outcome))
    if not outcome.diagnostics and options.format == "text" and not config.quiet:
        sys.stdout.write(f"{options.spec}: no findings\n")
    return int(outcome.failed)


def _inspect(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    config, _ = configured(options, parser)
    if config is None:
        return 1
    from specloom.emit.model_json.dump import dump
    from specloom.emit.model_json.layout import layout
    from specloom.outcome import conclude

    shown: list[str] = []

    def work(pipeline: Pipeline) -> None:
        shown.append(layout(dump(pipeline.model(config.sdks[0]))))

    with Progress(not config.quiet) as progress:
        outcome = conclude(config, work, progress)
    present_outcome(outcome, options.format, notes=False)
    if not outcome.failed:
        sys.stdout.write("".join(shown))
    return int(outcome.failed)


def _explain(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from textwrap import fill

    if options.code is None:
        for known, row in sorted(CODES.items(), key=lambda item: item[0][1:]):
            sys.stdout.write(f"{known}  {row.title}\n")
        return 0
    code: str = options.code.upper()
    if code not in CODES:
        from difflib import get_close_matches

        hint = "".join(
            f"; did you mean {c}?" for c in get_close_matches(code, CODES, 1)
        )
        parser.error(
            f"unknown code '{options.code}'{hint} (`specloom explain` lists them all)"
        )
    row = CODES[code]
    sys.stdout.write(f"{code} ({row.severity.value}): {row.title}\n\n")
    sys.stdout.write(fill(row.explanation, 88) + "\n")
    if row.help:
        sys.stdout.write("\n" + fill(f"What to do: {row.help}", 88) + "\n")
    return 0


def _init(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from specloom.starter import write_starter

    sys.stdout.write(write_starter(options.spec))
    return 0


def _config_schema(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from specloom.config_schema import config_schema

    sys.stdout.write(config_schema())
    return 0


def _completion(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from specloom.completion import completion

    sys.stdout.write(completion(options.shell, parser))
    return 0


def _unchanged(config: Config, begin: float) -> bool:
    """Ends a run that would change nothing, by repeating what the last one said."""
    from specloom.memo import recall

    memo = recall(config)
    if memo is None:
        return False
    from specloom.summary import load_unchanged, summary

    sys.stderr.write(memo.found)
    if config.report is not None:
        _write_report(config.report, memo.report)
    if not config.quiet:
        sys.stdout.write(
            summary(load_unchanged(memo.summary), time.perf_counter() - begin)
        )
    return True


def _report(outcome: Outcome) -> str:
    from specloom.run_report import report_text, run_report

    return report_text(run_report(outcome))


def _write_depfile(
    options: argparse.Namespace, outcome: Outcome, config_file: str | None
) -> None:
    from specloom.depfile import write_depfile

    write_depfile(options.depfile, options.depfile_target, outcome, config_file)


def _write_report(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        what = f"cannot write {path}: {error.strerror}"
        raise SpecloomError(make("E606", what)) from None


_COMMANDS: dict[str, Command] = {
    "generate": _generate,
    "vendor": _generate,
    "watch": _watch,
    "check": _check,
    "diff": _diff,
    "rename": _rename,
    "fix": _fix,
    "validate": _validate,
    "inspect": _inspect,
    "explain": _explain,
    "init": _init,
    "config-schema": _config_schema,
    "completion": _completion,
}
