"""Several documents at once (`-j`): a process for each share of the SDKs.

SDKs of one document stay together, since they share its model. All processes get ready first;
only when none of them has failed does any of them write, as in a run of one process.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from specloom.config import Config, Sdk
from specloom.diagnostics import Bag, SpecloomError
from specloom.report.counts import rows
from specloom.report.present import errors_of, outcome_text
from specloom.report.run_report import merged, run_report
from specloom.report.summary import Row, dump_rows, load_rows
from specloom.run.outcome import Outcome, conclude
from specloom.run.pipeline import Pipeline
from specloom.run.preflight import preflight


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run has to say: its findings as text, and what it made."""

    failed: bool
    errors: int
    text: str
    rows: list[Row]
    report: dict[str, Any]
    files: list[str]
    """The files of the documents, also those that were not there."""


def ran(outcome: Outcome, *, colour: bool = False) -> Ran:
    """What the run of `outcome` has to say."""
    documents = outcome.result.documents
    return Ran(
        outcome.failed,
        errors_of(outcome.diagnostics),
        outcome_text(outcome, notes=False, colour=colour),
        [] if outcome.failed else rows(outcome),
        run_report(outcome),
        [file for one in documents for file in (*one.files, *one.missing)],
    )


def shares(config: Config, jobs: int) -> list[Config]:
    """The parts of a run, at most `jobs`; a single one where nothing can be divided."""
    bag = Bag()
    preflight(config, bag)
    groups: dict[object, list[Sdk]] = {}
    for sdk in config.sdks:
        groups.setdefault((sdk.spec, sdk.overlays, sdk.root), []).append(sdk)
    number = min(jobs, len(groups))
    if number < 2 or bag.failed:  # one process says best what is wrong
        return [config]
    parts: list[list[Sdk]] = [[] for _ in range(number)]
    for index, group in enumerate(groups.values()):
        parts[index % number] += group
    return [replace(config, sdks=tuple(part)) for part in parts]


def run_all(config: Config, parts: Sequence[Config], *, colour: bool = False) -> Ran:
    """Runs every part in a process of its own."""
    context = get_context()
    ends: list[Connection] = []
    processes: list[BaseProcess] = []
    for part in parts:
        mine, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, part, colour))
        process.start()
        theirs.close()
        ends.append(mine)
        processes.append(process)
    ready = [_received(end) for end in ends]
    for end in ends:
        _told(end, all(answer is True for answer in ready))
    answers = [_received(end) for end in ends]
    for started in processes:
        started.join()
    found = [_loaded(answer) for answer in answers]
    return Ran(
        any(one.failed for one in found) or not all(ready),
        sum(one.errors for one in found),
        "".join(one.text for one in found),
        _in_order(config, parts, found),
        merged([one.report for one in found]),
        [file for one in found for file in one.files],
    )


def _in_order(
    config: Config, parts: Sequence[Config], found: Sequence[Ran]
) -> list[Row]:
    """The rows as the configuration lists their SDKs."""
    rows_of = {
        sdk.output: row
        for part, one in zip(parts, found, strict=True)
        for sdk, row in zip(part.sdks, one.rows, strict=False)
    }
    return [rows_of[sdk.output] for sdk in config.sdks if sdk.output in rows_of]


def _work(end: Connection, config: Config, colour: bool) -> None:
    """A process: makes ready, asks whether to write, and tells what came of it."""

    def work(pipeline: Pipeline) -> None:
        try:
            pipeline.prepare()
            pipeline.write(dry=True)
        except SpecloomError:
            _agreed(end, False)
            raise
        if _agreed(end, not pipeline.failed):
            pipeline.write()

    outcome = conclude(config, work, lambda stage, what: None)
    one = ran(outcome, colour=colour)
    rows, report = dump_rows(one.rows), json.dumps(one.report)
    end.send((one.failed, one.errors, one.text, rows, report, one.files))
    end.close()


def _agreed(end: Connection, ready: bool) -> bool:
    """Whether all are ready; each process asks once."""
    end.send(ready)
    return bool(end.recv())


def _received(end: Connection) -> Any:
    """What a process says; None if it is gone without a word."""
    try:
        return end.recv()
    except EOFError:
        return None


def _told(end: Connection, go: bool) -> None:
    try:
        end.send(go)
    except OSError:
        pass  # it is gone; that it never answers will be noticed


def _loaded(answer: Any) -> Ran:
    if answer is None:
        raise RuntimeError("a process of this run has ended without a word")
    failed, errors, text, found, report, files = answer
    return Ran(failed, errors, text, load_rows(found), json.loads(report), files)
