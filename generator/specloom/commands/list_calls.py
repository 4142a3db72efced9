"""`specloom operations`: the calls of a document, as the package will name them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from specloom.commands.configured import configured
from specloom.config import Sdk
from specloom.emit.python.names.naming import allocate
from specloom.model.api import Api
from specloom.model.operations import Operation
from specloom.report.present import present_outcome
from specloom.report.progress import Progress
from specloom.run.outcome import conclude
from specloom.run.pipeline import Pipeline
from specloom.write.locks import Locks


@dataclass(frozen=True, slots=True)
class ListedCall:
    """One operation in the list."""

    operation: Operation
    group: str
    """Dotted; empty: on the client itself."""
    name: str
    """`group.method`, dotted."""

    @property
    def marks(self) -> Iterator[str]:
        """What is special about it, in words."""
        if self.operation.paging is not None:
            yield "paged"
        if self.operation.streaming is not None:
            yield "streamed"
        if self.operation.poll is not None:
            yield "can be waited for"
        if self.operation.deprecated:
            yield "deprecated"


def list_calls(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Prints the list; the result is the exit status."""
    config, _ = configured(options, parser)
    if config is None:
        return 1
    sdks = [sdk for sdk in config.sdks if sdk.target != "model-json"]
    locks = Locks(config.lock)
    listed: dict[str, None] = {}

    def work(pipeline: Pipeline) -> None:
        for sdk in sdks:
            # Several SDKs of one document often say the same.
            listed["".join(_listing(sdk, pipeline.model(sdk), locks))] = None

    with Progress(True) as progress:
        outcome = conclude(config, work, progress)
    present_outcome(outcome, "text", notes=False)
    if outcome.failed:
        return 1
    sys.stdout.write("\n".join(listed))
    return 0


def calls_of(api: Api, lock: Mapping[str, str]) -> list[ListedCall]:
    """The selected operations under the names that a package gives them, group by group."""
    names = allocate(api, lock)
    found: list[ListedCall] = []
    for operation in api.operations:
        if operation.id in api.selection.operations:
            group = ".".join(map(str, names.group(operation)))
            name = names.methods[operation.id]
            found.append(ListedCall(operation, group, f"{group}.{name}".lstrip(".")))
    return found


def _listing(sdk: Sdk, api: Api, locks: Locks) -> Iterator[str]:
    calls = calls_of(api, locks.of(sdk.output))
    rows = [
        (c.operation.method, c.operation.path, c.name, ", ".join(c.marks))
        for c in calls
    ]
    yield from _aligned(rows)
    for omitted in api.omitted:
        yield f"left out: {omitted.operation}: {omitted.reason}\n"
    total = len(api.operations)
    of_all = f" of {total}" if total != len(calls) else ""
    groups = len({call.group for call in calls if call.group})
    yield f"{_plural(len(calls), 'operation')}{of_all} in {_plural(groups, 'group')}\n"


def _aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip() + "\n"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
