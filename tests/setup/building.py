"""Builds the wheel and the sdist of a copy of the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_NOT_OURS = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "node_modules", "__pycache__", ".*_cache", ".hyp*"
)


def copied(folder: Path, when: float = 1_600_000_000) -> Path:
    """A copy of the checkout, whose files are as old as `when`."""
    shutil.copytree(ROOT, folder, ignore=_NOT_OURS)
    for path in folder.rglob("*"):
        os.utime(path, (when, when))
    return folder


def built(sources: Path, kind: str, umask: int = 0o022) -> Path:
    """The `wheel` or `sdist` of a folder of sources, built by hatchling where they stand."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind]
    environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    before = os.umask(umask)
    try:
        subprocess.run(
            command, cwd=sources, env=environment, check=True, capture_output=True
        )
    finally:
        os.umask(before)
    (made,) = (sources / "dist").glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made
