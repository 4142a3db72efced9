"""Pages: every style, sync and async, and where they end."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller
from loopback import Loopback, answer
from runtime.bodies import Json
from runtime.call import json_reply
from runtime.errors import APIResponseError
from runtime.paging import AsyncPager, PageCall, Paging
from runtime.parameters import query

ITEMS = ("data",)


@pytest.fixture(params=("sync-stdlib", "async-stdlib"))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def listing(paging: Paging, **rest: Any) -> PageCall[Any, Any]:
    return PageCall(
        "GET",
        "/list",
        query("cursor"),
        query("limit"),
        returns=(json_reply("200"),),
        paging=paging,
        **rest,
    )


def walk(
    kind: str, server: Loopback, call: PageCall[Any, Any], **arguments: Any
) -> list[Any]:
    """All items, from the first page on."""

    async def later(sender: Any) -> list[Any]:
        pager: AsyncPager[Any, Any] = AsyncPager(sender, call, arguments)
        assert server.requests == []
        return [item async for item in pager]

    return list(
        Caller(kind, server.url).run(lambda s: list(s.page(call, arguments)), later)
    )


def targets(server: Loopback) -> list[str]:
    return [request.target for request in server.requests]


def test_a_cursor(kind: str, server: Loopback) -> None:
    call = listing(
        Paging("cursor", items=ITEMS, argument="cursor", cursor=("meta", "next"))
    )
    server.plan(
        answer(body={"data": [1, 2], "meta": {"next": "b&c"}}),
        answer(body={"data": [3], "meta": {"next": None}}),
    )
    assert walk(kind, server, call, limit=2) == [1, 2, 3]
    assert targets(server) == ["/list?limit=2", "/list?cursor=b%26c&limit=2"]


def test_the_last_item(kind: str, server: Loopback) -> None:
    paging = Paging(
        "last-item", items=ITEMS, argument="cursor", cursor=("id",), more=("has_more",)
    )
    server.plan(
        answer(body={"data": [{"id": "a"}, {"id": "b"}], "has_more": True}),
        answer(body={"data": [{"id": "c"}], "has_more": False}),
    )
    assert len(walk(kind, server, listing(paging))) == 3
    assert targets(server) == ["/list", "/list?cursor=b"]


def test_counting(kind: str, server: Loopback) -> None:
    offset = Paging("offset", items=ITEMS, argument="cursor", size="limit")
    server.plan(answer(body={"data": [1, 2]}), answer(body={"data": [3]}))
    assert walk(kind, server, listing(offset), limit=2) == [1, 2, 3]
    assert targets(server)[1] == "/list?cursor=2&limit=2"
    server.requests.clear()
    page = Paging("page", argument="cursor", first=1)
    server.plan(answer(body=[1]), answer(body=[2]), answer(body=[]))
    assert walk(kind, server, listing(page)) == [1, 2]
    assert targets(server) == ["/list", "/list?cursor=2", "/list?cursor=3"]


def test_links(kind: str, server: Loopback) -> None:
    link = f'<{server.url}/list?p=0>; rel="prev", </list?p=2>; rel="next last"'
    server.plan(answer(body=[1], headers={"Link": link}), answer(body=[2]))
    assert walk(kind, server, listing(Paging("link-header"))) == [1, 2]
    assert targets(server) == ["/list", "/list?p=2"]
    server.requests.clear()
    call = listing(Paging("next-url", items=ITEMS, cursor=("next",)))
    server.plan(
        answer(body={"data": [1], "next": f"{server.url}/list?x=1"}),
        answer(body={"data": [2], "next": ""}),
    )
    assert walk(kind, server, call) == [1, 2]


def test_another_host_is_not_asked(kind: str, server: Loopback) -> None:
    call = listing(Paging("next-url", items=ITEMS, cursor=("next",)))
    server.plan(answer(body={"data": [1], "next": "https://elsewhere.example/list"}))
    with pytest.raises(APIResponseError, match="another host"):
        walk(kind, server, call)


def test_a_cursor_in_the_body(kind: str, server: Loopback) -> None:
    call: PageCall[Any, Any] = PageCall(
        "POST",
        "/search",
        bodies=(Json(),),
        returns=(json_reply("200"),),
        paging=Paging(
            "cursor", items=ITEMS, argument="after", in_body=True, cursor=("next",)
        ),
    )
    server.plan(answer(body={"data": [1], "next": "b"}), answer(body={"data": [2]}))

    async def later(sender: Any) -> list[Any]:
        return [i async for i in AsyncPager(sender, call, {}, {"q": "x"})]

    found = Caller(kind, server.url).run(
        lambda s: list(s.page(call, {}, {"q": "x"})), later
    )
    assert found == [1, 2]
    assert [r.json for r in server.requests] == [{"q": "x"}, {"q": "x", "after": "b"}]


def test_a_cursor_that_does_not_move_is_an_error(kind: str, server: Loopback) -> None:
    call = listing(Paging("cursor", items=ITEMS, argument="cursor", cursor=("next",)))
    server.plan(*[answer(body={"data": [1], "next": "a"})] * 5)
    with pytest.raises(APIResponseError, match="this page again"):
        walk(kind, server, call)
    assert len(server.requests) == 2


def test_pages_are_visible(server: Loopback) -> None:
    call = listing(Paging("cursor", items=ITEMS, argument="cursor", cursor=("next",)))
    server.plan(answer(body={"data": [1], "next": "b"}), answer(body={"data": [2]}))

    def now(sender: Any) -> None:
        page = sender.page(call, {})
        assert (page.items, page.body["next"], page.has_next_page) == ([1], "b", True)
        assert len(page) == 1 and page.response.status_code == 200
        after = page.next_page()
        assert (after.items, after.has_next_page) == ([2], False)
        assert after.next_page() is None

    Caller("sync-httpx2", server.url).run(now, lambda s: None)


def test_awaiting_gives_one_page(server: Loopback) -> None:
    call = listing(Paging("cursor", items=ITEMS, argument="cursor", cursor=("next",)))
    server.plan(answer(body={"data": [1], "next": "b"}), answer(body={"data": [2]}))

    async def later(sender: Any) -> None:
        page = await AsyncPager(sender, call, {})
        assert page.items == [1]
        assert len(server.requests) == 1
        assert [each.items async for each in page.pages()] == [[1], [2]]

    Caller("async-httpx2", server.url).run(lambda s: None, later)


def test_what_does_not_fit_ends_the_list(kind: str, server: Loopback) -> None:
    call = listing(Paging("cursor", items=ITEMS, argument="cursor", cursor=("next",)))
    server.plan(answer(body=["not", "an", "object"]))
    assert walk(kind, server, call) == []
