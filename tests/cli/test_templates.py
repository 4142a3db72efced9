"""Templates and targets of the user's own, as `docs/templates.md` shows them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from cli.running import Specloom
from specloom.emit.custom import VIEWS

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PAGE = ROOT / "docs" / "templates.md"
BEGIN, END = "<!-- views: begin -->\n", "<!-- views: end -->\n"


def received(template: Path) -> Iterator[str]:
    """What a template of ours uses of what it receives: `page.imports`."""
    tree = Environment(trim_blocks=True).parse(template.read_text("utf-8"))
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and node.node.name != "loop":
            yield f"{node.node.name}.{node.attr}"


def table() -> str:
    lines = ["| template | receives |", "|---|---|"]
    for path in sorted(TEMPLATES.rglob("*.jinja")):
        names = ", ".join(f"`{name}`" for name in sorted(set(received(path))))
        lines.append(f"| `{path.relative_to(TEMPLATES).as_posix()}` | {names} |")
    return "\n".join(lines) + "\n"


def test_the_page_lists_what_templates_receive() -> None:
    """If this fails, a template of a user's may fail too: raise `VIEWS` if one field less or
    a renamed one is the reason, then rewrite the table with GOLDEN=1."""
    text = PAGE.read_text("utf-8")
    head, rest = text.split(BEGIN)
    _, tail = rest.split(END)
    if os.environ.get("GOLDEN"):
        PAGE.write_text(head + BEGIN + table() + END + tail, "utf-8")
    else:
        assert text == head + BEGIN + table() + END + tail
        assert f"version = {VIEWS}\n" in text


def examples() -> dict[str, str]:
    """File → text, of the examples on the page."""
    found = re.findall(
        r"<!-- file: (\S+) -->\n```\w*\n(.*?)```", PAGE.read_text("utf-8"), re.S
    )
    return dict(found)


@pytest.fixture
def mine(pets: Path, folder: Path) -> Path:
    for name, text in examples().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "templates"


GENERATE = ("generate", "pets.yaml", "-o", "sdk", "--templates", "templates")


def test_the_example_of_the_page(mine: Path, folder: Path, specloom: Specloom) -> None:
    run = specloom(*GENERATE)
    assert (run.status, run.err) == (0, "")
    errors = (folder / "sdk/errors.py").read_text()
    assert errors.startswith("# Shop errors, see https://wiki.example/errors\n")
    # Black has made of the example what it makes of any file.
    assert 'SHOP = {"owner": "platform team"}\n' in errors
    black = [sys.executable, "-m", "black", "--check", "-q", "sdk"]
    assert subprocess.run(black, cwd=folder).returncode == 0
    assert (folder / "sdk/client.py").exists()
    check = specloom("check", *GENERATE[1:])
    assert check.status == 0
    (mine / "python/errors.py.jinja").write_text("other = 1\n")
    assert specloom("check", *GENERATE[1:]).status == 1


def test_a_part_is_formatted_wherever_it_is_included(
    mine: Path, folder: Path, specloom: Specloom
) -> None:
    method = (TEMPLATES / "python/parts/method.jinja").read_text("utf-8")
    part = mine / "python/parts/method.jinja"
    part.parent.mkdir()
    part.write_text(method.rstrip("\n") + "\n        # told   \n\n\n\n")
    assert specloom(*GENERATE).status == 0
    assert "# told\n" in (folder / "sdk/resources/pets.py").read_text()
    black = [sys.executable, "-m", "black", "--check", "-q", "sdk"]
    assert subprocess.run(black, cwd=folder).returncode == 0


def test_templates_of_pages(mine: Path, folder: Path, specloom: Specloom) -> None:
    page = (TEMPLATES / "markdown/conventions.md.jinja").read_text("utf-8")
    (mine / "markdown").mkdir()
    (mine / "markdown/conventions.md.jinja").write_text(f"Ours.\n\n{page}")
    run = specloom(*GENERATE, "--target", "markdown")
    assert run.status == 0
    assert (folder / "sdk/conventions.md").read_text().startswith("Ours.\n")


WRONG = {
    "no folder": ("gone", "", "E611", "there is no folder"),
    "no version": ("views.toml", None, "E611", "is missing: it says `version = 1`"),
    "another version": ("views.toml", "version = 0\n", "E611", "for version 0"),
    "no TOML": ("views.toml", "version\n", "E611", "cannot read"),
    "a template too many": ("python/eror.py.jinja", "", "E612", "did you mean"),
    "syntax": ("python/errors.py.jinja", "\n{% if %}\n", "E613", "errors.py.jinja:2:1"),
    "no such field": (
        "python/errors.py.jinja",
        "\n\n{{ page.none }}\n",
        "E613",
        "errors.py.jinja:3:1",
    ),
    "no code": ("python/errors.py.jinja", "{{ 'x' }}\n", "E613", "not Code"),
    "no Python": ("python/errors.py.jinja", "def (\n", "E613", "not Python"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong(what: str, mine: Path, folder: Path, specloom: Specloom) -> None:
    file, text, code, message = WRONG[what]
    if file == "gone":
        mine.rename(folder / "elsewhere")
    elif text is None:
        (mine / file).unlink()
    else:
        (mine / file).write_text(text)
    run = specloom(*GENERATE)
    assert run.status == 1
    assert code in run.err and message in run.err, run.err
    assert not (folder / "sdk").exists()


# Targets ----------------------------------------------------------------------------------


@pytest.fixture
def installed(mine: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of a package with a target, as if pip had installed it."""
    info = folder / "shop_tools-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: shop-tools\nVersion: 1\n"
    )
    project = (folder / "pyproject.toml").read_text()
    (folder / "pyproject.toml").unlink()
    found = re.search(
        r"^(\S+) = \"(\S+)\"$", project.split("specloom.targets")[1], re.M
    )
    assert found is not None
    (info / "entry_points.txt").write_text(
        f"[specloom.targets]\n{found[1]} = {found[2]}\n"
    )
    monkeypatch.syspath_prepend(str(folder))


@pytest.mark.usefixtures("installed")
def test_a_target_of_another_package(folder: Path, specloom: Specloom) -> None:
    run = specloom("generate", "pets.yaml", "-o", "calls", "--target", "call-list")
    assert (run.status, run.err) == (0, "")
    assert (folder / "calls/calls.txt").read_text() == """\
GET /pets
GET /pets/{id}
"""
    assert (folder / "calls/manifest.json").exists()
    (folder / "specloom.toml").write_text(
        'spec = "pets.yaml"\n[[sdk]]\noutput = "calls"\ntarget = "call-list"\n'
    )
    assert specloom("check").status == 0


def test_a_target_that_nobody_offers(pets: Path, specloom: Specloom) -> None:
    run = specloom("generate", "pets.yaml", "-o", "calls", "--target", "pyton")
    assert run.status == 2
    assert "choose from python, markdown, model-json" in run.err
    (Path("specloom.toml")).write_text(
        'spec = "pets.yaml"\n[[sdk]]\noutput = "calls"\ntarget = "pyton"\n'
    )
    run = specloom("generate")
    assert run.status == 1
    assert "E603" in run.err and "did you mean 'python'?" in run.err
