"""Stage 1 begins here: the root document and its overlays → `Documents`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from specloom.config import Limits
from specloom.diagnostics import Bag
from specloom.document.documents import Documents
from specloom.document.opening import open_file


def open_documents(
    path: Path, *, limits: Limits, overlays: Sequence[Path] = (), bag: Bag
) -> Documents:
    """Reads the root document and applies the overlays, in their order.

    Other files are read when a reference leads to them.

    Raises SpecloomError for what leaves nothing to work with; the rest goes to `bag`.
    """
    documents = Documents(
        path, open_file(path, path.as_posix(), limits, bag), limits, bag
    )
    for overlay in overlays:
        documents.overlay(overlay)
    return documents
