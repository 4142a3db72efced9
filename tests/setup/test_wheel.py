"""The wheel and the sdist are the same, byte for byte, whenever and wherever they are built."""

from __future__ import annotations

import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from setup.building import ROOT, built, copied

pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None, reason="hatchling is not installed"
)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, with the wheel and the sdist in its `dist`."""
    folder = copied(tmp_path_factory.mktemp("here") / "specloom")
    built(folder, "wheel")
    built(folder, "sdist")
    return folder


def _one(sources: Path, pattern: str) -> Path:
    (found,) = (sources / "dist").glob(pattern)
    return found


def _texts(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in wheel.namelist():
                yield name, wheel.read(name)
    else:
        with tarfile.open(archive) as sdist:
            for member in sdist.getmembers():
                stream = sdist.extractfile(member)
                if stream is not None:
                    yield member.name.split("/", 1)[1], stream.read()


@pytest.mark.parametrize(("kind", "pattern"), [("wheel", "*.whl"), ("sdist", "*.gz")])
def test_the_same_bytes_twice(
    kind: str, pattern: str, sources: Path, tmp_path: Path
) -> None:
    other = built(copied(tmp_path / "elsewhere", 1_700_000_000), kind, 0o077)
    one = _one(sources, pattern)
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


def test_the_sdist_builds_the_same_wheel(sources: Path, tmp_path: Path) -> None:
    with tarfile.open(_one(sources, "*.gz")) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    assert built(folder, "wheel").read_bytes() == _one(sources, "*.whl").read_bytes()


def test_the_wheel_holds_the_package_and_its_templates(sources: Path) -> None:
    names = {name for name, _ in _texts(_one(sources, "*.whl"))}
    code = ROOT / "generator" / "specloom"
    templates = ROOT / "templates"
    ours = {f"specloom/{p.relative_to(code)}" for p in _files(code)}
    ours |= {
        f"specloom/templates/{p.relative_to(templates)}" for p in _files(templates)
    }
    about = {name for name in names if name.startswith("specloom-")}
    assert names - about == ours
    assert {name.split("/", 1)[1] for name in about} == {
        "METADATA",
        "WHEEL",
        "RECORD",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def test_the_sdist_holds_what_the_tests_need(sources: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    for pattern in included:
        assert pattern.startswith("/") and list(ROOT.glob(pattern[1:])), pattern
    tops = {name.split("/", 1)[0] for name, _ in _texts(_one(sources, "*.gz"))}
    assert tops >= {"generator", "templates", "tests", "out", "specs", "requirements"}
    assert tops >= {"Makefile", "pyproject.toml", "specloom.toml", "README.md"}


@pytest.mark.parametrize("pattern", ["*.whl", "*.gz"])
def test_nothing_tells_of_the_machine_or_a_registry(
    pattern: str, sources: Path
) -> None:
    places = {str(ROOT), str(sources), str(Path.home()), sys.prefix, sys.base_prefix}
    tells = [p.encode() for p in places if p.count("/") > 1] + [
        b"pythonhosted",
        b"npmjs.",
    ]
    for name, text in _texts(_one(sources, pattern)):
        if not name.endswith("test_wheel.py"):
            assert not [t for t in tells if t in text], name
