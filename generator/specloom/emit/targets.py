"""The registry of targets. A target is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from specloom.emit.target import Target


def _python() -> Target:
    from specloom.emit.python import emit

    return emit


def _markdown() -> Target:
    from specloom.emit.markdown.target import emit

    return emit


def _model_json() -> Target:
    from specloom.emit.model_json import emit

    return emit


TARGETS: Mapping[str, Callable[[], Target]] = {
    "python": _python,
    "markdown": _markdown,
    "model-json": _model_json,
}
"""The name of a target → what loads it."""
