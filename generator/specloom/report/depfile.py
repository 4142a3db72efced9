"""Which files a run has read, in the form that make and ninja understand.

A target, a colon, and the files; then every file as a target without a recipe, so that make
goes on when one of them is deleted. It is what C compilers write with `-MD -MP`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from specloom.config import Config
from specloom.config.elsewhere import STANDARD_INPUT
from specloom.diagnostics import fail
from specloom.emit.custom import CONTRACT
from specloom.run.outcome import Outcome
from specloom.source import Span, is_remote


def write_depfile(
    path: Path, target: str, outcome: Outcome, config_file: str | None
) -> None:
    """Writes the files that `outcome` depends on; empty `target`: the first manifest."""
    name = target or str(outcome.config.sdks[0].output / "manifest.json")
    files = [config_file] if config_file is not None else []
    for documents in outcome.result.documents:
        files += (file for file in documents.files if not _is_no_file(file))
    files += _given(outcome.config)
    unique = list(dict.fromkeys(file.replace(os.sep, "/") for file in files))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(depfile(name, unique)))
    except OSError as error:
        what = f"cannot write {path}: {error.strerror}"
        raise fail("E606", what, Span(str(path), "")) from None


def _is_no_file(file: str) -> bool:
    return is_remote(file) or file == STANDARD_INPUT


def depfile(target: str, files: Iterable[str]) -> str:
    """The text of a depfile."""
    escaped = [_escaped(file) for file in files]
    lines = [f"{_escaped(target)}: \\\n", *(f"  {file} \\\n" for file in escaped)]
    lines[-1] = lines[-1].removesuffix(" \\\n") + "\n"
    return "".join(lines) + "".join(f"\n{file}:\n" for file in escaped)


def _given(config: Config) -> Iterator[str]:
    for sdk in config.sdks:
        yield from map(str, sdk.overlays)
        if sdk.templates is not None:
            yield str(sdk.templates / CONTRACT)
            yield from map(str, sorted(sdk.templates.rglob("*.jinja")))


def _escaped(path: str) -> str:
    """As make reads names, and ninja too: blanks and `#` with a backslash, `$` twice."""
    return re.sub(r"([ #])", r"\\\1", path.replace("$", "$$"))
