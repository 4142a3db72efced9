"""When to send again, and how long to wait before.

A failed connect, 408, 429 and 503 mean that the server did not act on the request: it may
always be repeated. After any other failure only a call that may be made twice is: an
idempotent method (RFC 9110, section 9.2.2), or one that carries an idempotency key.
"""

from __future__ import annotations

import os
import time

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from .headers import Headers

FIRST_DELAY = 0.5
LONGEST_DELAY = 8.0
LONGEST_WAIT = 60.0
"""A server that asks for more patience than this gets an error instead."""

_ALWAYS = frozenset({408, 429, 503})
_REPEATABLE = frozenset({500, 502, 504, 520, 521, 522, 523, 524, 529})


def may_repeat(status: int, repeatable: bool) -> bool:
    """Whether a call that got this status may be sent again."""
    return status in _ALWAYS or (repeatable and status in _REPEATABLE)


def backoff(attempt: int) -> float:
    """The pause after failure number `attempt` (from 0): doubled each time, with jitter.

    The jitter takes away up to a quarter, so that clients which failed together do not come
    back together.
    """
    delay: float = min(FIRST_DELAY * 2**attempt, LONGEST_DELAY)
    return delay * (1 - 0.25 * os.urandom(1)[0] / 255)


def asked_delay(headers: Headers) -> float | None:
    """What the server asks for: `retry-after-ms`, or Retry-After (RFC 9110, 10.2.3)."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None or not value:
        return seconds
    from email.utils import parsedate_to_datetime

    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, at.timestamp() - time.time())


def _number(value: str | None) -> float | None:
    try:
        number = float(value) if value else -1.0
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
