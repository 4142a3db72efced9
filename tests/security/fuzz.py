"""Damaged documents through all stages but the last, as many as there is time for.

    python -m security.fuzz --seconds 600        (`make fuzz`)
    python -m security.fuzz --document 4711      one of them again, with its traceback

A fault is an exception that is no diagnostic, output that is no Python, more than 10 seconds of work or
more than 1 GB. The n-th document is always the same. Faults are kept in `build/fuzz`; once they
are mended their documents go to `tests/security/found`, where `test_fuzz` tries them for ever.
"""

from __future__ import annotations

import argparse
import ast
import json
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import specloom.emit.markdown.markdown_target as markdown
import specloom.emit.python.package.python_target as python
from specloom.config import Limits
from specloom.diagnostics import Bag, SpecloomError
from specloom.document.limits import room_for
from specloom.document.opening import read_text
from specloom.emit.target import Emission
from specloom.installation import templates_root
from specloom.model.invariants import violations

from security.making import SDK, printed, read
from security.mutation import mutate, mutate_text
from security.seeds import ROOT, seeds

SECONDS = 10
MEMORY = 1 << 30
_BATCH = 1_000
_FOUND = ROOT / "build" / "fuzz"


class TooSlow(BaseException):
    """Raised by the alarm; no `except Exception` may hold it up."""


def attempt(text: str, turn: int = 0) -> str:
    """Runs one document; says how it ended. Whatever is a fault is raised."""
    with room_for(Limits()):
        return _attempt(text, turn)


def _attempt(text: str, turn: int) -> str:
    bag = Bag()
    try:
        api = read(text, bag, Limits())
    except SpecloomError as error:
        return error.diagnostic.code
    assert not (broken := violations(api)), broken
    emission = Emission(SDK, {}, templates_root())
    if turn % 2:
        for file in markdown.emit(api, emission, bag).files:
            file.content.encode()
    else:
        for file in printed(python.emit(api, emission, bag).files):
            file.content.encode()
            if file.path.endswith(".py"):
                ast.parse(file.content)
    return "made"


class Fuzzer:
    """Makes the n-th document."""

    def __init__(self, *, public: bool = True) -> None:
        """`public`: from pieces of public documents too, where those are at hand."""
        self._texts = seeds(public)
        self._trees = [_tree(text) for text in self._texts]
        self._known = [tree for tree in self._trees if isinstance(tree, dict)]

    def document(self, number: int) -> str:
        """Always the same text for the same number (and the same seeds)."""
        random = Random(f"specloom {number}")
        index = random.randrange(len(self._texts))
        tree = self._trees[index]
        if tree is None or random.random() < 0.15:
            return mutate_text(self._texts[index], random)
        return json.dumps(mutate(tree, self._known, random))


def _tree(text: str) -> Any:
    try:
        return read_text(text, "seed", Limits(), Bag()).value
    except SpecloomError:
        return None  # a case about what cannot be read; it is damaged as text


# Watching ------------------------------------------------------------------------------


def _alarm(signal: int, frame: FrameType | None) -> None:
    raise TooSlow


def watched(text: str, turn: int) -> tuple[str, str]:
    """How a document ended, and for a fault its traceback."""
    signal.signal(signal.SIGPROF, _alarm)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return attempt(text, turn), ""
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        frames = traceback.extract_tb(error.__traceback__)
        own = [f for f in frames if "specloom" in f.filename] or list(frames)
        place = f"{Path(own[-1].filename).stem}.{own[-1].name}"
        return f"{type(error).__name__} in {place}", traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _batch(fuzzer: Fuzzer, first: int, count: int, pipe: Any) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))
    ends: Counter[str] = Counter()
    faults: list[tuple[int, str, str]] = []
    slowest = 0.0
    for number in range(first, first + count):
        begin = time.process_time()
        end, trace = watched(fuzzer.document(number), number)
        slowest = max(slowest, time.process_time() - begin)
        ends[end] += 1
        if trace:
            faults.append((number, end, trace))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if most > MEMORY:
        faults.append((first, "more than 1 GB in this batch", ""))
    pipe.send((ends, faults, slowest, most))


def _batches(fuzzer: Fuzzer, first: int) -> Iterator[Any]:
    """Each in a process of its own, so that nothing heaps up and a crash ends one alone."""
    context = multiprocessing.get_context("fork")
    while True:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_batch, args=(fuzzer, first, _BATCH, there))
        process.start()
        there.close()
        try:
            yield here.recv()
        except EOFError:
            process.join()
            fault = (first, f"died with {process.exitcode}", "")
            yield Counter({fault[1]: 1}), [fault], 0.0, 0
        process.join()
        first += _BATCH


def run(seconds: float, first: int) -> int:
    """Fuzzes for so long, prints a report; how many kinds of faults there were."""
    fuzzer = Fuzzer()
    ends: Counter[str] = Counter()
    kinds: dict[str, int] = {}
    slowest, most, begin = 0.0, 0, time.monotonic()
    for batch_ends, faults, batch_slowest, batch_most in _batches(fuzzer, first):
        ends += batch_ends
        slowest, most = max(slowest, batch_slowest), max(most, batch_most)
        for number, kind, trace in faults:
            if kind not in kinds:
                kinds[kind] = number
                _FOUND.mkdir(parents=True, exist_ok=True)
                text = fuzzer.document(number)
                (_FOUND / f"{number}.json").write_text(text, "utf-8", "surrogatepass")
                (_FOUND / f"{number}.txt").write_text(f"{kind}\n{trace}", "utf-8")
                print(f"{number}: {kind}", flush=True)
        spent = time.monotonic() - begin
        made = ends["made"]
        print(
            f"{ends.total():,} documents, {made:,} packages or sets of pages,"
            f" {len(kinds)} kinds of faults, slowest {slowest:.1f} s,"
            f" most memory {most / 2**20:.0f} MB, {spent:.0f} s",
            flush=True,
        )
        if spent > seconds:
            break
    refused = ", ".join(
        f"{end} {n:,}" for end, n in ends.most_common() if end != "made"
    )
    print(f"ended early: {refused}")
    return len(kinds)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="security.fuzz")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first document"
    )
    parser.add_argument(
        "--document", type=int, help="try one document, show its traceback"
    )
    parser.add_argument("--show", action="store_true", help="print that document")
    options = parser.parse_args()
    if options.document is None:
        return min(run(options.seconds, options.first), 1)
    text = Fuzzer().document(options.document)
    if options.show:
        print(text)
    print(*watched(text, options.document))
    return 0


if __name__ == "__main__":
    sys.exit(main())
