"""specloom works wherever it is installed, and however: pip, pipx, uv; folder, wheel, sdist.

With WHEELHOUSE in the environment (`make wheels`), a folder that holds what it needs, each tool
installs it from there. Nothing asks a registry.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from setup.building import ROOT, built, copied

HOUSE = os.environ.get("WHEELHOUSE", "")
pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="hatchling is not installed"
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, with the wheel and the sdist in its `dist`."""
    folder = copied(tmp_path_factory.mktemp("sources") / "specloom")
    built(folder, "wheel")
    built(folder, "sdist")
    return folder


@dataclass(frozen=True)
class Given:
    """What can be installed, and where to."""

    folder: Path
    wheel: Path
    sdist: Path
    home: Path

    def run(self, *command: str | Path, **more: str) -> str:
        """What a command prints that knows the wheelhouse alone."""
        done = subprocess.run(
            [*map(str, command)],
            cwd=self.home,
            env=_environment(self.home) | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


def _environment(home: Path) -> dict[str, str]:
    """Nothing of this machine's but its programs; nothing of the checkout."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": HOUSE,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIPX_HOME": str(home / "pipx"),
        "PIPX_BIN_DIR": str(home / "bin"),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_NO_CONFIG": "1",
        "UV_OFFLINE": "1",
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": HOUSE,
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_CACHE_DIR": str(home / "cache"),
        "UV_TOOL_DIR": str(home / "tools"),
        "UV_TOOL_BIN_DIR": str(home / "bin"),
    }


@pytest.fixture
def given(sources: Path, tmp_path: Path) -> Given:
    (wheel,) = (sources / "dist").glob("*.whl")
    (sdist,) = (sources / "dist").glob("*.tar.gz")
    return Given(sources, wheel, sdist, tmp_path)


def proven(program: Path, given: Given) -> None:
    """Builds out/ with an installed `specloom`, in a folder that knows nothing of a checkout."""
    place = given.home / "project"
    place.mkdir()
    shutil.copytree(ROOT / "specs", place / "specs")
    shutil.copy(ROOT / "specloom.toml", place)
    project = tomllib.loads((ROOT / "specloom.toml").read_text("utf-8"))
    cache = {"SPECLOOM_CACHE_DIR": str(given.home / "own")}
    said = given.run(program, "generate", "--config", place / "specloom.toml", **cache)
    assert "warning" not in said and "error" not in said
    for sdk in project["sdk"]:
        assert _contents(place / sdk["output"]) == _contents(ROOT / sdk["output"])


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _environment_of(home: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", home / "env"], check=True)
    return home / "env" / "bin"


def test_a_wheel_is_all_that_is_needed_elsewhere(given: Given) -> None:
    """What it depends on is lent by the environment of the tests, so that it needs no network."""
    venv = given.home / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    given.run(
        *(sys.executable, "-m", "pip", "--python", venv / "bin" / "python"),
        *("install", "--quiet", "--no-deps", given.wheel),
    )
    (site,) = venv.glob("lib/python*/site-packages")
    # Files like this one are not read again in the folder that they lead to: the editable
    # specloom of the tests is not found there.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    where = given.run(
        venv / "bin" / "python", "-c", "import specloom; print(specloom.__file__)"
    )
    assert where.strip() == str(site / "specloom" / "__init__.py")
    proven(venv / "bin" / "specloom", given)


def _pip_folder(given: Given) -> Path:
    bin = _environment_of(given.home)
    given.run(bin / "python", "-m", "pip", "install", given.folder)
    return bin / "specloom"


def _pip_wheel(given: Given) -> Path:
    bin = _environment_of(given.home)
    given.run(bin / "python", "-m", "pip", "install", given.wheel)
    return bin / "specloom"


def _pip_sdist(given: Given) -> Path:
    bin = _environment_of(given.home)
    given.run(bin / "python", "-m", "pip", "install", f"{given.sdist}[watch]")
    given.run(bin / "python", "-c", "import watchfiles")
    return bin / "specloom"


def _pipx_with_pip(given: Given) -> Path:
    given.run("pipx", "install", "--backend", "pip", given.wheel)
    return given.home / "bin" / "specloom"


def _pipx_with_uv(given: Given) -> Path:
    given.run("pipx", "install", "--backend", "uv", given.folder)
    return given.home / "bin" / "specloom"


def _uv_tool_wheel(given: Given) -> Path:
    given.run("uv", "tool", "install", given.wheel)
    return given.home / "bin" / "specloom"


def _uv_tool_sdist(given: Given) -> Path:
    given.run("uv", "tool", "install", given.sdist)
    return given.home / "bin" / "specloom"


def _uv_tool_folder(given: Given) -> Path:
    given.run("uv", "tool", "install", given.folder)
    return given.home / "bin" / "specloom"


@pytest.mark.skipif(not HOUSE, reason="`make wheels`")
@pytest.mark.parametrize(
    "way",
    [
        _pip_folder,
        _pip_wheel,
        _pip_sdist,
        _pipx_with_pip,
        _pipx_with_uv,
        _uv_tool_wheel,
        _uv_tool_sdist,
        _uv_tool_folder,
    ],
    ids=lambda way: way.__name__[1:],
)
def test_a_way_to_install(way: Callable[[Given], Path], given: Given) -> None:
    proven(way(given), given)


@pytest.mark.skipif(not HOUSE, reason="`make wheels`")
@pytest.mark.parametrize(
    "command", [("uvx", "--from"), ("pipx", "run", "--spec")], ids=lambda c: c[0]
)
def test_it_runs_without_being_installed(
    command: tuple[str, ...], given: Given
) -> None:
    said = given.run(*command, given.wheel, "specloom", "--version")
    assert said.splitlines()[-1].startswith("specloom ")
