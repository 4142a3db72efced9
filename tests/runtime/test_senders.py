"""Calls over real connections: both senders, both transports."""

from __future__ import annotations

import gzip
import logging
import os
import socket
import time
import zlib
from typing import Any

import pytest
from calling import KINDS, Caller
from loopback import Loopback, answer
from runtime.auth import QueryKey, Scheme, Secret
from runtime.bodies import Binary, Json, Multipart
from runtime.call import Call, binary_reply, empty_reply, json_reply, text_reply
from runtime.errors import (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    MissingCredentialsError,
    NotFoundError,
    RateLimitError,
)
from runtime.exchange import Exchange
from runtime.headers import Headers
from runtime.options import Hooks, Settings
from runtime.parameters import header, path, query
from runtime.timeouts import Timeout

NEED = (("key",),)
GET: Call[Any] = Call(
    "GET",
    "/things/{id}",
    path("id"),
    query("q"),
    header("X-Version", "version"),
    returns=(json_reply("200", lambda: lambda value: ("decoded", value)),),
    errors=(json_reply("404 default", lambda: lambda value: ("error", value)),),
    security=NEED,
)
POST: Call[Any] = Call(
    "POST",
    "/things",
    bodies=(Json(),),
    returns=(json_reply("2XX"), empty_reply("204")),
    security=NEED,
)
UPLOAD: Call[Any] = Call(
    "POST", "/files", bodies=(Multipart(),), returns=(json_reply("200"),)
)
NOW = {"Retry-After": "0"}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_call(kind: str, server: Loopback) -> None:
    server.plan(answer(body={"a": 1}))
    call = Caller(kind, f"{server.url}/v1")
    arguments = {"id": "a/b", "q": ["1", "2"], "version": 3}
    assert call(lambda s: s.send(GET, arguments)) == ("decoded", {"a": 1})
    (request,) = server.requests
    assert (request.method, request.target) == ("GET", "/v1/things/a%2Fb?q=1&q=2")
    assert request.headers["authorization"] == "Bearer sk-secret"
    assert request.headers["accept"] == "application/json"
    assert request.headers["user-agent"] == "demo-python"
    assert request.headers["x-version"] == "3"
    assert "content-type" not in request.headers


def test_a_body_and_extras(kind: str, server: Loopback) -> None:
    server.plan(answer(201, {"ok": True}))
    options = {
        "extra_headers": {"X-A": "1", "User-Agent": None},
        "extra_query": {"debug": True},
        "extra_body": {"b": 2},
        "idempotency_key": "once",
    }
    call = Caller(kind, server.url)
    assert call(lambda s: s.send(POST, {}, {"a": 1}, options)) == {"ok": True}
    (request,) = server.requests
    assert request.json == {"a": 1, "b": 2}
    assert request.target == "/things?debug=true"
    assert request.headers["x-a"] == "1"
    assert request.headers["idempotency-key"] == "once"
    assert request.headers["content-type"] == "application/json"


def test_no_content(kind: str, server: Loopback) -> None:
    server.plan(answer(204, headers={"Content-Length": "", "Content-Type": ""}))
    assert Caller(kind, server.url)(lambda s: s.send(POST, {}, {"a": 1})) is None


def test_connections_are_kept(server: Loopback) -> None:
    for kind in ("sync-httpx2", "sync-stdlib"):
        before = server.connections

        def twice(sender: Any) -> None:
            sender.send(GET, {"id": "1"})
            sender.send(GET, {"id": "2"})

        Caller(kind, server.url)(twice)
        assert server.connections == before + 1


def test_an_error_status(kind: str, server: Loopback) -> None:
    body = {"error": {"message": "no such thing"}}
    server.plan(answer(404, body, {"X-Request-Id": "req_1"}))
    with pytest.raises(NotFoundError, match="no such thing") as caught:
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))
    error = caught.value
    assert error.body == ("error", body)
    assert (error.status_code, error.request_id) == (404, "req_1")
    assert (error.method, error.url) == ("GET", f"{server.url}/things/1")
    assert "sk-secret" not in repr(error.__dict__)


def test_retries(kind: str, server: Loopback) -> None:
    server.plan(answer(503, headers=NOW), answer(429, headers=NOW), answer(body=1))
    call = Caller(kind, server.url)
    assert call(lambda s: s.send(POST, {}, {"a": 1})) == 1
    assert [request.json for request in server.requests] == [{"a": 1}] * 3


