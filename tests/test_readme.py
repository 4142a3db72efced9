"""README.md is true: every snippet and command in it runs, and prints what it says.

A block of Python, and each `$ command` of a console block, is run; the block of text after it
(or the lines after the command) is what it has to print. Calls go to the test server.
With GOLDEN=1 in the environment, what was printed is written into the README instead.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from e2e.server import KEY, ApiServer
from e2e.specification import ROOT

README = ROOT / "README.md"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_VARIES = re.compile(r"\d+ files \(\d+ written\)|\d+\.\d+ s\b")
"""What may differ from run to run, or with any change of the output's layout."""


@dataclass(frozen=True)
class Step:
    """Something to run, and the part of the README that says what it prints."""

    code: str
    shell: bool
    start: int
    end: int
    line: int


def steps(text: str) -> Iterator[Step]:
    """What the README tells its readers to run, in its order."""
    blocks = list(_FENCE.finditer(text))
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        line = text.count("\n", 0, block.start()) + 2
        if block[1] == "python":
            assert after is not None and after[1] == "text", f"line {line}: no output"
            yield Step(block[2], False, after.start(2), after.end(2), line)
        elif block[1] == "console":
            yield from _commands(text, block.start(2), block.end(2))
        else:
            assert block[1] in ("text", "toml", "yaml"), f"line {line}: {block[1]!r}"


def _commands(text: str, start: int, end: int) -> Iterator[Step]:
    starts = [m.start() for m in re.finditer(r"^\$ ", text[start:end], re.MULTILINE)]
    for begin, stop in zip(starts, [*starts[1:], end - start], strict=True):
        command = text[start + begin + 2 : start + stop].split("\n", 1)[0]
        output = start + begin + 2 + len(command) + 1
        line = text.count("\n", 0, start + begin) + 1
        yield Step(command, True, output, start + stop, line)


@pytest.fixture(scope="module")
def api() -> Iterator[ApiServer]:
    """The server that the calls of the README go to."""
    with ApiServer() as server:
        yield server


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a checkout, with `specloom` on its path."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in (
        "specs",
        "out",
        "Makefile",
        "pyproject.toml",
        "specloom.toml",
        "requirements",
    ):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    tool = folder / "bin" / "specloom"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m specloom "$@"\n')
    tool.chmod(0o755)
    return folder


def perform(step: Step, place: Path, api: ApiServer) -> str:
    """What a step prints, standard error included."""
    command = (
        ["sh", "-c", step.code] if step.shell else [sys.executable, "-c", step.code]
    )
    if step.shell and step.code.startswith("make "):
        command = ["make", "--dry-run", *step.code.split()[1:]]
    paths = (ROOT / "out" / "python", ROOT / "generator")
    done = subprocess.run(
        command,
        cwd=place,
        env={
            **os.environ,
            "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "OPENAI_API_KEY": KEY,
            "THREADS_RUNS_BASE_URL": api.url,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    if command[0] == "make":
        assert done.returncode == 0, done.stdout
        return ""
    assert step.shell or done.returncode == 0, done.stdout
    return done.stdout


def test_the_readme_is_true(place: Path, api: ApiServer) -> None:
    text = README.read_text("utf-8")
    fresh, read = "", 0
    for step in steps(text):
        api.reset()
        printed = perform(step, place, api)
        said = text[step.start : step.end]
        if os.environ.get("GOLDEN"):
            same = _VARIES.sub("", printed) == _VARIES.sub("", said)
            fresh += text[read : step.start] + (said if same else printed)
            read = step.end
        else:
            expected = _VARIES.sub("…", said).strip("\n")
            assert _VARIES.sub("…", printed).strip("\n") == expected, step.line
    if os.environ.get("GOLDEN"):
        README.write_text(fresh + text[read:], "utf-8")


def test_links_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "specs/README.md"):
        page = ROOT / name
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{name}: {target}"
