"""Where requests go: proxies, forks, long redirects, one connection for many calls."""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any

import pytest
from calling import _SYNC, KEY, KINDS, Caller
from loopback import Loopback, answer
from runtime.base_sender import Service
from runtime.call import Call, json_reply
from runtime.errors import APIResponseError
from runtime.sender import Sender

GET: Call[Any] = Call("GET", "/things", returns=(json_reply("200"),))
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def call(kind: str, url: str) -> Any:
    return Caller(kind, url)(lambda s: s.send(GET, {}))


def test_a_proxy_of_the_environment(
    kind: str, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 9112, section 3.2.2: a proxy is told the whole address."""
    monkeypatch.setenv("http_proxy", server.url)
    assert call(kind, "http://api.test/v1") == {}
    assert server.requests[0].target == "http://api.test/v1/things"
    assert server.requests[0].headers["host"] == "api.test"
    assert "proxy-authorization" not in server.requests[0].headers


def test_a_proxy_with_a_password(
    kind: str, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 9110, section 11.7.2; the letters of the address are percent-encoded."""
    address = server.url.replace("http://", "http://us%65r:p%40ss@")
    monkeypatch.setenv("http_proxy", address)
    assert call(kind, "http://api.test") == {}
    token = server.requests[0].headers["proxy-authorization"]
    assert token == "Basic dXNlcjpwQHNz"  # user:p@ss


def test_hosts_that_need_no_proxy(
    kind: str, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert call(kind, server.url) == {}
    assert server.requests[0].target == "/things"


def test_redirects_without_end(kind: str, server: Loopback) -> None:
    server.plan(*[answer(302, headers={"Location": "/again"})] * 20)
    with pytest.raises(APIResponseError, match="too many redirects"):
        call(kind, server.url)
    assert len(server.requests) == 6
    assert server.connections == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize("transport", ["httpx2", "stdlib"])
def test_a_fork_has_connections_of_its_own(transport: str, server: Loopback) -> None:
    """A socket that two processes read from gives each the other's answers."""
    service = Service("demo", server.url, "DEMO_BASE_URL", KEY)
    sender = Sender(service, {"api_key": "k"}, _SYNC[transport], None, None, {})
    assert sender.send(GET, {}) == {}
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            status = 0 if sender.send(GET, {}) == {} else 1
        finally:
            os.write(writing, bytes([status]))
            os._exit(status)
    os.waitpid(child, 0)
    assert os.read(reading, 1) == b"\0"
    os.close(reading)
    os.close(writing)
    assert sender.send(GET, {}) == {}
    sender.close()
    assert len(server.requests) == 3
    assert server.connections == 2, "the child has its own, the parent keeps its first"


# HTTP/2 --------------------------------------------------------------------------------


def test_a_module_called_h2_is_nobodys_business(
    kind: str, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only `http2=True` asks for the package, and tells it from something of that name."""
    monkeypatch.setitem(sys.modules, "h2", ModuleType("h2"))
    monkeypatch.delitem(sys.modules, "h2.connection", raising=False)
    assert call(kind, server.url) == {}
    expected, text = ImportError, "needs the package h2"
    if kind.endswith("stdlib"):
        expected, text = ValueError, "speaks HTTP/1.1 only"
    with pytest.raises(expected, match=text):
        Caller(kind, server.url, http2=True)(lambda s: s.send(GET, {}))
    assert len(server.requests) == 1


def test_a_given_client_decides_about_http2(server: Loopback) -> None:
    httpx2 = pytest.importorskip("httpx2")
    service = Service("demo", server.url, "DEMO_BASE_URL", KEY)
    with httpx2.Client() as given, pytest.raises(ValueError, match="^http2: "):
        Sender(service, {}, _SYNC["httpx2"], given, None, {"http2": True})


def test_http2_is_a_choice_for_the_whole_client(server: Loopback) -> None:
    service = Service("demo", server.url, "DEMO_BASE_URL", KEY)
    sender = Sender(service, {}, _SYNC["stdlib"], None, None, {})
    with pytest.raises(TypeError, match="'http2'"):
        sender.changed({"http2": True})