def test_retries_end(kind: str, server: Loopback) -> None:
    server.plan(*[answer(429, headers=NOW)] * 5)
    with pytest.raises(RateLimitError):
        Caller(kind, server.url, max_retries=1)(lambda s: s.send(GET, {"id": "1"}))
    assert len(server.requests) == 2


def test_too_long_a_pause_is_an_error(kind: str, server: Loopback) -> None:
    server.plan(answer(429, headers={"Retry-After": "3600"}))
    with pytest.raises(RateLimitError) as caught:
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))
    assert caught.value.headers["retry-after"] == "3600"
    assert len(server.requests) == 1


def test_what_may_not_be_repeated_is_not(kind: str, server: Loopback) -> None:
    def drop(connection: socket.socket) -> None:
        connection.close()

    server.plan(drop)
    with pytest.raises(APIConnectionError):
        Caller(kind, server.url)(lambda s: s.send(POST, {}, {"a": 1}))
    assert len(server.requests) == 1
    server.plan(drop, answer(body=2))
    assert Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"})) == (
        "decoded",
        2,
    )
    server.plan(drop, answer(body=3))
    keyed = {"idempotency_key": "k"}
    assert Caller(kind, server.url)(lambda s: s.send(POST, {}, {}, keyed)) == 3


def test_a_body_that_cannot_be_read_again_is_sent_once(
    kind: str, server: Loopback
) -> None:
    server.plan(answer(503, headers=NOW))
    with pytest.raises(APIStatusError):
        Caller(kind, server.url)(
            lambda s: s.send(UPLOAD, {}, {"file": iter([b"a", b"b"])})
        )
    (request,) = server.requests
    assert request.headers["transfer-encoding"] == "chunked"
    assert b"\r\n\r\nab\r\n" in request.body
    server.plan(answer(503, headers=NOW), answer(body=1))
    assert Caller(kind, server.url)(lambda s: s.send(UPLOAD, {}, {"file": b"a"})) == 1
    assert server.requests[1].body == server.requests[2].body


def test_connection_refused_is_repeated_and_reported(kind: str) -> None:
    with pytest.raises(APIConnectionError) as caught:
        Caller(kind, "http://127.0.0.1:9", max_retries=0)(
            lambda s: s.send(POST, {}, {"a": 1})
        )
    assert caught.value.sent is False


def slow(seconds: float, chunks: int = 1) -> Any:
    """An answer whose body comes in drips."""

    def serve(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % chunks
        )
        for _ in range(chunks):
            time.sleep(seconds)
            connection.sendall(b"1")

    return serve


def test_a_read_timeout(kind: str, server: Loopback) -> None:
    server.plan(slow(2))
    with pytest.raises(APITimeoutError):
        Caller(kind, server.url, timeout=0.2, max_retries=0)(
            lambda s: s.send(GET, {"id": "1"})
        )


def test_a_total_deadline(kind: str, server: Loopback) -> None:
    server.plan(slow(0.1, 30))
    began = time.monotonic()
    with pytest.raises(APITimeoutError):
        Caller(kind, server.url, timeout=Timeout(5, total=0.5))(
            lambda s: s.send(GET, {"id": "1"})
        )
    assert time.monotonic() - began < 1.5
    server.plan(answer(503, headers={"Retry-After": "10"}))
    with pytest.raises(APIStatusError):
        Caller(kind, server.url, timeout=Timeout(5, total=0.5))(
            lambda s: s.send(GET, {"id": "1"})
        )


@pytest.mark.parametrize("cut", [0, 5, 20, 60, 100])
def test_a_cut_answer(kind: str, server: Loopback, cut: int) -> None:
    whole = answer(body={"long": "x" * 100})

    def serve(connection: socket.socket) -> None:
        connection.sendall(whole[:cut])

    server.plan(serve)
    with pytest.raises(APIConnectionError):
        Caller(kind, server.url, max_retries=0)(lambda s: s.send(GET, {"id": "1"}))


