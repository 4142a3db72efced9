"""Tests runtime, output and generator in every Python that is here: `make pythons`.

    python -m interpreters.pythons ENVIRONMENTS < PYTHONS

`PYTHONS` is what `interpreters.found` prints; in `ENVIRONMENTS` there is one for each version,
with all that the tests need. At the end it says which were run, and how that went.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = (
    "tests/runtime",
    "tests/e2e",
    "tests/interpreters/test_modes.py",
    "tests/emit/test_models.py",
    "tests/test_out.py",
    "tests/test_cases.py",
)
# Types are checked once, by `make check` and `make test`: that does not depend on the Python.
CHECKERS = "not mypy and not pyright"
_WHO = "import sys; print(sys.version.split(' (')[0])"


def tested(python: Path) -> str:
    """The last line of the tests under an interpreter; all they said if they failed."""
    command = [python, "-m", "pytest", "-q", "-n", "auto", "--dist", "loadgroup"]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-k", CHECKERS, *TESTS],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    said = (run.stdout + run.stderr).strip()
    return said.splitlines()[-1] if run.returncode == 0 else f"FAILED\n{said}"


def main(environments: Path, versions: list[str]) -> int:
    """The number of interpreters with which something is wrong."""
    said: dict[str, str] = {}
    for version in versions:
        python = environments / version / "bin" / "python"
        who = subprocess.run([python, "-c", _WHO], capture_output=True, text=True)
        name = who.stdout.strip()
        said[name] = tested(python)
        print(f"CPython {name}: {said[name]}", flush=True)
    wrong = [name for name, last in said.items() if last.startswith("FAILED")]
    print(f"{len(said)} run: {', '.join(said)}; with {len(wrong)} something is wrong")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [line.split()[0] for line in sys.stdin]))
