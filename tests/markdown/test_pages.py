"""The pages of a document: complete, consistent with the package, and steady under change."""

from __future__ import annotations

import difflib
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from hostile import hostile_document
from making import ROOT, pages_of
from page_reading import problems, read_page

SPEC = ROOT / "specs" / "threads-runs.yaml"
OUT = ROOT / "out" / "markdown" / "threads_runs"


@cache
def flagship() -> dict[str, str]:
    return pages_of(SPEC)


def test_the_committed_pages_are_whole() -> None:
    pages = {
        path.relative_to(OUT).as_posix(): path.read_text("utf-8")
        for path in OUT.rglob("*")
        if path.is_file()
    }
    assert list(problems(pages)) == []
    assert {p for p in pages if p.endswith(".md")} == {
        p for p in flagship() if p.endswith(".md")
    }


def test_every_page_is_in_the_plain_file() -> None:
    plain = flagship()["llms.txt"]
    for path, text in flagship().items():
        if path.endswith(".md"):
            assert f"<!-- {path} -->" in plain
            assert text.split("\n")[0] in plain
    assert "](../" not in plain


# The same as the package -----------------------------------------------------------------


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.syspath_prepend(str(ROOT / "out" / "python"))
    import threads_runs

    yield threads_runs


def test_fields_and_types_are_those_of_the_classes(package: object) -> None:
    """The rendered text of each type is the annotation in the source of the package."""
    folder = ROOT / "out" / "python" / "threads_runs" / "models"
    seen = 0
    for path, text in flagship().items():
        if not path.startswith("models/") or path == "models/index.md":
            continue
        source = (folder / f"{Path(path).stem}.py").read_text("utf-8")
        for table in read_page(text).tables:
            if table[0] != ["Field", "Type", "Presence", "Description"]:
                continue
            for name, type, presence, _ in table[1:]:
                attribute = name.split(" ")[0]
                declared = re.escape(f"    {attribute}: {type}").replace(
                    r"\ \|\ ", r"\s+\|\s+"
                )
                found = re.search(rf"(?m)^{declared}(?: =|$)", _joined(source))
                assert found, (path, attribute, type)
                seen += 1
    assert seen > 300


def _joined(source: str) -> str:
    """Source with every annotation on one line, and without the aliases of shadowed names."""
    joined = re.sub(
        r"\(\n\s+([^()]*?)\n\s+\)", lambda m: re.sub(r"\s*\n\s*", " ", m[1]), source
    )
    joined = re.sub(r"\[\n\s+([^\[\]]*?),?\n\s+\]", r"[\1]", joined)
    return re.sub(r"\b_(list|dict|str|int|float|bool|tuple|bytes)\b", r"\1", joined)


def test_signatures_are_those_of_the_methods(package: object) -> None:
    client = package.Client(api_key="sk-test")  # type: ignore[attr-defined]
    for path, text in flagship().items():
        if not path.startswith("operations/") or path.endswith("index.md"):
            continue
        method: object = client
        for part in path[len("operations/") : -len(".md")].split("/"):
            method = getattr(method, part)
        scope: dict[str, object] = {"UNSET": package.UNSET}  # type: ignore[attr-defined]
        shown = read_page(text).fences[0][1]
        exec("from __future__ import annotations\n" + shown, scope)
        ours = inspect.signature(scope[path.rpartition("/")[2][:-3]])  # type: ignore[arg-type]
        theirs = inspect.signature(method)  # type: ignore[arg-type]
        assert _spelled(ours) == _spelled(theirs)


def _spelled(signature: inspect.Signature) -> list[tuple[str, str, str, str]]:
    parameters = [
        (p.name, str(p.kind), _plain(str(p.annotation)), repr(p.default))
        for p in signature.parameters.values()
    ]
    return [*parameters, ("", "", _plain(str(signature.return_annotation)), "")]


def _plain(annotation: str) -> str:
    return re.sub(r"\b_(list|dict|str|int|float|bool|tuple|bytes)\b", r"\1", annotation)


# Steady ----------------------------------------------------------------------------------


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The lines that come or go, with their page; the plain file repeats them."""
    lines: list[str] = []
    for path in sorted(before.keys() | after.keys()):
        if path == "llms.txt":
            continue
        old, new = before.get(path, ""), after.get(path, "")
        if old == new:
            continue
        for line in difflib.ndiff(old.split("\n"), new.split("\n")):
            if line[:2] in ("+ ", "- "):
                lines.append(f"{path} {line}")
    return lines


def test_a_new_field_is_one_new_row(tmp_path: Path) -> None:
    document = yaml.safe_load(SPEC.read_text("utf-8"))
    properties = document["components"]["schemas"]["RunObject"]["properties"]
    properties["priority"] = {"type": "integer", "description": "How urgent | it is."}
    spec = tmp_path / "threads-runs.yaml"
    spec.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    same = tmp_path / "same.yaml"
    del properties["priority"]
    same.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
    lines = changed(pages_of(same), pages_of(spec))
    assert lines == [
        "models/run_object.md + | `priority` | `int` \\| [`Unset`]"
        "(../conventions.md#absent-and-null) | optional | How urgent \\| it is. |"
    ]


def test_the_same_bytes_for_any_hash_seed() -> None:
    program = (
        "import hashlib; from making import pages_of; from pathlib import Path;"
        f"pages = pages_of(Path({str(SPEC)!r}));"
        "print(hashlib.sha256(repr(sorted(pages.items())).encode()).hexdigest())"
    )
    here = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": here},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1


# Anything --------------------------------------------------------------------------------


def test_a_hostile_document_breaks_no_page(tmp_path: Path) -> None:
    spec = tmp_path / "hostile.yaml"
    spec.write_text(yaml.safe_dump(hostile_document(), sort_keys=False), "utf-8")
    pages = pages_of(spec)
    assert list(problems(pages)) == []
    assert len({path.casefold() for path in pages}) == len(pages)
    headings = [
        h
        for path, text in pages.items()
        if path[-3:] == ".md"
        for h in read_page(text).headings
    ]
    assert "no heading" not in headings
    # Names that file systems and static sites keep for themselves are not used.
    assert {"operations/con_/index.md", "operations/con_/index_.md"} <= pages.keys()
    assert {"models/index_.md", "models/readme_.md"} <= pages.keys()
