"""Hostile JSON: whatever a server sends is decoded and written back as it was, or refused.

Lenient decoding never fails on JSON; strict decoding fails with the places, and with nothing
but `DecodeError`. Shown on every model of the flagship, with and without orjson.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parents[2] / "out" / "python"))
sdk: Any = importlib.import_module("threads_runs")
runtime: Any = importlib.import_module("threads_runs._runtime.json")
wiring: Any = importlib.import_module("threads_runs._runtime.wiring")
reflect: Any = importlib.import_module("threads_runs._runtime.strict")

TYPES = {
    name: kind
    for name in sdk.models.__all__
    if "_params" not in repr(kind := getattr(sdk.models, name))
    and "Sequence" not in repr(kind)
    and "_unknown" not in getattr(kind, "__module__", "")
}
"""All that a response may be decoded to; the rest is for arguments."""
RECORDS = {n: t for n, t in TYPES.items() if hasattr(t, "__model_fields__")}

HOSTILE = (
    *("null", "true", "false", "0", "-0", "-0.0", "-1", "1.5", "1e400", "-1e400"),
    *("9007199254740993", "18446744073709551616", "-" + "9" * 400, "9" * 5000),
    *("1e-400", "5e-324", "1.7976931348623157e308", "0.1e1", "100E+2"),
    *(
        '""',
        '"x"',
        '"\\u0000"',
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\u2028"',
        '"\U0001f4a3"',
    ),
    *("[]", "[null]", "[[]]", "[{}]", '[1,"a",{}]', "{}", '{"":null}', '{"a":[{}]}'),
    *(
        '{"type":null}',
        '{"type":[]}',
        '{"type":{}}',
        '{"type":"no such"}',
        '{"type":1}',
    ),
    *('{"object":["x"]}', '{"event":{"a":1},"data":[]}', '[{"type":{}},{"type":[]}]'),
    *('{"__class__":"x","__dict__":{},"__wire__":1,"self":2}', '{"extra":1,"data":2}'),
    *('"2020-02-30T25:61:61Z"', '"9999999999-01-01"', "1e18", "-62135596801", '"=?"'),
    "[" * 60 + "]" * 60,
    '{"a":' * 60 + "1" + "}" * 60,
)


@pytest.fixture(params=["orjson", "standard"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to read and write JSON."""
    if request.param == "standard":
        monkeypatch.setattr(runtime, "_fast_loads", None)
        monkeypatch.setattr(runtime, "_fast_dumps", None)
    return str(request.param)


def holds(kind: Any, text: str) -> None:
    """Decodes `text` both ways and checks what came of it."""
    wanted = _exact(text)
    value = sdk.from_json(kind, text)
    assert _exact(sdk.to_json(value)) == wanted
    assert _exact(sdk.to_json(sdk.decode(kind, sdk.encode(value)))) == wanted
    try:
        strict = sdk.from_json(kind, text, strict=True)
    except sdk.DecodeError as error:
        assert error.problems and all(path[0] == "$" for path, _ in error.problems)
        assert str(error)
    else:
        assert _exact(sdk.to_json(strict)) == wanted
    repr(value)


