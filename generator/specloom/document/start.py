"""Stage 1 begins here: the root document and its overlays → `Documents`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from specloom.config import Limits
from specloom.config.elsewhere import Elsewhere, Spec
from specloom.diagnostics import Bag, fail
from specloom.document.documents import Documents
from specloom.document.opening import open_bytes, open_file
from specloom.document.remote import NotAllowedError, Remote, RemoteError
from specloom.source import Span


def open_documents(
    spec: Spec,
    *,
    limits: Limits,
    overlays: Sequence[Path] = (),
    bag: Bag,
    folder: Path | None = None,
    remote: Remote | None = None,
    data: bytes = b"",
) -> Documents:
    """Reads the root document and applies the overlays, in their order.

    `data` is what `bytes_of` says of a document that is no file. Other files are read when a
    reference leads to them, as long as they are below `folder`, or the root document's own
    where none is given, or `remote` may fetch them.

    Raises SpecloomError for what leaves nothing to work with; the rest goes to `bag`.
    """
    if isinstance(spec, Elsewhere):
        root = open_bytes(data, spec, limits, bag)
    else:
        root = open_file(spec, spec.as_posix(), limits, bag)
    path = None if isinstance(spec, Elsewhere) else spec
    documents = Documents(path, root, limits, bag, folder, remote)
    for overlay in overlays:
        documents.overlay(overlay)
    return documents


def bytes_of(spec: Elsewhere, limits: Limits, remote: Remote | None) -> bytes:
    """What comes from standard input, or from the URL of a document.

    Raises SpecloomError (E116) where nothing comes, and says what has to be allowed for it.
    """
    if not spec.is_url:
        return sys.stdin.buffer.read(limits.bytes + 1)
    assert remote is not None
    try:
        return remote.start(spec)
    except NotAllowedError as error:
        what = "this document is on another host, and nobody has allowed to fetch it"
        help = f'add --allow-remote {error}, or in specloom.toml: allow-remote = ["{error}"]'
        raise fail("E116", what, Span(spec, ""), help=help) from None
    except RemoteError as error:
        what = f"this document cannot be had: {error}"
        raise fail("E116", what, Span(spec, "")) from None
