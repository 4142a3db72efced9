"""Measuring: CPU time of functions and of child processes, always side by side.

Other programs share the machine, so a figure alone says little. All subjects of a comparison
take turns in one run, the least of several rounds counts, and what is reported is a ratio.
"""

from __future__ import annotations

import gc
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Subject = Callable[[], object]

_ROUND = 0.05
"""Seconds of CPU that a subject gets in each round."""


def compare(subjects: Mapping[str, Subject], rounds: int) -> dict[str, float]:
    """Subject → CPU seconds of one call."""
    counts = {name: _calls_of(subject) for name, subject in subjects.items()}
    best = dict.fromkeys(subjects, float("inf"))
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, subject in subjects.items():
                gc.collect()
                best[name] = min(best[name], _seconds(subject, counts[name]))
    finally:
        if enabled:
            gc.enable()
    return best


def _calls_of(subject: Subject) -> int:
    """How many calls fill a round."""
    calls = 1
    while (seconds := _seconds(subject, calls) * calls) < _ROUND / 5:
        calls *= 2
    return max(1, round(calls * _ROUND / seconds))


def _seconds(subject: Subject, calls: int) -> float:
    begin = time.process_time()
    for _ in range(calls):
        subject()
    return (time.process_time() - begin) / calls


@dataclass(frozen=True, slots=True)
class Child:
    """What a process and all that it started have cost."""

    seconds: float
    megabytes: float
    status: int
    output: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Child:
    """Runs a command to its end. Its bytecode is cached, as it is for every user."""
    own = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(
        command,
        env={**own, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    return Child(seconds, usage.ru_maxrss / 1024, process.returncode, output)


def compare_runs(
    commands: Mapping[str, Callable[[], Child]], rounds: int
) -> dict[str, Child]:
    """Name → the cheapest of several runs, the subjects taking turns."""
    best: dict[str, Child] = {}
    for _ in range(rounds):
        for name, command in commands.items():
            child = command()
            if name not in best or child.seconds < best[name].seconds:
                best[name] = child
    return best