def _exact(text: str | bytes) -> Any:
    """JSON with integers and numbers beyond a float's range exact, other numbers as floats."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "surrogatepass")
    return json.loads(text, parse_int=Decimal, parse_float=_float)


def _float(text: str) -> float | Decimal:
    number = float(text)
    return number if isfinite(number) else Decimal(text)


def _wires(record: Any) -> list[str]:
    wire: dict[str, str] = wiring.renamed.get(record, {})
    return [wire.get(name, name) for name in record.__model_fields__]


@pytest.mark.parametrize("text", HOSTILE)
def test_in_place_of_everything(text: str, library: str) -> None:
    """Each hostile value as each type, and as the value of all properties of each record."""
    for kind in TYPES.values():
        holds(kind, text)
    for record in RECORDS.values():
        holds(
            record, "{%s}" % ",".join(f"{json.dumps(w)}:{text}" for w in _wires(record))
        )


@pytest.mark.parametrize(
    "text", ["NaN", "-Infinity", "[1,NaN]", '{"a":Infinity}', "{a:1}"]
)
@pytest.mark.parametrize("more", ["", "]", "\x00", " {}", ","])
def test_what_is_no_json(text: str, more: str, library: str) -> None:
    for strict in (False, True):
        with pytest.raises(sdk.DecodeError, match="not JSON"):
            sdk.from_json(sdk.models.RunObject, text + more, strict=strict)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\x00",
        b'"\xed\xa0\x80',
        b"[" * 10**6,
        b"1" + b"0" * 10**6 + b"x",
    ],
)
def test_bytes_that_are_no_json(data: bytes, library: str) -> None:
    with pytest.raises(sdk.DecodeError):
        sdk.from_json(sdk.models.RunObject, data)


def test_the_last_of_equal_keys_counts(library: str) -> None:
    value = sdk.from_json(sdk.models.RunObject, '{"id":"a","id":"b","x":1,"x":2}')
    assert value.id == "b" and sdk.extras(value) == {"x": 2}


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"type":'])
@pytest.mark.parametrize("depth", [300, 700, 990, 1010, 100_000])
def test_deep_nesting(opening: str, depth: int, library: str) -> None:
    """What can be read can be written, whatever it costs the stack; else it is refused."""
    closing = "".join({"[": "]", "{": "}"}[c] for c in reversed(opening) if c in "[{")
    text = '{"metadata":' + opening * depth + "1" + closing * depth + "}"
    try:
        value = sdk.from_json(sdk.models.RunObject, text)
    except sdk.DecodeError as error:
        assert "nested too deeply" in str(error)
        return
    assert sdk.to_json(value).decode() == text
    with pytest.raises(sdk.DecodeError):
        sdk.from_json(sdk.models.RunObject, text, strict=True)


_NAMES = sorted({w for record in RECORDS.values() for w in _wires(record)})
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(
        ["thread.run", "function", "text", "completed", "2020-01-01T00:00:00Z"]
    ),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=3), inner, max_size=6),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(sorted(TYPES)), value=_JSON)
def test_any_json_as_any_type(kind: str, value: Any) -> None:
    holds(TYPES[kind], json.dumps(value))


def _damaged(value: Any) -> Iterator[Any]:
    """The value with one part at a time replaced."""
    if isinstance(value, dict):
        for key, child in value.items():
            for other in (None, [], {}, "x", 1, [child], {key: child}):
                yield {**value, key: other}
            yield {k: v for k, v in value.items() if k != key}
            for inner in _damaged(child):
                yield {**value, key: inner}
    elif isinstance(value, list):
        for index, child in enumerate(value[:3]):
            for inner in _damaged(child):
                yield [*value[:index], inner, *value[index + 1 :]]


def test_one_wrong_part_at_a_time() -> None:
    run = {
        "id": "run_1",
        "object": "thread.run",
        "created_at": 1,
        "thread_id": "t",
        "status": "requires_action",
        "usage": {"prompt_tokens": 1, "total_tokens": 2},
        "required_action": {
            "type": "submit_tool_outputs",
            "submit_tool_outputs": {
                "tool_calls": [
                    {
                        "id": "c",
                        "type": "function",
                        "function": {"name": "f", "arguments": "{}"},
                    }
                ]
            },
        },
        "tools": [
            {"type": "function", "function": {"name": "f"}},
            {"type": "code_interpreter"},
        ],
        "truncation_strategy": {"type": "auto", "last_messages": None},
        "tool_choice": {"type": "function", "function": {"name": "f"}},
        "response_format": {"type": "json_schema", "json_schema": {"name": "n"}},
    }
    for damaged in _damaged(run):
        holds(sdk.models.RunObject, json.dumps(damaged))
