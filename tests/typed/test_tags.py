"""Tags are part of their variants: all type checkers narrow by them, and nobody types them."""

from __future__ import annotations

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from checkers import run_mypy, run_pyright
from specloom import Config, Sdk
from specloom.run.outcome import complete

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package `tagged` and the file that uses it."""
    made = tmp_path_factory.mktemp("tags")
    sdk = Sdk(spec=HERE / "tagged.yaml", output=made / "tagged")
    outcome = complete(Config((sdk,)))
    assert outcome.diagnostics == ()
    shutil.copy(HERE / "narrowing.py.txt", made / "narrowing.py")
    return made


@pytest.fixture
def tagged(folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(folder))
    yield importlib.import_module("tagged")
    sys.path.remove(str(folder))
    for name in [m for m in sys.modules if m.split(".")[0] == "tagged"]:
        del sys.modules[name]


def test_mypy_narrows(folder: Path, tmp_path: Path) -> None:
    assert run_mypy([folder / "narrowing.py"], tmp_path) == ""


def test_pyright_narrows(folder: Path) -> None:
    assert run_pyright(folder, ["narrowing.py"]) == ""


@pytest.mark.parametrize("command", ["ty check", "pyrefly check"])
def test_younger_checkers_narrow(folder: Path, command: str) -> None:
    tool, *arguments = command.split()
    tool = str(Path(sys.executable).with_name(tool))
    done = subprocess.run(
        [tool, *arguments, "narrowing.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_tag_of_several_values_is_asked_for(folder: Path, tmp_path: Path) -> None:
    wrong = folder / "asked.py"
    wrong.write_text("from tagged.models import Dog\n\nDog(good=True)\n")
    said = run_mypy([wrong], tmp_path)
    wrong.unlink()
    assert 'Missing named argument "kind" for "Dog"' in said


def test_what_is_sent(tagged: ModuleType) -> None:
    models, encode = tagged.models, tagged.encode
    assert encode(models.Cat(lives=3)) == {"kind": "cat", "lives": 3}
    assert encode(models.Two()) == {"version": 2}
    assert encode(models.Lion(mane=True)) == {"type": "Lion", "mane": True}
    assert encode(models.ShapeRound(radius=1.0)) == {"form": "round", "radius": 1.0}
    assert encode(models.Dog(kind="puppy")) == {"kind": "puppy"}


def test_what_comes_without_a_tag_stays_without(tagged: ModuleType) -> None:
    models = tagged.models
    for strict in (False, True):
        cat = tagged.decode(models.Cat, {"lives": 3}, strict=strict)
        assert isinstance(cat, models.Cat)
        assert tagged.encode(cat) == {"lives": 3}
        found = tagged.decode(models.Pet, {"lives": 3}, strict=strict)
        assert isinstance(found, models.Cat)
    with pytest.raises(tagged.DecodeError, match="kind"):
        tagged.decode(models.Cat, {"kind": "dog"}, strict=True)
    with pytest.raises(tagged.DecodeError, match="version"):
        tagged.decode(models.One, {}, strict=True)


def test_what_the_mapping_says(tagged: ModuleType) -> None:
    models = tagged.models
    zoo = tagged.decode(models.Zoo, {"animals": [{"type": "Bear"}, {"type": "Lion"}]})
    assert [type(one) for one in zoo.animals] == [models.Bear, models.Lion]
    assert type(tagged.decode(models.Version, {"version": 2})) is models.Two
    for tag in ("2", True, 3, None):
        unknown = tagged.decode(models.Version, {"version": tag})
        assert type(unknown) is models.UnknownVariant
