"""Stage 3: what putting schemas together may cost before the run stops.

A few lines can ask for more combinations than there is time for: sixty schemas, each made of
two variants of the next. So whatever composition does is counted against one limit.
"""

from __future__ import annotations

from specloom.diagnostics import fail
from specloom.source import Span


class Budget:
    """The steps that are left of the limit `steps`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._left = most

    def compare(self, members: int, span: Span) -> None:
        """Takes the steps for telling the members of a union from one another."""
        self.spend(members * members // 8, span)

    def spend(self, steps: int, span: Span) -> None:
        """Takes steps for the schema at `span`; the diagnostic E107 where there are none left."""
        self._left -= steps
        if self._left < 0:
            what = "putting the schemas of this document together takes more than"
            raise fail("E107", f"{what} {self._most:,} steps (limit `steps`)", span)
