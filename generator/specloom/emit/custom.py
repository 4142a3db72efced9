"""Stage 4, emit: templates of the user's own, file by file in the place of ours.

Input: a folder with `views.toml`, which says for which version of the views its templates were
written, and `python/` or `markdown/` with files named as ours are. Output: findings before
anything is made, and the places where templates are looked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from specloom.diagnostics import Bag
from specloom.emit.target import Emission
from specloom.source import Span

VIEWS = 1
"""The version of what templates receive (`docs/templates.md`). It is raised whenever a template
that was right before can be wrong: a view loses or renames a field, or a template is divided."""

CONTRACT = "views.toml"


def folders(emission: Emission, target: str) -> list[Path]:
    """Where the templates of a target are, the user's first."""
    ours = emission.templates / target
    return [ours] if emission.custom is None else [emission.custom / target, ours]


def check_custom(custom: Path, templates: Path, bag: Bag) -> None:
    """Reports what makes a folder of templates unusable."""
    if not custom.is_dir():
        bag.report("E611", f"there is no folder {custom}", Span(str(custom), ""))
        return
    if not _is_for_these_views(custom / CONTRACT, bag):
        return
    known = {path.relative_to(templates).as_posix() for path in _templates(templates)}
    for path in _templates(custom):
        name = path.relative_to(custom).as_posix()
        if name not in known:
            close = get_close_matches(name, known, 1)
            help = f"did you mean {close[0]}?" if close else None
            what = f"{name} replaces none of our templates"
            bag.report("E612", what, Span(str(path), ""), help=help)


def _is_for_these_views(path: Path, bag: Bag) -> bool:
    span = Span(str(path), "")
    try:
        version: object = tomllib.loads(path.read_text("utf-8")).get("version")
    except FileNotFoundError:
        what = f"{path} is missing: it says `version = {VIEWS}`"
        bag.report("E611", what, span)
        return False
    except (OSError, ValueError) as error:
        bag.report("E611", f"cannot read {path}: {error}", span)
        return False
    if version != VIEWS:
        what = (
            f"these templates are for version {version} of the views, ours is {VIEWS}"
        )
        bag.report("E611", what, span)
        return False
    return True


def _templates(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.jinja"))
