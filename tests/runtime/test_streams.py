"""Streams over real connections: events, envelopes, ends, errors, and going on after a break."""

from __future__ import annotations

import asyncio
import json
import socket
import tracemalloc
from typing import Any

import pytest
from calling import KINDS, Caller
from loopback import Loopback, answer
from runtime.bodies import Json
from runtime.call import Events, StreamCall, json_reply
from runtime.errors import (
    APIConnectionError,
    APIResponseError,
    NotFoundError,
    StreamError,
)
from runtime.parameters import query
from runtime.transport import Response

SSE = {"Content-Type": "text/event-stream; charset=utf-8"}


def streaming(method: str = "POST", **events: Any) -> StreamCall[Any, Any]:
    return StreamCall(
        method,
        "/stream",
        query("q"),
        bodies=(Json(),),
        returns=(json_reply("200"),),
        events=Events(lambda: lambda value: ("event", value), **events),
    )


FLAGGED = streaming(flag="stream", done="[DONE]", error="error")
NAMED = streaming(done="[DONE]", envelope=("event", "data"))
PLAIN = streaming("GET", error="error")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_events_until_done(kind: str, server: Loopback) -> None:
    body = b'data: {"n": 1}\n\n: comment\n\ndata: {"n":\ndata: 2}\n\ndata: [DONE]\n\n'
    server.plan(answer(body=body + b'data: {"late": 1}\n\n', headers=SSE))
    call = Caller(kind, server.url)
    told = call.all(lambda s: s.stream(FLAGGED, {}, {"stream": True}))
    assert told == [("event", {"n": 1}), ("event", {"n": 2})]
    assert server.requests[0].headers["accept"] == "text/event-stream"


def test_the_flag_decides(kind: str, server: Loopback) -> None:
    server.plan(answer(body={"whole": 1}))
    call = Caller(kind, server.url)
    assert call(lambda s: s.send_or_stream(FLAGGED, {}, {"stream": False})) == {
        "whole": 1
    }
    assert server.requests[0].headers["accept"] == "application/json"


def test_envelopes(kind: str, server: Loopback) -> None:
    body = b'event: run.created\ndata: {"id": 1}\n\ndata: 2\n\nevent: done\ndata: [DONE]\n\n'
    server.plan(answer(body=body, headers=SSE))
    assert Caller(kind, server.url).all(lambda s: s.stream(NAMED, {}, {})) == [
        ("event", {"event": "run.created", "data": {"id": 1}}),
        ("event", {"event": "message", "data": 2}),
    ]


@pytest.mark.parametrize(
    "event",
    [
        b'event: error\ndata: {"message": "overloaded"}\n\n',
        b'data: {"error": {"message": "overloaded"}}\n\n',
    ],
)
def test_error_events_are_raised(kind: str, server: Loopback, event: bytes) -> None:
    server.plan(answer(body=b"data: 1\n\n" + event + b"data: 2\n\n", headers=SSE))
    with pytest.raises(StreamError, match="overloaded") as caught:
        Caller(kind, server.url).all(lambda s: s.stream(FLAGGED, {}, {}))
    assert caught.value.body is not None


def test_json_lines_and_sequences(kind: str, server: Loopback) -> None:
    server.plan(
        answer(body=b'{"a": 1}\r\n\n2\n[3]', headers={"Content-Type": "x/jsonl"})
    )
    call = Caller(kind, server.url)
    lines = streaming(kind="json-lines")
    values = [("event", {"a": 1}), ("event", 2), ("event", [3])]
    assert call.all(lambda s: s.stream(lines, {}, {})) == values
    server.plan(answer(body=b'\x1e{"a":\n1}\n\x1e2\n\x1e[3]\n'))
    sequence = streaming(kind="json-seq")
    assert call.all(lambda s: s.stream(sequence, {}, {})) == values


def test_a_refused_stream(kind: str, server: Loopback) -> None:
    server.plan(answer(404, {"message": "no"}))
    with pytest.raises(NotFoundError, match="no"):
        Caller(kind, server.url)(lambda s: s.stream(FLAGGED, {}, {}))
    server.plan(answer(body={"not": "a stream"}))
    with pytest.raises(APIResponseError, match="expected text/event-stream"):
        Caller(kind, server.url)(lambda s: s.stream(FLAGGED, {}, {}))


def test_what_is_no_json(kind: str, server: Loopback) -> None:
    server.plan(answer(body=b"data: {oops\n\n", headers=SSE))
    with pytest.raises(APIResponseError, match="oops"):
        Caller(kind, server.url).all(lambda s: s.stream(FLAGGED, {}, {}))


