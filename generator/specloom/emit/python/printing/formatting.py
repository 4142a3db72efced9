"""Stage 4, emit: black over what templates of the user's own have printed.

Input: the files of a package. Output: the same, those formatted that one of the user's
templates had a part in. Ours print what black would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from specloom.diagnostics import fail
from specloom.emit.target import OutputFile
from specloom.source import Span

if TYPE_CHECKING:
    from jinja2 import Environment


def formatted(
    files: Iterable[OutputFile], custom: Path, environment: Environment
) -> Iterator[OutputFile]:
    """The files, formatted where a template below `custom` printed any of it."""
    from black import format_str
    from black.mode import Mode, TargetVersion
    from black.parsing import InvalidInput

    mode = Mode(target_versions={TargetVersion.PY311})

    @cache
    def is_custom(template: str) -> bool:
        if (custom / template).is_file():
            return True
        return any(map(is_custom, _included(template, environment)))

    for file in files:
        if not file.path.endswith(".py") or not file.template:
            yield file
        elif not is_custom(file.template):
            yield file
        else:
            try:
                text = format_str(file.content, mode=mode)
            except InvalidInput as error:
                what = f"{file.template} printed what is not Python: {error}"
                span = Span(str(custom / file.template), "")
                raise fail("E613", what, span) from None
            yield replace(file, content=text)


def _included(template: str, environment: Environment) -> Iterator[str]:
    """The templates that one includes; all parts, where it decides while it prints."""
    from jinja2.meta import find_referenced_templates

    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, template)
    for name in find_referenced_templates(environment.parse(source)):
        if name is not None:
            yield name
        else:
            every = environment.list_templates(extensions=["jinja"])
            yield from (n for n in every if n.startswith("parts/") and n != template)
