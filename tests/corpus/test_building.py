"""Every real document gives a whole package that its users' tools have nothing to say about."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import black
import pytest
from checkers import import_all, run_mypy, run_pyright
from specloom.document.documents import Documents
from specloom.model.invariants import violations
from specloom.model.types import JsonValue
from specloom.source import Span

from corpus.building import Built
from corpus.documents import LARGEST, ROOT, Sample

METHODS = frozenset("get put post delete options head patch trace query".split())
BLACK_FILES = 90
"""How many files black looks at: it needs a minute for all those of a large document."""


def test_everything_is_written(built: Built) -> None:
    assert not built.outcome.failed
    assert built.outcome.result.written
    assert violations(built.api) == []


def test_no_operation_is_left_out(built: Built) -> None:
    assert built.api.omitted == ()
    made = built.outcome.result.made[0]
    calls = {call.call for call in made.emitted.surface}
    assert len(made.emitted.surface) == len(calls) == len(built.api.operations)
    assert len(calls) == counted(made.read.documents)
    if built.sample.operations is not None:
        assert len(calls) == built.sample.operations


def counted(documents: Documents) -> int:
    """The operations of a document, counted in its plain data."""
    root = documents.value(documents.root)
    paths = root.get("paths") if isinstance(root, dict) else None
    assert isinstance(paths, dict)
    at = documents.root.child("paths")
    return sum(
        len(METHODS & item(documents, value, at.child(path)).keys())
        for path, value in paths.items()
        if path.startswith("/")
    )


def item(documents: Documents, value: JsonValue, at: Span) -> dict[str, JsonValue]:
    """A path item, wherever it is kept."""
    assert isinstance(value, dict)
    reference = value.get("$ref")
    if not isinstance(reference, str):
        return value
    target = documents.resolve(reference, at)
    assert target is not None
    return {**item(documents, documents.value(target), target), **value}


def test_every_module_imports_and_compiles(built: Built) -> None:
    assert import_all(built.folder, [built.sample.package]) == ""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "compileall", "-q", "-f", built.output],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_mypy_is_content(built: Built, mypy_cache: Path) -> None:
    assert run_mypy([built.output], mypy_cache) == ""


def test_pyright_is_content(built: Built) -> None:
    if built.sample.name not in LARGEST:
        pytest.skip("pyright looks at the largest documents")
    assert run_pyright(built.folder, [built.sample.package]) == ""


def test_black_changes_nothing(built: Built) -> None:
    files = sorted(built.output.rglob("*.py"), key=lambda p: -p.stat().st_size)
    largest, rest = files[: BLACK_FILES // 3], files[BLACK_FILES // 3 :]
    step = max(1, len(rest) // (BLACK_FILES * 2 // 3))
    mode = black.Mode(target_versions={black.TargetVersion.PY311})
    changed = [
        path.relative_to(built.output).as_posix()
        for path in (*largest, *rest[::step])
        if (text := path.read_text("utf-8")) != formatted(text, mode)
    ]
    assert changed == []


def formatted(text: str, mode: black.Mode) -> str:
    try:
        return black.format_file_contents(text, fast=True, mode=mode)
    except black.NothingChanged:
        return text


def test_another_run_gives_the_same_bytes(
    built: Built, sample: Sample, tmp_path: Path
) -> None:
    again = tmp_path / sample.package
    command = [sys.executable, "-m", "specloom", "generate", str(sample.path)]
    subprocess.run(
        [*command, "-o", str(again), "--quiet"],
        check=True,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "generator"),
            "PYTHONHASHSEED": "7",
            "SPECLOOM_CACHE_DIR": str(tmp_path / "cache"),
        },
    )
    assert contents(again) == contents(built.output)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
