"""`specloom init`: a `specloom.toml` that holds every option with its meaning.

The words come from the docstrings in `config.py`, so a new option needs no second place.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from specloom.commands.configured import package_name
from specloom.config import Config, Limits, Sdk
from specloom.config.file import LOCK_NAME
from specloom.config.option_docs import docs_of
from specloom.diagnostics import fail
from specloom.source import Span
from specloom.write.apply import replace_file

_NAME = "specloom.toml"
_NOT_IN_FILE = {"sdks", "limits", "quiet", "report"}


def init(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Writes the file and says so; the result is the exit status."""
    sys.stdout.write(write_starter(options.spec))
    return 0


def write_starter(spec: Path) -> str:
    """Writes `specloom.toml` for a document; the result says so."""
    path = Path(_NAME)
    if path.exists():
        raise fail("E608", f"{_NAME} exists", Span(_NAME, ""))
    if not spec.is_file():
        raise fail(
            "E601",
            f"there is no file {spec}",
            Span(str(spec), ""),
            help="check the path",
        )
    replace_file(path, starter(spec))
    return f"wrote {_NAME}; now run: specloom generate\n"


def starter(spec: Path) -> str:
    """The text of a `specloom.toml` that makes one SDK of `spec`."""
    given = {"spec": spec.as_posix(), "output": package_name(spec)}
    usual = {
        "lock": LOCK_NAME,
        "root": spec.parent.as_posix(),
        "templates": "templates",
    }
    lines = [
        "# What `specloom generate` makes. Paths are relative to this file. Every option is",
        "# here; those that are commented out show their default, or an example of a path.",
        "",
        *_options(Config, {}, usual, _NOT_IN_FILE),
        "# [limits]",
        *_options(Limits, {}, {}, set()),
        "# One table per SDK. Options that all of them share may stand above the first one.",
        "[[sdk]]",
        *_options(Sdk, given, usual, set()),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _options(
    cls: type[Any],
    given: Mapping[str, str],
    usual: Mapping[str, str],
    skipped: set[str],
) -> Iterator[str]:
    """Each option with its meaning; `given` are set, `usual` stand for what has no default."""
    docs = docs_of(cls)
    for field in fields(cls):
        if field.name in skipped:
            continue
        key = field.name.replace("_", "-")
        if field.name in docs:
            yield f"# {docs[field.name]}"
        if field.name in given:
            yield f"{key} = {json.dumps(given[field.name])}"
        else:
            value = usual.get(field.name)
            yield f"# {key} = {_default(field) if value is None else json.dumps(value)}"
        yield ""


def _default(field: Field[Any]) -> str:
    value = (
        field.default_factory()
        if field.default is MISSING and callable(field.default_factory)
        else field.default
    )
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[]"
    if isinstance(value, Mapping):
        return "{}"
    return json.dumps("" if value is None else value)
