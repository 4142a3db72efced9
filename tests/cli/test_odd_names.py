"""Whatever files, folders, packages and things are called, no command fails for it.

A name may be refused, with a code and words; what must not come is `E699`, which says that
specloom is at fault, or a traceback.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from as_a_user import as_a_user
from cli.running import PETS, Specloom
from forked import Forked

NAMES = [
    *("class", "None", "000", "2025-11", "a.b", "a b", "ünïcode", "ﬁx", "😀", "_", "x\\y"),
    *("-dash", "--", "", ".", "..", "/", "~", "*", " ", "a\nb", "a\0b", "a\udcffb"),
    *("\ufeff", "\u202e", "CON", "a:b", "x" * 256, "x" * 5000, "new/", "sdk/../sdk/"),
    *("link", "link/x", "dangling", "loop", "loop/x", "file", "file/x", "dir", "dir/x"),
    *("pets.yaml", "specloom.toml", "/dev/null", "/proc/self/x", "https://127.0.0.1:9/"),
]  # fmt: skip

FEW = [
    *("class", "2025-11", "-dash", "", ".", "/", "a\0b", "a\udcffb", "x" * 5000),
    *("loop/x", "file", "file/x", "dir", "/proc/self/x"),
]
"""One of each kind, for where a name is not a folder to write to or a document to read."""

MANY = ("a package", "pages", "a model", "a document", "repairs")

ROLES: dict[str, Callable[[str], list[str]]] = {
    "a package": lambda n: ["generate", "pets.yaml", "-o", n],
    "pages": lambda n: ["generate", "pets.yaml", "-o", n, "--target", "markdown"],
    "a model": lambda n: ["generate", "pets.yaml", "-o", n, "--target", "model-json"],
    "a document": lambda n: ["generate", n],
    "checked": lambda n: ["check", "pets.yaml", "-o", n],
    "a package's name": lambda n: ["check", "pets.yaml", "-o", "p", "--package", n],
    "a name on pages": lambda n: [
        *("check", "pets.yaml", "-o", "p", "--target", "markdown", "--package", n)
    ],
    "a target": lambda n: ["check", "pets.yaml", "-o", "p", "--target", n],
    "templates": lambda n: ["check", "pets.yaml", "-o", "p", "--templates", n],
    "a depfile": lambda n: ["check", "pets.yaml", "-o", "sdk", "--depfile", n],
    "what depends": lambda n: [
        *("check", "pets.yaml", "-o", "sdk", "--depfile", "d", "--depfile-target", n)
    ],
    "a number": lambda n: ["generate", "pets.yaml", "-o", "sdk", "-j", n],
    "included": lambda n: ["inspect", "pets.yaml", "--include", n],
    "excluded": lambda n: ["inspect", "pets.yaml", "--exclude", n],
    "an overlay": lambda n: ["inspect", "pets.yaml", "--overlay", n],
    "a root": lambda n: ["inspect", "pets.yaml", "--root", n],
    "a host": lambda n: ["inspect", "pets.yaml", "--allow-remote", n],
    "inspected": lambda n: ["inspect", n],
    "a configuration": lambda n: ["inspect", "--config", n],
    "validated": lambda n: ["validate", n],
    "a report": lambda n: ["validate", "pets.yaml", "--report", n],
    "old": lambda n: ["diff", n, "pets.yaml"],
    "new": lambda n: ["diff", "pets.yaml", n],
    "a lock": lambda n: ["diff", "pets.yaml", "pets.yaml", "--lock", n],
    "compared": lambda n: ["diff", "pets.yaml", "pets.yaml", "--config", n],
    "an old name": lambda n: ["rename", n, "Animal", "pets.yaml", "-o", "sdk"],
    "a new name": lambda n: ["rename", "Pet", n, "pets.yaml", "-o", "sdk"],
    "renamed": lambda n: ["rename", "Pet", "Animal", "pets.yaml", "-o", n],
    "renamed in": lambda n: ["rename", "Pet", "Animal", n, "-o", "sdk"],
    "repaired": lambda n: ["fix", n],
    "repairs": lambda n: ["fix", "bad.yaml", "--force", "-o", n],
    "started": lambda n: ["init", n],
    "watched": lambda n: ["watch", "--config", n],
    "a code": lambda n: ["explain", n],
    "a shell": lambda n: ["completion", n],
    "a command": lambda n: [n],
}


def prepare(folder: Path) -> None:
    """A document, a mistaken one, and one of each kind that a name can stand for."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    (folder / "pets.yaml").write_text(PETS)
    (folder / "bad.yaml").write_text(
        PETS.replace("age: {type: integer}", "age: {type: int}")
    )
    (folder / "file").write_text("text\n")
    (folder / "dir").mkdir()
    (folder / "link").symlink_to("dir")
    (folder / "dangling").symlink_to("gone")
    (folder / "loop").symlink_to("loop")


