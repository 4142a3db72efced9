"""`specloom diff`: what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import PETS, Specloom

NEWER = PETS.replace("name: {type: string}", "name: {type: [string, 'null']}").replace(
    "operationId: getPet\n", "operationId: getPet\n      summary: Gets `one`.\n"
)


@pytest.fixture
def newer(pets: Path) -> None:
    Path("new.yaml").write_text(NEWER)


@pytest.mark.usefixtures("newer")
def test_text(specloom: Specloom) -> None:
    run = specloom("diff", "pets.yaml", "new.yaml")
    assert (run.status, run.err) == (0, "")
    assert run.out == """\
breaking  models.Pet.name: `str` → `str | None`
          readers may get values that they are not prepared for; pets.yaml:33:9 → new.yaml:34:9
docs      pets.get(): documented now
          only what people read; pets.yaml:18:5 → new.yaml:18:5
1 breaking, 1 docs: the next version is a major one: code that works may break
"""


@pytest.mark.usefixtures("newer")
def test_markdown(specloom: Specloom) -> None:
    run = specloom("diff", "pets.yaml", "new.yaml", "--format", "markdown")
    assert run.out == """\
<!-- major -->

### Breaking changes

* `models.Pet.name`: `str` → `str | None`. Readers may get values that they are not prepared for. (`pets.yaml:33:9 → new.yaml:34:9`)

### Documentation

* `pets.get()`: documented now. Only what people read. (`pets.yaml:18:5 → new.yaml:18:5`)
"""


@pytest.mark.usefixtures("newer")
def test_json(specloom: Specloom) -> None:
    run = specloom("diff", "pets.yaml", "new.yaml", "--format", "json")
    data = json.loads(run.out)
    assert data["verdict"] == "major"
    assert data["changes"][0] == {
        "level": "breaking",
        "rule": "property-grown",
        "subject": "models.Pet.name",
        "what": "`str` → `str | None`",
        "reason": "readers may get values that they are not prepared for",
        "old": {
            "file": "pets.yaml",
            "line": 33,
            "column": 9,
            "pointer": "#/components/schemas/Pet/properties/name",
        },
        "new": {
            "file": "new.yaml",
            "line": 34,
            "column": 9,
            "pointer": "#/components/schemas/Pet/properties/name",
        },
    }


@pytest.mark.usefixtures("newer")
def test_the_exit_status(specloom: Specloom) -> None:
    both = ("diff", "pets.yaml", "new.yaml")
    assert specloom(*both).status == 0
    assert specloom(*both, "--fail-on", "breaking").status == 1
    same = ("diff", "pets.yaml", "pets.yaml", "--fail-on", "docs")
    assert specloom(*same).status == 0
    listed = (*both, "--include", "GET /nothing")
    assert specloom(*listed).status == 1
    assert specloom("diff", "pets.yaml", "none.yaml").status == 1
    assert specloom("diff", "pets.yaml").status == 2


@pytest.mark.usefixtures("newer")
def test_what_the_configuration_says_is_said_once(specloom: Specloom) -> None:
    """An option that would be ignored beside --config is refused."""
    config = Path("specloom.toml")
    config.write_text('spec = "pets.yaml"\n[[sdk]]\noutput = "sdk"\n')
    with_config = ("diff", "pets.yaml", "new.yaml", "--config", "specloom.toml")
    for more in (("--include", "GET /pets"), ("--overlay", "o"), ("--lock", "l")):
        run = specloom(*with_config, *more)
        assert run.status == 2 and f"{more[0]} and --config" in run.err
    assert specloom(*with_config, "--offline").status == 0
    config.write_text('spec = "pets.yaml"\n[[sdk]]\noutpt = "sdk"\n')
    run = specloom(*with_config)
    assert run.status == 1
    assert "specloom.toml:3:1: error E602: unknown option 'outpt'" in run.err
    assert "did you mean 'output'?" in run.err


@pytest.mark.usefixtures("newer")
def test_names_come_from_the_lock(specloom: Specloom) -> None:
    Path("specloom.toml").write_text(
        'spec = "pets.yaml"\n[[sdk]]\noutput = "sdk"\ntarget = "python"\n'
    )
    assert specloom("generate").status == 0
    lock = Path("specloom.lock")
    lock.write_text(lock.read_text().replace('"Pet"', '"Animal"'))
    run = specloom("diff", "pets.yaml", "new.yaml", "--config", "specloom.toml")
    assert "models.Animal.name" in run.out
    run = specloom("diff", "pets.yaml", "new.yaml", "--lock", "specloom.lock")
    assert "models.Animal.name" in run.out
