"""HTTP/1.1 in bytes: what `Incoming` makes of answers, however they are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.files import Upload
from runtime.http1 import (
    LARGEST_HEAD,
    BrokenAnswer,
    HeadTooLarge,
    Incoming,
    write_body,
    write_head,
)

Read = tuple[int, list[tuple[str, str]], bytes, bool]


def read(data: bytes, cuts: tuple[int, ...] = (), method: str = "GET") -> Read:
    """Status, fields and body of an answer that comes in pieces, and whether another may."""
    incoming = Incoming()
    incoming.expect(method)
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    pieces = [data[a:b] for a, b in zip(edges, edges[1:], strict=False) if a < b]

    def more() -> None:
        if pieces:
            incoming.feed(pieces.pop(0))
        else:
            incoming.end()

    while not incoming.head():
        more()
    body = b""
    while (piece := incoming.body()) != b"":
        if piece is None:
            more()
        else:
            body += piece
    left = incoming.waiting or pieces
    return incoming.status, incoming.fields, body, incoming.reusable and not left


OK = b"HTTP/1.1 200 OK\r\n"
WHOLE = [
    (OK + b"Content-Length: 3\r\n\r\nabc", b"abc", True),
    (OK + b"Content-Length: 3, 3\r\nContent-Length: 3\r\n\r\nabc", b"abc", True),
    (OK + b"Content-Length: 3\r\nConnection: a, Close\r\n\r\nabc", b"abc", False),
    (OK + b"Transfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n", b"abc", True),
    (OK + b"Transfer-Encoding: Chunked\r\n\r\n0\r\nTrailer: x\r\n\r\n", b"", True),
    (OK + b"\r\nuntil the end", b"until the end", False),
    (b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", b"a", False),
    (b"HTTP/1.0 200\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\na", b"a", True),
    (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 X\r\nA: b\r\n\r\n" + OK + b"Content-Length: 0\r\n\r\n", b"", True),
    (b"HTTP/1.1 204 \r\n\r\n", b"", True),
    (OK.replace(b"\r", b"") + b"Content-Length: 2\n\nab", b"ab", True),
    (OK + b"Content-Length: 2\r\n\r\nab and more", b"ab", False),
]  # fmt: skip


@pytest.mark.parametrize(("data", "body", "reusable"), WHOLE)
def test_cut_anywhere_it_is_the_same(data: bytes, body: bytes, reusable: bool) -> None:
    assert read(data)[2:] == (body, reusable)
    assert read(data, tuple(range(len(data)))) == read(data)

    @given(st.lists(st.integers(0, len(data)), max_size=5).map(tuple))
    def anywhere(cuts: tuple[int, ...]) -> None:
        assert read(data, cuts) == read(data)

    anywhere()


def test_answers_without_a_body() -> None:
    head = OK + b"Content-Length: 5\r\n\r\n"
    assert read(head, method="HEAD")[2:] == (b"", True)
    assert read(b"HTTP/1.1 304 X\r\nContent-Length: 5\r\n\r\n")[2:] == (b"", True)
    assert read(OK + b"\r\n", method="CONNECT")[2:] == (b"", True)


def test_fields() -> None:
    data = OK + b"A:  1 \t\r\nb: \xe9\r\nC: x\r\n  y\r\nSet-Cookie: 1\r\nset-cookie: 2"
    _, fields, _, _ = read(data + b"\r\nContent-Length: 0\r\n\r\n")
    assert fields[:5] == [
        ("A", "1"),
        ("b", "é"),
        ("C", "x y"),
        ("Set-Cookie", "1"),
        ("set-cookie", "2"),
    ]


BROKEN = [
    b"",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200 OK\r\nA: b\r\n",
    b"SSH-2.0\r\n",
    b"HTTP/2 200\r\n\r\n",
    b"HTTP/1.1 20 X\r\n\r\n",
    b"HTTP/1.1 2000 X\r\n\r\n",
    b"HTTP/1.1 099 X\r\n\r\n",
    "HTTP/1.1 ２００ X\r\n\r\n".encode(),
    b"HTTP/1.1 101 X\r\n\r\n",
    b"HTTP/1.1 103 X\r\n\r\n" * 60,
    OK + b"no colon\r\n\r\n",
    OK + b"space : x\r\n\r\n",
    OK + b": x\r\n\r\n",
    OK + b"A: \0\r\n\r\n",
    OK + b"Content-Length: -1\r\n\r\n",
    OK + b"Content-Length: +1\r\n\r\na",
    OK + b"Content-Length: 1_0\r\n\r\n",
    OK + b"Content-Length:\r\n\r\n",
    OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    OK + b"Content-Length: 5\r\n\r\nabcd",
    OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    OK + b"Transfer-Encoding: identity\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n",
    OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 5000,
]


@pytest.mark.parametrize("data", BROKEN)
def test_what_is_broken_is_never_whole(data: bytes) -> None:
    for cuts in ((), tuple(range(0, len(data), 7))):
        with pytest.raises(BrokenAnswer):
            read(data, cuts)


def test_an_answer_with_two_framings_is_the_last_one() -> None:
    """RFC 9112, section 6.3: somebody between may have been deceived."""
    head = OK + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert read(head + b"1\r\na\r\n0\r\n\r\n")[2:] == (b"a", False)


def test_a_head_has_a_limit() -> None:
    field = b"X: " + b"y" * 997 + b"\r\n"
    few = OK + field * (LARGEST_HEAD // len(field) - 1)
    assert read(few + b"Content-Length: 0\r\n\r\n")[0] == 200
    for end in (b"", b"Content-Length: 0\r\n\r\n"):
        with pytest.raises(HeadTooLarge):
            read(few + field * 2 + end, tuple(range(0, len(few), 4096)))


def test_a_request() -> None:
    head, chunked = write_head("GET", "/a?b", "host:1", {"accept": "é"}, None)
    assert head == b"GET /a?b HTTP/1.1\r\nhost: host:1\r\naccept: \xe9\r\n\r\n"
    assert not chunked
    head, _ = write_head("POST", "/", "h", {"content-length": "9"}, b"ab")
    assert head == b"POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 2\r\n\r\n"
    head, _ = write_head("DELETE", "/", "h", {"host": "other"}, None)
    assert head == b"DELETE / HTTP/1.1\r\nhost: other\r\n\r\n"
    assert b"content-length: 0" in write_head("PUT", "/", "h", {}, None)[0]
    assert b"GET /%C3%A9%20b " in write_head("GET", "/é b", "h", {}, None)[0]


@pytest.mark.parametrize("text", ["a\r\nb: c", "a\nb", "a\rb"])
def test_nothing_ends_a_line(text: str) -> None:
    for name, value in (("x", text), (text, "x")):
        with pytest.raises(ValueError, match="end of a line"):
            write_head("GET", "/", "h", {name: value}, None)
    with pytest.raises(ValueError):
        write_head(text, "/", "h", {}, None)


def test_bodies() -> None:
    def sent(body: Upload, headers: dict[str, str]) -> bytes:
        _, chunked = write_head("POST", "/", "h", headers, body)
        return b"".join(write_body(body, chunked, headers))

    assert sent(Upload([b"ab", b"", b"c"]), {}) == b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
    assert sent(Upload([b"ab", b"c"]), {"content-length": "3"}) == b"abc"
    with pytest.raises(ValueError, match="shorter"):
        sent(Upload([b"ab"]), {"content-length": "3"})
    with pytest.raises(ValueError, match="longer"):
        sent(Upload([b"ab", b"cd"]), {"content-length": "3"})
    large = bytes(range(256)) * 4096
    assert b"".join(write_body(large, False, {})) == large
