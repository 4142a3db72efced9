"""Dates, UUIDs and bytes keep the text they came from; arithmetic drops it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from runtime import formats
from runtime.json import dumps, dumps_whole

_DATE_TIMES = [
    "2024-02-29T23:59:59Z",
    "2024-02-29t23:59:59z",
    "2024-02-29 23:59:59.123456789+01:00",
    "2024-02-29T23:59:59-00:00",
    "2024-02-29T23:59:59",
]


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (formats.decode_date, "2024-02-29", date(2024, 2, 29)),
        (formats.decode_time, "12:30:00Z", time(12, 30, tzinfo=timezone.utc)),
        (formats.decode_duration, "PT1H30M", timedelta(hours=1, minutes=30)),
        (formats.decode_duration, "P1DT0.5S", timedelta(days=1, milliseconds=500)),
        (formats.decode_duration, "P2W", timedelta(weeks=2)),
        (
            formats.decode_uuid,
            "12345678-1234-5678-1234-56781234ABCD",
            UUID("12345678-1234-5678-1234-56781234abcd"),
        ),
        (formats.decode_byte, "aGVsbG8=", b"hello"),
        (formats.decode_byte, "", b""),
        (formats.decode_decimal, "1.10", Decimal("1.1")),
        *((formats.decode_date_time, text, None) for text in _DATE_TIMES),
    ],
)
def test_texts_are_kept(parse: Callable[[Any], Any], text: str, value: Any) -> None:
    parsed = parse(text)
    assert not isinstance(parsed, str)
    if value is not None:
        assert parsed == value and isinstance(parsed, value.__class__)
    again = [
        parsed,
        copy.copy(parsed),
        copy.deepcopy(parsed),
        pickle.loads(pickle.dumps(parsed)),
    ]
    for other in again:
        assert other == parsed and other.__class__ is parsed.__class__
        assert dumps(other).decode() == f'"{text}"'
        assert dumps_whole([other]).decode() == f'["{text}"]'


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (formats.decode_date_time, "23:59:60Z"),
        (formats.decode_date_time, "2016-12-31T23:59:60Z"),
        (formats.decode_date_time, "2024-01-01"),
        (formats.decode_date_time, "yesterday at noon, or so"),
        (formats.decode_date, "20240229"),
        (formats.decode_date, "2024-02-30"),
        (formats.decode_date, "2024-W01-1"),
        (formats.decode_time, "25:00:00"),
        (formats.decode_duration, "P1Y"),
        (formats.decode_duration, "P1M"),
        (formats.decode_duration, "PT"),
        (formats.decode_duration, "P1"),
        (formats.decode_duration, "PT1..5S"),
        (formats.decode_duration, "P" + "9" * 400 + "W"),
        (formats.decode_uuid, "12345678123456781234567812345678"),
        (formats.decode_uuid, "{2345678-1234-5678-1234-56781234567}"),
        (formats.decode_byte, "a"),
        (formats.decode_byte, "aGVs bG8="),
        (formats.decode_byte, "ä"),
        (formats.decode_decimal, "NaN"),
        (formats.decode_decimal, "one"),
    ],
)
def test_other_texts_stay_texts(parse: Callable[[Any], Any], text: str) -> None:
    assert parse(text) is text


@pytest.mark.parametrize("parse", list(formats.parsers.values()))
def test_other_values_pass_through(parse: Callable[[Any], Any]) -> None:
    for value in (None, 5, 1.5, True, [], {}):
        assert parse(value) is value


def test_arithmetic_drops_the_text() -> None:
    moment = formats.decode_date_time("2024-01-01T00:00:00.000Z")
    later = moment + timedelta(seconds=1)
    assert dumps(later) == b'"2024-01-01T00:00:01+00:00"'
    assert dumps(moment.replace(hour=5)) == b'"2024-01-01T05:00:00+00:00"'
    assert moment == datetime(2024, 1, 1, tzinfo=timezone.utc)
    assert pickle.loads(pickle.dumps(later)) == later
    assert copy.deepcopy(later) == later
