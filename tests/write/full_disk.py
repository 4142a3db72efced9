"""`specloom generate` on a file system with no room, or too little: `python -m write.full_disk DIR`.

DIR is a small file system of its own. With every amount of room from nothing to enough the run
fails and changes nothing, or succeeds; once there is room again, the next one does.
"""

from __future__ import annotations

import errno
import io
import sys
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from write.two_states import TwoStates

_PAGE = 4096


def fill(filler: Path) -> int:
    """Takes all the room there is; how many pages that was."""
    with open(filler, "wb", buffering=0) as file:
        pages = 0
        try:
            while file.write(b"x" * _PAGE) == _PAGE:
                pages += 1
        except OSError as error:
            assert error.errno == errno.ENOSPC
    return pages


def run(way: str, folder: Path) -> Counter[str]:
    """Generates with more room each time until it is enough."""
    two = TwoStates(folder, way, schemas=12)
    filler = folder / "filler"
    found: Counter[str] = Counter()
    state = two.which()
    pages = 0
    while found["written"] < 2:
        wanted = "b" if state == "a" else "a"
        fill(filler)
        with open(filler, "r+b") as file:
            file.truncate(max(filler.stat().st_size - pages * _PAGE, 0))
        said = io.StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            status = two.generate(wanted)
        before = two.which()
        if status:
            assert "E504" in said.getvalue() and "No space left" in said.getvalue()
            found["full"] += 1
            found["lost"] += before != state
        else:
            found["written"] += 1
            found["lost"] += before != wanted
        filler.unlink()
        assert two.repair() and two.generate(wanted) == 0 and two.which() == wanted
        state = wanted
        pages += 1
    return found


def main(folder: Path) -> int:
    """The way that the second argument names; how many outputs were lost."""
    found = run(sys.argv[2], folder)
    print(f"{sys.argv[2]}: " + ", ".join(f"{n} {what}" for what, n in found.items()))
    return found["lost"]


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1])), 1))
