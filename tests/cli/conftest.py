"""Running the command line inside the tests' own process, in an empty folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import PETS, Run, Specloom
from specloom.commands.command_line import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, with a cache of its own beside it."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("SPECLOOM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("SPECLOOM_TRACEBACK", "1")
    return place


@pytest.fixture
def specloom(folder: Path, capsys: pytest.CaptureFixture[str]) -> Specloom:
    """`specloom("generate", ...)`: runs it and tells what came of it."""

    def run(*arguments: str) -> Run:
        try:
            status = main(list(arguments))
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        return Run(status, *capsys.readouterr())

    return run


@pytest.fixture
def pets(folder: Path) -> Path:
    """A small document that is right."""
    path = Path("pets.yaml")
    path.write_text(PETS)
    return path
