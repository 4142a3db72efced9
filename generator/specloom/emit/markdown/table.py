"""Stage 4, emit: tables as GitHub reads them: unpadded, and one row a line.

A padded table changes in every line when one cell grows; here a diff shows what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from specloom.emit.markdown.text import Markdown, join, markdown, row_of


def table(head: Sequence[Markdown], rows: Iterable[Sequence[Markdown]]) -> Markdown:
    """A table. Every row has as many cells as the head; a cell is one line."""
    rule = [markdown("---")] * len(head)
    return join("\n", [row(head), row(rule), *map(row, rows)])


def row(cells: Sequence[Markdown]) -> Markdown:
    """One row of a table."""
    line = row_of(cells)
    if "\n" in line:
        raise ValueError(f"a row of a table is one line: {line!r}")
    return line
