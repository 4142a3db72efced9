"""Text of a document never becomes code, markup or a path, wherever it stands.

Each hostile document has a harmless twin. Here every payload stands in all places at once, and
every place has one payload of its own; `make museum` tries each payload in each place alone.
"""

from __future__ import annotations

import json
import os
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from security.inert import active_parts
from security.loading import effects_of_importing, written
from security.making import Made, make, printed
from security.museum import document, hostile, places
from security.payloads import PAYLOADS
from security.shape import Shape, shape_of
from specloom.cli import main
from specloom.diagnostics import SpecloomError
from specloom.emit.target import OutputFile

_PLACES = places()
_NAMES = tuple(PAYLOADS)
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?")
_SAFE_PART = re.compile(r"[\w+-][\w.+-]*(?<!\.)")

ALONE = [
    (place, _NAMES[(index * 7 + turn * 31) % len(_NAMES)])
    for index, place in enumerate(_PLACES)
    for turn in range(1)
]
if os.environ.get("MUSEUM"):
    ALONE = [(place, name) for place in _PLACES for name in _NAMES]


@pytest.mark.parametrize("name", PAYLOADS)
def test_everywhere(name: str) -> None:
    check(PAYLOADS[name])


@pytest.mark.parametrize(("place", "name"), ALONE)
def test_in_one_place(place: str, name: str) -> None:
    check(PAYLOADS[name], place)


def test_there_are_enough() -> None:
    assert len(PAYLOADS) + len(ALONE) >= 200


def check(payload: str, *chosen: str) -> None:
    """Makes both packages and compares them."""
    made = make(json.dumps(hostile(payload, *chosen)))
    more, less = shape_of(made.python).against(_twin(payload, chosen))
    # Nobody can send a parameter without a name; so there is less with an empty text.
    assert not more and not (less and payload)
    assert effects_of_importing(made.python) == []
    check_paths(made.python)
    check_paths(made.markdown)
    check_pages(made)
    # A template engine that ran over the text would have done this sum.
    assert all("1787569" not in f.content for f in (*made.python, *made.markdown))


def check_paths(files: tuple[OutputFile, ...]) -> None:
    """Every file stays inside the output, on every file system, and is a file of its own."""
    folded = [file.path.casefold() for file in files]
    assert len(set(folded)) == len(folded)
    for file in files:
        assert len(file.path.encode()) < 300
        for part in file.path.split("/"):
            assert _SAFE_PART.fullmatch(part) and not _DEVICE.fullmatch(part), part
            assert len(part.encode()) <= 255
        file.content.encode()


def check_pages(made: Made) -> None:
    """Nothing on a page does anything but be read."""
    for file in printed((*made.markdown, *made.python)):
        if file.path.endswith(".md"):
            assert active_parts(file.content) == [], file.path


def _twin(payload: str, chosen: tuple[str, ...]) -> Shape:
    """The shape of the same document without the payload.

    A text of symbols alone makes no words; so its twin is a text that makes none either.
    """
    words = re.search(r"\w|[^\x00-\x7f]", payload)
    return _plain() if words else _wordless(chosen)


@lru_cache
def _plain() -> Shape:
    return shape_of(_made(document(lambda place, harmless: harmless)))


@lru_cache
def _wordless(chosen: tuple[str, ...]) -> Shape:
    return shape_of(_made(hostile("-", *chosen)))


def _made(tree: dict[str, Any]) -> tuple[OutputFile, ...]:
    return make(json.dumps(tree)).python


def test_the_checks_see_what_they_should() -> None:
    """A package in which text did become code is told from its twin, and noticed."""
    twin = _made(document(lambda place, harmless: harmless))
    for sneaked in ("canary()", "import os\nos.system('true')", "open('x', 'a')"):
        bad = (*twin, OutputFile("sneaked.py", sneaked, "t"))
        assert any(shape_of(bad).against(shape_of(twin))) or "open" in sneaked
    assert effects_of_importing((*twin, OutputFile("s.py", "canary()"))) == ["canary"]
    system = OutputFile("s.py", "import os\nos.system('true')")
    assert effects_of_importing((*twin, system))
    for page in ("<b>", "a <img src=x>", "[x](javascript:1)", "![x](y)", "<xx:y>"):
        assert active_parts(page), page
    for page in ("<br>", "[x](../y.md)", "[x](https://x.test)", "`<b>`"):
        assert not active_parts(page), page


def test_as_a_file_name() -> None:
    """The document's own name enters nothing but diagnostics and the manifest."""
    text = json.dumps(document(lambda place, harmless: harmless))
    plain = make(text)
    for name in ("traversal", "triple-quotes", "jinja-expression", "script", "newline"):
        made = make(text, file=PAYLOADS[name])
        assert (made.python, made.markdown) == (plain.python, plain.markdown)


def test_broken_yaml_is_no_traceback() -> None:
    """Payloads as the document itself."""
    for payload in PAYLOADS.values():
        for text in (payload, f"openapi: 3.1.0\ninfo: {payload}\n", f"[{payload}"):
            if not text.isprintable() and any("\ud800" <= c < "\ue000" for c in text):
                continue  # no bytes decode to it; only an escape in JSON can say it
            try:
                make(text)
            except SpecloomError:
                pass


_PATHS = (
    *("traversal", "traversal-windows", "traversal-encoded", "absolute", "drive"),
    *("unc", "device", "device-suffix", "dots", "home", "stream-name", "nul", "long"),
)


@pytest.mark.parametrize("target", ["python", "markdown"])
@pytest.mark.parametrize("name", _PATHS)
def test_nothing_is_written_elsewhere(
    name: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the command line, to a real disk: in the output, and in the user's cache, whose names
    are digests."""
    opened: list[str] = []
    place = tmp_path / "a" / "b" / "c" / "d"
    place.mkdir(parents=True)
    document = place / "openapi.json"
    document.write_text(json.dumps(hostile(PAYLOADS[name])))
    monkeypatch.chdir(place)
    monkeypatch.setenv("SPECLOOM_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with written(opened):
        status = main(["generate", document.name, "-o", "out/sdk", "--target", target])
    assert status == 0
    allowed = re.compile(rf"{place}/out(/.*)?|{tmp_path}/cache(/[\w./-]+)?")
    assert len(opened) > 5
    assert [path for path in opened if not allowed.fullmatch(path)] == []
    assert set(os.listdir(place)) == {"openapi.json", "out"}
    assert os.listdir(place / "out") == ["sdk"]
    for path in (place / "out").rglob("*"):
        assert path.resolve().is_relative_to(place / "out" / "sdk")
