"""Three-way merges of edited files: git's merge-file, and git's history for the base."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from specloom.write.manifest import digest_of

_DEPTH = 200
"""How many commits of a file to look through for the text that the manifest means."""


def merge(mine: bytes, base: bytes, new: bytes) -> bytes | None:
    """`mine` with the changes from `base` to `new`; None where they overlap."""
    with tempfile.TemporaryDirectory(prefix="specloom-") as folder:
        paths = [Path(folder, name) for name in ("mine", "base", "new")]
        for path, content in zip(paths, (mine, base, new), strict=True):
            path.write_bytes(content)
        done = _git(Path(folder), "merge-file", "-p", "--quiet", *map(str, paths))
    return done.stdout if done is not None and done.returncode == 0 else None


def find_base(path: Path, digest: str) -> bytes | None:
    """The version of `path` with this digest in git's index or history, if there is one."""
    name = path.name
    log = _git(path.parent, "log", f"-{_DEPTH}", "--format=%H", "--", name)
    commits = (
        log.stdout.decode().split() if log is not None and log.returncode == 0 else []
    )
    for revision in ("", *commits):
        shown = _git(path.parent, "show", f"{revision}:./{name}")
        if (
            shown is not None
            and shown.returncode == 0
            and digest_of(shown.stdout) == digest
        ):
            return shown.stdout
    return None


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
    except OSError:
        return None