@pytest.mark.parametrize("role", ROLES)
def test_no_name_is_a_fault_of_ours(
    role: str, folder: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once(*args: object) -> Callable[[object], bool]:
        return lambda states: False

    monkeypatch.setattr("specloom.commands.watch._waiter", once)
    for name in NAMES if role in MANY else FEW:
        prepare(folder)
        run = specloom(*ROLES[role](name))  # a traceback would come through
        assert run.status in (0, 1, 2), name
        assert "E699" not in run.err and "Traceback" not in run.err, name
        # Whoever is refused is told why.
        assert run.status == 0 or run.err.strip() or run.out.strip(), name
    assert not os.path.lexists("/proc/self/x")


def test_a_folder_that_may_not_be_entered(folder: Path, specloom: Specloom) -> None:
    prepare(folder)
    (folder / "dir/inside").mkdir()
    (folder / "dir").chmod(0)
    try:
        with as_a_user():
            for role in ROLES.values():
                run = specloom(*role("dir/inside"))
                assert run.status in (0, 1, 2) and "E699" not in run.err
    finally:
        (folder / "dir").chmod(0o700)


@pytest.mark.parametrize("name", ["2025-11", "class", "000", "a b", "ﬁx"])
def test_a_folder_of_pages_needs_no_identifier(
    name: str, pets: Path, folder: Path, specloom: Specloom
) -> None:
    run = specloom("generate", "pets.yaml", "-o", name, "--target", "markdown")
    assert (run.status, run.err) == (0, "")
    for page in (folder / name).rglob("*.md"):
        for line in page.read_text().splitlines():
            if line.startswith("from ") and " import " in line:
                compile(line, str(page), "exec")


def test_a_package_is_found_by_the_normal_form_of_its_name(
    pets: Path, specloom: Specloom
) -> None:
    run = specloom("generate", "pets.yaml", "-o", "ﬁx")
    assert run.status == 1
    assert "E604" in run.err and "use fix;" in run.err


@pytest.mark.parametrize("name", ["class", "1st", "a-b", ""])
def test_a_client_that_no_class_can_be(
    name: str, pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "specloom.toml").write_text(
        f'spec = "pets.yaml"\nclient-class = "{name}"\n[[sdk]]\noutput = "sdk"\n'
    )
    run = specloom("generate")
    assert run.status == 1
    assert "specloom.toml:2:1: error E603: 'client-class'" in run.err
    assert not (folder / "sdk").exists()


def test_a_name_that_is_no_text_is_printed(folder: Path, forked: Forked) -> None:
    prepare(folder)
    (folder / "bad.yaml").write_text(
        PETS.replace("age: {type: integer}", "age: {type: int}")
    )
    name = os.fsdecode(b"a\xff.yaml")
    ended = forked.run("fix", "bad.yaml", "-o", name, folder=folder)
    assert ended.status == 0, ended.said
    assert "wrote a\\udcff.yaml" in ended.said and (folder / name).exists()
