"""Whether a text of a document did anything but be text: a package beside its harmless twin."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from security.inert import active_parts
from security.loading import effects_of_importing
from security.making import Made, make, printed
from security.museum import document, hostile
from security.shape import Shape, shape_of
from specloom.emit.target import OutputFile

_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?")
_SAFE_PART = re.compile(r"[\w+-][\w.+-]*(?<!\.)")


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
            assert not active_parts(file.content), file.path


def _twin(payload: str, chosen: tuple[str, ...]) -> Shape:
    """The shape of the same document without the payload.

    A text of symbols alone makes no words; so its twin is a text that makes none either.
    """
    words = re.search(r"\w|[^\x00-\x7f]", payload)
    return _plain() if words else _wordless(chosen)


@lru_cache
def _plain() -> Shape:
    return shape_of(python_of(document(lambda place, harmless: harmless)))


@lru_cache
def _wordless(chosen: tuple[str, ...]) -> Shape:
    return shape_of(python_of(hostile("-", *chosen)))


def python_of(tree: dict[str, Any]) -> tuple[OutputFile, ...]:
    return make(json.dumps(tree)).python
