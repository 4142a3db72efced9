"""One change, its weight, and what the next version should be called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from specloom.source import Span


class Level(IntEnum):
    """What a change means for code that uses the package."""

    DOCS = 0
    """Nothing but what people read."""
    ADDITIVE = 1
    """Code that works today goes on working."""
    BREAKING = 2
    """Some code that works today, or passes the type checker, does not any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `rule` is its row in the `RULES` table."""

    level: Level
    rule: str
    subject: str
    """What it is about, as users spell it: `pets.create(name=)`, `models.Pet.age`."""
    what: str
    """What is different now."""
    reason: str
    """Why it has this level."""
    old: Span | None
    """Its place in the old document; none for what is new."""
    new: Span | None


def verdict(changes: Iterable[Change]) -> str:
    """The part of a version number to raise (semver.org): `major`, `minor`, `patch`, `none`."""
    worst = max((change.level for change in changes), default=None)
    match worst:
        case None:
            return "none"
        case Level.DOCS:
            return "patch"
        case Level.ADDITIVE:
            return "minor"
        case Level.BREAKING:
            return "major"
