"""`specloom watch`, as a person would use it: a terminal, an editor, Ctrl-C."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.running import Specloom

pytest.importorskip("watchfiles")


class Watched:
    """A running `specloom watch` and what it prints."""

    def __init__(self, *arguments: str) -> None:
        source = Path(__file__).parents[2] / "generator"
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "specloom", "watch", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(source)},
            # Where the tests run in the background, interrupts are ignored by all below.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def until_it_waits(self) -> str:
        """All that it prints until it watches again."""
        text = ""
        while "watching " not in text:
            text += self._lines.get(timeout=60)
        return text


@contextmanager
def watching(*arguments: str) -> Iterator[Watched]:
    watched = Watched(*arguments)
    try:
        yield watched
    finally:
        watched.process.kill()
        watched.process.wait()
        watched.reader.join()
        assert watched.process.stdout is not None
        watched.process.stdout.close()


@pytest.fixture
def watched(pets: Path) -> Iterator[Watched]:
    with watching("pets.yaml", "-o", "sdk") as watched:
        yield watched


def save(path: Path, text: str) -> None:
    """As editors do it: a new file in the place of the old one."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(path)


def test_a_day_at_work(watched: Watched, pets: Path, folder: Path) -> None:
    assert "pets/" not in watched.until_it_waits()
    assert (folder / "sdk/client.py").exists()
    text = pets.read_text()
    save(pets, text.replace("age: {type: integer}", "age: {type: string}"))
    said = watched.until_it_waits()
    assert "(1 written)" in said or "written)" in said
    assert "breaking  models.Pet.age: `int` → `str`" in said
    assert "1 breaking: the next version is a major one" in said
    assert "age: str | Unset" in (folder / "sdk/models/pet.py").read_text()
    save(pets, "openapi: [")
    assert "error E105" in watched.until_it_waits()
    assert "age: str | Unset" in (folder / "sdk/models/pet.py").read_text()
    save(pets, text)
    assert "`str` → `int`" in watched.until_it_waits()
    watched.process.send_signal(signal.SIGINT)
    assert watched.process.wait(30) == 0


def test_a_template_comes_and_goes(pets: Path, folder: Path) -> None:
    (folder / "mine/python").mkdir(parents=True)
    (folder / "mine/views.toml").write_text("version = 1\n")
    errors, template = folder / "sdk/errors.py", folder / "mine/python/errors.py.jinja"
    with watching("pets.yaml", "-o", "sdk", "--templates", "mine") as watched:
        assert "watching 2 files\n" in watched.until_it_waits()
        ours = errors.read_text()
        draft = folder / "draft"
        draft.write_text("OWN = 1\n")
        draft.replace(template)
        assert "watching 3 files\n" in watched.until_it_waits()
        assert errors.read_text() == "OWN = 1\n"
        template.unlink()
        assert "watching 2 files\n" in watched.until_it_waits()
        assert errors.read_text() == ours


def test_without_watchfiles(
    pets: Path, specloom: Specloom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    run = specloom("watch", "pets.yaml", "-o", "sdk")
    assert run.status == 1
    assert "E615" in run.err and "pip install 'specloom[watch]'" in run.err
