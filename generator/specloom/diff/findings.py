"""Collects the changes of one comparison."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.diff.change import Change
from specloom.diff.covering import Covering
from specloom.diff.rules import RULES
from specloom.diff.side import Direction, Side
from specloom.model.declarations import Default
from specloom.model.doc import Constraints, Doc
from specloom.model.types import Type
from specloom.source import Span

_TOLD = 120
"""Annotations that are longer are not shown: the places are."""


class Findings:
    """The two versions and what was found to differ."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self.changes: list[Change] = []
        self._covering = {d: Covering(old, new, d) for d in Direction}

    def add(
        self,
        rule: str,
        subject: str,
        what: str,
        old: Span | None,
        new: Span | None,
    ) -> None:
        """A change, weighed by its row of the rules."""
        row = RULES[rule]
        self.changes.append(
            Change(row.level, rule, subject, what, row.reason, old, new)
        )

    def types(
        self,
        subject: str,
        rules: Mapping[Direction, tuple[str, str]],
        types: tuple[Type, Type],
        places: tuple[Span, Span],
    ) -> bool:
        """Compares types, for each way that they travel; the worst is reported.

        `rules`: for each way the rule that breaks, and the one that does not. Whether there
        was anything to report.
        """
        found = [
            (RULES[rule].level, rule, direction)
            for direction, pair in rules.items()
            if (rule := self._rule(pair, types, direction))
        ]
        if found:
            _, rule, direction = max(found, key=lambda one: one[0])
            self.add(rule, subject, self._told(types, direction), *places)
        return bool(found)

    def _rule(
        self, rules: tuple[str, str], types: tuple[Type, Type], direction: Direction
    ) -> str:
        relation = self._covering[direction].relation(*types)
        if direction is Direction.SENT:
            breaks, harmless = not relation.keeps, relation.adds
        else:
            breaks = relation.surprises
            harmless = relation.adds or not relation.keeps
        return rules[0] if breaks else rules[1] if harmless else ""

    def docs(
        self,
        kind: str,
        subject: str,
        docs: tuple[Doc, Doc],
        places: tuple[Span, Span],
    ) -> None:
        """Compares what people read."""
        old, new = docs
        if old != new:
            verb = "documented" if old == Doc() else "documented differently"
            self.add(f"{kind}-docs", subject, f"{verb} now", *places)

    def deprecation(
        self,
        kind: str,
        subject: str,
        marks: tuple[bool, bool],
        places: tuple[Span, Span],
    ) -> None:
        """Compares marks of deprecation."""
        old, new = marks
        if new and not old:
            self.add(f"{kind}-deprecated", subject, "deprecated now", *places)
        elif old and not new:
            self.add(f"{kind}-docs", subject, "not deprecated any more", *places)

    def value_rules(
        self,
        kind: str,
        subject: str,
        defaults: tuple[Default | None, Default | None],
        constraints: tuple[Constraints, Constraints],
        places: tuple[Span, Span],
    ) -> None:
        """Compares defaults and the rules for values, neither of which the package applies."""
        if repr(defaults[0]) != repr(defaults[1]):
            old, new = (_shown(default) for default in defaults)
            self.add(f"{kind}-default", subject, f"default: {old} → {new}", *places)
        if constraints[0] != constraints[1]:
            self.add(f"{kind}-rules", subject, "other rules for its value", *places)

    def _told(self, types: tuple[Type, Type], direction: Direction) -> str:
        old = self.old.spell(types[0], direction)
        new = self.new.spell(types[1], direction)
        if old == new or len(old) + len(new) > _TOLD:
            return "another type"
        return f"`{old}` → `{new}`"


def _shown(default: Default | None) -> str:
    return "none" if default is None else f"`{default.value!r}`"
