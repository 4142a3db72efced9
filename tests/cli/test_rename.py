"""`specloom rename`: the lock, the alias in the package, and what cannot be renamed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from checkers import run_pyright
from cli.running import Specloom

ARGUMENTS = ("pets.yaml", "-o", "sdk")


@pytest.fixture
def sdk(pets: Path, specloom: Specloom) -> Path:
    assert specloom("generate", *ARGUMENTS).status == 0
    return Path("sdk")


def lock() -> str:
    return Path("sdk/specloom.lock").read_text()


def test_the_old_names_stay_as_deprecated_aliases(
    sdk: Path, specloom: Specloom, folder: Path
) -> None:
    for old, new in (("Pet", "Animal"), ("pets.get", "fetch"), ("pets", "animals")):
        run = specloom("rename", old, new, *ARGUMENTS)
        assert (run.status, run.err) == (0, "")
        assert run.out == "wrote sdk/specloom.lock\nnow run: specloom generate\n"
    assert specloom("generate", *ARGUMENTS).status == 0
    before = lock()
    assert specloom("generate", *ARGUMENTS, "--force").status == 0
    assert lock() == before
    use = """\
import asyncio
import warnings

import pytest

from sdk import AsyncClient, Client, decode, models

with pytest.warns(DeprecationWarning, match="`Pet` is called `Animal` now.") as caught:
    from sdk.models import Pet
assert caught[0].filename == __file__
assert Pet is models.Animal
assert isinstance(decode(Pet, {"name": "Tom"}), models.Animal)

client = Client(base_url="http://127.0.0.1:9", max_retries=0)
with pytest.warns(DeprecationWarning, match="`pets` is called `animals` now."):
    pets = client.pets
with pytest.warns(DeprecationWarning, match="`get` is called `fetch` now."):
    get = pets.get
    with pytest.raises(Exception, match="refused|connect"):
        get("1")
with warnings.catch_warnings():
    warnings.simplefilter("error")
    client.animals.fetch
    client.animals.list
with pytest.warns(DeprecationWarning, match="`get` is called `fetch` now."):
    AsyncClient(base_url="http://127.0.0.1:9").animals.get("1").close()
"""
    (folder / "use.py").write_text(use)
    subprocess.run([sys.executable, "-W", "default", "use.py"], check=True)


def test_checkers_know_the_old_types(
    sdk: Path, specloom: Specloom, folder: Path
) -> None:
    for old, new in (("Pet", "Animal"), ("pets.get", "fetch")):
        specloom("rename", old, new, *ARGUMENTS)
    specloom("generate", *ARGUMENTS)
    (folder / "typed.py").write_text("""\
from sdk import Client
from sdk.models import Animal, Pet


def get(client: Client) -> Pet:
    animal: Animal = client.pets.fetch("1")
    return animal
""")
    assert run_pyright(folder, ["typed.py", "sdk"], "sdk/_runtime") == ""


def test_a_name_goes_back(sdk: Path, specloom: Specloom) -> None:
    before = lock()
    specloom("rename", "Pet", "Animal", *ARGUMENTS)
    assert '"alias:type:#/components/schemas/Pet\\nPet" = "Pet"' in lock()
    specloom("rename", "Animal", "Pet", *ARGUMENTS)
    after = lock()
    assert "alias:type:#/components/schemas/Pet\\nAnimal" in after
    assert [line for line in after.split("\n") if "alias:" not in line] == before.split(
        "\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("Pett", "Animal", "E609", "did you mean Pet?"),
        ("pets.get", "pets.list", "E610", "the name list is taken"),
        ("pets.get", "animals.get", "E610", "cannot move to animals"),
        ("Pet", "class", "E610", "no name for public Python code"),
        ("Pet", "_Pet", "E610", "no name for public Python code"),
        ("Pet", "UnknownVariant", "E610", "is taken"),
    ],
)
def test_what_cannot_be(
    sdk: Path, specloom: Specloom, old: str, new: str, code: str, message: str
) -> None:
    before = lock()
    run = specloom("rename", old, new, *ARGUMENTS)
    assert (run.status, run.out) == (1, "")
    assert code in run.err and message in run.err
    assert lock() == before


def test_all_sdks_of_a_configuration(pets: Path, specloom: Specloom) -> None:
    Path("specloom.toml").write_text("""\
spec = "pets.yaml"
[[sdk]]
output = "sdk"
[[sdk]]
output = "docs"
target = "markdown"
""")
    specloom("generate")
    assert specloom("rename", "models.Pet", "Animal").out.startswith("wrote specloom.")
    specloom("generate")
    assert Path("docs/models/pet.md").exists()
    assert "Animal" in Path("docs/models/pet.md").read_text()
    assert Path("specloom.lock").read_text().count('= "Animal"') == 2


def test_a_name_that_the_document_asks_for_leaves_an_alias(
    sdk: Path, specloom: Specloom
) -> None:
    path = Path("pets.yaml")
    asked = "    Pet:\n      x-specloom-name: Animal\n"
    path.write_text(path.read_text().replace("    Pet:\n", asked))
    assert specloom("generate", *ARGUMENTS).status == 0
    assert '"alias:type:#/components/schemas/Pet\\nPet" = "Pet"' in lock()
    assert '"Pet": "Animal",' in Path("sdk/models/__init__.py").read_text()
