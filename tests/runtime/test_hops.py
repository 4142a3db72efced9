"""What redirects may set, and the user and the password that stand in an address."""

from __future__ import annotations

from email.utils import formatdate
from typing import Any

import pytest
from calling import KINDS, Caller
from loopback import Loopback, answer
from runtime.auth import Basic, Secret
from runtime.call import Call, json_reply
from runtime.cookies import Cookies, with_cookies
from runtime.parameters import cookie

GET: Call[Any] = Call("GET", "/v1/things", cookie("own"), returns=(json_reply("200"),))
SAFE: Call[Any] = Call(
    "GET", "/v1/things", returns=(json_reply("200"),), security=(("key",),)
)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def moved(to: str, *cookies: str) -> bytes:
    head, _, body = answer(302, headers={"Location": to}).partition(b"\r\n\r\n")
    fields = "".join(f"\r\nSet-Cookie: {text}" for text in cookies)
    return head + fields.encode() + b"\r\n\r\n" + body


def test_a_cookie_of_a_redirect_reaches_the_next_hop(
    kind: str, server: Loopback
) -> None:
    server.plan(
        moved("/login", "sid=1; Path=/; HttpOnly", "own=2; Path=/"),
        moved("/v1/things", "sid=3; Path=/", "other=4; Path=/login"),
        answer(503, headers={"Retry-After": "0"}),
    )
    call = Caller(kind, server.url)
    assert call(lambda s: s.send(GET, {"own": "a"})) == {}
    sent = [request.headers.get("cookie") for request in server.requests]
    assert sent == ["own=a", "sid=1; own=2", "own=2; sid=3", "own=2; sid=3"]
    call(lambda s: s.send(GET, {}))
    assert "cookie" not in server.requests[-1].headers, "the call has forgotten them"


def test_it_reaches_no_other_host(kind: str, server: Loopback) -> None:
    with Loopback() as other:
        server.plan(moved(f"{other.url}/x", "sid=1; Path=/"))
        other.plan(moved("/y", "theirs=2; Path=/"), moved(f"{server.url}/z"))
        assert Caller(kind, server.url)(lambda s: s.send(GET, {"own": "a"})) == {}
        theirs = [request.headers.get("cookie") for request in other.requests]
    assert theirs == [None, "theirs=2"]
    assert [r.headers.get("cookie") for r in server.requests] == ["own=a", None]


@pytest.mark.parametrize(
    ("field", "url", "expected"),
    [
        ("a=1", "http://h/x/y", {"a": "1"}),
        ("a=1", "http://h/z", {}),
        ("a=1; Path=/x/y", "http://h/x/y", {"a": "1"}),
        ("a=1; Path=/x/y", "http://h/x/yz", {}),
        ("a=1; path=/; Secure", "http://h/", {}),
        ("a=1; path=/; Secure", "https://h/", {"a": "1"}),
        ("a=1; path=/; Domain=h", "http://h/", {"a": "1"}),
        ("a=1; path=/; Domain=.h", "http://h/", {"a": "1"}),
        ("a=1; path=/; Domain=evil", "http://h/", {}),
        ("a=b=c; path=/", "http://h/", {"a": "b=c"}),
        ("=1; path=/", "http://h/", {}),
        ("a; path=/", "http://h/", {}),
        ("a=1; path=/; Max-Age=0", "http://h/", {}),
        ("a=1; path=/; Max-Age=-5", "http://h/", {}),
        ("a=1; path=/; Max-Age=60; Expires=" + formatdate(0), "http://h/", {"a": "1"}),
        ("a=1; path=/; Expires=" + formatdate(0), "http://h/", {}),
        ("a=1; path=/; Expires=" + formatdate(4e9), "http://h/", {"a": "1"}),
        ("a=1; path=/; Expires=soon", "http://h/", {"a": "1"}),
    ],
)
def test_which_cookies_are_sent(field: str, url: str, expected: dict[str, str]) -> None:
    cookies = Cookies()
    cookies.add([field], "http://h/x/first?q")
    assert cookies.pairs(url) == expected


def test_a_server_takes_a_cookie_back() -> None:
    cookies = Cookies()
    cookies.add(["a=1; path=/", "b=2; path=/"], "http://h/")
    cookies.add(["a=; path=/; Max-Age=0"], "http://h/")
    assert cookies.pairs("http://h/") == {"b": "2"}
    assert with_cookies("b=0; c=3", cookies.pairs("http://h/")) == "c=3; b=2"


# Users in addresses --------------------------------------------------------------------

BASIC = "Basic dXNlcjpwQHNz"  # user:p@ss


def in_address(url: str) -> str:
    return url.replace("//", "//us%65r:p%40ss@")


def test_the_user_of_an_address_is_sent_in_a_header(
    kind: str, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="demo")
    server.plan(moved("//me:you@" + server.url.partition("//")[2] + "/v1/next"))
    call = Caller(kind, in_address(f"{server.url}/"))
    assert call(lambda s: s.send(GET, {})) == {}
    sent = [(r.target, r.headers["authorization"]) for r in server.requests]
    assert sent == [("/v1/things", BASIC), ("/v1/next", BASIC)]
    assert server.url.partition("//")[2] == server.requests[0].headers["host"]
    assert "p%40ss" not in caplog.text


def test_other_credentials_count_more(kind: str, server: Loopback) -> None:
    call = Caller(kind, in_address(server.url))
    call(lambda s: s.send(SAFE, {}))
    own = {"extra_headers": {"Authorization": "Custom x"}}
    call(lambda s: s.send(GET, {}, options=own))
    sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["Bearer sk-secret", "Custom x"]


def test_it_is_what_a_basic_scheme_asks_for(kind: str, server: Loopback) -> None:
    schemes = {"key": Basic(Secret("username"), Secret("password"))}
    Caller(kind, in_address(server.url), schemes, {})(lambda s: s.send(SAFE, {}))
    assert server.requests[0].headers["authorization"] == BASIC


def test_it_stays_on_its_host(kind: str, server: Loopback) -> None:
    with Loopback() as other:
        server.plan(moved(f"http://me:you@{other.url[7:]}/x"))
        Caller(kind, in_address(server.url))(lambda s: s.send(GET, {}))
        assert "authorization" not in other.requests[0].headers
