"""Stage 1 begins here: the root document and its overlays → `Documents`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from specloom.config import Limits
from specloom.diagnostics import Bag
from specloom.document.documents import Documents
from specloom.document.opening import open_file
from specloom.document.remote import Remote


def open_documents(
    path: Path,
    *,
    limits: Limits,
    overlays: Sequence[Path] = (),
    bag: Bag,
    folder: Path | None = None,
    remote: Remote | None = None,
) -> Documents:
    """Reads the root document and applies the overlays, in their order.

    Other files are read when a reference leads to them, as long as they are below `folder`,
    or the root document's own where none is given, or `remote` may fetch them.

    Raises SpecloomError for what leaves nothing to work with; the rest goes to `bag`.
    """
    root = open_file(path, path.as_posix(), limits, bag)
    documents = Documents(path, root, limits, bag, folder, remote)
    for overlay in overlays:
        documents.overlay(overlay)
    return documents
