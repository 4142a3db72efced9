"""Compares two versions of an API, part by part."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.diff.change import Change
from specloom.diff.compare_clients import compare_clients
from specloom.diff.compare_declarations import compare_declarations
from specloom.diff.compare_methods import compare_methods
from specloom.diff.findings import Findings
from specloom.diff.side import Side
from specloom.emit.python.names.naming import allocate
from specloom.model.api import Api


def compare_apis(
    old: Api, new: Api, lock: Mapping[str, str], *, enum_classes: bool = False
) -> tuple[Change, ...]:
    """What changes for users, the heaviest first. `lock`: the names that were given before.

    The new version is named with the old one's names, as regeneration would.
    """
    before = allocate(old, lock)
    after = allocate(new, {**lock, **before.lock})
    findings = Findings(Side(old, before, enum_classes), Side(new, after, enum_classes))
    compare_methods(findings)
    compare_declarations(findings)
    compare_clients(findings)
    unique = dict.fromkeys(findings.changes)
    return tuple(sorted(unique, key=lambda c: (-c.level, c.subject, c.rule, c.what)))
