"""Running the command line inside the tests' own process, in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from specloom.cli import main

PETS = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [Pets]
      responses:
        "200":
          description: All pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getPet
      tags: [Pets]
      responses:
        "200":
          description: One pet.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        age: {type: integer}
"""


class Run(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


Specloom = Callable[..., Run]


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
