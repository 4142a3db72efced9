"""The table that the calls are compared with is the one of the standard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wire.style_examples import TABLE

STANDARD = Path(__file__).resolve().parents[3] / "shared/standards/openapi-3.2.0.md"


def test_every_row_of_the_standard() -> None:
    if not STANDARD.exists():
        pytest.skip("the text of the standard is not here")
    section = STANDARD.read_text("utf-8").partition("#### Style Examples")[2]
    section = section.partition("##### Extending")[0]
    rows: dict[tuple[str, bool], tuple[str, ...]] = {}
    for line in section.splitlines():
        cells = [re.sub(r"<[^>]*>", "", c).strip() for c in line.split("|")[1:-1]]
        if len(cells) == 6 and cells[1] in ("true", "false", "_n/a_"):
            texts = tuple(c.replace("_n/a_", "n/a") for c in cells[3:])
            if set(texts) != {"n/a"}:
                rows[cells[0], cells[1] != "false"] = texts
    assert rows == TABLE
