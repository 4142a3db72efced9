"""Headers of an answer as values: what the API documents, what servers really write."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from calling import KINDS, Caller
from loopback import Loopback, answer
from runtime.call import Call, json_reply
from runtime.errors import APIResponseError

GET: Call[Any] = Call("GET", "/things", returns=(json_reply("200"),))

FITS: list[tuple[str, Any, object]] = [
    ("59", int, 59),
    ("-1", int, -1),
    ("0.5", float, 0.5),
    ("true", bool, True),
    ("False", bool, False),
    (' W/"abc"', str, 'W/"abc"'),
    ("a, b,c", list[str], ["a", "b", "c"]),
    ("1,2", list[int], [1, 2]),
    ("", list[int], []),
    (
        "Sun, 06 Nov 1994 08:49:37 GMT",
        datetime,
        datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC),
    ),
    ("1994-11-06T08:49:37Z", datetime, datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
    ("1994-11-06", date, date(1994, 11, 6)),
    ('{"total": 3}', dict[str, int], {"total": 3}),
]
FITS_NOT: list[tuple[str, Any]] = [
    ("many", int),
    ("1.5", int),
    ("yes", bool),
    ("1,x", list[int]),
    ("soon", datetime),
    ("1994-13-06", date),
    ('{"total": 3', dict[str, int]),
]


def raw_with(server: Loopback, text: str, kind: str = "sync-stdlib") -> Any:
    server.plan(answer(body={}, headers={"X-Found": text}))
    return Caller(kind, server.url)(lambda s: s.giving_raw("read").send(GET, {}))


@pytest.mark.parametrize("text, type, value", FITS)
def test_a_value(text: str, type: Any, value: object, server: Loopback) -> None:
    # An empty value is written as such: the loopback server leaves out what is falsy.
    found = raw_with(server, text or " ").header("x-found", type)
    assert found == value


@pytest.mark.parametrize("text, type", FITS_NOT)
def test_no_value(text: str, type: Any, server: Loopback) -> None:
    with pytest.raises(APIResponseError, match="the header X-Found is ") as error:
        raw_with(server, text).header("X-Found", type)
    assert error.value.status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_what_did_not_come(kind: str, server: Loopback) -> None:
    raw = raw_with(server, "1", kind)
    assert raw.header("X-Other", int) is None
    assert raw.header("X-FOUND", int) == 1


def test_what_is_no_type_of_the_api(server: Loopback) -> None:
    with pytest.raises(TypeError, match="not a type of this API"):
        raw_with(server, "1").header("X-Found", complex)