@pytest.mark.parametrize(
    "garbage", [b"\0" * 50, b"HTTP/1.1 abc OK\r\n\r\n", b"SSH-2.0-OpenSSH\r\n"]
)
def test_garbage(kind: str, server: Loopback, garbage: bytes) -> None:
    server.plan(lambda connection: connection.sendall(garbage))
    with pytest.raises(APIConnectionError):
        Caller(kind, server.url, max_retries=0)(lambda s: s.send(GET, {"id": "1"}))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw", "gzip, gzip", "br"])
def test_compression(kind: str, server: Loopback, encoding: str) -> None:
    plain = b'{"a": "' + b"x" * 100_000 + b'"}'
    packed = gzip.compress(plain)
    if encoding == "deflate":
        packed = zlib.compress(plain)
    elif encoding == "raw":
        encoding, packed = "deflate", zlib.compress(plain, wbits=-15)
    elif encoding == "gzip, gzip":
        packed = gzip.compress(packed)
    server.plan(answer(body=packed, headers={"Content-Encoding": encoding}))
    call = Caller(kind, server.url)
    if encoding == "br":
        with pytest.raises(APIResponseError, match="'br'"):
            call(lambda s: s.send(GET, {"id": "1"}))
    else:
        _, value = call(lambda s: s.send(GET, {"id": "1"}))
        assert len(value["a"]) == 100_000


def test_a_bomb_does_not_go_off(kind: str, server: Loopback) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    server.plan(answer(body=bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(APIResponseError, match="max_response_bytes"):
        Caller(kind, server.url, max_response_bytes=1_000_000)(
            lambda s: s.send(GET, {"id": "1"})
        )


def test_damaged_compression(kind: str, server: Loopback) -> None:
    packed = gzip.compress(os.urandom(1000))
    headers = {"Content-Encoding": "gzip"}
    server.plan(answer(body=packed[:500], headers=headers))
    with pytest.raises(APIResponseError, match="before it is complete"):
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))
    server.plan(answer(body=packed[:10] + b"\xff" * 40, headers=headers))
    with pytest.raises(APIResponseError, match="damaged"):
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))


def test_the_wrong_media_type_is_reported(kind: str, server: Loopback) -> None:
    headers = {"Content-Type": "text/html"}
    server.plan(answer(body=b"<h1>Login</h1>", headers=headers))
    with pytest.raises(APIResponseError, match="expected application/json, got text"):
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))
    server.plan(answer(body=b"{oops"))
    with pytest.raises(APIResponseError, match="not JSON"):
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))


# Redirects -----------------------------------------------------------------------------


def moved(status: int, to: str) -> bytes:
    return answer(status, headers={"Location": to})


def test_a_redirect_is_followed(kind: str, server: Loopback) -> None:
    server.plan(moved(307, "/v2/things?x=1"), answer(body=1))
    assert Caller(kind, server.url)(lambda s: s.send(POST, {}, {"a": 1})) == 1
    second = server.requests[1]
    assert (second.method, second.target, second.json) == (
        "POST",
        "/v2/things?x=1",
        {"a": 1},
    )
    assert second.headers["authorization"] == "Bearer sk-secret"
    server.plan(moved(303, "/done"), answer(body=2))
    assert Caller(kind, server.url)(lambda s: s.send(POST, {}, {"a": 1})) == 2
    last = server.requests[-1]
    assert (last.method, last.target, last.body) == ("GET", "/done", b"")
    assert "content-type" not in last.headers


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_slash_at_the_end_changes_nothing(
    kind: str, server: Loopback, status: int, method: str
) -> None:
    call: Call[Any] = Call(
        method,
        "/things",
        bodies=(Json(),),
        returns=(json_reply("200"),),
        security=(("key",),),
    )
    server.plan(moved(status, "/things/"), answer(body=1))
    assert Caller(kind, server.url)(lambda s: s.send(call, {}, {"a": 1})) == 1
    second = server.requests[1]
    assert (second.method, second.target, second.json) == (method, "/things/", {"a": 1})
    assert second.headers["authorization"] == "Bearer sk-secret"


@pytest.mark.parametrize("status", [301, 302])
@pytest.mark.parametrize(
    "target",
    ["/done", "/things?a=1", "http://127.0.0.1:1/things", "/things/1?token=abc"],
)
def test_a_post_does_not_become_a_get(
    kind: str, server: Loopback, status: int, target: str
) -> None:
    call: Call[Any] = Call(
        "POST", "/things", bodies=(Json(),), returns=(json_reply("200"),)
    )
    server.plan(moved(status, target), answer(body=1))
    with pytest.raises(
        APIResponseError, match="the POST leads to http://127"
    ) as caught:
        Caller(kind, server.url)(lambda s: s.send(call, {}, {"a": 1}))
    assert target.partition("?")[0] in str(caught.value)
    assert "abc" not in str(caught.value)
    assert caught.value.status_code == status and len(server.requests) == 1


