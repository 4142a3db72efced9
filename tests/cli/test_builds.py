"""Real make and real ninja decide when to run specloom."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cli.running import PETS, Specloom
from specloom.report.depfile import depfile

TOOL = f"{sys.executable} -m specloom generate"
MAKEFILE = f"""\
sdk.stamp: pets.yaml
	{TOOL} pets.yaml -o sdk --quiet --depfile sdk.d --depfile-target $@
	touch $@
-include sdk.d
"""
NINJA = f"""\
rule sdk
  command = {TOOL} $in -o sdk --quiet --depfile $out.d --depfile-target $out
  depfile = $out.d
  deps = gcc
  restat = 1

build sdk/manifest.json: sdk pets.yaml
"""
ODD = "a b#c$$d.yaml"
"""A name with what make gives a meaning to."""


@pytest.fixture
def parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document in two files; tools run specloom from this checkout."""
    source = Path(__file__).parents[2] / "generator"
    monkeypatch.setenv("PYTHONPATH", str(source))
    reference = f'{{$ref: "parts/{ODD.replace("#", "%23").replace(" ", "%20")}#/Age"}}'
    (folder / "pets.yaml").write_text(PETS.replace("{type: integer}", reference))
    (folder / "parts").mkdir()
    part = folder / "parts" / ODD
    part.write_text("Age: {type: integer}\n")
    return part


def later(path: Path) -> None:
    """As if it had been changed after everything else."""
    stamp = max(p.stat().st_mtime for p in Path(".").rglob("*")) + 5
    os.utime(path, (stamp, stamp))


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make(parts: Path, folder: Path) -> None:
    (folder / "Makefile").write_text(MAKEFILE)
    assert "specloom generate" in run("make")
    assert "is up to date" in run("make")
    later(parts)
    assert "specloom generate" in run("make")
    later(folder / "sdk.stamp")
    assert "is up to date" in run("make")
    parts.unlink()  # and what referred to it, as in a document that was put into one file
    (folder / "pets.yaml").write_text(PETS)
    later(folder / "pets.yaml")
    assert "specloom generate" in run("make")


def test_ninja(parts: Path, folder: Path) -> None:
    ninja = os.path.join(
        pytest.importorskip("ninja", reason="needs ninja").BIN_DIR, "ninja"
    )
    (folder / "build.ninja").write_text(NINJA)
    assert "[1/1]" in run(ninja)
    assert "no work to do" in run(ninja)
    assert f"parts/{ODD}" in run(ninja, "-t", "deps")
    parts.write_text("Age: {type: string}\n")
    later(parts)
    assert "[1/1]" in run(ninja)
    assert "age: str | Unset" in (folder / "sdk/models/pet.py").read_text()


def test_everything_that_was_read_is_listed(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "over.yaml").write_text("""\
overlay: 1.0.0
info: {title: Ours, version: "1"}
actions:
  - {target: $.info, update: {title: Animals}}
""")
    (folder / "mine/python").mkdir(parents=True)
    (folder / "mine/views.toml").write_text("version = 1\n")
    (folder / "mine/python/errors.py.jinja").write_text("x = 1\n")
    (folder / "specloom.toml").write_text("""\
spec = "pets.yaml"
overlays = ["over.yaml"]
[[sdk]]
output = "sdk"
templates = "mine"
[[sdk]]
output = "docs"
target = "markdown"
""")
    assert specloom("generate", "--depfile", "d/all.d").status == 0
    text = (folder / "d/all.d").read_text()
    assert text.split("\n\n")[0] == (
        "sdk/manifest.json: \\\n"
        "  specloom.toml \\\n  pets.yaml \\\n  over.yaml \\\n"
        "  mine/views.toml \\\n  mine/python/errors.py.jinja"
    )
    # Also where nothing is to be done.
    (folder / "d/all.d").unlink()
    assert specloom("generate", "--depfile", "d/all.d").status == 0
    assert (folder / "d/all.d").read_text() == text


def test_names_are_escaped() -> None:
    assert (
        depfile("o", ["a b#$.yaml"]) == "o: \\\n  a\\ b\\#$$.yaml\n\na\\ b\\#$$.yaml:\n"
    )


# CI systems ------------------------------------------------------------------------------

ROOT = Path(__file__).parents[2]
SYSTEMS = (".github/workflows/sdk.yml", ".gitlab-ci.yml")


def commands(name: str) -> list[str]:
    """What a file of docs/builds.md runs, without the installation."""
    page = (ROOT / "docs" / "builds.md").read_text("utf-8")
    (text,) = re.findall(rf"```yaml\n# {re.escape(name)}\n(.*?)```", page, re.DOTALL)
    file = yaml.safe_load(text)
    job = file.get("jobs", file)["sdk"]
    lines = job.get("script") or [s["run"] for s in job["steps"] if "run" in s]
    return [line for line in lines if not line.startswith("pip install ")]


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
@pytest.mark.parametrize("name", SYSTEMS)
def test_the_commands_of_ci_systems(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They run as they stand, in a clone of a repository whose branch takes a method away."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "generator"))
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "x")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "x@example.org")
    tool = folder / "bin" / "specloom"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} -m specloom "$@"\n')
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)
    run("git", "init", "-q", "-b", "main", "project")
    monkeypatch.chdir("project")
    Path("openapi.yaml").write_text(PETS)
    Path("specloom.toml").write_text('spec = "openapi.yaml"\n[[sdk]]\noutput = "sdk"\n')
    run("specloom", "generate")
    run("git", "add", "-A")
    run("git", "commit", "-qm", "start")
    monkeypatch.chdir("..")
    run("git", "clone", "-q", f"file://{folder}/project", "work")
    monkeypatch.chdir("work")
    fewer = re.sub(r"  /pets/\{id\}:.*(?=components:)", "", PETS, flags=re.DOTALL)
    Path("openapi.yaml").write_text(fewer)
    run("specloom", "generate")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "summary.md"))
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    statuses: list[int] = []
    for line in commands(name):
        line = line.replace("${{ github.base_ref }}", "main")
        done = subprocess.run(
            ["bash", "-e", "-c", line], capture_output=True, text=True
        )
        statuses.append(done.returncode)
        assert "usage:" not in done.stderr and "Traceback" not in done.stderr
    if name == ".gitlab-ci.yml":
        assert statuses == [0, 0, 0, 1]  # reading one pet is gone
        assert "breaking" in done.stdout
    else:
        assert statuses == [0, 0, 0]
        assert "### Breaking changes" in (folder / "summary.md").read_text()
        assert json.loads(Path("specloom.sarif").read_text())["version"] == "2.1.0"
