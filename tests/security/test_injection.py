"""Text of a document never becomes code, markup or a path, wherever it stands.

Each hostile document has a harmless twin. Here every payload stands in all places at once, and
every place has one payload of its own; `make museum` tries each payload in each place alone.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from security.inert import active_parts
from security.injection import check, python_of
from security.loading import effects_of_importing, written
from security.making import make
from security.museum import document, hostile, places
from security.payloads import PAYLOADS
from security.shape import shape_of
from specloom.commands.command_line import main
from specloom.diagnostics import SpecloomError
from specloom.emit.target import OutputFile

_PLACES = places()
_NAMES = tuple(PAYLOADS)

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


def test_the_checks_see_what_they_should() -> None:
    """A package in which text did become code is told from its twin, and noticed."""
    twin = python_of(document(lambda place, harmless: harmless))
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
