"""`-j`: several documents at once, with the same words and the same care as one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.running import PETS, Specloom

CONFIG = """\
[[sdk]]
spec = "a.yaml"
output = "out/a"
[[sdk]]
spec = "b.yaml"
output = "out/b"
[[sdk]]
spec = "a.yaml"
output = "docs/a"
target = "markdown"
[[sdk]]
spec = "c.yaml"
output = "out/c"
"""


@pytest.fixture
def config(folder: Path) -> Path:
    for name in "abc":
        text = PETS.replace("title: Pets", f"title: {name}")
        (folder / f"{name}.yaml").write_text(
            text.replace("{type: integer}", '{$ref: "#/none"}') if name == "b" else text
        )
    (folder / "specloom.toml").write_text(CONFIG)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for top in ("out", "docs")
        for path in sorted((folder / top).rglob("*"))
        if path.is_file()
    }


def test_the_same_as_one_by_one(config: Path, specloom: Specloom) -> None:
    alone = specloom("generate", "--report", "alone.json")
    made, lock = tree(config), (config / "specloom.lock").read_text()
    for path in made:
        (config / path).unlink()
    (config / "specloom.lock").unlink()
    together = specloom("generate", "-j", "2", "--report", "together.json")
    assert (
        (together.status, together.err) == (alone.status, alone.err) == (0, alone.err)
    )
    assert "W220" in together.err
    assert [row.split()[0] for row in together.out.splitlines()] == [
        row.split()[0] for row in alone.out.splitlines()
    ]
    assert tree(config) == made
    assert (config / "specloom.lock").read_text() == lock
    one, two = (
        json.loads((config / f"{name}.json").read_text())
        for name in ("alone", "together")
    )
    for report in (one, two):
        del report["seconds"]
        for part in ("sdks", "surface", "diagnostics"):
            report[part].sort(key=str)
    assert one == two
    assert "0 written" in specloom("generate", "-j", "0").out
    assert specloom("check").status == 0


def test_nothing_is_written_unless_all_can_be(config: Path, specloom: Specloom) -> None:
    specloom("generate", "-j", "3")
    before = tree(config)
    for name in "ac":
        path = config / f"{name}.yaml"
        path.write_text(path.read_text().replace("name: {type", "nick: {type"))
    (config / "b.yaml").write_text("openapi: [")
    run = specloom("generate", "-j", "3")
    assert run.status == 1
    assert "E105" in run.err
    assert tree(config) == before


def test_edits_are_seen_before_anything_is_written(
    config: Path, specloom: Specloom
) -> None:
    specloom("generate", "-j", "3")
    (config / "out/b/client.py").write_text("mine")
    before = tree(config)
    for name in "abc":
        path = config / f"{name}.yaml"
        path.write_text(path.read_text().replace("name: {type", "nick: {type"))
    run = specloom("generate", "-j", "3")
    assert run.status == 1 and "E502" in run.err
    assert tree(config) == before


def test_outputs_in_each_others_way_are_seen_across_documents(
    config: Path, specloom: Specloom
) -> None:
    text = CONFIG.replace('"out/c"', '"out/b"')
    (config / "specloom.toml").write_text(text)
    run = specloom("generate", "-j", "3")
    assert run.status == 1 and "E605" in run.err
    assert not (config / "out").exists()
