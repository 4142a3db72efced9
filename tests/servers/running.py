"""Runs one of the servers for the time of a `with` block, on loopback alone."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest

from servers.programs import environment, find

SECONDS = 15.0
"""How long a server may take to listen, or to end."""


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def program(name: str) -> Path:
    """A server's program; without it the test is skipped."""
    if "SERVERS" not in os.environ:
        pytest.skip("servers of their own: run by make servers")
    found = find(name)
    if found is None:
        pytest.skip(f"{name} is not here")
    return found


class Running:
    """A process that listens on some ports."""

    def __init__(self, command: list[str], folder: Path, ports: list[int]) -> None:
        self._command = command
        self._ports = ports
        self._log = folder / "output.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Running:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + SECONDS
        for port in self._ports:
            while not _listens(port):
                if self._process.poll() is not None or time.monotonic() > until:
                    self.__exit__()
                    raise AssertionError(f"{self._command[0]}: {self.output()}")
                time.sleep(0.02)
        return self

    def __exit__(self, *exc: object) -> None:
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._process is not None
        return self._process.pid

    def output(self) -> str:
        """What it has said."""
        return self._log.read_text("utf-8", "replace")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def is_root() -> bool:
    """Whether a server has to be told which user to become."""
    return os.geteuid() == 0
