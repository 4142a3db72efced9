"""`manifest.json`: what specloom wrote into a directory, and from which inputs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

from specloom.diagnostics import SpecloomError, fail
from specloom.source import Position, Span

MANIFEST = "manifest.json"


def digest_of(content: bytes) -> str:
    """The SHA-256 of `content` in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an output was made from. File names are relative to the document's folder."""

    generator: str
    target: str
    document: Mapping[str, str]
    """File → digest, the root document first."""
    overlays: tuple[tuple[str, str], ...]
    """File name and digest of each overlay, in the order of application."""
    options: str
    """A digest of the options that shape the output."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The inputs of an output, and the digest of every file in it.

    `bases` holds, for files whose edits were kept or merged, the text that specloom made
    last: the base of the next three-way merge.
    """

    inputs: Inputs
    files: Mapping[str, str]
    bases: Mapping[str, str] = field(default_factory=dict[str, str])

    def dump(self) -> bytes:
        """The manifest as JSON, one file a line, in a fixed order."""
        data: dict[str, Any] = {
            "generator": self.inputs.generator,
            "target": self.inputs.target,
            "document": dict(self.inputs.document),
            "overlays": [list(overlay) for overlay in self.inputs.overlays],
            "options": self.inputs.options,
            "files": dict(sorted(self.files.items())),
        }
        if self.bases:
            data["bases"] = dict(sorted(self.bases.items()))
        return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def read_manifest(output: Path) -> Manifest | None:
    """The manifest of `output`; None where there is none, or one of another program."""
    path = output / MANIFEST
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise fail(
            "E503", f"cannot read {path}: {error.strerror}", Span(str(path), "")
        ) from None
    if b'"generator": "specloom ' not in content:
        return None
    return _merged(content, path) or _parse(content, path)


def is_safe(path: str) -> bool:
    """Whether a relative path stays inside the folder it is relative to, on every system."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and "/".join(parts) == path
        and ".." not in parts
        and not any(c in path for c in '\\:\0"')
        and not path.startswith("/")
    )


def _merged(content: bytes, path: Path) -> Manifest | None:
    """What both sides of a merge that git could not settle have listed; None if it is none.

    A file that is as neither side wrote it then counts as edited.
    """
    lines = content.split(b"\n")
    if not any(line.startswith(b"<<<<<<< ") for line in lines):
        return None
    try:
        ours, theirs = (
            _parse(b"\n".join(_side(lines, mine)), path) for mine in (True, False)
        )
    except SpecloomError:
        return None
    files = {**theirs.files, **ours.files}
    return replace(ours, files=files, bases={**theirs.bases, **ours.bases})


def _side(lines: Iterable[bytes], mine: bool) -> Iterator[bytes]:
    """One side of a merge, as it was before."""
    part = b""
    for line in lines:
        mark = line[:7]
        if mark in (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"):
            part = b"" if mark == b">>>>>>>" else mark
        elif part in (b"", b"<<<<<<<" if mine else b"======="):
            yield line


def _parse(content: bytes, path: Path) -> Manifest:
    span = Span(str(path), "")
    try:
        data: Any = json.loads(content)
    except json.JSONDecodeError as error:
        place = Position(error.lineno, error.colno)
        raise fail("E503", f"not JSON: {error.msg}", span, position=place) from None
    except (UnicodeDecodeError, RecursionError):
        raise fail("E503", "not JSON text", span) from None
    try:
        inputs = Inputs(
            _text(data["generator"]),
            _text(data["target"]),
            _texts(data["document"]),
            tuple((_text(name), _text(digest)) for name, digest in data["overlays"]),
            _text(data["options"]),
        )
        manifest = Manifest(
            inputs, _texts(data["files"]), _texts(data.get("bases", {}))
        )
    except (KeyError, TypeError, ValueError):
        raise fail("E503", "not a manifest as specloom writes it", span) from None
    for name in manifest.files:
        if not is_safe(name):
            raise fail(
                "E503", f"the manifest lists a path outside the output: {name}", span
            )
    return manifest


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError
    items = cast("dict[object, object]", value)
    return {_text(key): _text(item) for key, item in items.items()}
