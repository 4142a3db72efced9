"""The wheel is the same, byte for byte, whenever and wherever it is built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_PARTS = ("generator", "templates", "pyproject.toml", "README.md", "LICENSE")


def _build(folder: Path, when: float, umask: int) -> Path:
    """The wheel of a copy of the sources, whose files are as old as `when`."""
    folder.mkdir()
    for part in _PARTS:
        if (ROOT / part).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / part, folder / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, folder / part)
    for path in folder.rglob("*"):
        os.utime(path, (when, when))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    before = os.umask(umask)
    try:
        subprocess.run(
            command, cwd=folder, env=environment, check=True, capture_output=True
        )
    finally:
        os.umask(before)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


@pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling is not installed")
def test_the_same_bytes_twice(tmp_path: Path) -> None:
    one = _build(tmp_path / "here", 1_600_000_000, 0o022)
    other = _build(tmp_path / "elsewhere", 1_700_000_000, 0o077)
    assert one.name == other.name
    digests = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (one, other)}
    assert len(digests) == 1
    names = zipfile.ZipFile(one).namelist()
    assert any(name.startswith("specloom/templates/") for name in names)
    assert all(name.startswith(("specloom/", "specloom-")) for name in names)
