"""Events as servers really write them: their lines, text, sentinels, and what keeps connections open."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calling import Caller
from loopback import Loopback, answer
from runtime.bodies import Json
from runtime.call import Events, StreamCall, json_reply
from runtime.lines import ValueParser
from runtime.errors import APIConnectionError, APIResponseError, StreamError
from runtime.sse import EventTooLarge

SSE = {"Content-Type": "text/event-stream"}


@pytest.fixture(params=("sync-stdlib", "async-stdlib"))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def told(which: str, server: Loopback, body: bytes, /, **events: Any) -> list[Any]:
    """The values of a stream."""
    call: StreamCall[Any, Any] = StreamCall(
        "POST",
        "/stream",
        bodies=(Json(),),
        returns=(json_reply("200"),),
        events=Events(**events),
    )
    server.plan(answer(body=body, headers=SSE))
    return Caller(which, server.url).all(lambda s: s.stream(call, {}, {}))


LINES: dict[str, Any] = {
    "envelope": ("event", "data"),
    "lines": ("event", "id", "retry"),
    "data": "text",
}


def test_the_lines_of_an_event_are_one_value(kind: str, server: Loopback) -> None:
    body = b"event: x\nid: 7\nretry: 10\ndata: plain words\n\n: ping\n\ndata: 1\ndata: 2\n\n"
    assert told(kind, server, body, **LINES) == [
        {"event": "x", "data": "plain words", "id": "7", "retry": 10},
        {"event": "message", "data": "1\n2"},
    ]


def test_a_line_that_the_api_does_not_document_is_kept_where_it_came(
    kind: str, server: Loopback
) -> None:
    body = b"event: x\nid: 7\ndata: 1\n\ndata: 2\n\n"
    events = {"envelope": ("event", "data"), "lines": ("id",), "data": "json"}
    assert told(kind, server, body, **events) == [
        {"event": "x", "data": 1, "id": "7"},
        {"data": 2},
    ]


def test_what_data_is_goes_by_the_name(kind: str, server: Loopback) -> None:
    body = (
        b"event: log\ndata: 1\n\nevent: count\ndata: 1\n\ndata: 1\n\n"
        b"event: new\ndata: 1\n\nevent: new\ndata: so?\n\n"
    )
    values = told(
        kind, server, body, **{**LINES, "data": "either", "texts": ("log", "message")}
    )
    assert [(v["event"], v["data"]) for v in values] == [
        ("log", "1"),
        ("count", 1),
        ("message", "1"),
        ("new", 1),
        ("new", "so?"),
    ]


def test_the_whole_value_in_the_data_is_no_envelope(
    kind: str, server: Loopback
) -> None:
    """Some servers put the object that the document shows into the data."""
    body = b'data: {"event": "a", "data": {"x": 1}, "id": "3"}\n\n'
    assert told(kind, server, body, **{**LINES, "data": "json"}) == [
        {"event": "a", "data": {"x": 1}, "id": "3"}
    ]


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
@pytest.mark.parametrize("data", ["text", "json", "either"])
def test_the_last_event_needs_no_blank_line(
    kind: str, server: Loopback, data: str, end: str
) -> None:
    body = f"data: 1\n\ndata: 2{end}".encode()
    expected = ["1", "2"] if data == "text" else [1, 2]
    assert told(kind, server, body, data=data) == expected


@pytest.mark.parametrize(
    "end", [b"retry: 5", b"retry: 5\n", b": bye", b"id: 9\n", b": a\nretry: 1"]
)
def test_lines_without_data_at_the_end_are_no_event(
    kind: str, server: Loopback, end: bytes
) -> None:
    assert told(kind, server, b"data: 1\n\n" + end) == [1]


@pytest.mark.parametrize(
    "end", [b"event: x", b"dat", b"event: x\ndata:", b"data: {", b"data: "]
)
def test_what_looks_cut_off_is_an_error(
    kind: str, server: Loopback, end: bytes
) -> None:
    with pytest.raises(APIConnectionError, match="middle of an event"):
        told(kind, server, b"data: 1\n\n" + end)


@pytest.mark.parametrize("sentinel", [b"[DONE]", b"[DONE] ", b" [DONE]"])
@pytest.mark.parametrize("end", [b"\n\n", b"", b"\n\ndata: late\n\n"])
def test_sentinels(kind: str, server: Loopback, sentinel: bytes, end: bytes) -> None:
    for data, value in (("json", 1), ("text", "1"), ("either", 1)):
        body = b"data: 1\n\ndata: " + sentinel + end
        assert told(kind, server, body, data=data, done="[DONE]") == [value]


@pytest.mark.parametrize("kind_of_stream", ["json-lines", "json-seq"])
@pytest.mark.parametrize("last", [b"[DONE]", b"[DONE]\n", b""])
def test_lines_and_sequences_end_the_same_way(
    kind: str, server: Loopback, kind_of_stream: str, last: bytes
) -> None:
    separator = b"\x1e" if kind_of_stream == "json-seq" else b"\n"
    body = (
        separator.join([b"", b"1", b"2", last])
        if last
        else separator + b"1" + separator + b"2"
    )
    assert told(kind, server, body, kind=kind_of_stream, done="[DONE]") == [1, 2]


def test_text_by_its_name_may_hold_the_sentinel(kind: str, server: Loopback) -> None:
    body = b"event: log\ndata: [DONE]\n\nevent: done\ndata: [DONE]\n\ndata: late\n\n"
    events = {**LINES, "data": "json", "texts": ("log",), "done": "[DONE]"}
    assert [v["data"] for v in told(kind, server, body, **events)] == ["[DONE]"]


@pytest.mark.parametrize(
    "ping", [b"event: ping\ndata: still here", b"event: ping\ndata:", b"data:", b"data"]
)
def test_what_keeps_a_stream_of_json_open_is_passed_over(
    kind: str, server: Loopback, ping: bytes
) -> None:
    body = b"data: 1\n\n" + ping + b"\n\ndata: 2\n\n"
    assert told(kind, server, body) == [1, 2]


def test_a_named_event_of_json_is_given(kind: str, server: Loopback) -> None:
    body = b'event: ping\ndata: {"type": "ping"}\n\n'
    assert told(kind, server, body) == [{"type": "ping"}]


@pytest.mark.parametrize("data", [b"one", b'"one', b"tru"])
def test_an_event_that_has_its_name_is_given_whatever_it_holds(
    kind: str, server: Loopback, data: bytes
) -> None:
    body = b"event: new\ndata: " + data + b"\n\n"
    values = told(kind, server, body, **{**LINES, "data": "json"})
    assert values == [{"event": "new", "data": data.decode()}]


@pytest.mark.parametrize("name", [b"event: count\n", b""])
@pytest.mark.parametrize("data", [b'{"n":', b"[1"])
def test_damaged_json_is_an_error(
    kind: str, server: Loopback, name: bytes, data: bytes
) -> None:
    for events in ({**LINES, "data": "json"}, {}):
        with pytest.raises(APIResponseError, match="not JSON"):
            told(kind, server, name + b"data: " + data + b"\n\n", **events)


@pytest.mark.parametrize("data", ["text", "json", "either"])
def test_an_error_event_may_be_plain_text(
    kind: str, server: Loopback, data: str
) -> None:
    with pytest.raises(StreamError, match="out of tokens") as caught:
        told(kind, server, b"event: error\ndata: out of tokens\n\n", data=data)
    assert (caught.value.event, caught.value.body) == ("error", "out of tokens")


VALUES = (
    b'{"result": {"a": "}\\""}}\n{"result": 2}{"result":\n [3]}  "x" 4 null\n[5]true'
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_several_json_values_in_one_body(size: int) -> None:
    parser = ValueParser()
    found: list[bytes] = []
    for at in range(0, len(VALUES), size):
        found += parser.feed(VALUES[at : at + size])
    assert [json.loads(v) for v in [*found, parser.finish()]] == [
        {"result": {"a": '}"'}},
        {"result": 2},
        {"result": [3]},
        "x",
        4,
        None,
        [5],
        True,
    ]


def test_a_value_that_does_not_end_has_a_limit() -> None:
    parser = ValueParser(limit=100)
    with pytest.raises(EventTooLarge):
        for _ in range(20):
            parser.feed(b'{"aaaaaaaa":')


def test_a_gateways_stream(kind: str, server: Loopback) -> None:
    events = {"kind": "json-values", "inside": "result", "error": "error"}
    body = b'{"result": {"n": 1}}\n{\n  "result": {"n": 2}\n}\n{"other": 3}'
    assert told(kind, server, body, **events) == [{"n": 1}, {"n": 2}, {"other": 3}]
    body = b'{"result": 1}\n{"error": {"message": "gone", "grpc_code": 5}}\n'
    with pytest.raises(StreamError, match="gone"):
        told(kind, server, body, **events)
