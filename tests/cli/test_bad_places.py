"""What stands in the way of writing: clear words, status 1, and nothing lost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from as_a_user import as_a_user
from cli.running import PETS, Specloom

CHANGED = PETS.replace("name: {type: string}", "nick: {type: string}")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file but the document, and what links say."""
    return {
        str(path): (
            os.readlink(path).encode() if path.is_symlink() else path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
        if (path.is_file() or path.is_symlink()) and path.name != "pets.yaml"
    }


@pytest.fixture
def sdk(pets: Path, folder: Path, specloom: Specloom) -> Path:
    (folder / "specloom.toml").write_text(
        'spec = "pets.yaml"\n[[sdk]]\noutput = "out/sdk"\n'
    )
    assert specloom("generate").status == 0
    pets.write_text(CHANGED)
    return folder / "out/sdk"


def refused(specloom: Specloom, folder: Path, code: str, words: str) -> None:
    before = tree(folder)
    run = specloom("generate")
    assert run.status == 1
    assert f"error {code}" in run.err and words in run.err, run.err
    assert run.out == ""
    assert tree(folder) == before


BROKEN = {
    "cut off": ('{"generator": "specloom 0', "not JSON"),
    "a list": ('["generator", "specloom"]', "somebody else's"),
    "another program's": ('{"name": "app", "icons": []}', "somebody else's"),
    "a path outside": (None, "outside the output"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_or_foreign_manifest(
    kind: str, sdk: Path, folder: Path, specloom: Specloom
) -> None:
    text, words = BROKEN[kind]
    manifest = sdk / "manifest.json"
    if text is None:
        data = json.loads(manifest.read_text())
        data["files"]["../../pets.yaml"] = "0" * 64
        text = json.dumps(data, indent=2)
    manifest.write_text(text)
    code = "E501" if "else" in words else "E503"
    refused(specloom, folder, code, words)


def test_a_lock_with_conflict_markers(
    sdk: Path, folder: Path, specloom: Specloom
) -> None:
    lock = folder / "specloom.lock"
    lock.write_text(f"<<<<<<< ours\n{lock.read_text()}=======\n>>>>>>> theirs\n")
    refused(specloom, folder, "E507", "specloom.lock:1:1")


def test_a_lock_that_is_a_folder(sdk: Path, folder: Path, specloom: Specloom) -> None:
    (folder / "specloom.lock").unlink()
    (folder / "specloom.lock").mkdir()
    refused(specloom, folder, "E507", "cannot read specloom.lock")


def test_a_read_only_directory(sdk: Path, folder: Path, specloom: Specloom) -> None:
    sdk.parent.chmod(0o555)
    try:
        with as_a_user():
            refused(specloom, folder, "E504", "Permission denied")
    finally:
        sdk.parent.chmod(0o755)


def test_a_full_disk(sdk: Path, folder: Path) -> None:
    """No file may grow beyond a few bytes: the system refuses as a full disk does."""
    before = tree(folder)

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))

    source = Path(__file__).parents[2] / "generator"
    done = subprocess.run(
        [sys.executable, "-B", "-m", "specloom", "generate"],
        env={**os.environ, "PYTHONPATH": str(source)},
        preexec_fn=small,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 1
    assert "error E504: cannot write" in done.stderr and "too large" in done.stderr
    assert tree(folder) == before


def test_a_link_on_the_way_is_followed_to_its_end(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "link").symlink_to("elsewhere")
    assert specloom("generate", "pets.yaml", "-o", "link/sdk").status == 0
    assert (folder / "elsewhere/sdk/client.py").exists()
    assert (folder / "link").is_symlink()


def test_a_link_inside_an_output_is_not(
    sdk: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "precious").mkdir()
    (folder / "precious/pet.py").write_text("mine")
    models = sdk / "models"
    models.rename(folder / "kept")
    models.symlink_to(folder / "precious")
    refused(specloom, folder, "E501", "somebody else's")
    assert (folder / "precious/pet.py").read_text() == "mine"


def test_the_documents_own_folder_is_no_output(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "api").mkdir()
    (folder / "api/pets.yaml").write_text(PETS)
    before = tree(folder)
    run = specloom("generate", "api/pets.yaml", "-o", "api")
    assert run.status == 1 and "E501" in run.err
    assert tree(folder) == before
    assert (folder / "api/pets.yaml").read_text() == PETS


def test_an_output_inside_the_documents_folder(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    for _ in range(2):
        assert specloom("generate", "pets.yaml", "-o", "sdk").status == 0
    assert specloom("check", "pets.yaml", "-o", "sdk").status == 0


def test_options_of_the_wrong_type(sdk: Path, folder: Path, specloom: Specloom) -> None:
    config = folder / "specloom.toml"
    config.write_text(config.read_text() + "include = 5\nheaders = ['ruf']\n")
    before = tree(folder)
    run = specloom("generate")
    assert run.status == 1
    assert "specloom.toml:4:1: error E603: 'include' has to be a list" in run.err
    assert "did you mean 'ruff'?" in run.err
    assert tree(folder) == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_result_that_nobody_can_take(pets: Path, folder: Path) -> None:
    source = Path(__file__).parents[2] / "generator"
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "specloom", "inspect", "pets.yaml"],
            env={**os.environ, "PYTHONPATH": str(source)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert done.returncode == 1
    assert "error E504: cannot write the result: No space left" in done.stderr
    assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr
