"""specloom as a library: `generate`, `check`, `Config`."""

from __future__ import annotations

from pathlib import Path

import specloom
from specloom import Config, Sdk, Severity


def test_generate_and_check(pets: Path, folder: Path) -> None:
    config = Config((Sdk(pets, Path("sdk")),))
    before = specloom.check(config)
    assert not before.failed
    assert not (folder / "sdk").exists()
    made = specloom.generate(config)
    assert isinstance(made, specloom.Outcome)
    assert made.result.written
    assert made.diagnostics == ()
    (after,) = specloom.check(config).result.made
    assert after.plan.changes == ()


def test_errors_are_values(folder: Path) -> None:
    outcome = specloom.generate(Config((Sdk(Path("nowhere.yaml"), Path("sdk")),)))
    assert outcome.failed
    assert [d.severity for d in outcome.diagnostics] == [Severity.ERROR]
    assert not (folder / "sdk").exists()
