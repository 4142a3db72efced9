"""What each command prints and leaves behind when all is well."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.running import PETS, Specloom
from specloom import __version__
from specloom.diagnostics import CODES


def test_version_and_help(specloom: Specloom) -> None:
    assert specloom("--version").out == f"specloom {__version__}\n"
    assert "examples:" in specloom("--help").out
    for command in (
        "generate",
        "vendor",
        "watch",
        "check",
        "diff",
        "rename",
        "fix",
        "validate",
        "inspect",
        "explain",
        "init",
        "config-schema",
        "completion",
    ):
        run = specloom(command, "--help")
        assert run.status == 0
        assert "example" in run.out


def test_generate(pets: Path, folder: Path, specloom: Specloom) -> None:
    run = specloom("generate", "pets.yaml", "-o", "out/petstore")
    assert (run.status, run.err) == (0, "")
    summary = r"petstore  2 operations  1 model  0 omitted  0 approximated   \d+ files \(\d+ written\)"
    assert re.fullmatch(summary + r"  \d+\.\d\d s\n", run.out), run.out
    assert (folder / "out/petstore/client.py").exists()
    assert (folder / "out/petstore/specloom.lock").exists()


def test_the_default_output_is_named_after_the_document(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "my-api.v2.yaml").write_text(PETS)
    assert specloom("generate", "my-api.v2.yaml", "--quiet").out == ""
    assert (folder / "my_api/manifest.json").exists()


def test_the_report(pets: Path, folder: Path, specloom: Specloom) -> None:
    specloom(
        "generate", "pets.yaml", "-o", "sdk", "--include", "/pets", "--report", "r.json"
    )
    report = json.loads((folder / "r.json").read_text())
    assert list(report) == [
        "operations",
        "schemas",
        "diagnostics",
        "files",
        "seconds",
        "surface",
    ]
    assert report["operations"] == {"total": 2, "generated": 1, "omitted": []}
    assert report["schemas"] == {
        "total": 1, "reached": 1, "generated": 1, "approximated": [], "opaque": []
    }  # fmt: skip
    assert set(report["seconds"]) == {"document", "openapi", "lower", "emit", "write"}
    assert report["diagnostics"] == []
    (call,) = report["surface"]
    assert call["operation"] == "GET /pets"
    assert call["call"] == "pets.list"
    assert set(call) == {"operation", "call", "returns", "arguments"}


def test_nothing_changed(pets: Path, folder: Path, specloom: Specloom) -> None:
    first = specloom("generate", "pets.yaml", "-o", "sdk", "--report", "r.json")
    before = {p: p.stat() for p in (folder / "sdk").rglob("*")}
    report = json.loads((folder / "r.json").read_text())
    (folder / "r.json").unlink()
    second = specloom("generate", "pets.yaml", "-o", "sdk", "--report", "r.json")
    assert second.status == 0
    assert "(0 written)" in second.out
    assert second.err == first.err
    assert {p: p.stat().st_mtime_ns for p in before} == {
        p: s.st_mtime_ns for p, s in before.items()
    }
    assert json.loads((folder / "r.json").read_text()) == report


def test_nothing_changed_is_quick(pets: Path, folder: Path, specloom: Specloom) -> None:
    specloom("generate", "pets.yaml", "-o", "sdk")
    code = (
        "import sys, time; from specloom.commands.command_line import main; main(sys.argv[1:])\n"
        "heavy = {'yaml', 'jinja2', 'rich', 'specloom.run.pipeline'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "print(time.process_time())"
    )
    root = Path(__file__).parents[2] / "generator"
    done = subprocess.run(
        [sys.executable, "-c", code, "generate", "pets.yaml", "-o", "sdk"],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "(0 written)" in done.stdout
    assert (
        float(done.stdout.splitlines()[-1]) < 0.2
    )  # 0.1 s on a machine that is not busy


def test_a_changed_document_is_seen(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    specloom("generate", "pets.yaml", "-o", "sdk")
    time.sleep(0.01)
    pets.write_text(PETS.replace("age:", "weight:"))
    run = specloom("generate", "pets.yaml", "-o", "sdk")
    assert "(0 written)" not in run.out
    assert "weight" in (folder / "sdk/models/pet.py").read_text()


def test_a_file_that_a_reference_named_in_vain_appears(
    folder: Path, specloom: Specloom
) -> None:
    api = PETS.replace("age: {type: integer}", "age: {$ref: 'age.yaml'}")
    (folder / "api.yaml").write_text(api)
    specloom("generate", "api.yaml", "-o", "sdk")
    assert "(0 written)" in specloom("generate", "api.yaml", "-o", "sdk").out
    (folder / "age.yaml").write_text("{type: integer}")
    assert "(0 written)" not in specloom("generate", "api.yaml", "-o", "sdk").out


def test_a_file_that_vanished_is_made_again(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    specloom("generate", "pets.yaml", "-o", "sdk")
    (folder / "sdk/client.py").unlink()
    assert "(1 written)" in specloom("generate", "pets.yaml", "-o", "sdk").out


def test_check(pets: Path, folder: Path, specloom: Specloom) -> None:
    run = specloom("check", "pets.yaml", "-o", "sdk")
    assert run.status == 1
    assert not (folder / "sdk").exists()
    specloom("generate", "pets.yaml", "-o", "sdk")
    assert specloom("check", "pets.yaml", "-o", "sdk").status == 0
    client = folder / "sdk/client.py"
    client.write_text(client.read_text() + "# mine\n")
    run = specloom("check", "pets.yaml", "-o", "sdk")
    assert run.status == 1
    assert "-# mine" in run.out
    assert "error E509" in run.err
    assert client.read_text().endswith("# mine\n")
    # The manifest is told about; its digests are shown where nothing else is.
    client.write_text(f"{client.read_text()}# {'long ' * 100}\n")
    (folder / "sdk/py.typed").unlink()
    manifest = folder / "sdk/manifest.json"
    text = manifest.read_text()
    manifest.write_text(text.replace('"options": "', '"options": "0'))
    out = specloom("check", "pets.yaml", "-o", "sdk").out
    assert "changed  sdk/manifest.json" in out and '"options"' not in out
    assert max(map(len, out.splitlines())) <= 202
    specloom("generate", "pets.yaml", "-o", "sdk", "--force")
    manifest.write_text(text.replace('"options": "', '"options": "0'))
    assert '+  "options"' in specloom("check", "pets.yaml", "-o", "sdk").out


def test_check_makes_nothing(pets: Path, folder: Path, specloom: Specloom) -> None:
    assert specloom("check", "pets.yaml", "-o", "not/there/sdk").status == 1
    assert [path.name for path in folder.iterdir()] == ["pets.yaml"]


@pytest.mark.parametrize("format", ["json", "github", "sarif"])
def test_check_tells_other_programs_which_files(
    format: str, pets: Path, folder: Path, specloom: Specloom
) -> None:
    specloom("generate", "pets.yaml", "-o", "sdk")
    (folder / "sdk/client.py").write_text("# mine\n")
    run = specloom("check", "pets.yaml", "-o", "sdk", "--format", format)
    assert (run.status, run.err) == (1, "")
    if format == "github":
        assert run.out.startswith("::error file=sdk/manifest.json,title=E509")
        assert "%0Achanged  sdk/client.py%0A" in run.out
        return
    found = json.loads(run.out)
    if format == "json":
        (one,) = found["diagnostics"]
        assert one["file"] == "sdk/manifest.json"
        assert one["notes"] == [{"message": "changed  sdk/client.py"}]
        return
    (result,) = found["runs"][0]["results"]
    (place,) = result["locations"]
    # Code scanning takes no result without a file and a line.
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "sdk/manifest.json"},
        "region": {"startLine": 1},
    }


def test_check_takes_what_generate_takes(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    """What is done with edits is part of the question whether anything is to be written."""
    rest = ("pets.yaml", "-o", "sdk", "-j", "2", "--depfile", "sdk.d")
    specloom("generate", *rest)
    (folder / "sdk.d").unlink()
    client = folder / "sdk/client.py"
    client.write_text(client.read_text() + "# mine\n")
    assert specloom("check", *rest).status == 1
    assert not (folder / "sdk.d").exists()
    assert specloom("check", *rest, "--keep").status == 0
    assert specloom("check", *rest, "--force").status == 1
    assert "pets.yaml" in (folder / "sdk.d").read_text()
    (folder / "specloom.toml").write_text(
        'edited = "keep"\nspec = "pets.yaml"\n[[sdk]]\noutput = "sdk"\n'
    )
    assert specloom("generate").status == 0
    assert specloom("check").status == 0
    assert client.read_text().endswith("# mine\n")


def test_strict(folder: Path, specloom: Specloom) -> None:
    (folder / "api.yaml").write_text(
        PETS.replace("age: {type: integer}", "age: {$ref: '#/no'}")
    )
    assert specloom("generate", "api.yaml", "-o", "sdk").status == 0
    run = specloom("generate", "api.yaml", "-o", "strict", "--strict")
    assert run.status == 1
    assert ": error W" in run.err
    assert not (folder / "strict").exists()
    run = specloom("generate", "api.yaml", "-o", "lossless", "--fail-on", "loss")
    assert run.status == 1
    assert "error E607" in run.err
    assert not (folder / "lossless").exists()


def test_two_sdks_of_one_document(pets: Path, folder: Path, specloom: Specloom) -> None:
    (folder / "specloom.toml").write_text(
        'spec = "pets.yaml"\n[[sdk]]\noutput = "a/pets"\n[[sdk]]\noutput = "b/pets"\n'
        'include = ["GET /pets"]\n[[sdk]]\noutput = "model"\ntarget = "model-json"\n'
    )
    run = specloom("generate", "--report", "r.json")
    assert (run.status, run.err) == (0, "")
    assert len(run.out.splitlines()) == 3
    lock = (folder / "specloom.lock").read_text()
    assert '["a/pets"]' in lock
    assert not (folder / "a/pets/specloom.lock").exists()
    assert len(json.loads((folder / "r.json").read_text())["sdks"]) == 3
    assert specloom("check").status == 0
    (folder / "specloom.lock").unlink()
    assert specloom("check").status == 1


def test_validate(pets: Path, folder: Path, specloom: Specloom) -> None:
    run = specloom("validate", "pets.yaml")
    assert (run.status, run.out, run.err) == (0, "pets.yaml: no findings\n", "")
    (folder / "api.yaml").write_text("openapi: 3.1.0\npaths: {}\n")
    run = specloom("validate", "api.yaml", "--strict")
    assert run.status == 1
    assert "api.yaml:1:1: error" in run.err


def test_inspect(pets: Path, specloom: Specloom) -> None:
    run = specloom("inspect", "pets.yaml", "--include", "/pets")
    model = json.loads(run.out)
    assert [o["method"] for o in model["operations"]] == ["GET"]
    assert [d["id"] for d in model["declarations"]] == ["#/components/schemas/Pet"]


@pytest.mark.parametrize("code", sorted(CODES))
def test_explain(code: str, specloom: Specloom) -> None:
    run = specloom("explain", code.lower())
    assert run.status == 0
    assert run.out.startswith(f"{code} (")
    assert len(run.out.splitlines()) >= 3


def test_explain_lists_everything(specloom: Specloom) -> None:
    assert len(specloom("explain").out.splitlines()) == len(CODES)


def test_init(pets: Path, folder: Path, specloom: Specloom) -> None:
    run = specloom("init", "pets.yaml")
    assert run.status == 0
    text = (folder / "specloom.toml").read_text()
    assert 'spec = "pets.yaml"' in text
    assert specloom("generate").status == 0
    assert specloom("init", "pets.yaml").status == 1
    assert (folder / "specloom.toml").read_text() == text
    everything = re.sub(r"^# ([a-z-]+ = |\[)", r"\1", text, flags=re.M)
    everything = re.sub(
        r"^templates = .*\n",  # an example
        "",
        everything,
        flags=re.M,
    )
    before = (folder / "specloom.lock").read_text()
    (folder / "specloom.toml").write_text(everything)
    assert specloom("generate").err == ""
    assert specloom("check").status == 0
    assert (folder / "specloom.lock").read_text() == before


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, specloom: Specloom) -> None:
    run = specloom("completion", shell)
    assert "generate" in run.out
    assert "include" in run.out
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=run.out, text=True, check=True)


def test_an_interrupted_run_is_cleaned_up_first(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    specloom("generate", "pets.yaml", "-o", "sdk")
    (folder / ".specloom-sdk/tree").mkdir(parents=True)
    run = specloom("generate", "pets.yaml", "-o", "sdk")
    assert run.status == 0
    assert "note N508" in run.err
    assert not (folder / ".specloom-sdk").exists()


def test_formats_for_other_programs(folder: Path, specloom: Specloom) -> None:
    (folder / "api.yaml").write_text(
        PETS.replace("age: {type: integer}", "age: {$ref: '#/no'}")
    )
    found = json.loads(
        specloom("generate", "api.yaml", "-o", "sdk", "--format", "json").out
    )
    assert found["diagnostics"][0]["file"] == "api.yaml"
    run = specloom("check", "api.yaml", "-o", "sdk", "--format", "github")
    assert run.out.startswith("::warning file=api.yaml,line=")
    sarif = json.loads(specloom("validate", "api.yaml", "--format", "sarif").out)
    assert sarif["version"] == "2.1.0"
