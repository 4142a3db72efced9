"""What the recipes of the Makefile and .ci/run would install, read from `make --dry-run`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]

_COMMAND = re.compile(
    r"\b(?:pip3?\s+(?:install|download|wheel|lock|run)"
    r"|npm\s+(?:ci|install|i|add|update|exec|x)"
    r"|npx|pipx|uvx"
    r"|uv\s+(?:pip\s+install|pip\s+sync|tool|add|sync|run)"
    r"|apt-get\s+install)\b[^;&|\n]*"
)


def targets() -> list[str]:
    """Every target that `make help` lists."""
    text = (ROOT / "Makefile").read_text("utf-8")
    return re.findall(r"^([a-z][a-z0-9-]*):.* ## ", text, re.MULTILINE)


def recipe(*goals: str) -> str:
    """What `make` would run for these targets in a fresh checkout."""
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "--no-print-directory", *goals],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def installs(text: str) -> Iterator[str]:
    """The commands in a text of shell that bring packages."""
    joined = text.replace("\\\n", " ")
    lines = (line for line in joined.split("\n") if not line.lstrip().startswith("#"))
    for found in _COMMAND.finditer("\n".join(lines)):
        yield " ".join(found[0].split())


def is_pinned(command: str) -> bool:
    """Whether a command brings nothing but what a file of requirements/ names."""
    match shlex.split(command):
        case ["pip", "install" | "download", *rest]:
            return _is_hashed(rest) or set(rest) - _MANNERS == _ITSELF
        case ["npm", "ci", *rest]:
            return "--ignore-scripts" in rest
        case ["npm", "install" | "update", *rest]:
            return "--package-lock-only" in rest
        case _:
            return False


_MANNERS = {"--quiet", "--disable-pip-version-check", "--no-compile"}
_ITSELF = {"--no-deps", "--no-build-isolation", "-e", "."}
_STRICT = {"--only-binary", ":all:", "--require-hashes", "-r"}


def _is_hashed(arguments: list[str]) -> bool:
    files = {after for word, after in pairwise(arguments) if word == "-r"}
    places = {after for word, after in pairwise(arguments) if word == "-d"}
    return set(arguments) - _MANNERS - files - places - {"-d"} == _STRICT and all(
        f.startswith("requirements/") and (ROOT / f).is_file() for f in files
    )
