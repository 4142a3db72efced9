"""The examples of real documents: what is valid decodes strictly, and all of it comes back."""

from __future__ import annotations

from corpus.building import Built
from corpus.examples import failures
from corpus.round_trip import report


def test_examples_come_back(built: Built) -> None:
    with built.imported() as package:
        assert report(failures(built, package)) == ""
