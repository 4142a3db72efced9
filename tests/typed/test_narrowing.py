"""What five type checkers know of a value after a question about it (see `narrowing.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from checkers import run_basedpyright, run_mypy, run_pyrefly, run_pyright, run_ty

SDK = Path(__file__).parents[2] / "out" / "python" / "threads_runs"
PROGRAM = Path(__file__).with_name("narrowing.py")

PATTERNS = {
    "mypy": r':(\d+): note: Revealed type is "(.*)"',
    "pyright": r':(\d+):\d+ - information: Type of ".*" is "(.*)"',
    "basedpyright": r':(\d+):\d+ - information: Type of ".*" is "(.*)"',
    "ty": r":(\d+):\d+: info\[revealed-type\] Revealed type: `(.*)`",
    "pyrefly": r":(\d+):\d+-\d+: revealed type: (.*) \[reveal-type\]",
}
"""How each says what it knows: the line, and the type."""


def expected(checker: str) -> dict[int, str]:
    """Line → the type that is in its comment, or in the comment for `checker` below it."""
    found: dict[int, str] = {}
    asked = 0
    for number, line in enumerate(PROGRAM.read_text("utf-8").splitlines(), 1):
        code, _, comment = line.partition("# ")
        if "reveal_type(" in code:
            asked = number
        if asked and comment:
            names = re.match(
                r"((?:mypy|(?:based)?pyright|ty|pyrefly|, )+): (.*)", comment
            )
            if names is None:
                found[asked] = comment
            elif checker in names[1].split(", "):
                found[asked] = names[2]
        elif "reveal_type(" not in code:
            asked = 0
    return found


def revealed(checker: str, said: str) -> dict[int, str]:
    """Line → the type, spelled alike whoever has said it."""
    lines = re.findall(PATTERNS[checker], said)
    return {int(number): alike(type_) for number, type_ in lines}


def alike(type_: str) -> str:
    """Without modules, the members of a union in alphabetical order, literals as one."""
    type_ = re.sub(r" \(_\.[^)]*\)", "", type_)  # what pyrefly knows of an attribute
    type_ = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Z])", "", type_)
    literals: list[str] = []
    others: list[str] = []
    for part in members(type_.replace("'", '"').replace("*", "")):
        values = re.fullmatch(r"Literal\[(.*)\]", part)
        if values:
            literals += values[1].split(", ")
        else:
            others.append(part)
    if literals:
        others.append(f"Literal[{', '.join(sorted(literals))}]")
    return " | ".join(sorted(others))


def members(type_: str) -> list[str]:
    """The members of a union."""
    depth, parts = 0, [""]
    for character in type_:
        depth += (character in "[(") - (character in "])")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("narrowing")
    (made / SDK.name).symlink_to(SDK)
    (made / PROGRAM.name).write_bytes(PROGRAM.read_bytes())
    return made


def check(checker: str, said: str) -> None:
    assert revealed(checker, said) == expected(checker)
    # Beside that it has said nothing.
    assert not re.search(r"\b(error|warning)\b(?!s)|ERROR|WARN", said), said


@pytest.mark.xdist_group("types")
def test_mypy(folder: Path, mypy_cache: Path) -> None:
    check("mypy", run_mypy([folder / PROGRAM.name], mypy_cache))


@pytest.mark.parametrize(
    ("checker", "run"),
    [
        ("pyright", run_pyright),
        ("basedpyright", run_basedpyright),
        ("ty", run_ty),
        ("pyrefly", run_pyrefly),
    ],
)
def test_others(
    checker: str, run: Callable[[Path, list[str]], str], folder: Path
) -> None:
    check(checker, run(folder, [PROGRAM.name]))
