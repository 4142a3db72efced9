"""Pages of a document, made by the pipeline and not written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from specloom.config import Config, Sdk
from specloom.diagnostics import Bag
from specloom.run.pipeline import Pipeline

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
"""Documents that are read where they are at hand, and never part of this project."""


def pages_of(spec: Path, *include: str, **options: Any) -> dict[str, str]:
    """Path → text of everything that the target makes of a document."""
    options = {"package": "threads_runs", "target": "markdown", **options}
    sdk = Sdk(spec, Path("out", "threads_runs"), include=include, **options)
    bag = Bag()
    pipeline = Pipeline(Config((sdk,)), bag, lambda stage, what: None)
    pipeline.run(dry=True)
    assert not bag.failed
    return {file.path: file.content for file in pipeline.result.made[0].emitted.files}
