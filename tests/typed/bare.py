"""An environment that holds what an SDK needs and nothing else, as a user's may."""

from __future__ import annotations

import venv
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def make_bare(folder: Path, *names: str) -> Path:
    """The interpreter of a new environment with these packages, and what they need."""
    venv.create(folder, symlinks=True)
    place = next(folder.glob("lib/python*/site-packages"))
    for entry in _entries(_closure(names)):
        (place / entry.name).symlink_to(entry)
    return folder / "bin" / "python"


def _closure(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    open_ = list(names)
    while open_:
        name = canonicalize_name(open_.pop())
        if name not in found:
            found.add(name)
            for line in distribution(name).requires or ():
                needed = Requirement(line)
                if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                    open_.append(needed.name)
    return found


def _entries(names: Iterable[str]) -> Iterator[Path]:
    """What stands in site-packages for each."""
    for name in names:
        files = distribution(name).files or ()
        tops = {file.parts[0] for file in files} - {"..", "__pycache__"}
        for top in tops:
            yield Path(str(distribution(name).locate_file(top)))
