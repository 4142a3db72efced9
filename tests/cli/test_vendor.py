"""A package in other people's repositories: any path, several versions, their tools."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from checkers import run_mypy
from cli.running import Specloom

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "specs" / "threads-runs.yaml"
FLAGSHIP = ROOT / "out" / "python" / "threads_runs"

PLACES = ("threads_runs", "shop/_vendor/other_name", "a/b/c/d/threads_v2")

USE = """\
import asyncio
import importlib
import json
import sys

sys.path.insert(0, ".")
RUN = {"id": "run_1", "object": "thread.run", "status": "queued", "new": [1]}
sent = []


def use(name):
    package = importlib.import_module(name)

    class Canned:
        def send(self, request):
            sent.append((name, request.method, request.url, request.headers))
            return package.Response(200, [("content-type", "application/json")], iter([json.dumps(RUN).encode()]))

        def close(self):
            pass

    client = package.Client(api_key=name, http_client=Canned())
    run = client.threads.create_and_run(assistant_id="asst_1", thread={"messages": []})
    assert type(run).__module__.startswith(name + "."), type(run)
    assert isinstance(run, package.models.RunObject)
    assert package.encode(run) == RUN
    assert package.decode(package.models.RunObject, RUN) == run
    return run


runs = [use(name) for name in sys.argv[1:]]
assert [(name, url) for name, _, url, _ in sent] == [
    (name, "https://api.openai.com/v1/threads/runs") for name in sys.argv[1:]
], sent
assert [headers["authorization"] for *_, headers in sent] == [f"Bearer {n}" for n in sys.argv[1:]]
assert len({type(run) for run in runs}) == len(runs)
assert len({f"{run!r}" for run in runs}) == 1
strangers = {n for n in sys.modules if n.partition(".")[0] in ("specloom", "jinja2", "yaml")}
assert not strangers, strangers
"""


def use(folder: Path, names: list[str]) -> None:
    (folder / "use.py").write_text(USE)
    command = [sys.executable, "-I", "-W", "error", "use.py", *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_flagship_runs_under_any_path_side_by_side(tmp_path: Path) -> None:
    for place in PLACES:
        shutil.copytree(FLAGSHIP, tmp_path / place)
    use(tmp_path, [place.replace("/", ".") for place in PLACES])


def test_two_versions_side_by_side(folder: Path, specloom: Specloom) -> None:
    text = SPEC.read_text("utf-8")
    (folder / "newer.yaml").write_text(text)
    arguments = ("vendor", "newer.yaml", "--quiet")
    assert specloom(*arguments, "-o", "v/one/sdk").status == 0
    (folder / "newer.yaml").write_text(
        text.replace("max_completion_tokens", "max_tokens_of_answer")
    )
    assert specloom(*arguments, "-o", "v/two/sdk").status == 0
    old = (folder / "v/one/sdk/models/run_object.py").read_text()
    new = (folder / "v/two/sdk/models/run_object.py").read_text()
    assert old != new
    use(folder, ["v.one.sdk", "v.two.sdk"])


def test_imports_are_relative_or_of_the_standard_library() -> None:
    own = {"httpx2", "httpcore2", "httpx", "orjson", "brotli", "zstandard"}
    own |= {"typing_extensions", "pydantic_core"}  # asked for, if at all, by others
    for path in FLAGSHIP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [str(node.module)]
            for name in names:
                top = name.partition(".")[0]
                assert top in sys.stdlib_module_names | own, f"{path}: {name}"


def test_it_stays_in_its_folder_with_licence_and_manifest(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    before = {path.name for path in folder.iterdir()}
    assert specloom("vendor", "pets.yaml", "-o", "vendored/pets").status == 0
    assert {path.name for path in folder.iterdir()} - before == {"vendored"}
    package = folder / "vendored/pets"
    assert [path.name for path in (folder / "vendored").iterdir()] == ["pets"]
    licence = (package / "LICENSE").read_text()
    assert (ROOT / "LICENSE").read_text("utf-8") in licence
    manifest = (package / "manifest.json").read_text()
    assert '"LICENSE": "' in manifest and '"client.py": "' in manifest
    assert (package / "specloom.lock").exists()
    assert not (FLAGSHIP / "LICENSE").exists()


@pytest.mark.xdist_group("types")
def test_headers_keep_tools_away(
    pets: Path, folder: Path, specloom: Specloom, mypy_cache: Path
) -> None:
    tools = ("ruff", "mypy", "black", "flake8", "isort", "pylint", "pyright")
    headers = [word for tool in tools for word in ("--header", tool)]
    assert specloom("vendor", "pets.yaml", "-o", "pets", *headers).status == 0
    for path in (folder / "pets").rglob("*.py"):
        lines = path.read_text().split("\n")
        assert lines[:7] == [
            "# fmt: off",
            "# flake8: noqa",
            "# isort: skip_file",
            "# mypy: ignore-errors",
            "# pylint: skip-file",
            "# pyright: basic",
            "# ruff: noqa",
        ]
    client = folder / "pets/client.py"
    with client.open("a") as file:
        file.write("\nimport os, undefined\nx: int = 'text'\n")
    assert run_mypy([client], mypy_cache) == ""
    black = [sys.executable, "-m", "black", "--check", "-q", "pets"]
    assert subprocess.run(black, cwd=folder).returncode == 0


def test_ruff_has_nothing_to_say(pets: Path, folder: Path, specloom: Specloom) -> None:
    ruff = pytest.importorskip("ruff.__main__").find_ruff_bin()
    headers = ("--header", "ruff", "--header", "black")
    specloom("vendor", "pets.yaml", "-o", "pets", *headers)
    check = [ruff, "check", "--isolated", "--select", "E,F,W,I,B,D,UP,N", "pets"]
    done = subprocess.run(check, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    style = [ruff, "format", "--isolated", "--check", "pets"]
    assert subprocess.run(style, cwd=folder, capture_output=True).returncode == 0


def test_the_same_by_configuration(
    pets: Path, folder: Path, specloom: Specloom
) -> None:
    (folder / "specloom.toml").write_text("""\
spec = "pets.yaml"
[[sdk]]
output = "sdk"
vendored = true
headers = ["ruff"]
""")
    assert specloom("generate").status == 0
    assert (folder / "sdk/LICENSE").exists()
    assert (folder / "sdk/client.py").read_text().startswith("# ruff: noqa\n")
    assert specloom("check").status == 0


def test_the_licence_is_ours() -> None:
    ours = ROOT / "templates" / "python" / "LICENSE.txt"
    assert ours.read_bytes() == (ROOT / "LICENSE").read_bytes()
