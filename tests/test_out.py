"""`out/` is what `specloom generate` makes today, and is fit to be used as it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from checkers import import_all, run_mypy, run_ruff
from specloom.config.file import read_config, read_source
from specloom.diagnostics import Bag
from specloom.run.outcome import complete
from specloom.write.text_diff import diff
from typed.bare import make_bare

ROOT = Path(__file__).parents[1]
PYTHON = ROOT / "out" / "python"
PACKAGES = sorted(
    path.name for path in PYTHON.iterdir() if (path / "__init__.py").exists()
)


@pytest.fixture(autouse=True)
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_it_is_current() -> None:
    path, bag = Path("specloom.toml"), Bag()
    config = read_config(path, read_source(path), bag)
    assert not len(bag)
    outcome = complete(config, dry=True)
    assert not outcome.failed
    assert "".join(diff(made.plan) for made in outcome.result.made) == ""
    assert not outcome.result.outdated_lock


def test_it_imports() -> None:
    assert import_all(PYTHON, PACKAGES) == ""


def test_black_would_change_nothing() -> None:
    black = [
        sys.executable,
        "-m",
        "black",
        "--check",
        "--quiet",
        "--config",
        "/dev/null",
    ]
    assert (
        subprocess.run([*black, "--target-version", "py311", str(PYTHON)]).returncode
        == 0
    )


@pytest.mark.xdist_group("types")
def test_mypy(mypy_cache: Path, tmp_path: Path) -> None:
    """In an environment without orjson and pydantic; `typed/gates.py` asks the others."""
    python = str(make_bare(tmp_path, "httpx2"))
    said = run_mypy([PYTHON / name for name in PACKAGES], mypy_cache, python)
    assert said == ""


def test_ruff() -> None:
    assert run_ruff([PYTHON]) == ""
