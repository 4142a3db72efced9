"""How the transports behave between real sockets: cancelled, hurried, held up, answered early,
sent by proxies that say no, and left alone."""

from __future__ import annotations

import asyncio
import gc
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from calling import _ASYNC, _SYNC, KEY, KINDS, Caller
from loopback import Loopback, answer
from raw_server import RawServer, read_head, until_closed
from runtime import pool
from runtime.async_sender import AsyncSender
from runtime.base_sender import Service
from runtime.bodies import Binary, Json
from runtime.call import Call, Events, StreamCall, binary_reply, json_reply
from runtime.errors import APIConnectionError, APIStatusError, APITimeoutError
from runtime.sender import Sender
from runtime.timeouts import Timeout

GET: Call[Any] = Call("GET", "/things", returns=(json_reply("200"),))
POST: Call[Any] = Call(
    "POST", "/things", bodies=(Json(),), returns=(json_reply("200"),)
)
PUT: Call[Any] = Call(
    "PUT", "/things", bodies=(Binary(),), returns=(json_reply("200"),)
)
FILE: Call[Any] = Call("GET", "/file", returns=(binary_reply("200"),))
STREAM: StreamCall[Any, Any] = StreamCall(
    "GET", "/stream", returns=(json_reply("200"),), events=Events()
)
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
LARGE = 16 * 2**20


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["httpx2", "stdlib"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def async_sender(transport: str, url: str, **options: Any) -> AsyncSender:
    service = Service("demo", url, "DEMO_BASE_URL", KEY)
    given = {"timeout": 20.0, "max_retries": 0} | options
    return AsyncSender(service, {}, _ASYNC[transport], None, None, given)


def sync_sender(transport: str, url: str, **options: Any) -> Sender:
    service = Service("demo", url, "DEMO_BASE_URL", KEY)
    given = {"timeout": 20.0, "max_retries": 0} | options
    return Sender(service, {}, _SYNC[transport], None, None, given)


# Cancelling ----------------------------------------------------------------------------


def silent(connection: socket.socket) -> None:
    """Streams that never say anything, and anything else at once."""
    while data := read_head(connection):
        if b"/stream" in data:
            connection.sendall(HEAD)
            until_closed(connection)
            return
        connection.sendall(answer(body={"a": 1}))


def test_a_silent_stream_is_cancelled_at_once(transport: str) -> None:
    """The event loop goes on meanwhile, and nothing of the call lives on."""

    async def main(url: str) -> float:
        sender = async_sender(transport, url)
        stream = await sender.stream(STREAM, {})
        reading = asyncio.ensure_future(anext(aiter(stream)))
        await asyncio.sleep(0.05)
        began = time.monotonic()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await stream.close()
        await sender.close()
        return time.monotonic() - began

    with RawServer(silent) as server:
        began = time.monotonic()
        assert asyncio.run(main(server.url)) < 0.5
        assert time.monotonic() - began < 3
        assert server.all_closed()


def test_a_cancelled_call_does_not_live_on(transport: str) -> None:
    async def main(url: str) -> None:
        sender = async_sender(transport, url)
        for _ in range(5):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(sender.send(GET, {}), 0.05)

    with RawServer(until_closed) as server:
        began = time.monotonic()
        asyncio.run(main(server.url))
        assert time.monotonic() - began < 3
        assert server.connections == 5
        assert server.all_closed()


def test_open_streams_hold_up_no_call(transport: str) -> None:
    async def main(url: str) -> float:
        sender = async_sender(transport, url)
        streams = [await sender.stream(STREAM, {}) for _ in range(60)]
        reading = [asyncio.ensure_future(anext(aiter(s))) for s in streams]
        await asyncio.sleep(0.05)
        began = time.monotonic()
        assert await sender.send(GET, {}) == {"a": 1}
        took = time.monotonic() - began
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        for stream in streams:
            await stream.close()
        await sender.close()
        return took

    with RawServer(silent) as server:
        assert asyncio.run(main(server.url)) < 1
        assert server.all_closed()


def test_another_thread_ends_a_stream(transport: str) -> None:
    """What waits for the next bytes is woken."""
    if transport == "httpx2":
        pytest.skip("httpx2 closes a socket under the feet of who reads from it")
    with RawServer(silent) as server:
        sender = sync_sender(transport, server.url)
        stream = sender.stream(STREAM, {})
        threading.Timer(0.1, stream.close).start()
        began = time.monotonic()
        with pytest.raises(APIConnectionError):
            next(stream)
        assert time.monotonic() - began < 5
        assert server.all_closed()


# Early answers -------------------------------------------------------------------------


def refusing(then: Callable[[socket.socket], None]) -> Callable[[socket.socket], None]:
    """Answers 413 when it has seen the head, and takes nothing of the body."""

    def handle(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(answer(413, {"message": "too much"}))
        then(connection)

    return handle


def holding(connection: socket.socket) -> None:
    time.sleep(0.5)


def half_closing(connection: socket.socket) -> None:
    connection.shutdown(socket.SHUT_WR)
    time.sleep(0.5)


def lingering(connection: socket.socket) -> None:
    """As nginx does: goes on reading for a while."""
    connection.settimeout(1.5)
    try:
        until_closed(connection)
    except TimeoutError:
        pass


@pytest.mark.parametrize("then", [holding, half_closing, lingering])
@pytest.mark.parametrize("form", ["bytes", "pieces"])
def test_an_answer_before_the_body_was_sent(
    kind: str, then: Callable[[socket.socket], None], form: str
) -> None:
    if kind.endswith("httpx2") and then in (holding, half_closing):
        pytest.skip("httpx2 sends all of the body before it reads")
    with RawServer(refusing(then)) as server:
        body: Any = bytes(LARGE)
        if form == "pieces":
            body = [body[:65536]] * (LARGE // 65536)
        call = Caller(kind, server.url, timeout=5.0)
        with pytest.raises(APIStatusError, match="too much") as caught:
            call(lambda s: s.send(PUT, {}, body))
        assert caught.value.status_code == 413
        assert server.connections == 1
        assert server.all_closed()


# Idle connections ----------------------------------------------------------------------


def test_idle_connections_expire(
    kind: str, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind.endswith("httpx2"):
        pytest.skip("httpx2 has an expiry of its own, five seconds")
    monkeypatch.setattr(pool, "EXPIRY", 0.1)
    waits = iter([0.0, 0.2])

    def now(sender: Any) -> None:
        sender.send(GET, {})
        for wait in waits:
            time.sleep(wait)
            sender.send(GET, {})

    async def later(sender: Any) -> None:
        await sender.send(GET, {})
        for wait in waits:
            await asyncio.sleep(wait)
            await sender.send(GET, {})

    Caller(kind, server.url).run(now, later)
    assert server.connections == 2


def once(connection: socket.socket) -> None:
    """Answers one request, and closes the connection when the second comes."""
    read_head(connection)
    connection.sendall(answer(body={"a": 1}))
    read_head(connection)


def test_a_kept_connection_that_is_closed_under_way(kind: str) -> None:
    """RFC 9112, section 9.3.1: only what may be made twice is sent again."""

    def now(sender: Any) -> Any:
        sender.send(GET, {})
        return sender.send(POST, {}, {"b": 1}, options)

    async def later(sender: Any) -> Any:
        await sender.send(GET, {})
        return await sender.send(POST, {}, {"b": 1}, options)

    options: dict[str, Any] = {}
    with RawServer(once) as server:
        with pytest.raises(APIConnectionError, match="idempotency_key") as caught:
            Caller(kind, server.url).run(now, later)
        assert caught.value.sent
        assert server.connections == 1
        options["idempotency_key"] = "k"
        assert Caller(kind, server.url).run(now, later) == {"a": 1}
        assert server.connections == 3


def test_a_connection_that_was_closed_before_is_not_used(kind: str) -> None:
    def handle(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(answer(body={"a": 1}))

    def now(sender: Any) -> None:
        for _ in range(3):
            sender.send(POST, {}, {"b": 1})
            time.sleep(0.05)

    async def later(sender: Any) -> None:
        for _ in range(3):
            await sender.send(POST, {}, {"b": 1})
            await asyncio.sleep(0.05)

    with RawServer(handle) as server:
        Caller(kind, server.url, max_retries=0).run(now, later)
        assert server.connections == 3


# How many ------------------------------------------------------------------------------


def test_no_more_connections_than_the_limit(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind.endswith("httpx2"):
        pytest.skip("httpx2 counts them itself")
    monkeypatch.setattr(pool, "MOST", 2)

    def now(sender: Any) -> None:
        streams = [sender.stream(STREAM, {}) for _ in range(2)]
        with pytest.raises(APITimeoutError, match="no connection became free") as told:
            sender.send(GET, {}, options={"timeout": 0.1})
        assert not told.value.sent
        threading.Timer(0.1, streams[0].close).start()
        assert sender.send(GET, {}) == {"a": 1}
        streams[1].close()

    async def later(sender: Any) -> None:
        streams = [await sender.stream(STREAM, {}) for _ in range(2)]
        with pytest.raises(APITimeoutError, match="no connection became free") as told:
            await sender.send(GET, {}, options={"timeout": 0.1})
        assert not told.value.sent
        waiting = [asyncio.ensure_future(sender.send(GET, {})) for _ in range(3)]
        await asyncio.sleep(0.05)
        waiting[0].cancel()
        await streams[0].close()
        assert await waiting[1] == await waiting[2] == {"a": 1}
        await streams[1].close()

    with RawServer(silent) as server:
        Caller(kind, server.url, max_retries=0).run(now, later)
        assert server.connections == 3
        assert server.all_closed()


def test_idle_connections_make_room(
    kind: str, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind.endswith("httpx2"):
        pytest.skip("httpx2 counts them itself")
    monkeypatch.setattr(pool, "MOST", 1)
    with Loopback() as other:
        url = {"url": f"{other.url}/x"}

        def now(sender: Any) -> None:
            for _ in range(3):
                sender.send(GET, {})
                sender._run(GET, {}, {}, None, url=url["url"])

        async def later(sender: Any) -> None:
            for _ in range(3):
                await sender.send(GET, {})
                await sender._run(GET, {}, {}, None, url=url["url"])

        Caller(kind, server.url).run(now, later)
        assert len(server.requests) == len(other.requests) == 3


# Nobody reads --------------------------------------------------------------------------


def large(connection: socket.socket) -> None:
    read_head(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % LARGE)
    connection.sendall(bytes(LARGE))
    until_closed(connection)


def test_a_download_that_nobody_reads_gives_its_connection_back(kind: str) -> None:
    def now(sender: Any) -> None:
        for _ in range(3):
            sender.download(FILE, {})
        gc.collect()
        assert server.all_closed()

    async def later(sender: Any) -> None:
        for _ in range(3):
            await sender.download(FILE, {})
        gc.collect()
        for _ in range(100):
            await asyncio.sleep(0.01)
            if not server.open:
                break
        assert not server.open

    with RawServer(large) as server:
        Caller(kind, server.url, max_retries=0).run(now, later)


# Proxies -------------------------------------------------------------------------------


def test_all_proxy(
    kind: str, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", server.url)
    assert Caller(kind, "http://api.test")(lambda s: s.send(GET, {})) == {}
    assert server.requests[0].target == "http://api.test/things"


@pytest.mark.parametrize("scheme", ["https", "socks5", "socks5h"])
@pytest.mark.parametrize("variable", ["ALL_PROXY", "http_proxy"])
def test_other_proxies_are_refused_by_name(
    kind: str, variable: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never passed by, and never spoken to in clear."""
    if kind.endswith("httpx2"):
        pytest.skip("httpx2 uses them, or asks for socksio")
    with RawServer(until_closed) as proxy, RawServer(until_closed) as target:
        monkeypatch.setenv(variable, f"{scheme}://me:secret@127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "other.test")
        with pytest.raises(APIConnectionError, match=f"{scheme}://127.0.0.1") as told:
            Caller(kind, target.url)(lambda s: s.send(GET, {}))
        assert not told.value.sent and "secret" not in str(told.value)
        assert (proxy.connections, target.connections) == (0, 0)


def tunnel_that_says(status: str) -> Callable[[socket.socket], None]:
    def handle(connection: socket.socket) -> None:
        assert read_head(connection).startswith(b"CONNECT api.test:443 HTTP/1.1\r\n")
        connection.sendall(
            b"HTTP/1.1 %s\r\nContent-Length: 0\r\n\r\n" % status.encode()
        )

    return handle


@pytest.mark.parametrize(
    ("status", "tries"),
    [("407 Who are you", 1), ("403 No", 1), ("503 Later", 2), ("429 Later", 2)],
)
def test_a_refused_tunnel(
    kind: str, status: str, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was sent to the server, so it may be tried again; not if that is in vain."""
    with RawServer(tunnel_that_says(status)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        call = Caller(kind, "https://api.test", max_retries=1)
        with pytest.raises(APIConnectionError, match=status[:3]) as told:
            call(lambda s: s.send(POST, {}, {"a": 1}))
        assert not told.value.sent
        assert proxy.connections == tries


# Heads ---------------------------------------------------------------------------------


@pytest.mark.parametrize("field", [b"X: " + b"y" * 200_000, b"X: y\r\n" * 40_000])
def test_too_large_a_head_is_not_asked_for_again(kind: str, field: bytes) -> None:
    def handle(connection: socket.socket) -> None:
        read_head(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + field)
        until_closed(connection)

    with RawServer(handle) as server:
        with pytest.raises(APIConnectionError):
            Caller(kind, server.url)(lambda s: s.send(GET, {}))
        assert server.connections == 1
        assert server.all_closed()


# The deadline of a call ----------------------------------------------------------------


def in_drips(connection: socket.socket) -> None:
    """A head that comes byte by byte, ten bytes a second, and a body after it."""
    head = answer(body={"a": 1}, headers={"X-Long": "x" * 100})
    read_head(connection)
    for at in range(len(head)):
        connection.sendall(head[at : at + 1])
        time.sleep(0.1)


def taking_nothing(connection: socket.socket) -> None:
    """Reads a little of the body now and then, so that no single wait is long."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for _ in range(12):
        connection.recv(4096)
        time.sleep(0.1)


def mumbling(connection: socket.socket) -> None:
    """A body in drips."""
    read_head(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        time.sleep(0.1)


def hesitating(connection: socket.socket) -> None:
    """Silence after the head."""
    read_head(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
    until_closed(connection)


@pytest.mark.parametrize("how", [in_drips, taking_nothing, mumbling, hesitating])
def test_the_deadline_is_one_of_the_whole_call(
    kind: str, how: Callable[[socket.socket], None]
) -> None:
    with RawServer(how) as server:
        call = Caller(kind, server.url, timeout=Timeout(10, total=0.6))
        began = time.monotonic()
        with pytest.raises(APITimeoutError):
            call(lambda s: s.send(PUT, {}, bytes(LARGE)))
        assert 0.5 < time.monotonic() - began < 1.6
        assert server.all_closed()


def test_a_deadline_ends_a_download_that_is_read_slowly(kind: str) -> None:
    def now(sender: Any) -> None:
        for _ in sender.download(FILE, {}).iter_bytes():
            pass

    async def later(sender: Any) -> None:
        answer = await sender.download(FILE, {})
        async for _ in answer.iter_bytes():
            pass

    with RawServer(hesitating) as server:
        call = Caller(kind, server.url, timeout=Timeout(10, total=0.6))
        began = time.monotonic()
        with pytest.raises(APITimeoutError):
            call.run(now, later)
        assert 0.5 < time.monotonic() - began < 1.6
