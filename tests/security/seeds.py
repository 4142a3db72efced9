"""Small documents to damage: our own, and pieces of large public ones where those are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openapi.sample import NEWER, OLDER
from specloom.config import Limits
from specloom.diagnostics import Bag, SpecloomError
from specloom.document.encoding import decode
from specloom.document.opening import read_text

from security.museum import document

ROOT = Path(__file__).parents[2]
LARGEST = 20_000
_HUGE = 5_000_000
_PER_DOCUMENT = 60


def seeds(public: bool) -> list[str]:
    """The text of every seed, each of at most `LARGEST` characters."""
    found = [json.dumps(tree) for tree in (*NEWER, OLDER)]
    found.append(json.dumps(document(lambda place, harmless: harmless)))
    for path in sorted((ROOT / "tests" / "cases").rglob("openapi.*")):
        try:
            found.append(decode(path.read_bytes(), path.name))
        except SpecloomError:
            pass  # a case about bytes that are no text
    files = [ROOT / "specs" / "threads-runs.yaml"]
    if public:
        corpus = ROOT.parent / "shared" / "corpus"
        files += sorted(p for p in corpus.glob("*.[jy]*") if p.stat().st_size < _HUGE)
    for path in files:
        found += pieces(path)
    return [text for text in found if len(text) <= LARGEST]


def pieces(path: Path) -> Iterator[str]:
    """One path of the document each, with all that it refers to."""
    try:
        text = decode(path.read_bytes(), path.name)
        tree: Any = read_text(text, path.name, Limits(), Bag()).value
    except SpecloomError:
        return
    paths = list(tree.get("paths", {}))
    step = max(1, len(paths) // _PER_DOCUMENT)
    for name in paths[::step]:
        piece = _piece(tree, name)
        if piece is not None:
            yield piece


def _piece(tree: dict[str, Any], path: str) -> str | None:
    """None where it would be too large."""
    piece: dict[str, Any] = {
        key: value
        for key, value in tree.items()
        if key not in ("paths", "components", "definitions", "webhooks", "tags")
        and not key.startswith("x-")
    }
    piece["info"] = {"title": "piece", "version": "1"}
    piece["paths"] = {path: tree["paths"][path]}
    pending, seen = [tree["paths"][path]], set[str]()
    while pending and len(seen) < 60:
        for reference in _references(pending.pop()):
            if reference in seen or not reference.startswith("#/"):
                continue
            seen.add(reference)
            value = _copy(tree, piece, reference[2:].split("/"))
            if value is not None:
                pending.append(value)
    schemes = tree.get("components", {}).get("securitySchemes")
    if schemes:
        piece.setdefault("components", {})["securitySchemes"] = schemes
    text = json.dumps(piece)
    return text if len(text) <= LARGEST else None


def _copy(tree: Any, piece: dict[str, Any], tokens: list[str]) -> Any:
    """Puts what stands at a pointer into the piece."""
    here = piece
    for index, token in enumerate(tokens):
        token = token.replace("~1", "/").replace("~0", "~")
        if not isinstance(tree, dict) or token not in tree:
            return None
        tree = tree[token]
        if index == len(tokens) - 1 or not isinstance(tree, dict):
            here.setdefault(token, tree)
            return tree
        here = here.setdefault(token, {})
    return None


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for child in value.values():
            yield from _references(child)
    elif isinstance(value, list):
        for child in value:
            yield from _references(child)
