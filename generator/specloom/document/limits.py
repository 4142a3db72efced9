"""How a limit that a document exceeds is told, and the room that what is below them needs.

`config.Limits` says what each limit bounds.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

from specloom.config import Limits
from specloom.diagnostics import SpecloomError, fail
from specloom.source import Position, Span

_WHAT = {
    "bytes": "this file is larger than {} bytes",
    "depth": "mappings and lists nest deeper than {} levels",
    "nodes": "this document has more than {} values",
    "aliases": "aliases repeat more than {} values",
    "files": "this document is made of more than {} files",
}


def too_much(
    limit: str, most: int, file: str, position: Position | None = None
) -> SpecloomError:
    """The end of a run at the limit of this name."""
    return fail(
        "E107",
        f"{_WHAT[limit].format(f'{most:,}')} (limit `{limit}`)",
        Span(file, ""),
        position=position,
    )


@contextmanager
def room_for(limits: Limits) -> Generator[None]:
    """Lets the stages follow what nests as deeply as `limits` allows.

    A level of a document is a few calls in each stage, 25 at the most; Python stops at 1,000.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 1_000 + 25 * limits.depth))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
