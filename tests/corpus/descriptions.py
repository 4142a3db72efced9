"""The words of a document: each description in it, and those that no output has.

Descriptions are compared by their words alone: output wraps lines, leaves markup of HTML out
and escapes what would mean something else where it stands.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from specloom.document.documents import Documents
from specloom.model.types import JsonValue

_NAMED = frozenset(
    (
        *("properties", "patternProperties", "$defs", "definitions", "schemas"),
        *("dependentSchemas", "responses", "headers", "callbacks", "links", "paths"),
        *("securitySchemes", "securityDefinitions", "requestBodies", "pathItems"),
        *("variables", "encoding", "content", "webhooks", "mediaTypes"),
    )
)
"""Fields whose keys are names, and no fields."""
_DATA = frozenset(
    (
        *("example", "examples", "default", "enum", "const"),
        *("mapping", "discriminator", "required", "security"),
    )
)
"""Fields that hold no objects of the standard."""

Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)


def words_of(text: str) -> Words:
    """The words of a text, without markup."""
    return tuple(_WORD.findall(_TAG.sub(" ", html.unescape(text)).lower()))


def descriptions(documents: Documents) -> dict[Words, str]:
    """The words of each description → a place where it stands."""
    found: dict[Words, str] = {}
    for place, text in _walk(documents.value(documents.root), ""):
        words = words_of(text)
        if words:
            found.setdefault(words, place)
    return found


def _walk(
    value: JsonValue, place: str, named: bool = False
) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, f"{place}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            at = f"{place}/{key}"
            if named:
                yield from _walk(item, at)
            elif key in _DATA or key.startswith("x-"):
                continue
            elif key == "description" and isinstance(item, str):
                yield place, item
            else:
                maps = key in _NAMED or (key == "parameters" and isinstance(item, dict))
                yield from _walk(item, at, maps)


def absent(wanted: dict[Words, str], folders: Iterable[Path]) -> dict[Words, str]:
    """Those of `wanted` whose words stand in a row in no file of `folders`."""
    left = dict(wanted)
    begins: dict[Words, list[Words]] = {}
    for words in left:
        begins.setdefault(words[:3], []).append(words)
    for path in _files(folders):
        text = words_of(path.read_text("utf-8"))
        for at in range(len(text)):
            for count in (3, 2, 1):
                for words in begins.get(text[at : at + count], ()):
                    if words in left and text[at : at + len(words)] == words:
                        del left[words]
    return left


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".md") and "_runtime" not in path.parts:
                yield path
