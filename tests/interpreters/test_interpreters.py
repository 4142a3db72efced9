"""Models, JSON and formats behave on other interpreters as they do on this one.

The tests of `tests/runtime` that need nothing but pytest run again under every other Python
that is here, and every model of the flagship is used; one that is not here is skipped.
`make pythons` runs more in each, and `make python314` brings two of its own.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from interpreters.found import interpreters, version_of
from interpreters.packages import PYTEST, copy_packages

ROOT = Path(__file__).parents[2]
VERSIONS = ("3.11", "3.12", "3.13", "3.14", "3.15", "3.13t", "3.14t", "3.15t")
TESTS = (
    "test_deferred.py",
    "test_formats.py",
    "test_json.py",
    "test_model.py",
    "test_models_in_threads.py",
    "test_parameters.py",
    "test_reflect.py",
    "test_sse.py",
)
# `-S`: what is installed for the other Python is not what these tests are about.
ALONE = ["-I", "-S"]
_PYTEST = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""


@cache
def here() -> dict[str, Path]:
    return interpreters()


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    copy_packages(PYTEST, folder)
    return folder


@pytest.fixture(params=VERSIONS)
def python(request: pytest.FixtureRequest) -> str:
    version: str = request.param
    if version == version_of(Path(sys.executable)):
        pytest.skip("the interpreter of all other tests")
    if version not in here():
        pytest.skip(f"no Python {version} here")
    return str(here()[version])


def test_the_runtime(python: str, packages: Path) -> None:
    options = ["-q", "-p", "no:cacheprovider", "--confcutdir=.", *TESTS]
    run = subprocess.run(
        [python, *ALONE, "-B", "-c", _PYTEST, str(packages), *options],
        cwd=ROOT / "tests" / "runtime",
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout


def test_every_model(python: str) -> None:
    program = ROOT / "tests" / "interpreters" / "programs" / "models.py"
    arguments = [str(program), str(ROOT / "out" / "python"), "threads_runs"]
    said: list[str] = []
    for each in (sys.executable, python):
        run = subprocess.run(
            [each, *ALONE, "-B", "-W", "error", *arguments],
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        said.append(run.stdout)
    assert said[0] == said[1]


def test_nothing_else_that_is_installed_is_seen(packages: Path) -> None:
    # This interpreter has pip and orjson, as another one may have: old, or broken.
    code = (
        "import sys, importlib.util as u; sys.path.insert(0, sys.argv[1]);"
        "print(*[n for n in ('pytest', 'pip', 'orjson', 'httpx2') if u.find_spec(n)])"
    )
    command = [sys.executable, *ALONE, "-c", code, str(packages)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["pytest"]
