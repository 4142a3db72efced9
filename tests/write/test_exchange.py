"""Systems without the rename that exchanges two directories: the journal does the work."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from specloom.write import exchange as module
from specloom.write.exchange import exchange
from specloom.write.journal import change_by_journal
from write.outputs import FILES, tree, write

AFTER = {"__init__.py": "import b\n", "models/b.py": "b = 2\n"}


def no_library(name: None) -> object:
    """What Windows says when it is asked for the program's own library."""
    raise TypeError("argument of type 'NoneType' is not iterable")


def library(**functions: Callable[..., int]) -> Callable[[None], object]:
    return lambda name, **options: SimpleNamespace(**functions)


SYSTEMS: dict[str, tuple[str, Callable[[None], object]]] = {
    "windows": ("win32", no_library),
    "an old C library": ("linux", library()),
    "a file system that cannot": ("linux", library(renameat2=lambda *_: -1)),
    "an old macOS": ("darwin", library()),
    "macOS on a foreign volume": ("darwin", library(renamex_np=lambda *_: -1)),
    "any other": ("freebsd14", library()),
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_falls_back_to_the_journal(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "sdk", FILES)
    (tmp_path / "sdk/own.txt").write_text("mine")
    platform, libc = SYSTEMS[system]
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform=platform))
    monkeypatch.setattr(module, "ctypes", SimpleNamespace(CDLL=libc))
    by_journal: list[object] = []

    def journal(plan: object) -> None:
        by_journal.append(plan)
        change_by_journal(plan)  # type: ignore[arg-type]

    monkeypatch.setattr("specloom.write.apply.change_by_journal", journal)
    _, bag = write(tmp_path / "sdk", AFTER)
    assert not len(bag) and len(by_journal) == 1
    found = tree(tmp_path / "sdk")
    del found["manifest.json"]
    assert found == {**AFTER, "own.txt": "mine"}
    assert os.listdir(tmp_path) == ["sdk"]


def test_macos_is_asked_for_a_swap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`renamex_np(from, to, RENAME_SWAP)`, as its manual page has it."""
    asked: list[tuple[bytes, bytes, int]] = []

    def renamex_np(one: bytes, other: bytes, flags: int) -> int:
        asked.append((one, other, flags))
        return 0

    monkeypatch.setattr(module, "sys", SimpleNamespace(platform="darwin"))
    libc = library(renamex_np=renamex_np)
    monkeypatch.setattr(module, "ctypes", SimpleNamespace(CDLL=libc))
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert asked == [(bytes(tmp_path / "a"), bytes(tmp_path / "b"), 2)]


def test_a_system_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "sdk", FILES)
    (tmp_path / "sdk/own.txt").write_text("mine")
    monkeypatch.delattr(os, "link")
    _, bag = write(tmp_path / "sdk", AFTER)
    assert not len(bag)
    found = tree(tmp_path / "sdk")
    del found["manifest.json"]
    assert found == {**AFTER, "own.txt": "mine"}
