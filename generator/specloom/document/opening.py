"""Stage 1, a path → a `Tree`: reads one file, within the limits, whatever it is called."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from specloom.config import Limits
from specloom.diagnostics import Bag, fail
from specloom.document.encoding import decode
from specloom.document.json_reader import looks_like_json, read_json
from specloom.document.limits import too_much
from specloom.document.tree import Tree
from specloom.document.yaml_reader import read_yaml
from specloom.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Opened:
    """One input file: its text, its data and the digest (SHA-256) of its bytes."""

    source: SourceFile
    tree: Tree
    digest: str


def open_file(path: Path, file: str, limits: Limits, bag: Bag) -> Opened:
    """Reads the file at `path`, which is shown to people as `file`."""
    return open_bytes(_read(path, file, limits), file, limits, bag)


def open_bytes(data: bytes, file: str, limits: Limits, bag: Bag) -> Opened:
    """Reads a file that is in memory."""
    if len(data) > limits.bytes:
        raise too_much("bytes", limits.bytes, file)
    text = decode(data, file)
    tree = read_text(text, file, limits, bag)
    return Opened(SourceFile(file, text), tree, hashlib.sha256(data).hexdigest())


def read_text(text: str, file: str, limits: Limits, bag: Bag) -> Tree:
    """Reads a text as JSON or as YAML, by what it begins with."""
    read = read_json if looks_like_json(text) else read_yaml
    tree = read(text, file, limits, bag)
    if tree is None:
        raise fail("E103", "this file is empty", Span(file, ""))
    return tree


def _read(path: Path, file: str, limits: Limits) -> bytes:
    try:
        with open(path, "rb") as stream:
            data = stream.read(limits.bytes + 1)
    except (OSError, ValueError) as error:
        if path.is_dir():
            raise fail(
                "E102", "this is a directory", Span(file, ""), help=_roots(path)
            ) from None
        raise fail("E101", _reason(error), Span(file, ""), help=_near(path)) from None
    return data


def _reason(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case PermissionError():
            return "this file may not be read"
        case OSError(strerror=str(text)):
            return f"this file cannot be read: {text}"
        case _:
            return "this is no path of a file"


def _near(path: Path) -> str | None:
    """Which file in the same folder may be meant."""
    try:
        names = os.listdir(path.parent)
    except (OSError, ValueError):
        return None
    stems = {Path(name).stem: name for name in sorted(names)}
    found = get_close_matches(path.stem, stems, 1, 0.75)
    return f"is '{path.with_name(stems[found[0]])}' meant?" if found else None


def _roots(path: Path) -> str | None:
    """Which file of the directory is a description by its name."""
    names = sorted(os.listdir(path))
    for stem in ("openapi", "swagger", "api"):
        for name in names:
            if name.startswith(stem) and name.endswith((".yaml", ".yml", ".json")):
                return f"is '{path / name}' meant?"
    return None
