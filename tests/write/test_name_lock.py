"""`specloom.lock`: read, written, merged by git."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest
from specloom.diagnostics import SpecloomError
from specloom.write.locks import Locks
from specloom.write.name_lock import dump_lock, read_lock

HOSTILE = {'#/a"b\\c': "A", "#/ü\u2028\x7f\n": "B", "#/z = ]": "C"}


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "specloom.lock"
    path.write_text(dump_lock({"b/sdk": {}, "a/sdk": HOSTILE}), "utf-8")
    assert read_lock(path) == {"a/sdk": HOSTILE}
    assert tomllib.loads(path.read_text("utf-8")) == {"a/sdk": HOSTILE}


def test_no_file(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "specloom.lock") == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["a"]\n<<<<<<< HEAD\n', "merge conflict"),
        ('"a" = "b"\n', "not a line"),
        ("[a]\n", "not a line"),
        ('["a"]\nx = 1\n', "not a line"),
    ],
)
def test_a_damaged_lock(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "specloom.lock").write_text(text)
    with pytest.raises(SpecloomError, match=message) as caught:
        read_lock(tmp_path / "specloom.lock")
    assert caught.value.diagnostic.position is not None


def test_two_branches_that_both_named_something(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(
            ["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True
        )

    path = tmp_path / "specloom.lock"
    names = {f"#/{n}": n for n in "adgj"}

    def commit(more: dict[str, str]) -> None:
        path.write_text(dump_lock({".": {**names, **more}}))
        git("add", "-A")
        git("commit", "-qm", "names")

    git("init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_text("specloom.lock merge=union\n")
    commit({})
    git("checkout", "-qb", "one")
    commit({"#/b": "b", "#/both": "both", "#/z1": "z1"})
    git("checkout", "-q", "main")
    commit({"#/c": "c", "#/both": "both", "#/z2": "z2"})
    git("merge", "-q", "one", "-m", "merged")
    assert set(read_lock(path)["."]) == {*names, "#/b", "#/c", "#/both", "#/z1", "#/z2"}


def test_a_shared_lock_keeps_the_sections_of_others(tmp_path: Path) -> None:
    path = tmp_path / "specloom.lock"
    first = Locks(path)
    first.save({tmp_path / "out/a": {"#/x": "X"}, tmp_path / "out/b": {}})
    second = Locks(path)
    assert second.of(tmp_path / "out/a") == {"#/x": "X"}
    assert second.outdated({tmp_path / "out/a": {"#/x": "X"}}) is None
    second.save({tmp_path / "out/b": {"#/y": "Y"}})
    assert read_lock(path) == {"out/a": {"#/x": "X"}, "out/b": {"#/y": "Y"}}


def test_a_lock_inside_its_output(tmp_path: Path) -> None:
    locks = Locks(None)
    text = locks.inside({"#/x": "X"})
    assert text is not None
    (tmp_path / "specloom.lock").write_text(text)
    assert locks.of(tmp_path) == {"#/x": "X"}
    assert locks.inside({}) is None
    assert locks.outdated({tmp_path: {"#/y": "Y"}}) is None
