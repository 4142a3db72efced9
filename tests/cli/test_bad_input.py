"""Whatever is wrong: a diagnostic with its place and a help line, the right status, no
traceback, and nothing on the disk is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import PETS, Specloom

BROKEN: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "api.yaml"),
    "binary": (b"\x00\x01\x02\xff", "api.yaml"),
    "not_text": ("openapi: é".encode("latin-1"), "api.yaml"),
    "yaml_syntax": (b"openapi: 3.1.0\ninfo: {title: [}\n", "api.yaml:2:"),
    "json_comma": (b'{"openapi": "3.1.0",\n "paths": {},\n}', "api.yaml:2:13: "),
    "not_openapi": (b"swim: true\n", "api.yaml:1:1"),
    "a_list": (b"- openapi\n", "api.yaml:1:1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_documents_that_cannot_be_read(
    name: str, folder: Path, specloom: Specloom
) -> None:
    content, place = BROKEN[name]
    (folder / "api.yaml").write_bytes(content)
    (folder / "sdk").mkdir()
    run = specloom("generate", "api.yaml", "-o", "sdk")
    assert run.status == 1
    assert run.err.startswith(place), run.err
    assert ": error E" in run.err
    assert "help: " in run.err
    assert run.out == ""
    assert list((folder / "sdk").iterdir()) == []


@pytest.mark.parametrize("spec", ["nowhere.yaml", "folder"])
def test_no_document(spec: str, folder: Path, specloom: Specloom) -> None:
    (folder / "folder").mkdir()
    run = specloom("generate", spec, "-o", "sdk")
    assert run.status == 1
    assert spec in run.err
    assert "help: " in run.err
    assert not (folder / "sdk").exists()


def test_references_that_only_lead_to_one_another(
    folder: Path, specloom: Specloom
) -> None:
    loop = PETS.replace("    Pet:\n", "    A: {$ref: '#/components/schemas/B'}\n"
                        "    B: {$ref: '#/components/schemas/A'}\n    Pet:\n")  # fmt: skip
    loop = loop.replace("age: {type: integer}", "age: {$ref: '#/components/schemas/A'}")
    (folder / "api.yaml").write_text(loop)
    run = specloom("generate", "api.yaml", "-o", "sdk", "--report", "report.json")
    assert run.status == 0
    assert "api.yaml:" in run.err
    assert ": warning W" in run.err
    assert "help: " in run.err
    assert (folder / "sdk/__init__.py").exists()


def test_a_pattern_that_matches_nothing(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    run = specloom("generate", "pets.yaml", "-o", "sdk", "--include", "/petz")
    assert run.status == 1
    assert "/petz" in run.err
    assert "help: " in run.err
    assert not (folder / "sdk").exists()


def test_somebody_elses_directory(pets: Path, folder: Path, specloom: Specloom) -> None:
    (folder / "sdk").mkdir()
    (folder / "sdk/thesis.tex").write_text("years of work")
    run = specloom("generate", "pets.yaml", "-o", "sdk", "--force")
    assert run.status == 1
    assert "error E501" in run.err
    assert "thesis.tex" in run.err
    assert [p.name for p in (folder / "sdk").iterdir()] == ["thesis.tex"]


def test_an_output_inside_the_documents_folder_is_fine(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    assert specloom("generate", "pets.yaml", "-o", "sdk").status == 0
    assert specloom("generate", "pets.yaml", "-o", ".").status == 1


def test_an_output_below_a_file(pets: Path, folder: Path, specloom: Specloom) -> None:
    before = pets.read_text()
    run = specloom("generate", "pets.yaml", "-o", "pets.yaml/sdk")
    assert run.status == 1
    assert "error E504" in run.err
    assert "help: " in run.err
    assert pets.read_text() == before


def test_an_output_behind_a_link(pets: Path, folder: Path, specloom: Specloom) -> None:
    (folder / "real").mkdir()
    (folder / "sdk").symlink_to("real")
    assert specloom("generate", "pets.yaml", "-o", "sdk").status == 0
    assert (folder / "sdk").is_symlink()
    assert (folder / "real/client.py").exists()
    assert "(0 written)" in specloom("generate", "pets.yaml", "-o", "sdk").out


def test_edits_by_hand(pets: Path, folder: Path, specloom: Specloom) -> None:
    assert specloom("generate", "pets.yaml", "-o", "sdk").status == 0
    client = folder / "sdk/client.py"
    client.write_text(client.read_text() + "# mine\n")
    run = specloom("generate", "pets.yaml", "-o", "sdk")
    assert run.status == 1
    assert "error E502" in run.err
    assert "client.py" in run.err
    assert client.read_text().endswith("# mine\n")
    assert specloom("generate", "pets.yaml", "-o", "sdk", "--keep").status == 0
    assert client.read_text().endswith("# mine\n")
    assert specloom("generate", "pets.yaml", "-o", "sdk", "--force").status == 0
    assert not client.read_text().endswith("# mine\n")


@pytest.mark.parametrize(
    ("name", "better"),
    [("my-sdk", "my_sdk"), ("class", "sdk_class"), ("2fast", "sdk_2fast")],
)
def test_a_name_that_python_cannot_import(
    name: str, better: str, pets: Path, folder: Path, specloom: Specloom
) -> None:
    run = specloom("generate", "pets.yaml", "-o", f"out/{name}")
    assert run.status == 1
    assert "error E604" in run.err
    assert f"out/{better}" in run.err
    assert not (folder / "out").exists()


def test_a_report_that_cannot_be_written(pets: Path, specloom: Specloom) -> None:
    run = specloom(
        "generate", "pets.yaml", "-o", "sdk", "--report", "no/such/report.json"
    )
    assert run.status == 1
    assert "error E606" in run.err


def test_a_damaged_manifest(pets: Path, folder: Path, specloom: Specloom) -> None:
    specloom("generate", "pets.yaml", "-o", "sdk")
    manifest = folder / "sdk/manifest.json"
    manifest.write_text(
        manifest.read_text().replace('"files": {', '<<<<<<< HEAD\n"files": {')
    )
    run = specloom("generate", "pets.yaml", "-o", "sdk")
    assert run.status == 1
    assert "error E503" in run.err
    assert "manifest.json:" in run.err


def test_a_lock_with_a_conflict(pets: Path, folder: Path, specloom: Specloom) -> None:
    specloom("generate", "pets.yaml", "-o", "sdk")
    lock = folder / "sdk/specloom.lock"
    lock.write_text(lock.read_text() + "<<<<<<< HEAD\n")
    run = specloom("generate", "pets.yaml", "-o", "sdk")
    assert run.status == 1
    assert "error E507" in run.err
    assert "a merge conflict" in run.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate",),
        ("generate", "--include", "/pets"),
        ("generate", "pets.yaml", "--target", "cobol"),
        ("generate", "pets.yaml", "--force", "--keep"),
        ("explain", "E999"),
        ("frobnicate",),
        (),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], specloom: Specloom) -> None:
    run = specloom(*arguments)
    assert run.status == 2
    assert "usage: specloom" in run.err + run.out
