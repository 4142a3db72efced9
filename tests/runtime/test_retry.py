"""Which failures are repeated, and after which pause."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from runtime.headers import Headers
from runtime.retry import FIRST_DELAY, LONGEST_DELAY, asked_delay, backoff, may_repeat


def test_the_pause_doubles_up_to_a_limit() -> None:
    for attempt in range(12):
        full = min(FIRST_DELAY * 2**attempt, LONGEST_DELAY)
        for _ in range(20):
            assert 0.75 * full <= backoff(attempt) <= full
    assert len({backoff(3) for _ in range(50)}) > 1


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "later"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
    ],
)
def test_what_the_server_asks_for(
    headers: dict[str, str], expected: float | None
) -> None:
    assert asked_delay(Headers(headers.items())) == expected


def test_a_date_in_the_future() -> None:
    header = formatdate(time.time() + 30, usegmt=True)
    delay = asked_delay(Headers([("Retry-After", header)]))
    assert delay is not None and 28 <= delay <= 30


def test_which_statuses() -> None:
    assert all(may_repeat(status, False) for status in (408, 429, 503))
    assert all(may_repeat(status, True) for status in (500, 502, 504))
    assert not any(may_repeat(status, False) for status in (500, 502, 504))
    assert not any(may_repeat(status, True) for status in (200, 400, 404, 409, 501))
