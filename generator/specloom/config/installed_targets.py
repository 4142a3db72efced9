"""The targets that installed packages offer, as entry points of the group `specloom.targets`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points

GROUP = "specloom.targets"


def installed() -> Mapping[str, EntryPoint]:
    """The name of each target → where it is; nothing is imported (see `docs/templates.md`)."""
    return {point.name: point for point in entry_points(group=GROUP)}
