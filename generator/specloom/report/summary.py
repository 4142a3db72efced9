"""The last lines of a run: what was made, how much of it is new, what was left out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One SDK in the summary."""

    name: str
    operations: int
    models: int
    omitted: int
    approximated: int
    opaque: int
    files: int
    written: int

    def cells(self) -> list[str]:
        """What is printed of it, column by column."""
        return [
            self.name,
            _plural(self.operations, "operation"),
            _plural(self.models, "model"),
            f"{self.omitted} omitted",
            f"{self.approximated} approximated",
            *([f"{self.opaque} opaque"] if self.opaque else []),
            f" {_plural(self.files, 'file')} ({self.written} written)",
        ]


def summary(found: list[Row], seconds: float) -> str:
    """The rows as aligned text; the time stands at the end of the last one."""
    cells = [row.cells() for row in found]
    columns = max((len(c) for c in cells), default=0)
    widths = [
        max(len(c[i]) if i < len(c) else 0 for c in cells) for i in range(columns)
    ]
    lines = [
        "  ".join(t.ljust(w) for t, w in zip(c, widths, strict=False)).rstrip()
        for c in cells
    ]
    return "\n".join(lines) + f"  {seconds:.2f} s\n" if lines else ""


def dump_rows(found: list[Row]) -> str:
    """Rows as JSON, to be kept."""
    return json.dumps([asdict(row) for row in found])


def load_rows(text: str) -> list[Row]:
    """The rows that `dump_rows` kept."""
    kept: list[dict[str, Any]] = json.loads(text)
    return [Row(**row) for row in kept]


def load_unchanged(text: str) -> list[Row]:
    """The same, for a run that wrote nothing."""
    return [replace(row, written=0) for row in load_rows(text)]


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
