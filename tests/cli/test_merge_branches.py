"""Two branches that both regenerated: git merges their locks, and no name moves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cli.running import PETS, Specloom
from specloom.write.name_lock import read_lock

CONFIG = 'spec = "pets.yaml"\n[[sdk]]\noutput = "sdk"\n'


def git(*arguments: str) -> int:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    done = subprocess.run(["git", *who, *arguments], capture_output=True)
    return done.returncode


@pytest.fixture
def repository(folder: Path, specloom: Specloom) -> Path:
    assert git("init", "-q", "-b", "main") == 0
    (folder / ".gitattributes").write_text("specloom.lock merge=union\n")
    (folder / ".gitignore").write_text("/sdk/\n")
    (folder / "specloom.toml").write_text(CONFIG)
    (folder / "pets.yaml").write_text(PETS)
    specloom("generate")
    git("add", "-A")
    git("commit", "-qm", "start")
    return folder


def branch(name: str, old: str, new: str, specloom: Specloom) -> None:
    """A branch that changes the document, and regenerates."""
    git("checkout", "-q", "-b", name, "main")
    path = Path("pets.yaml")
    path.write_text(path.read_text().replace(old, new))
    assert specloom("generate").status == 0
    git("commit", "-qam", name)


ONE = (
    "components:\n  schemas:\n",
    "components:\n  schemas:\n    pet_food: {type: object}\n",
)
OTHER = "        age: {type: integer}\n", (
    "        age: {type: integer}\n    PetFood: {type: object}\n"
)


def test_both_named_something(repository: Path, specloom: Specloom) -> None:
    branch("one", *ONE, specloom)
    branch("other", *OTHER, specloom)
    both = {
        name: read_lock(repository / "specloom.lock")["sdk"]
        for name in ("one", "other")
        if git("checkout", "-q", name) == 0
    }
    assert git("merge", "-q", "one") == 0
    assert specloom("generate").status == 0
    merged = read_lock(repository / "specloom.lock")["sdk"]
    for names in both.values():
        assert names.keys() <= merged.keys()
    # Both called theirs PetFood. One keeps the name, whoever merges, and none is lost.
    types = {
        merged[f"type:#/components/schemas/{id}"] for id in ("PetFood", "pet_food")
    }
    assert "PetFood" in types and len(types) == 2
    assert specloom("check").status == 0
    git("commit", "-qam", "merged")
    git("checkout", "-q", "one")
    assert git("merge", "-q", "other~1") == 0


def test_a_merge_without_the_attribute_is_found_out(
    repository: Path, specloom: Specloom
) -> None:
    (repository / ".gitattributes").unlink()
    git("commit", "-qam", "without")
    branch("one", *ONE, specloom)
    git("checkout", "-q", "main")
    branch("other", *OTHER, specloom)
    assert git("merge", "-q", "one") != 0
    assert "<<<<<<<" in (repository / "specloom.lock").read_text()
    run = specloom("generate")
    assert run.status == 1
    assert "specloom.lock:" in run.err and "error E507: a merge conflict" in run.err
    assert "merge=union" in run.err


def test_a_name_that_one_branch_renamed(repository: Path, specloom: Specloom) -> None:
    branch("one", *ONE, specloom)
    git("checkout", "-q", "main")
    git("checkout", "-q", "-b", "renamed")
    specloom("rename", "Pet", "Animal")
    specloom("generate")
    git("commit", "-qam", "renamed")
    assert git("merge", "-q", "one") == 0
    assert specloom("generate").status == 0
    names = read_lock(repository / "specloom.lock")["sdk"]
    assert names["alias:type:#/components/schemas/Pet\nPet"] == "Pet"
    assert names["type:#/components/schemas/Pet"] == "Animal"
    assert specloom("check").status == 0


def test_a_committed_output_is_made_again_from_both_sides(
    repository: Path, specloom: Specloom
) -> None:
    """git cannot settle the manifest, where both sides have digests of their own."""
    (repository / ".gitignore").unlink()
    git("add", "-A")
    git("commit", "-qm", "with the output")
    branch("one", *ONE, specloom)
    git("add", "-A")
    git("commit", "-qm", "one's files")
    git("checkout", "-q", "main")
    branch("other", *OTHER, specloom)
    git("add", "-A")
    git("commit", "-qm", "other's files")
    assert git("merge", "-q", "one") != 0
    manifest = repository / "sdk/manifest.json"
    assert "<<<<<<< HEAD" in manifest.read_text()
    run = specloom("generate")
    assert run.status == 0 and "error" not in run.err
    assert specloom("check").status == 0
    names = read_lock(repository / "specloom.lock")["sdk"]
    for id in ("PetFood", "pet_food"):
        assert f"type:#/components/schemas/{id}" in names
