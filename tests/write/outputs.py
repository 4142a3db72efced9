"""What the tests of this folder write, and how."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from specloom.diagnostics import Bag
from specloom.write.apply import apply
from specloom.write.exclusive import exclusive
from specloom.write.manifest import Inputs
from specloom.write.plan import Edited, Plan, plan_write

INPUTS = Inputs("specloom 0.0.0", "python", {"api.yaml": "0" * 64}, (), "1" * 64)
FILES = {
    "__init__.py": "import a\n",
    "models/a.py": "a = 1\n",
    "models/b.py": "b = 2\n",
}


def write(
    output: Path,
    files: Mapping[str, str],
    edited: Edited = Edited.REFUSE,
    lock: str | None = None,
) -> tuple[Plan, Bag]:
    """Plans and, unless something forbids it, carries out."""
    bag = Bag()
    with exclusive(output.parent):
        plan = plan_write(files, output, INPUTS, edited, bag, lock)
        if not bag.failed:
            apply(plan)
    return plan, bag


def tree(folder: Path) -> dict[str, str]:
    """Every file below `folder` and its text."""
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def paths(plan: Plan) -> list[str]:
    """The files that a plan changes."""
    return [change.path for change in plan.changes]
