"""Each single change of a document is found, weighed, and found alone."""

from __future__ import annotations

import pytest
from specloom.diff.change import Change
from specloom.diff.rules import RULES

from diff.comparing import Differ, differ
from diff.single_changes import SINGLE_CHANGES, WITH_ENUM_CLASSES, Single


def told(changes: tuple[Change, ...]) -> list[str]:
    return sorted(f"{c.level.name.lower()} {c.rule} {c.subject}" for c in changes)


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> Differ:
    return differ(tmp_path_factory.mktemp("documents"))


@pytest.mark.parametrize("single", SINGLE_CHANGES, ids=lambda s: s.title)
def test_is_weighed(single: Single, changes: Differ) -> None:
    found = changes(single.edits, single.before)
    assert told(found) == sorted(single.expected)
    for change in found:
        assert change.new or change.rule.endswith("-removed")
        assert change.old or "-added" in change.rule
        assert change.old is None or change.old.file.endswith("old.yaml")
        assert change.new is None or change.new.file.endswith("new.yaml")


@pytest.mark.parametrize("single", WITH_ENUM_CLASSES, ids=lambda s: s.title)
def test_is_weighed_with_enum_classes(single: Single, changes: Differ) -> None:
    found = changes(single.edits, single.before, enum_classes=True)
    assert told(found) == sorted(single.expected)


def test_there_are_sixty() -> None:
    assert len(SINGLE_CHANGES) >= 60
    assert len({single.title for single in SINGLE_CHANGES}) == len(SINGLE_CHANGES)


def test_every_rule_has_its_change() -> None:
    rows = [*SINGLE_CHANGES, *WITH_ENUM_CLASSES]
    found = {text.split()[1] for row in rows for text in row.expected}
    assert found == set(RULES)
    for row in rows:
        for text in row.expected:
            level, rule, _ = text.split(" ", 2)
            assert RULES[rule].level.name.lower() == level