def test_a_redirect_that_is_documented_is_the_answer(
    kind: str, server: Loopback
) -> None:
    call: Call[Any] = Call(
        "POST", "/things", bodies=(Json(),), returns=(empty_reply("302"),)
    )
    server.plan(moved(302, "/done"))
    assert Caller(kind, server.url)(lambda s: s.send(call, {}, {"a": 1})) is None
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_encryption_is_no_other_host(status: int) -> None:
    call: Call[Any] = Call("POST", "/things", bodies=(Json(),))
    settings = Settings("http://api.example")
    exchange = Exchange(call, settings, "agent", {}, {"a": 1})
    headers = Headers([("location", "https://api.example/things")])
    assert exchange.after_answer(status, headers, False) == 0.0
    request = exchange.request(None)
    assert (request.method, request.url) == ("POST", "https://api.example/things")
    assert request.json() == {"a": 1} and not exchange.foreign


def test_another_host_gets_no_secret(kind: str, server: Loopback) -> None:
    with Loopback() as other:
        server.plan(moved(302, f"{other.url}/x"))
        secret = {"extra_headers": {"X-Session": "s", "Cookie": "c=1"}}
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}, options=secret))
        (request,) = other.requests
        kept = {"host", "accept", "accept-encoding", "user-agent", "connection"}
        assert set(request.headers) <= kept
        server.plan(moved(307, f"{other.url}/x"))
        with pytest.raises(APIResponseError, match="another host"):
            Caller(kind, server.url)(lambda s: s.send(POST, {}, {"a": 1}))
        assert len(other.requests) == 1


def test_redirects_end(kind: str, server: Loopback) -> None:
    server.plan(*[moved(302, "/again")] * 10)
    with pytest.raises(APIResponseError, match="too many redirects"):
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))
    assert len(server.requests) == 6
    server.plan(moved(302, "file:///etc/passwd"))
    with pytest.raises(APIResponseError):
        Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))


# Credentials ---------------------------------------------------------------------------


def test_no_credentials(kind: str, server: Loopback) -> None:
    call = Caller(kind, server.url, secrets={})
    with pytest.raises(MissingCredentialsError, match="api_key=…"):
        call(lambda s: s.send(GET, {"id": "1"}))
    assert server.requests == []
    own = {"extra_headers": {"Authorization": "Custom x"}}
    call(lambda s: s.send(GET, {"id": "1"}, options=own))
    assert server.requests[0].headers["authorization"] == "Custom x"


def test_a_key_in_the_query(kind: str, server: Loopback) -> None:
    schemes: dict[str, Scheme] = {"key": QueryKey("api_key", Secret("api_key"))}
    call = Caller(kind, server.url, schemes)
    server.plan(moved(302, "/elsewhere"))
    call(lambda s: s.send(GET, {"id": "1"}))
    first, second = server.requests
    assert first.target == "/things/1?api_key=sk-secret"
    assert second.target == "/elsewhere?api_key=sk-secret"
    server.plan(answer(404))
    with pytest.raises(NotFoundError) as caught:
        call(lambda s: s.send(GET, {"id": "1"}))
    assert "sk-secret" not in caught.value.url


def test_functions_give_tokens(kind: str, server: Loopback) -> None:
    tokens = iter("ab")
    call = Caller(kind, server.url, secrets={"api_key": lambda: next(tokens)})
    server.plan(answer(503, headers=NOW))
    call(lambda s: s.send(GET, {"id": "1"}))
    sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["Bearer a", "Bearer b"]


def test_coroutines_give_tokens(server: Loopback) -> None:
    async def token() -> str:
        return "async"

    secrets = {"api_key": token}
    call = Caller("async-httpx2", server.url, secrets=secrets)
    call(lambda s: s.send(GET, {"id": "1"}))
    assert server.requests[0].headers["authorization"] == "Bearer async"
    with pytest.raises(TypeError, match="asynchronous client"):
        Caller("sync-httpx2", server.url, secrets=secrets)(
            lambda s: s.send(GET, {"id": "1"})
        )


