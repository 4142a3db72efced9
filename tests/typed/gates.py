"""Type checkers on the SDK in out/, in an environment that holds its HTTP library alone.

What is optional for a package (orjson, pydantic, HTTP/2) is optional for checkers too. `make
check` runs this; mypy reads the SDK in the tests, in the same environment.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from checkers import run_basedpyright, run_pyrefly, run_pyright, run_ty
from typed.bare import make_bare

SDK = Path(__file__).parents[2] / "out" / "python" / "threads_runs"
GATES: Mapping[str, Callable[[Path, list[str], str, str], str]] = {
    "pyright": run_pyright,
    "basedpyright": run_basedpyright,
    "ty": run_ty,
    "pyrefly": run_pyrefly,
}


def main() -> int:
    """Says what each has found; 1 if that is anything."""
    bad = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        python = make_bare(folder / "bare", "httpx2")
        # As a user has it: a folder of the project itself, not an installed package.
        (folder / SDK.name).symlink_to(SDK)
        for name, run in GATES.items():
            said = run(folder, [SDK.name], "", str(python))
            print(f"{name}: {said or 'no objection'}")
            bad |= bool(said)
    return bad


if __name__ == "__main__":
    sys.exit(main())
