"""The status of an answer decides, whatever its body is; what follows a packed body is nothing."""

from __future__ import annotations

import gzip
import os
import socket
import zlib
from typing import Any

import pytest
from calling import KINDS, Caller
from loopback import Loopback, answer
from runtime.bodies import Json
from runtime.call import Call, binary_reply, json_reply
from runtime.compression import Decompressor
from runtime.errors import (
    APIResponseError,
    APIStatusError,
    AuthenticationError,
    InternalServerError,
    RateLimitError,
)

GET: Call[Any] = Call("GET", "/things", returns=(json_reply("200"),))
POST: Call[Any] = Call(
    "POST", "/things", bodies=(Json(),), returns=(json_reply("200"),)
)
FILE: Call[Any] = Call("GET", "/file", returns=(binary_reply("200"),))
NOW = {"Retry-After": "0"}
PACKED = gzip.compress(b'{"message": "no"}')
BODIES = {
    "damaged": (PACKED[:10] + b"\xff" * 40, "gzip", "damaged"),
    "cut": (PACKED[:-9], "gzip", "before it is complete"),
    "unknown": (b"\x28\xb5\x2f\xfd", "zstd", "'zstd'"),
    "large": (gzip.compress(bytes(2**20)), "gzip", "max_response_bytes"),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("name", BODIES)
def test_an_error_with_a_body_that_cannot_be_read(
    kind: str, server: Loopback, name: str
) -> None:
    body, encoding, problem = BODIES[name]
    headers = {"Content-Encoding": encoding}
    call = Caller(kind, server.url, max_response_bytes=2**16)
    for status, tries, expected in (
        (401, 1, AuthenticationError),
        (429, 3, RateLimitError),
        (503, 3, InternalServerError),
    ):
        server.requests.clear()
        server.plan(*[answer(status, body, headers | NOW)] * tries)
        with pytest.raises(expected, match=problem) as caught:
            call(lambda s: s.send(GET, {}))
        assert caught.value.status_code == status
        assert caught.value.body is None
        assert len(server.requests) == tries
    server.plan(answer(503, body, headers | NOW), answer(body=1))
    assert call(lambda s: s.send(POST, {}, {})) == 1


def test_an_error_whose_body_breaks_off(kind: str, server: Loopback) -> None:
    def serve(connection: socket.socket) -> None:
        connection.sendall(answer(503, b"x" * 100, NOW)[:-50])

    server.plan(serve, answer(body=1), serve)
    assert Caller(kind, server.url)(lambda s: s.send(POST, {}, {})) == 1
    with pytest.raises(InternalServerError, match="cannot be read"):
        Caller(kind, server.url, max_retries=0)(lambda s: s.send(POST, {}, {}))


def test_a_success_has_to_be_whole(kind: str, server: Loopback) -> None:
    body, encoding, problem = BODIES["damaged"]
    server.plan(answer(200, body, {"Content-Encoding": encoding}))
    with pytest.raises(APIResponseError, match=problem):
        Caller(kind, server.url)(lambda s: s.send(GET, {}))


def test_short_bodies_that_nobody_asked_for_cost_no_connection(
    kind: str, server: Loopback
) -> None:
    moved = answer(302, b"moved " * 100, {"Location": "/other"})
    server.plan(answer(503, b"later " * 100, NOW), moved, answer(body=1))
    assert Caller(kind, server.url)(lambda s: s.send(GET, {})) == 1
    assert server.connections == 1
    server.plan(answer(503, bytes(2**20), NOW), answer(body=2))
    assert Caller(kind, server.url)(lambda s: s.send(GET, {})) == 2
    assert server.connections == 3


# Pages of HTML -------------------------------------------------------------------------

PAGE = """<html>\r\n<head><Title lang=en>502\r\n Bad &amp; Gateway</title></head>
<body>{}</body></html>"""


def test_a_page_is_a_short_message(kind: str, server: Loopback) -> None:
    headers = {"Content-Type": "text/html; charset=utf-8"}
    page = PAGE.format("x" * 10_000)
    for fields, body in (
        (headers, page),
        ({"Content-Type": "application/json"}, f"\n<!DOCTYPE html>{page}"),
    ):
        server.plan(answer(502, body.encode(), fields))
        with pytest.raises(InternalServerError) as caught:
            Caller(kind, server.url, max_retries=0)(lambda s: s.send(GET, {}))
        text = "The API answered with status 502 and a page: 502 Bad & Gateway"
        assert str(caught.value) == text
        assert caught.value.body == body
    for body in ("<html>no title", "<html><title>", "<html><title> </title>"):
        server.plan(answer(404, body.encode(), headers))
        with pytest.raises(APIStatusError) as told:
            Caller(kind, server.url)(lambda s: s.send(GET, {}))
        assert str(told.value) == "The API answered with status 404 and a page."


# What follows a packed body -------------------------------------------------------------

PLAIN = b"x" * 1000 + os.urandom(1000)


def unpacked(encoding: str, data: bytes, step: int) -> bytes:
    unpack = Decompressor(encoding)
    pieces = [data[at : at + step] for at in range(0, len(data), step)]
    result = b"".join([part for piece in pieces for part in unpack.feed(piece)])
    unpack.finish()
    return result


@pytest.mark.parametrize("step", [1, 7, 10_000])
@pytest.mark.parametrize(
    "rest", [b"", b"\0", b"\0" * 600, b"garbage", b"\x1f", b"\x1fx"]
)
def test_bytes_after_it(step: int, rest: bytes) -> None:
    packed = gzip.compress(PLAIN)
    assert unpacked("gzip", packed + rest, step) == PLAIN
    assert unpacked("gzip", packed + packed + rest, step) == PLAIN * 2
    assert unpacked("deflate", zlib.compress(PLAIN) + rest, step) == PLAIN


@pytest.mark.parametrize("step", [1, 10_000])
def test_a_member_that_begins_has_to_end(step: int) -> None:
    packed = gzip.compress(PLAIN)
    with pytest.raises(Exception, match="before it is complete"):
        unpacked("gzip", packed + packed[:-5], step)
    with pytest.raises(Exception, match="damaged"):
        unpacked("gzip", packed + packed[:10] + b"\xff" * 50, step)


def test_they_come_over_a_connection(kind: str, server: Loopback) -> None:
    body = gzip.compress(b'{"a": 1}') + b"\0\0\0\0"
    server.plan(answer(body=body, headers={"Content-Encoding": "gzip"}))
    assert Caller(kind, server.url)(lambda s: s.send(GET, {})) == {"a": 1}
