"""The command line in processes of their own that need not import it first.

A fresh interpreter spends most of a small run on imports. `Forked` keeps one that has them done
and copies it for each run: that is as alone as a fresh one, may hang, crash and use up what it is
given, and what it takes can be measured.

Run as a program, this is the process that is copied.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, Self

from specloom.__main__ import main, run

_ANY = '{"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {}}'


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a run."""

    status: int
    """As of `subprocess`: negative for a signal."""
    said: str
    """Standard output and standard error, in the order in which they came."""
    seconds: float
    """The processor's time."""
    memory: int
    """The most at any time, in bytes."""


class Forked:
    """Runs of the command line. The first one starts the process that the others are copies of."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._server is not None:
            self._server.communicate()

    def run(
        self,
        *arguments: str,
        folder: Path,
        environment: Mapping[str, str] | None = None,
        patience: int = 60,
        processor: int = 0,
        memory: int = 0,
    ) -> Ended:
        """`specloom ARGUMENTS` in `folder`, killed after `patience` seconds; with limits for
        seconds of the processor and bytes of memory, if they are not 0."""
        with tempfile.NamedTemporaryFile() as log:
            request = {
                "arguments": arguments,
                "folder": str(folder),
                "environment": {**os.environ, **(environment or {})},
                "log": log.name,
                "patience": patience,
                "processor": processor,
                "memory": memory,
            }
            server = self._started()
            assert server.stdin is not None and server.stdout is not None
            print(json.dumps(request), file=server.stdin, flush=True)
            status, seconds, most = json.loads(server.stdout.readline())
            said = log.read().decode("utf-8", "replace")
        return Ended(status, said, seconds, most)

    def _started(self) -> subprocess.Popen[str]:
        if self._server is None:
            paths = [str(Path(__file__).parents[1] / "generator"), *sys.path]
            self._server = subprocess.Popen(
                [sys.executable, __file__],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._server


def _serve() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if not child:
            _become(request)
        _, status, usage = os.wait4(child, 0)
        seconds = usage.ru_utime + usage.ru_stime
        answer = os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss * 1024
        print(json.dumps(answer), flush=True)


def _become(request: dict[str, Any]) -> NoReturn:
    """Is the run, and never goes back into the loop of the process that it is a copy of."""
    status = 1
    try:
        _prepare(request)
        run()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _prepare(request: dict[str, Any]) -> None:
    log = os.open(request["log"], os.O_WRONLY | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for stream, place in ((0, nothing), (1, log), (2, log)):
        os.dup2(place, stream)
    os.closerange(3, max(log, nothing) + 1)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    for which, most in (
        (resource.RLIMIT_CPU, request["processor"]),
        (resource.RLIMIT_AS, request["memory"]),
    ):
        if most:
            resource.setrlimit(which, (most, most))
    signal.alarm(request["patience"])
    sys.argv = ["specloom", *request["arguments"]]


def _import_all() -> None:
    """What runs import when they get there, by a run of each target."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder, "openapi.json")
        document.write_text(_ANY)
        os.environ["SPECLOOM_CACHE_DIR"] = folder
        for target in ("python", "markdown"):
            output = f"{folder}/{target}"
            arguments = ["generate", str(document), "-o", output, "--target", target]
            arguments.append("--quiet")
            assert main(arguments) == 0


if __name__ == "__main__":
    _import_all()
    _serve()
