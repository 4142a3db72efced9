"""Calls, streams, downloads and uploads through nginx, haproxy and Apache."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller

from servers.apache import Apache
from servers.calls import BYTES, EVENTS, FILE, JSON, UPLOAD, measure
from servers.haproxy import Haproxy
from servers.nginx import LARGE, Nginx

PIECES = 3 * 2**20


@pytest.fixture(params=["nginx", "nginx-tls", "haproxy", "apache", "apache-tls"])
def base_url(request: pytest.FixtureRequest, trusted: None) -> str:
    """The address of each of them."""
    name, _, tls = str(request.param).partition("-")
    server: Nginx | Haproxy | Apache = request.getfixturevalue(name)
    if isinstance(server, Haproxy):
        return server.plain
    url = server.tls if tls else server.plain
    return f"{url}/api" if isinstance(server, Apache) else url


def test_calls(kind: str, base_url: str) -> None:
    def now(sender: Any) -> list[int]:
        return [sender.send(JSON, {})["request"] for _ in range(20)]

    async def later(sender: Any) -> list[int]:
        return [(await sender.send(JSON, {}))["request"] for _ in range(20)]

    told = Caller(kind, base_url).run(now, later)
    assert told == sorted(set(told))


def test_a_stream(kind: str, base_url: str) -> None:
    arguments = {"count": 30, "pause": 0.001}
    told = Caller(kind, base_url).all(lambda s: s.stream(EVENTS, arguments))
    assert [piece["number"] for piece in told] == list(range(30))


def test_a_download(kind: str, base_url: str) -> None:
    assert measure(Caller(kind, base_url), BYTES, count=PIECES) == PIECES


def test_an_upload(kind: str, base_url: str) -> None:
    """With a length, and in chunks."""
    call = Caller(kind, base_url)
    assert call(lambda s: s.send(UPLOAD, {}, bytes(PIECES)))["size"] == PIECES
    pieces = [b"x" * 1000] * 100
    assert call(lambda s: s.send(UPLOAD, {}, iter(pieces)))["size"] == 100_000


def test_a_file_of_nginx(kind: str, nginx: Nginx) -> None:
    assert measure(Caller(kind, nginx.plain), FILE, name="large") == LARGE
