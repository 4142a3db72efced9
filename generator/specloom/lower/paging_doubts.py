"""Why a call that looks like a list in pages is none.

Part of stage 3. Input: the query parameters of a `GET` and its success body, of which no paging
was made. Output: the reason in words, for the report; empty where nothing looks like pages.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from specloom.lower.context import Lowering
from specloom.lower.paging_arguments import PageArgument
from specloom.lower.paging_fields import BodyField, Path, arrays_of

_MOVES = frozenset(
    "after bookmark continuation_token cursor marker next_token offset page page_after"
    " page_cursor page_index page_no page_number page_offset page_token skip starting_after".split()
)
"""Parameters that lead to another page, and hardly ever to anything else."""


def doubt(
    lowering: Lowering,
    query: Mapping[str, PageArgument],
    fields: Collection[BodyField],
    items: Path | None,
) -> str:
    """Why there are no pages although a parameter leads to them."""
    found = [query[name] for name in sorted(query.keys() & _MOVES)]
    # `created.after` is a date.
    moves = [a.member or a.wire for a in found if "." not in a.wire]
    arrays = arrays_of(lowering, [f for f in fields if len(f.path) == 1])
    if not moves:
        return ""
    asks = " and ".join(f"{wire!r}" for wire in dict.fromkeys(moves))
    if items is not None:
        return (
            f"the parameter {asks} leads to another page, and nothing in the answer says what"
            " to send in it or where the list ends"
        )
    if len(arrays) > 1:
        named = ", ".join(f"{array.path[-1]!r}" for array in arrays)
        return f"the items may be any of {named}"
    if arrays:
        return f"beside the array {arrays[0].path[-1]!r} stand other objects"
    return ""