# The rest ------------------------------------------------------------------------------


def test_hooks(kind: str, server: Loopback) -> None:
    told: list[str] = []

    def before(request: Any) -> None:
        request.headers["x-hook"] = "1"
        told.append("before")

    hooks = Hooks(
        before,
        lambda request, status, headers: told.append(f"after {status}"),
        lambda request, error: told.append(type(error).__name__),
    )
    server.plan(answer(503, headers=NOW), answer(404))
    with pytest.raises(NotFoundError):
        Caller(kind, server.url, hooks=hooks)(lambda s: s.send(GET, {"id": "1"}))
    assert told == ["before", "after 503", "before", "after 404", "NotFoundError"]
    assert all(request.headers["x-hook"] == "1" for request in server.requests)


def test_logging_shows_no_secret(
    kind: str, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="demo")
    Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))
    text = "\n".join(r.getMessage() for r in caplog.records if r.name == "demo")
    assert f"GET {server.url}/things/1" in text and ": 200 in" in text
    assert "sk-secret" not in text


def test_libraries_log_no_secret(
    kind: str, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    """httpcore writes the headers of answers into its debug messages."""
    caplog.set_level("DEBUG")
    server.plan(answer(body={}, headers={"Set-Cookie": "a'zq\"zq", "X-Plain": "p"}))
    Caller(kind, server.url)(lambda s: s.send(GET, {"id": "1"}))
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert "zq" not in text and "sk-secret" not in text
    if kind.endswith("httpx2"):
        assert "(b'X-Plain', b'p')" in text
        assert "(b'Set-Cookie', [redacted])" in text


def test_hpack_logs_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    """The messages of hpack 4.2, with names and values in every form that it has."""
    Caller("sync-httpx2", "http://127.0.0.1:1", max_retries=0).run(
        lambda s: s._transport.get(), lambda s: None
    )
    caplog.set_level("DEBUG")
    log = logging.getLogger("hpack.hpack")
    log.debug("Adding %s=%s to the header table", b"authorization", b"Bearer sk-1")
    log.debug("Decoded %s, consumed %d", (b"set-cookie", b"sk-2"), 7)
    log.debug("Decoding %s", b"\x82\x86sk-3")
    logging.getLogger("hpack.table").debug("Evicting %s: %s", b"cookie", b"sk-4")
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert "sk-" not in text
    assert "Decoded [redacted], consumed 7" in text


def test_other_media_types(kind: str, server: Loopback) -> None:
    text: Call[str] = Call("GET", "/t", returns=(text_reply("200"),))
    server.plan(
        answer(
            body="é".encode("latin-1"),
            headers={"Content-Type": "text/plain; charset=iso-8859-1"},
        )
    )
    assert Caller(kind, server.url)(lambda s: s.send(text, {})) == "é"
    assert server.requests[0].headers["accept"] == "text/plain"
    data: Call[bytes] = Call(
        "PUT", "/b", bodies=(Binary(),), returns=(binary_reply("200", "image/png"),)
    )
    server.plan(answer(body=b"\0png", headers={"Content-Type": "image/png"}))

    async def later(sender: Any) -> bytes:
        response = await sender.download(data, {}, b"up")
        return b"".join([piece async for piece in response.iter_bytes()])

    def now(sender: Any) -> bytes:
        return b"".join(sender.download(data, {}, b"up").iter_bytes())

    assert Caller(kind, server.url).run(now, later) == b"\0png"
    assert server.requests[1].body == b"up"


def test_raw_answers(kind: str, server: Loopback) -> None:
    server.plan(answer(body={"a": 1}, headers={"X-Request-Id": "r"}))
    raw = Caller(kind, server.url)(
        lambda s: s.giving_raw("read").send(GET, {"id": "1"})
    )
    assert (raw.status_code, raw.request_id) == (200, "r")
    if kind.startswith("sync"):
        assert raw.parse() == ("decoded", {"a": 1})
        assert raw.json() == {"a": 1}


def test_unknown_options_are_refused(server: Loopback) -> None:
    with pytest.raises(TypeError, match="time_out"):
        Caller("sync-stdlib", server.url)(
            lambda s: s.send(GET, {"id": "1"}, options={"time_out": 1})
        )
    assert server.requests == []
