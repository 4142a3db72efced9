"""The registry of targets. A target is imported when it is asked for.

Beside ours there are those that installed packages offer as entry points of the group
`specloom.targets`; see `docs/templates.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import cast

from specloom.config.installed_targets import installed
from specloom.diagnostics import Bag, fail
from specloom.emit.target import Target


def _python() -> Target:
    from specloom.emit.python import emit

    return emit


def _markdown() -> Target:
    from specloom.emit.markdown.markdown_target import emit

    return emit


def _model_json() -> Target:
    from specloom.emit.model_json import emit

    return emit


TARGETS: Mapping[str, Callable[[], Target]] = {
    "python": _python,
    "markdown": _markdown,
    "model-json": _model_json,
}
"""The name of one of our targets → what loads it."""


def check_target(name: str, bag: Bag) -> None:
    """Reports a target that nobody offers."""
    if name in TARGETS or name in installed():
        return
    close = get_close_matches(name, [*TARGETS, *installed()], 1)
    help = f"did you mean {close[0]}?" if close else None
    bag.report("E614", f"nothing makes {name!r}", help=help)


def load_target(name: str) -> Target:
    """The target of this name: one of ours, else an installed one."""
    if name in TARGETS:
        return TARGETS[name]()
    try:
        return cast(Target, installed()[name].load())
    except (ImportError, AttributeError, KeyError) as error:
        raise fail("E614", f"the target {name!r} cannot be loaded: {error}") from None
