"""Whoever waits at a terminal sees what is going on; whoever reads a pipe does not."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "specs" / "threads-runs.yaml"


def said(folder: Path, error: int, **environment: str) -> str:
    """What a run says on standard output; what it says on standard error goes to `error`."""
    command = [sys.executable, "-m", "specloom", "generate", str(SPEC), "-o", "sdk"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generator"),
            "SPECLOOM_CACHE_DIR": str(folder / "cache"),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=error,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_on_a_terminal(term: str, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    out = said(tmp_path, theirs, TERM=term)
    os.set_blocking(ours, False)
    try:
        shown = os.read(ours, 1 << 16).decode()
    except BlockingIOError:
        shown = ""
    os.close(theirs)
    os.close(ours)
    stages = re.findall(r"(document|openapi|lower|emit|write)  ", shown)
    assert bool(stages) == (term == "xterm"), shown
    assert "9 operations" in out and "\x1b" not in out


def test_in_a_pipe(tmp_path: Path) -> None:
    with (tmp_path / "err").open("w") as error:
        said(tmp_path, error.fileno(), TERM="xterm")
    assert (tmp_path / "err").read_text() == ""
