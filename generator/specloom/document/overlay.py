"""Overlays (Overlay Specification 1.0 and 1.1): the Overlay Object as its author wrote it.

Input: plain data. Output: an `Overlay` with the actions that are well formed, and one
diagnostic for each that is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from specloom.diagnostics import Bag, fail
from specloom.model.types import JsonValue
from specloom.source import Span

_CHANGES = ("update", "copy", "remove")
_FIELDS = ("target", "description", *_CHANGES)


@dataclass(frozen=True, slots=True)
class Action:
    """An Action Object that is well formed. One of `update`, `copy` and `remove` counts."""

    target: str
    update: JsonValue
    copy: str
    remove: bool
    span: Span

    @property
    def change(self) -> str:
        """What it does; removing goes before copying, copying before updating."""
        return "remove" if self.remove else "copy" if self.copy else "update"


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay document."""

    version: str
    """`1.0` or `1.1`; they differ in what an action may do to lists and single values."""
    extends: str
    actions: tuple[Action, ...]
    span: Span


def read_overlay(value: JsonValue, span: Span, bag: Bag) -> Overlay:
    """Reads the Overlay Object at `span`; what makes it none ends the run."""
    if not isinstance(value, dict) or "overlay" not in value:
        raise fail("E111", "there is no field `overlay`", span)
    version = str(value["overlay"])
    family = ".".join(version.split(".")[:2])
    if family not in ("1.0", "1.1"):
        where = span.child("overlay")
        raise fail("E111", f"version {version!r} of overlays is not known", where)
    actions = value.get("actions")
    if not isinstance(actions, list) or not actions:
        raise fail("E111", "`actions` is no list of actions", span.child("actions"))
    extends = value.get("extends")
    read = (
        _read_action(a, span.child("actions", str(i)), bag)
        for i, a in enumerate(actions)
    )
    return Overlay(
        family,
        extends if isinstance(extends, str) else "",
        tuple(action for action in read if action),
        span,
    )


def _read_action(value: JsonValue, span: Span, bag: Bag) -> Action | None:
    if not isinstance(value, dict):
        bag.report("E111", "an action is a mapping", span)
        return None
    for name in value:
        if name not in _FIELDS and not name.startswith("x-"):
            near = get_close_matches(name, _FIELDS, 1)
            help = f"is {near[0]!r} meant?" if near else ""
            bag.report(
                "W129", f"actions have no field `{name}`", span.child(name), help=help
            )
    target, copy, remove = (
        value.get("target"),
        value.get("copy", ""),
        value.get("remove", False),
    )
    if not isinstance(target, str):
        bag.report("E111", "an action needs a `target`, a JSONPath", span)
    elif not isinstance(copy, str):
        bag.report("E111", "`copy` is a JSONPath", span.child("copy"))
    elif not isinstance(remove, bool):
        bag.report("E111", "`remove` is true or false", span.child("remove"))
    elif not (remove or copy or "update" in value):
        bag.report("E111", "an action has `update`, `copy` or `remove: true`", span)
    else:
        return Action(target, value.get("update"), copy, remove, span)
    return None
