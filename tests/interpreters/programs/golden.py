"""Makes what the golden documents come to, and uses every package; any Python runs this.

    python golden.py FOLDER [AREA...]

Every case of `tests/cases`, or of these folders of it, is generated and compared, byte for byte, with what is kept; so is
`out/`, by the command `specloom check`. Then each case is written into `FOLDER` as a package,
and all its models are used (`models.py`). What is printed is the same on every Python.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "generator"), str(HERE)]
_VALIDATED = importlib.util.find_spec("jsonschema_rs") is not None
if not _VALIDATED:
    sys.path.append(str(HERE / "stand_in"))

import models  # noqa: E402
from cases import Case, find_cases  # noqa: E402
from specloom.__main__ import main as specloom  # noqa: E402


def compare(case: Case, folder: Path) -> list[str]:
    """The files of a case that are not what they have to be."""
    expected = dict(case.expected())
    produced = dict(case.produced(case.run(folder / "sdk")))
    if not _VALIDATED and "W130" in expected.get("diagnostics.txt", ""):
        del expected["diagnostics.txt"]
        produced.pop("diagnostics.txt", None)
    names = sorted({*expected, *produced})
    return [n for n in names if expected.get(n) != produced.get(n)]


def main(folder: Path, areas: list[str]) -> int:
    """Makes and uses everything; the number of documents with a difference."""
    cases = [c for c in find_cases() if not areas or c.id.partition("/")[0] in areas]
    wrong = 0
    packages: list[str] = []
    for case in cases:
        different = compare(case, folder / "compared" / case.id)
        if different:
            wrong += 1
            print(f"{case.id} differs in {', '.join(different)}")
        name = case.id.replace("/", "_").replace("-", "_")
        if not case.run(folder / "made" / name, "python").failed:
            packages.append(name)
    print(
        f"{len(cases) - wrong} of {len(cases)} documents come to what is kept of them"
    )
    wrong += bool(specloom(["check", "--quiet"]))
    models.main(str(folder / "made"), packages)
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1]), sys.argv[2:]), 1))
