"""A plan as text: which files would change, and how (unified diff)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from specloom.write.manifest import MANIFEST
from specloom.write.plan import FileChange, Plan

_LINES = 60
"""How many lines of one file's difference are shown."""
_WIDTH = 200
"""How many characters of a line are shown."""
_LARGE = 4000
"""Files with more lines are only counted: telling them apart would take too long."""


def diff(plan: Plan, limit: int = 400) -> str:
    """A list of the changes, then their differences up to `limit` lines."""
    listed = listing(plan)
    lines: list[str] = []
    for change in plan.changes:
        if change.path == MANIFEST and len(plan.changes) > 1:
            continue  # digests of what is shown already
        shown = list(map(_shortened, _differences(change)))
        lines.extend(shown[:_LINES])
        if len(shown) > _LINES:
            lines.append(f"... {len(shown) - _LINES} more lines")
    if len(lines) > limit:
        lines[limit:] = [f"... {len(lines) - limit} more lines"]
    return "\n".join([*listed, *lines]) + "\n" if listed else ""


def listing(plan: Plan) -> list[str]:
    """What is wrong with which file, a line each."""
    return [f"{_verb(change):8} {plan.output / change.path}" for change in plan.changes]


def _verb(change: FileChange) -> str:
    if change.old is None:
        return "missing"
    return "stale" if change.new is None else "changed"


def _differences(change: FileChange) -> Iterator[str]:
    if change.old is None or change.new is None:
        return
    old, new = _lines(change.old), _lines(change.new)
    if max(len(old), len(new)) > _LARGE:
        yield f"--- {change.path}: {len(old)} lines, would be {len(new)}"
        return
    yield from unified_diff(
        old, new, f"a/{change.path}", f"b/{change.path}", lineterm=""
    )


def _shortened(line: str) -> str:
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…"


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").splitlines()
