"""Stage 4, emit: the rules of a value as sentences, for docstrings and pages of any target.

Input: constraints (JSON Schema Validation, section 6) and what the author's own words say.
Output: `Sentence`s, each once; a rule that the author states already is not said again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from specloom.model.doc import NO_CONSTRAINTS, Constraints


class Quoted(NamedTuple):
    """A part of a sentence that is no prose: a number, a pattern, the name of a format."""

    value: int | float | str


Sentence: TypeAlias = tuple[str | Quoted, ...]


def rules_of(rules: Constraints, said: str = "") -> Iterator[Sentence]:
    """The rules of a value, without those that `said` states."""
    if rules is NO_CONSTRAINTS:
        return
    known: set[Sentence] = set()
    for sentence in _sentences(rules):
        if sentence not in known and not _is_stated(sentence, said):
            known.add(sentence)
            yield sentence


def _sentences(rules: Constraints) -> Iterator[Sentence]:
    yield from _range(rules.minimum, rules.maximum, "", "")
    yield from _range(rules.min_length, rules.max_length, " character", " characters")
    yield from _range(rules.min_items, rules.max_items, " item", " items")
    yield from _range(
        rules.min_properties, rules.max_properties, " property", " properties"
    )
    if rules.exclusive_minimum is not None:
        yield "More than ", Quoted(rules.exclusive_minimum), "."
    if rules.exclusive_maximum is not None:
        yield "Less than ", Quoted(rules.exclusive_maximum), "."
    if rules.multiple_of is not None:
        yield "A multiple of ", Quoted(rules.multiple_of), "."
    if rules.unique_items:
        yield ("No item twice.",)
    if rules.pattern is not None:
        yield "Pattern: ", Quoted(rules.pattern), "."
    if rules.format:
        yield "Format: ", Quoted(rules.format), "."
    for note in rules.notes:
        text = note.strip()
        if text:
            yield (f"{text[0].upper()}{text[1:].rstrip('.')}.",)


def _range(
    low: int | float | None, high: int | float | None, one: str, many: str
) -> Iterator[Sentence]:
    last = low if high is None else high
    unit = one if last == 1 else many
    if low is not None and low == high:
        yield "Exactly ", Quoted(low), f"{unit}."
    elif low is not None and high is not None:
        yield "From ", Quoted(low), " to ", Quoted(high), f"{unit}."
    elif low is not None:
        yield "At least ", Quoted(low), f"{unit}."
    elif high is not None:
        yield "At most ", Quoted(high), f"{unit}."


_STATES = re.compile(
    r"at least|at most|between|exactly|format|from|greater|less|limit|longer|maximum|max\b"
    r"|minimum|min\b|more than|multiple|no more|pattern|range|regex|shorter|up to",
    re.IGNORECASE,
)


def _is_stated(sentence: Sentence, said: str) -> bool:
    """Whether a text that speaks of rules has every value of a sentence, whole."""
    values = [part.value for part in sentence if isinstance(part, Quoted)]
    if not values or not said or not _STATES.search(said):
        return False
    plain = said.replace(",", "").replace("_", "")
    return all(
        (
            value in said
            if isinstance(value, str)
            else re.search(rf"(?<![\w.]){re.escape(str(value))}(?![\w.]*\d)", plain)
        )
        for value in values
    )
