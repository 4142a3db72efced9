"""No checker passes over a part of a page: mistakes that are planted there are found.

What a checker holds for unreachable it does not read, and says nothing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checkers import run_basedpyright, run_mypy, run_pyrefly, run_pyright, run_ty

PACKAGE = Path(__file__).parents[2] / "out" / "python" / "threads_runs"
PLANTED = {
    "    from typing import Any\n": "    _planted: int = 'checking'\n",
    "    message: str\n": "    planted: int = 'in a class'\n",
    "def wire_run_object(value: Any) -> dict[str, Any]:\n": "    planted: int = 'in a function'\n",
}
"""After which line of a model page what is wrong is put."""
PAGES = ["sdk/models/run_object.py", "sdk/resources/threads.py"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, and with mistakes in one of its pages and of its calls."""
    made = tmp_path_factory.mktemp("planted")
    shutil.copytree(PACKAGE, made / "sdk")
    page, calls = [made / name for name in PAGES]
    text = page.read_text("utf-8")
    for line, wrong in PLANTED.items():
        assert text.count(line) == 1
        text = text.replace(line, line + wrong)
    page.write_text(text + "_planted_last: int = 'at the end'\n", "utf-8")
    text = calls.read_text("utf-8") + "_planted: int = 'below calls'\n"
    calls.write_text(text, "utf-8")
    return made


def places(said: str) -> set[str]:
    """File and line of everything that is said."""
    return {
        f"{path.rpartition('/')[2]}:{line}"
        for path, line in re.findall(r"([\w/]+\.py):(\d+):", said)
    }


def planted(folder: Path) -> set[str]:
    """File and line of everything that is wrong."""
    return {
        f"{path.name}:{number}"
        for path in folder.rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if "planted" in line
    }


def test_mypy(folder: Path, mypy_cache: Path) -> None:
    assert places(run_mypy([folder / page for page in PAGES], mypy_cache)) == planted(
        folder
    )


@pytest.mark.parametrize("run", [run_pyright, run_basedpyright, run_ty, run_pyrefly])
def test_others(run: Callable[[Path, list[str]], str], folder: Path) -> None:
    assert places(run(folder, PAGES)) == planted(folder)


def test_the_name_is_declared_in_one_place() -> None:
    """Elsewhere pyright would pass over what follows, or Jedi over what stands behind it."""
    declaring = {
        path.name
        for path in PACKAGE.rglob("*.py")
        if re.search("^ *TYPE_CHECKING.*=", path.read_text("utf-8"), re.MULTILINE)
    }
    assert declaring == {"checking.py"}
