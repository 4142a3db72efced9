"""JSON goes in and out exactly, with orjson and with the standard library alone."""

from __future__ import annotations

import json
import pickle
from collections import OrderedDict, deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
import runtime.json as fast
from runtime.json import HugeNumber, NotJsonError, dumps, loads
from runtime.model import UNSET


@pytest.fixture(params=["orjson", "standard"], autouse=True)
def library(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    if request.param == "standard":
        monkeypatch.setattr(fast, "_fast_loads", None)
        monkeypatch.setattr(fast, "_fast_dumps", None)
    else:
        pytest.importorskip("orjson")
    yield request.param


@pytest.mark.parametrize(
    "text",
    [
        "null",
        '{"a":[1,-2,3.5,true,false,null,"x"]}',
        '{"a":18446744073709551616,"b":[-9223372036854775809,12345678901234567890123]}',
        "123456789012345678901234567890",
        "[1,  340282366920938463463374607431768211456]",
        '{"a": "12345678901234567890123456789"}',
        "[0.1234567890123456789012345]",
        "[1e308,1E-7,-0.0]",
        '"\\ud800 alone"',
        '"\\u2028\\u0000\\u001f\\"\\\\/"',
        '"日本 \U0001f600"',
        "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
        "{}",
        "[]",
    ],
)
def test_values_come_back(text: str) -> None:
    value = loads(text.encode())
    assert value == json.loads(text)
    assert json.loads(dumps(value)) == json.loads(text)
    assert loads(text) == value


@pytest.mark.parametrize("text", ["1e400", "-1e400", "[2.5E+9999]", "9" * 5000])
def test_huge_numbers_keep_their_text(text: str) -> None:
    value = loads(text.encode())
    assert dumps(value).decode() == text
    number = value[0] if isinstance(value, list) else value
    assert isinstance(number, HugeNumber) and abs(number) == float("inf")
    assert pickle.loads(pickle.dumps(number)).text == number.text


@pytest.mark.parametrize(
    "text",
    ["", "{", "NaN", "[Infinity]", "-Infinity", "{'a':1}", "[1,]", "\x00", "tru"],
)
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(NotJsonError):
        loads(text.encode())


def test_nesting_beyond_the_limit_is_refused() -> None:
    with pytest.raises(NotJsonError):
        loads(b"[" * 100_000)
    with pytest.raises(NotJsonError):
        loads(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize("depth", [200, 300, 700])
def test_deep_values_come_back(depth: int) -> None:
    text = "[" * depth + "]" * depth
    assert dumps(loads(text.encode())).decode() == text


def test_other_encodings_and_marks() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert loads('{"ä":1}'.encode(encoding)) == {"ä": 1}


def test_values_of_the_standard_library() -> None:
    class Colour(Enum):
        RED = "red"

    class Level(IntEnum):
        HIGH = 3

    value: dict[str, Any] = {
        "time": datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
        "day": date(2024, 1, 2),
        "uuid": UUID("12345678-1234-5678-1234-567812345678"),
        "bytes": b"\x00\xff",
        "decimal": Decimal("1.10"),
        "span": timedelta(minutes=1, milliseconds=500),
        "colour": Colour.RED,
        "level": Level.HIGH,
        "mapping": MappingProxyType({"a": 1}),
        "ordered": OrderedDict(b=2),
        "queue": deque([1, 2]),
        "tuple": (1, 2),
        "range": range(2),
    }
    assert json.loads(dumps(value)) == {
        "time": "2024-01-02T03:04:05+00:00",
        "day": "2024-01-02",
        "uuid": "12345678-1234-5678-1234-567812345678",
        "bytes": "AP8=",
        "decimal": "1.10",
        "span": "PT60.5S",
        "colour": "red",
        "level": 3,
        "mapping": {"a": 1},
        "ordered": {"b": 2},
        "queue": [1, 2],
        "tuple": [1, 2],
        "range": [0, 1],
    }


@pytest.mark.parametrize("value", [object(), {1: object()}, [lambda: None], UNSET, 1j])
def test_what_has_no_json_form_is_an_error(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        dumps(value)


def test_a_value_within_itself_is_an_error() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises((ValueError, RecursionError)):
        dumps(loop)


def test_long_digits_in_text_cost_little() -> None:
    text = json.dumps({"a": "1" * 1_000_000, "b": 5})
    assert loads(text.encode())["b"] == 5


@pytest.mark.parametrize("before", range(12))
@pytest.mark.parametrize("text", ["1,{},1", "111,111,111,111,{}", "1700000000123,{}"])
def test_a_long_integer_is_found_wherever_it_stands(text: str, before: int) -> None:
    numbers = text.format(2**64)
    assert loads(f"[{' ' * before}{numbers}]".encode()) == json.loads(f"[{numbers}]")


def test_a_long_integer_is_found_after_long_digits_in_text() -> None:
    for length in range(4080, 4100):
        text = json.dumps({"a": "1" * length, "b": 2**64})
        assert loads(text.encode())["b"] == 2**64
