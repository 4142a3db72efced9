"""The command line, killed at random moments and on a full disk: the old state or the new one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_PATH = {**os.environ, "PYTHONPATH": ":".join(path for path in sys.path if path)}
_KILLS = os.environ.get("KILLS", "")
pytestmark = pytest.mark.skipif(not _KILLS, reason="run by make kill")
_MOUNT = (
    'mount -t tmpfs -o size=1m tmpfs "$1" && shift && exec "$@"'  # seen by it alone
)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_random_moments() -> None:
    command = [sys.executable, "-m", "write.kills", _KILLS]
    done = subprocess.run(command, env=_PATH, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    for way in ("exchange", "journal"):
        assert f"{way}: {_KILLS} killed" in done.stdout
    assert done.stdout.count(" 0 lost") == 2


def _may_mount(folder: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-rm", "sh", "-c", _MOUNT, "sh", str(folder), "true"]
    return subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.parametrize("way", ["exchange", "journal"])
def test_a_full_disk(way: str, tmp_path: Path) -> None:
    if not _may_mount(tmp_path):
        pytest.skip("no file system can be mounted here")
    command = ["unshare", "-rm", "sh", "-c", _MOUNT, "sh", str(tmp_path)]
    command += [sys.executable, "-m", "write.full_disk", str(tmp_path), way]
    done = subprocess.run(command, env=_PATH, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    print(done.stdout)
    assert "2 written" in done.stdout and " 0 lost" in done.stdout
