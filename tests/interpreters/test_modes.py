"""The flagship is the same however Python is started, and from wherever it is imported."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OUT = ROOT / "out" / "python"
PROGRAM = Path(__file__).parent / "programs" / "models.py"

_AS_SINCE_3_14 = """
import runpy, sys, typing
real = typing.get_type_hints
def copying(owner, globalns=None, localns=None, **more):
    return real(owner, globalns, dict(localns or {}), **more)
typing.get_type_hints = copying
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Names are copied into a dict before they are looked up, which 3.13 and before do not do."""

MODES = {
    "without docstrings and asserts of its own": ["-OO"],
    "development mode": ["-X", "dev"],
    "import times": ["-X", "importtime"],
    "names as since 3.14": ["-c", _AS_SINCE_3_14],
    "strings and bytes apart": ["-bb"],
}


def _seen(folder: Path, options: list[str]) -> str:
    command = [sys.executable, "-I", "-W", "error", *options, str(PROGRAM)]
    done = subprocess.run(
        [*command, str(folder), "threads_runs"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def _usual() -> str:
    return _seen(OUT, [])


def test_every_model_is_a_dataclass() -> None:
    assert ", none refused, " in _usual()


@pytest.mark.parametrize("mode", MODES)
def test_however_python_is_started(mode: str) -> None:
    assert _seen(OUT, MODES[mode]) == _usual()


def test_from_a_zip_file(tmp_path: Path) -> None:
    place = tmp_path / "packages.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted((OUT / "threads_runs").rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                made.write(path, path.relative_to(OUT))
    assert _seen(place, []) == _usual()
