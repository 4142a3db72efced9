"""Documents that ask for too much stop at a limit that is named, or do no harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from specloom.config import Limits
from specloom.diagnostics import SpecloomError

from forked import Forked
from security.bombs import BOMBS, MOST_MEMORY, Bomb, explode, faults
from security.making import make

_SLOW = (
    "20,001 files in a row",
    "100,000 properties",
    "20,000 lists, one in the other",
)


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_a_bomb(bomb: Bomb, tmp_path: Path, forked: Forked) -> None:
    if bomb.name in _SLOW and "BOMBS" not in os.environ:
        pytest.skip("takes more than a few seconds: `make bombs`")
    cost = explode(bomb, tmp_path, forked)
    assert not faults(bomb, cost), cost
    assert (tmp_path / "out").exists() == (not bomb.limit)


@pytest.mark.parametrize(
    "bomb", [b for b in BOMBS if "sample" in b.name or "a list" in b.name]
)
def test_a_bomb_for_pages(bomb: Bomb, tmp_path: Path, forked: Forked) -> None:
    assert not faults(bomb, explode(bomb, tmp_path, forked, "markdown"))


def test_the_limit_of_composition_can_be_chosen() -> None:
    parents = next(b for b in BOMBS if b.name == "5,000 parents").make()
    with pytest.raises(SpecloomError) as caught:
        make(parents, Limits(steps=1_000))
    found = caught.value.diagnostic
    assert found.code == "E107" and "more than 1,000 steps" in found.message
    assert found.span is not None and found.span.pointer


def test_what_never_ends_stops_even_if_nobody_counts(
    tmp_path: Path, forked: Forked
) -> None:
    endless = next(b for b in BOMBS if b.name == "properties without end").make()
    (tmp_path / "openapi.json").write_text(endless)
    (tmp_path / "specloom.toml").write_text(
        f'spec = "openapi.json"\n[limits]\nsteps = {10**12}\n[[sdk]]\noutput = "a"\n'
    )
    cost = forked.run("generate", folder=tmp_path, processor=30, memory=MOST_MEMORY)
    assert "E107" in cost.said and "limit `depth`" in cost.said, cost
    assert cost.status == 1
