"""`specloom watch`: generates anew whenever something changes that the output is made from."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from specloom.commands.configured import configured
from specloom.config import Config
from specloom.config.elsewhere import Elsewhere
from specloom.diagnostics import SpecloomError, fail
from specloom.diff import compare_apis
from specloom.diff.printing import as_text
from specloom.model.api import Api
from specloom.report.counts import rows
from specloom.report.present import present, present_outcome
from specloom.report.summary import summary
from specloom.run.outcome import Outcome, complete
from specloom.write.locks import Locks

States = dict[str, tuple[int, int] | None]
"""File → when it was written and its size; None: not there."""

Wait = Callable[[States], bool]
"""Waits until files are not as they were read; False: the user has had enough."""


def watch(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Generates, waits for a change, and so on until it is interrupted: then 0."""
    if isinstance(options.spec, Elsewhere):
        parser.error("only a file can be watched")
    gc.enable()  # what one run leaves is garbage to the next
    try:
        _watch(options, parser)
    except KeyboardInterrupt:
        pass  # wherever it was: a run that writes has written all or nothing
    return 0


def _watch(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    wait = _waiter()
    apis: Mapping[Path, Api] = {}
    files: set[str] = set()
    while True:
        read = _states(files)
        config, config_file = _config(options, parser)
        if config_file is not None:
            files.add(config_file)
        if config is not None:
            begin = time.perf_counter()
            outcome = complete(config)
            _print(outcome, begin)
            if not outcome.failed:
                _print_changes(apis, outcome)
                apis = {made.sdk.output: made.api for made in outcome.result.made}
                files = {config_file} if config_file is not None else set()
            files |= set(_files(outcome))  # what was there before may be mended
        # Before it says that it watches: what is saved from then on is a change.
        states = {**_states(files - read.keys()), **_only(files, read)}
        number = sum(not os.path.isdir(file) for file in files)
        sys.stdout.write(f"watching {_counted(number)}\n")
        sys.stdout.flush()
        if not wait(states):
            return


def _states(files: Iterable[str]) -> States:
    found: States = {}
    for file in files:
        try:
            stat = os.stat(file)
            found[file] = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            found[file] = None
    return found


def _only(files: Iterable[str], states: States) -> States:
    return {file: states[file] for file in files if file in states}


def _config(
    options: argparse.Namespace, parser: argparse.ArgumentParser
) -> tuple[Config | None, str | None]:
    """The configuration as it is now; None where it has errors, which are printed."""
    try:
        return configured(options, parser)
    except SpecloomError as error:
        present([error.diagnostic])
        return None, error.diagnostic.span.file if error.diagnostic.span else None


def _print(outcome: Outcome, begin: float) -> None:
    present_outcome(outcome, "text", notes=False)
    if not outcome.failed:
        sys.stdout.write(summary(rows(outcome), time.perf_counter() - begin))


def _print_changes(before: Mapping[Path, Api], outcome: Outcome) -> None:
    """What the change means for users, if it was not the first run."""
    locks = Locks(outcome.config.lock)
    told: set[str] = set()
    for made in outcome.result.made:
        old = before.get(made.sdk.output)
        if old is None or made.sdk.target == "model-json":
            continue
        names = locks.of(made.sdk.output)
        enums = made.sdk.enums == "strenum"
        changes = compare_apis(old, made.api, names, enum_classes=enums)
        text = as_text(changes, outcome.locate)
        if text not in told:  # several SDKs of one document say the same
            sys.stdout.write(text)
        told.add(text)


def _files(outcome: Outcome) -> Iterable[str]:
    for documents in outcome.result.documents:
        yield from (*documents.files, *documents.missing)
    for sdk in outcome.config.sdks:
        yield str(sdk.spec)
        yield from map(str, sdk.overlays)
        if sdk.templates is not None:
            # Folders too, which change when a template is added or taken away.
            yield from map(str, (sdk.templates, *sdk.templates.rglob("*")))


def _counted(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _waiter() -> Wait:
    """Waits with watchfiles, which is an extra of specloom."""
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise fail("E615", "the package watchfiles is not installed") from None

    def wait(states: States) -> bool:
        # Folders, because editors put a new file in the place of the old one.
        folders = {os.path.dirname(os.path.realpath(file)) for file in states}
        there = sorted(folder for folder in folders if os.path.isdir(folder))
        for _ in changes(
            *there,
            watch_filter=None,
            recursive=False,
            debounce=200,
            rust_timeout=1000,
            yield_on_timeout=True,  # what changed before the watch began tells nobody
            raise_interrupt=False,
        ):
            if _states(states) != states:
                return True
        return False

    return wait
