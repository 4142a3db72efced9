"""Rules as sentences: each once, and none that the author states already."""

from __future__ import annotations

import pytest
from specloom.emit.python.printing.docstrings import constraint_facts
from specloom.model.doc import Constraints


@pytest.mark.parametrize(
    ("rules", "said", "sentences"),
    [
        (Constraints(minimum=1, maximum=100), "How many.", ["From 1 to 100."]),
        (Constraints(minimum=1, maximum=100), "How many, between 1 and 100.", []),
        (Constraints(minimum=1), "The first 10 of at least 1000.", ["At least 1."]),
        (Constraints(maximum=20), "Twenty of 20 items", ["At most 20."]),
        (Constraints(maximum=1000), "At most 1,000 of them", []),
        (Constraints(max_items=1), "", ["At most 1 item."]),
        (Constraints(pattern="^a+$"), "", ["Pattern: `^a+$`."]),
        (Constraints(pattern="^a+$"), "Has the format ^a+$", []),
        (Constraints(format="unixtime"), "", ["Format: unixtime."]),
        (Constraints(notes=("no dots.", "no dots")), "", ["No dots."]),
    ],
)
def test_sentences(rules: Constraints, said: str, sentences: list[str]) -> None:
    assert list(constraint_facts(rules, said)) == sentences
