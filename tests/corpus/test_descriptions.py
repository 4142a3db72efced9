"""What a document says to people reaches the docstrings or the pages.

The table says how many descriptions of each document do not: it may only shrink.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from specloom.config import Config, Sdk
from specloom.run.outcome import complete

from corpus.building import Built
from corpus.descriptions import absent, descriptions
from corpus.documents import Sample

ABSENT: Mapping[str, int] = {
    "argo-workflows": 1,
    "asana": 12,
    "box": 53,
    "cloudflare": 50,
    "digitalocean": 24,
    "github": 28,
    "hf-tgi": 3,
    "langfuse": 1,
    "meilisearch": 8,
    "museum": 1,
    "netlify": 0,
    "openai": 52,
    "petstore3": 2,
    "qdrant": 19,
    "scalar-galaxy": 13,
    "stripe": 3,
    "temporal": 1,
}
"""Descriptions that stand nowhere: of members of unions that are no records, of items and
values of plain types, of answers that a call does not tell apart, of servers of one operation,
of what webhooks answer, and of components that nothing refers to."""


def test_descriptions_are_said(built: Built, sample: Sample, tmp_path: Path) -> None:
    if sample.name not in ABSENT:
        pytest.skip("nobody has counted what this one says")
    pages = tmp_path / "pages"
    sdk = Sdk(spec=sample.path, output=pages, target="markdown")
    assert not complete(Config((sdk,))).failed
    documents = built.outcome.result.made[0].read.documents
    wanted = descriptions(documents)
    left = absent(wanted, (built.output, pages))
    shown = "\n".join(
        f"{place}: {' '.join(words[:12])}" for words, place in left.items()
    )
    assert len(left) == ABSENT[sample.name], shown
