"""`make python314` says what is missing; what it runs is run here too, in this Python."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from interpreters.packages import GENERATOR, copy_packages
from interpreters.python314 import main, no_node

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "npm" / "pyodide" / "package-lock.json"


def test_node_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(tmp_path) == 1
    said = capsys.readouterr().out
    assert "no `node` on the PATH" in said and "nothing was run" in said


@pytest.mark.parametrize(
    ("version", "fits"), [("v16.20.2", False), ("v18.0.0", True), ("", False)]
)
def test_node_that_is_too_old_is_named(
    version: str, fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (no_node() == "") is fits


def test_the_lock_names_versions_digests_and_no_host() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    wanted = packages.pop("")["dependencies"]
    assert {p.get("name", n.rpartition("/")[2]) for n, p in packages.items()} >= {
        "pyodide"
    }
    for name, version in wanted.items():
        locked = packages[f"node_modules/{name}"]
        assert version.removeprefix("npm:pyodide@") == locked["version"]
    for package in packages.values():
        assert package["integrity"].startswith("sha512-") and "resolved" not in package
    assert "://" not in re.sub(r'"url": "[^"]*"', "", LOCK.read_text())


def test_the_generator_needs_no_compiled_package(tmp_path: Path) -> None:
    """With pure Python alone, it makes of a document what it makes with everything."""
    packages = tmp_path / "packages"
    copy_packages(GENERATOR, packages)
    assert not [p for p in packages.rglob("*") if p.suffix in (".so", ".pyd")]
    program = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); sys.argv.pop(0);"
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    golden = ROOT / "tests" / "interpreters" / "programs" / "golden.py"
    command = [sys.executable, "-I", "-S", "-W", "error", "-B", "-c", program]
    run = subprocess.run(
        [*command, str(packages), str(golden), str(tmp_path), "reading", "scalars"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr
    first, *models = run.stdout.splitlines()
    compared = re.fullmatch(r"(\d+) of (\d+) documents come to .*", first)
    assert compared and compared[1] == compared[2] and int(compared[1]) > 5
    assert len(models) > 5
