"""Where specloom's own files are, and one digest of everything that makes its output.

In a wheel the templates travel as `specloom/templates`; in a checkout they stand beside the
source root.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates_root() -> Path:
    """The folder that holds the templates of all targets."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / "templates"


def own_digest() -> str:
    """A digest of specloom's code and templates, of the Python that runs them, and of the
    versions of the packages that are installed beside them."""
    digest = hashlib.sha256(sys.version.encode())
    for root in (_PACKAGE, templates_root()):
        add_tree(digest.update, root)
    for entry in sys.path:
        if os.path.basename(entry) in ("site-packages", "dist-packages"):
            installed = (n for n in _names(entry) if n.endswith(".dist-info"))
            digest.update("\n".join(sorted(installed)).encode())
    return digest.hexdigest()


def add_tree(update: Callable[[bytes], None], root: str | os.PathLike[str]) -> None:
    """Adds the names and bytes of all files below `root`, in a fixed order."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f[0] != "." and f != "__pycache__")
        for name in sorted(names):
            path = os.path.join(folder, name)
            update(os.path.relpath(path, root).encode("utf-8", "surrogateescape"))
            with open(path, "rb") as file:
                content = file.read()
            update(b"\0%d\0" % len(content))
            update(content)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
