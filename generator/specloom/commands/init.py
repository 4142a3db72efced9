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

from specloom.commands.configured import package_name, sdk_of
from specloom.commands.found import found_text
from specloom.config import Config, Limits, Sdk
from specloom.config.elsewhere import Elsewhere, Spec
from specloom.config.file import LOCK_NAME, find_config_in
from specloom.config.option_docs import docs_of
from specloom.config.paths import import_name
from specloom.diagnostics import fail
from specloom.document.encoding import decode
from specloom.document.json_reader import looks_like_json
from specloom.report.present import present_outcome
from specloom.report.progress import Progress
from specloom.run.outcome import conclude
from specloom.run.pipeline import Pipeline
from specloom.source import Span
from specloom.write.apply import replace_file

_NAME = "specloom.toml"
_NOT_IN_FILE = {"sdks", "limits", "quiet", "report"}


def init(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Writes the file and says what was found; the result is the exit status."""
    _check_nothing_is_there()
    spec: Spec = options.spec
    sdk = sdk_of(options, parser, spec)
    found: list[str] = []

    def work(pipeline: Pipeline) -> None:
        found.append(found_text(pipeline.model(sdk)))

    with Progress(True) as progress:
        outcome = conclude(Config((sdk,)), work, progress)
    present_outcome(outcome, "text", notes=False)
    if outcome.failed:
        return 1
    sys.stdout.write(f"{spec}:\n{found[0]}")
    if isinstance(spec, Elsewhere) and not sdk.allow_remote:
        spec = _saved(spec, outcome.result.given[spec])
    replace_file(Path(_NAME), starter(spec, sdk.allow_remote))
    sys.stdout.write(f"wrote {_NAME}; now run: specloom generate\n")
    return 0


def _check_nothing_is_there() -> None:
    """Raises SpecloomError (E608) where this folder has a configuration."""
    path = find_config_in(Path())
    if path is not None:
        what = f"{path} exists"
        if path.name != _NAME:
            what = f"{path} has [tool.specloom], which would not be read any more"
        raise fail("E608", what, Span(str(path), ""))


def _saved(spec: Elsewhere, data: bytes) -> Path:
    """What came from this machine or by standard input, as a file that later runs can read."""
    text = decode(data, spec)
    path = Path(
        import_name(spec.stem) + (".json" if looks_like_json(text) else ".yaml")
    )
    if path.exists() and path.read_bytes() != data:
        what = f"{path} exists, and is another document"
        raise fail(
            "E608", what, Span(str(path), ""), help="move it away, or start from it"
        )
    replace_file(path, text)
    sys.stdout.write(f"wrote {path}, the document; save it again when it has changed\n")
    return path


def starter(spec: Spec, hosts: tuple[str, ...] = ()) -> str:
    """The text of a `specloom.toml` that makes one SDK of `spec`."""
    given: dict[str, object] = {"output": package_name(spec)}
    usual = {"lock": LOCK_NAME, "root": ".", "templates": "templates"}
    if isinstance(spec, Elsewhere):
        given |= {"spec": spec, "allow_remote": list(hosts)}
    else:
        given["spec"] = spec.as_posix()
        usual["root"] = spec.parent.as_posix()
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
    given: Mapping[str, object],
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
