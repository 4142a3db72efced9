"""`docs/diff.md` shows the rules as they are."""

from __future__ import annotations

import os
from pathlib import Path

from specloom.diff.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "diff.md"
BEGIN, END = "<!-- rules: begin -->\n", "<!-- rules: end -->\n"


def table() -> str:
    lines = ["| change | is | because |", "|---|---|---|"]
    for name, rule in RULES.items():
        lines.append(f"| `{name}` | {rule.level.name.lower()} | {rule.reason} |")
    return "\n".join(lines) + "\n"


def test_the_rules_of_the_page() -> None:
    text = PAGE.read_text("utf-8")
    head, rest = text.split(BEGIN)
    shown, tail = rest.split(END)
    if os.environ.get("GOLDEN"):
        PAGE.write_text(head + BEGIN + table() + END + tail, "utf-8")
    else:
        assert shown == table()
