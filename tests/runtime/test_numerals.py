"""Numbers that came as text behave as numbers, and go back as the text that came."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from runtime.codec import encode
from runtime.numerals import as_it_came, decode_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-20", -20),
        ("1.50", 1.5),
        ("1e3", 1000.0),
        ("-0.0", -0.0),
        ("123456789012345678901234567890", 123456789012345678901234567890),
    ],
)
def test_texts_are_kept(text: str, value: int | float) -> None:
    parsed = decode_numeral(text)
    assert parsed == value and isinstance(parsed, value.__class__)
    again = [
        parsed,
        copy.copy(parsed),
        copy.deepcopy(parsed),
        pickle.loads(pickle.dumps(parsed)),
    ]
    for other in again:
        assert other == parsed and other.__class__ is parsed.__class__
        assert as_it_came(other) == text
        assert encode([other]) == [text]


def test_arithmetic_gives_plain_numbers() -> None:
    assert as_it_came(decode_numeral("12") + 1) == 13
    assert as_it_came(decode_numeral("1.50") * 2) == 3.0


@pytest.mark.parametrize(
    "value",
    [
        *("", "01", "+1", "1.", ".5", " 1", "1_000", "0x1F", "NaN", "Infinity"),
        *("1e999", "٣", "9" * 5000, 1, 1.5, True, None, ["1"]),
    ],
)
def test_all_else_is_left_as_it_is(value: Any) -> None:
    assert decode_numeral(value) is value


def test_what_holds_them_is_written_with_them() -> None:
    one, half = decode_numeral("1"), decode_numeral("0.5")
    held = {"a": [one, 2, "x"], "b": {"c": (half, None)}}
    assert as_it_came(held) == {"a": ["1", 2, "x"], "b": {"c": ["0.5", None]}}
