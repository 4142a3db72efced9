"""Finds the Pythons of this machine that specloom is for: `python -m interpreters.found`.

Looks for `python3.N` and `python3.Nt`, N from 11 on, on the PATH and among the versions of
pyenv; a name that starts nothing, as pyenv has one for each version, is passed over. Prints a
line for each version: `3.12 /usr/bin/python3.12`, or `3.14t` for a build without the lock.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

OLDEST = 11
_NAME = re.compile(r"python3\.([0-9]+)t?")
_WHO = (
    "import sys, sysconfig; "
    "free = sysconfig.get_config_var('Py_GIL_DISABLED'); "
    "print('%d.%d%s' % (*sys.version_info[:2], 't' if free else ''))"
)


def _places() -> Iterator[Path]:
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder)
    root = os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv"
    yield from sorted(Path(root, "versions").glob("*/bin"))


def version_of(python: Path) -> str:
    """The version that an interpreter says it is; "" if it says nothing."""
    try:
        run = subprocess.run(
            [python, "-I", "-c", _WHO], capture_output=True, text=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""


def interpreters() -> dict[str, Path]:
    """Version → interpreter, oldest first; the first that is found of each."""
    found: dict[str, Path] = {}
    for folder in _places():
        for path in sorted(folder.glob("python3.*")):
            name = _NAME.fullmatch(path.name)
            if name and int(name[1]) >= OLDEST:
                version = version_of(path)
                if version == path.name.removeprefix("python"):
                    found.setdefault(version, path)
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def _order(version: str) -> tuple[int, str]:
    return int(version.rstrip("t").partition(".")[2]), version


if __name__ == "__main__":
    for _version, _python in interpreters().items():
        print(_version, _python)
