"""References (RFC 3986) between the files of a description: which file one names.

Only the folder of the root document, or one that the user names, is open to them: a document may come from anywhere, so it
may neither read other files of this machine nor make it send requests.
"""

from __future__ import annotations

import os
import posixpath
import re
from enum import Enum
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


class Refusal(Enum):
    """Why a reference is not followed to a file; the value is the diagnostic's code."""

    OUTSIDE = "W122"
    REMOTE = "W123"


class Folder:
    """The folder that references may not leave, and the paths below it.

    Build systems lay out their inputs as links: where the document is one, the folder that it
    really lies in is open too.
    """

    def __init__(self, folder: Path | None, document: Path) -> None:
        real = {os.path.realpath(folder or document.parent), _origin(folder, document)}
        self._real = tuple(sorted(place.rstrip(os.sep) + os.sep for place in real))
        self._directories: dict[str, str] = {}

    def path_of(self, uri: str, base: str) -> str | Refusal:
        """The path, as shown to people, that the reference `uri` in the file `base` names."""
        if _SCHEME.match(uri):
            try:
                parts = urlsplit(uri)
            except ValueError:  # brackets around what is no address
                return Refusal.REMOTE
            if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
                return Refusal.REMOTE
            path = parts.path
        elif uri.startswith("//"):
            return Refusal.REMOTE
        else:
            path = uri.partition("?")[0]
        path = unquote(path)
        if "\0" in path:  # no file can be called that
            return Refusal.OUTSIDE
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))

    def real(self, path: str) -> str | Refusal:
        """The file itself behind `path`, links followed."""
        head, tail = os.path.split(path)
        if head not in self._directories:
            self._directories[head] = os.path.realpath(head)
        real = os.path.join(self._directories[head], tail)
        if os.path.islink(real) or tail in ("", ".", ".."):
            real = os.path.realpath(real)
        return real if self._holds(real) else Refusal.OUTSIDE

    def _holds(self, real: str) -> bool:
        return real.startswith(self._real)


def _origin(folder: Path | None, document: Path) -> str:
    """The folder with its links followed as the document's own are."""
    real = os.path.realpath(document)
    if folder is None:
        return os.path.dirname(real)
    inside = os.path.relpath(os.path.abspath(document), os.path.abspath(folder))
    if real.endswith(os.sep + inside):
        return real[: -len(inside)]
    return os.path.realpath(folder)
