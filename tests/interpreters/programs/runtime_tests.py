"""Runs pytest in an interpreter that has no sockets, no threads, no processes, no event loop.

    python runtime_tests.py ARGUMENT...

A test that asks for one of these is skipped, at the moment when it asks, and one whose limit
is the stack of the interpreter is not run. The last line says how many are left.
"""

from __future__ import annotations

import asyncio
import importlib.abc
import socket
import subprocess
import sys
import threading
from collections import Counter
from typing import Any, NoReturn

import pytest

_NO_LIMIT = "test_json.py::test_nesting_beyond_the_limit_is_refused"


class Report:
    """Counts what was run; skips what cannot be."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if _NO_LIMIT in item.nodeid:
                item.add_marker(pytest.mark.skip("the stack has no limit here"))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[report.outcome] += 1


class NotHere(importlib.abc.MetaPathFinder):
    """httpx2 needs a browser's own calls on this system, hypothesis is compiled in part."""

    def find_spec(self, fullname: str, *_more: Any) -> None:
        if fullname in ("httpx2", "httpcore2", "httpx", "hpack", "hypothesis"):
            pytest.skip(f"there is no {fullname} here", allow_module_level=True)


def _lacks(what: str) -> Any:
    def ask(*_arguments: Any, **_options: Any) -> NoReturn:
        pytest.skip(f"there are no {what} here")

    return ask


def _leave_out() -> None:
    socket.socket.__init__ = _lacks("sockets")  # type: ignore[method-assign]
    threading.Thread.start = _lacks("threads")  # type: ignore[method-assign]
    subprocess.Popen.__init__ = _lacks("processes")  # type: ignore[method-assign]
    asyncio.run = _no_loop


def _no_loop(task: Any, **_options: Any) -> NoReturn:
    task.close()
    pytest.skip("there is no event loop here")


if __name__ == "__main__":
    _leave_out()
    sys.meta_path.insert(0, NotHere())
    seen = Report()
    status = pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]], [seen])
    passed, skipped = seen.outcomes["passed"], seen.outcomes["skipped"]
    print(f"{passed} passed, {skipped} need what is not here")
    sys.exit(int(status))
