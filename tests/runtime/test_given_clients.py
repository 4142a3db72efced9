"""A client of the HTTP library that the user gives: its headers, parameters, cookies and
authentication count beside those of a call, and stay on the call's own host."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
from calling import _ASYNC, _SYNC
from loopback import Loopback, answer
from runtime.async_sender import AsyncSender
from runtime.base_sender import Service
from runtime.call import Call, json_reply
from runtime.parameters import cookie, query
from runtime.sender import Sender

GET: Call[Any] = Call(
    "GET", "/things", query("page"), cookie("own"), returns=(json_reply("200"),)
)
Run = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, server: Loopback) -> Iterator[Run]:
    """Sends a call with a client that has these settings."""
    service = Service("demo", server.url, "DEMO_BASE_URL", {})

    def with_client(arguments: dict[str, Any], **settings: Any) -> Any:
        if request.param == "sync":
            with httpx2.Client(**settings) as given:
                sender = Sender(service, {}, _SYNC["httpx2"], given, None, {})
                return sender.send(GET, arguments)

        async def main() -> Any:
            async with httpx2.AsyncClient(**settings) as given:
                made = AsyncSender(service, {}, _ASYNC["httpx2"], given, None, {})
                return await made.send(GET, arguments)

        return asyncio.run(main())

    yield with_client


def test_parameters_are_put_together(run: Run, server: Loopback) -> None:
    """The call's own count more; both are sent as each was written."""
    params = [("tenant", "a b"), ("page", "9"), ("x", "1"), ("x", "2")]
    run({"page": "1 2"}, params=params)
    run({}, params={"tenant": "t"})
    run({"page": 3}, params={"page": "9"})
    assert [request.target for request in server.requests] == [
        "/things?page=1%202&tenant=a+b&x=1&x=2",
        "/things?tenant=t",
        "/things?page=3",
    ]


def test_cookies_are_put_together(run: Run, server: Loopback) -> None:
    run({"own": "1"}, cookies={"jar": "2", "own": "3"})
    run({}, cookies={"jar": "2"})
    run({"own": "1"})
    sent = [request.headers["cookie"] for request in server.requests]
    assert sent == ["jar=2; own=1", "jar=2", "own=1"]


def test_cookies_that_a_server_sets_are_kept(run: Run, server: Loopback) -> None:
    moved = {"Location": "/next", "Set-Cookie": "sid=1; Path=/"}
    server.plan(answer(302, headers=moved))
    run({}, cookies={"jar": "2"})
    sent = server.requests[1].headers["cookie"]
    assert sorted(sent.split("; ")) == ["jar=2", "sid=1"]


def test_nothing_of_it_goes_to_another_host(run: Run, server: Loopback) -> None:
    with Loopback() as other:
        server.plan(answer(302, headers={"Location": f"{other.url}/x?y=1"}))
        run(
            {},
            params={"key": "secret-1"},
            cookies={"jar": "secret-2"},
            headers={"X-Key": "secret-3", "Authorization": "secret-4"},
            auth=("user", "secret-5"),
        )
        (first,), (second,) = server.requests, other.requests
    assert first.target == "/things?key=secret-1"
    assert first.headers["x-key"] == "secret-3"
    assert first.headers["authorization"].startswith("Basic ")
    assert second.target == "/x?y=1"
    assert not {"cookie", "x-key", "authorization"} & set(second.headers)
