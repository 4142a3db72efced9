"""How a limit that a document exceeds is told; `config.Limits` says what each one bounds."""

from __future__ import annotations

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