def test_bad_utf8_is_replaced(kind: str, server: Loopback) -> None:
    server.plan(answer(body=b'data: "a\xff"\n\n', headers=SSE))
    told = Caller(kind, server.url).all(lambda s: s.stream(FLAGGED, {}, {}))
    assert told == [("event", "a\ufffd")]


@pytest.mark.parametrize("cut", [3, 12, 15, 18])
def test_a_broken_stream_is_an_error(kind: str, server: Loopback, cut: int) -> None:
    # The connection breaks, also within the character, or the body ends within the event.
    body = 'data: "1"\n\ndata: "é"\n\n'.encode()
    headers = SSE | {"Content-Length": str(len(body))}
    whole = answer(body=body, headers=headers)

    def drop(connection: socket.socket) -> None:
        connection.sendall(whole[: len(whole) - len(body) + cut])

    for script in (drop, answer(body=body[:cut], headers=SSE)):
        server.plan(script)
        if script is not drop and cut == 11:
            continue
        with pytest.raises(APIConnectionError):
            Caller(kind, server.url).all(lambda s: s.stream(FLAGGED, {}, {}))
    assert len(server.requests) == 2


def test_it_goes_on_after_the_last_event(kind: str, server: Loopback) -> None:
    first = b"retry: 1\nid: a\ndata: 1\n\nid: b\ndata: 2\n\nid: c\nda"
    headers = SSE | {"Content-Length": "1000"}
    server.plan(
        lambda c: c.sendall(answer(body=first, headers=headers)),
        answer(body=b"id: c\ndata: 3\n\n", headers=SSE),
    )
    told = Caller(kind, server.url).all(lambda s: s.stream(PLAIN, {"q": "x"}))
    assert [value for _, value in told] == [1, 2, 3]
    again = server.requests[1]
    assert again.headers["last-event-id"] == "b"
    assert again.target == "/stream?q=x"


def test_a_stream_closes_its_connection(server: Loopback) -> None:
    class Watched(Response):
        closed = False

        def close(self) -> None:
            Watched.closed = True

    class Null:
        def send(self, request: Any) -> Response:
            return Watched(200, SSE.items(), iter([b"data: 1\n\n", b"data: 2\n\n"]))

        def close(self) -> None:
            pass

    from runtime.base_sender import Service
    from runtime.sender import Sender

    service = Service("demo", "http://x", "X", {})
    sender = Sender(service, {}, lambda given, http2: Null(), None, None, {})
    assert [value for _, value in sender.stream(PLAIN, {})] == [1, 2]
    assert Watched.closed
    Watched.closed = False
    with sender.stream(PLAIN, {}) as stream:
        assert next(stream) == ("event", 1)
    assert Watched.closed
    Watched.closed = False
    for _ in sender.stream(PLAIN, {}):
        break
    assert Watched.closed


def test_cancelling_closes_too(server: Loopback) -> None:
    closed: list[bool] = []

    def drip(connection: socket.socket) -> None:
        connection.sendall(answer(headers=SSE | {"Content-Length": "100"}))
        connection.sendall(b"data: 1\n\n")
        connection.settimeout(5)
        closed.append(connection.recv(1) == b"")

    server.plan(drip)

    async def later(sender: Any) -> None:
        came = asyncio.Event()

        async def read() -> None:
            async for _ in await sender.stream(PLAIN, {}):
                came.set()

        task = asyncio.create_task(read())
        await asyncio.wait_for(came.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for _ in range(300):
            if closed:
                return
            await asyncio.sleep(0.05)

    Caller("async-httpx2", server.url).run(lambda s: None, later)
    assert closed == [True]


def test_memory_stays_flat() -> None:
    from runtime.base_sender import Service
    from runtime.sender import Sender

    event = b"data: " + json.dumps({"text": "x" * 200}).encode() + b"\n\n"

    class Null:
        def send(self, request: Any) -> Response:
            return Response(200, SSE.items(), (event * 20 for _ in range(1000)))

        def close(self) -> None:
            pass

    service = Service("demo", "http://x", "X", {})
    sender = Sender(service, {}, lambda given, http2: Null(), None, None, {})
    count = 0
    tracemalloc.start()
    for _ in sender.stream(PLAIN, {}):
        count += 1
        if count == 100:
            tracemalloc.reset_peak()
            base = tracemalloc.get_traced_memory()[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak - base < 100_000
