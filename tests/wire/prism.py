"""Prism on loopback: a mock server that checks every request against the document.

It is an npm package, `@stoplight/prism-cli`; `PRISM` names the program.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PRISM = os.environ.get("PRISM") or shutil.which("prism") or ""


class Prism:
    """The server of one document, for the time of a `with` block."""

    def __init__(self, document: Path, log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port: int = free.getsockname()[1]
        self._document = document
        self._log = log

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Prism:
        command = [PRISM, "mock", str(self._document), "--errors", "-p"]
        self._output = self._log.open("w")
        self._process = subprocess.Popen(
            [*command, str(self._port)],
            stdout=self._output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "NO_COLOR": "1"},
        )
        until = time.monotonic() + 120
        while "Prism is listening" not in self._log.read_text("utf-8"):
            if self._process.poll() is not None or time.monotonic() > until:
                self.__exit__()
                raise AssertionError(self._log.read_text("utf-8")[-2000:])
            time.sleep(0.1)
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._output.close()
