"""Golden folders (see `cases.py`): what they come to, and that it imports and type-checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import REWRITE, Case, find_cases
from checkers import import_all, run_mypy, run_pyright

CASES = find_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case, tmp_path: Path) -> None:
    outcome = case.run(tmp_path / "sdk")
    produced = case.produced(outcome)
    if REWRITE:
        case.rewrite(produced)
    assert case.expected() == produced


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Every case as a whole package, whether or not its text is kept."""
    folder = tmp_path_factory.mktemp("packages")
    names: list[str] = []
    for case in CASES:
        name = case.id.replace("/", "_").replace("-", "_")
        if not case.run(folder / name, "python").failed:
            names.append(name)
    return folder, names


@pytest.mark.xdist_group("goldens")
def test_every_case_imports(packages: tuple[Path, list[str]]) -> None:
    assert import_all(*packages) == ""


@pytest.mark.xdist_group("goldens")
def test_every_case_passes_mypy(
    packages: tuple[Path, list[str]], tmp_path: Path
) -> None:
    folder, names = packages
    assert run_mypy([folder / name for name in names], tmp_path) == ""


@pytest.mark.xdist_group("goldens")
def test_every_case_passes_pyright(packages: tuple[Path, list[str]]) -> None:
    # The runtime is the same in all of them, and is checked with the SDK in out/.
    assert run_pyright(*packages, exclude="**/_runtime") == ""
