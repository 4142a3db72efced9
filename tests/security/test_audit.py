"""`make audit` tells faults from silence; dependencies are few and bounded."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from security.audit import judge

_SKIPPED = {"name": "b", "skip_reason": "Dependency not found on PyPI"}
_CLEAN = {"name": "a", "version": "1", "vulns": []}
_FAULTY = {
    "name": "c",
    "version": "2",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}],
}


def test_the_judgement() -> None:
    def said(*packages: dict[str, Any]) -> tuple[int, str]:
        status, lines = judge({"dependencies": packages})
        return status, "\n".join(lines)

    assert said(_SKIPPED)[0] == 0 and said(_SKIPPED)[1].startswith("NOT AUDITED")
    assert said(_CLEAN) == (0, "1 packages audited, 0 of them with known faults")
    assert "not audited: b" in said(_CLEAN, _SKIPPED)[1]
    status, text = said(_CLEAN, _FAULTY)
    assert status == 1 and "c 2: PYSEC-1 (mended in 3)" in text


def test_dependencies_are_few_and_bounded() -> None:
    """Each from a version that is known to work up to the next that may not."""
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert len(project["dependencies"]) <= 10
    for requirement in project["dependencies"]:
        assert re.fullmatch(r"[\w-]+>=[\d.]+,<[\d.]+", requirement), requirement
