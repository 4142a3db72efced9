"""Pages: every style, sync and async, and where they end."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller
from loopback import Loopback, answer
from runtime.bodies import Json
from runtime.call import json_reply
from runtime.errors import APIResponseError
from runtime.paging import AsyncPager, Ends, PageCall, Paging
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
        "last-item",
        items=ITEMS,
        argument="cursor",
        cursor=("id",),
        ends=Ends(more=("has_more",)),
    )
    server.plan(
        answer(body={"data": [{"id": "a"}, {"id": "b"}], "has_more": True}),
        answer(body={"data": [{"id": "c"}], "has_more": False}),
    )
    assert len(walk(kind, server, listing(paging))) == 3
    assert targets(server) == ["/list", "/list?cursor=b"]


def test_counting(kind: str, server: Loopback) -> None:
    offset = Paging("offset", items=ITEMS, argument="cursor", size="limit", largest=9)
    server.plan(answer(body={"data": [1, 2]}), answer(body={"data": [3]}))
    assert walk(kind, server, listing(offset), limit=2) == [1, 2, 3]
    assert targets(server) == ["/list?limit=2", "/list?cursor=2&limit=2"]
    server.requests.clear()
    page = Paging("page", argument="cursor", first=1)
    server.plan(answer(body=[1]), answer(body=[2]), answer(body=[]))
    assert walk(kind, server, listing(page)) == [1, 2]
    assert targets(server) == ["/list", "/list?cursor=2", "/list?cursor=3"]


def test_a_page_that_the_server_cut_short_is_not_the_last(
    kind: str, server: Loopback
) -> None:
    offset = Paging("offset", items=ITEMS, argument="cursor", size="limit", largest=2)
    server.plan(answer(body={"data": [1, 2]}), answer(body={"data": [3]}))
    assert walk(kind, server, listing(offset), limit=1000) == [1, 2, 3]
    assert targets(server)[1:] == [
        "/list?cursor=2&limit=1000",
        "/list?cursor=3&limit=1000",
    ]


PAGE = {"argument": "cursor", "items": ITEMS, "first": 1}
ENDS: list[tuple[str, dict[str, Any], Any, dict[str, Any]]] = [
    ("more", {"more": ("m",)}, {"m": True}, {"m": False}),
    ("more in words", {"more": ("m",)}, {"m": "True"}, {"m": "false"}),
    ("more as a number", {"more": ("m",)}, {"m": 1}, {"m": 0}),
    ("last", {"last": ("l",)}, {"l": False}, {"l": True}),
    ("next", {"next": ("n",)}, {"n": 2}, {"n": None}),
    ("next inside", {"next": ("l", "n")}, {"l": {"n": 2}}, {"l": {"n": None}}),
    ("pages", {"pages": ("p",)}, {"p": 2}, {"p": 2}),
    ("pages as text", {"pages": ("p",)}, {"p": "2"}, {"p": "2"}),
    ("size", {"size": ("s",)}, {"s": 2}, {"s": 2}),
    ("total", {"total": ("t",)}, {"t": 3}, {"t": 3}),
    (
        "total of more than that",
        {"total": ("t",), "size": ("s",)},
        {"t": 3, "s": 2},
        {"t": 3, "s": 2},
    ),
]


@pytest.mark.parametrize(
    ("ends", "middle", "last"), [e[1:] for e in ENDS], ids=[e[0] for e in ENDS]
)
def test_the_documented_end_is_read(
    kind: str, server: Loopback, ends: Any, middle: Any, last: Any
) -> None:
    call = listing(Paging("page", **PAGE, ends=Ends(**ends)))
    server.plan(answer(body={"data": [1, 2], **middle}))
    server.plan(answer(body={"data": [3], **last}))
    assert walk(kind, server, call) == [1, 2, 3]
    assert targets(server) == ["/list", "/list?cursor=2"]


@pytest.mark.parametrize(("first", "number"), [(1, 0), (0, 1), (0, 0), (1, 1)])
def test_the_answer_says_where_counting_starts(
    kind: str, server: Loopback, first: int, number: int
) -> None:
    ends = Ends(page=("n",), pages=("p",))
    call = listing(Paging("page", **{**PAGE, "first": first}, ends=ends))
    server.plan(
        answer(body={"data": [1], "n": number, "p": 2}),
        answer(body={"data": [2], "n": number + 1, "p": 2}),
    )
    assert walk(kind, server, call) == [1, 2]
    assert targets(server) == ["/list", f"/list?cursor={number + 1}"]


@pytest.mark.parametrize(
    ("body", "requests"), [({"p": 4}, 2), ({"t": 4}, 3), ({"t": 4, "s": 1}, 2)], ids=str
)
def test_counting_goes_on_from_the_page_that_was_asked_for(
    kind: str, server: Loopback, body: Any, requests: int
) -> None:
    """How many items came before is known only if the size of pages is."""
    ends = Ends(pages=("p",), total=("t",), size=("s",))
    call = listing(Paging("page", **PAGE, ends=ends))
    server.plan(answer(body={"data": [3], **body}))
    server.plan(answer(body={"data": [4], **body}), answer(body={"data": []}))
    assert walk(kind, server, call, cursor=3) == [3, 4]
    assert len(server.requests) == requests


def test_the_number_stands_in_an_object(kind: str, server: Loopback) -> None:
    paging = Paging(
        "page",
        items=ITEMS,
        argument="pageable",
        member="page",
        size="size",
        largest=9,
    )
    call: PageCall[Any, Any] = PageCall(
        "GET", "/list", query("pageable"), returns=(json_reply("200"),), paging=paging
    )
    server.plan(answer(body={"data": [1]}), answer(body={"data": []}))
    assert walk(kind, server, call, pageable={"size": 1}) == [1]
    assert targets(server) == ["/list?size=1", "/list?size=1&page=1"]


def test_a_link_header_tells_the_end_of_counting(kind: str, server: Loopback) -> None:
    call = listing(Paging("page", **PAGE))
    server.plan(
        answer(body={"data": [1]}, headers={"Link": '</list?x=2>; rel="next"'}),
        answer(body={"data": [2]}, headers={"Link": '</list?x=1>; rel="prev"'}),
    )
    assert walk(kind, server, call) == [1, 2]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "body", [{"data": [{"id": 1}]}, {"data": [1]}, {"data": [], "m": True}], ids=str
)
def test_a_page_that_repeats_itself_is_an_error(
    kind: str, server: Loopback, body: Any
) -> None:
    call = listing(Paging("page", **PAGE, ends=Ends(more=("m",))))
    server.plan(*[answer(body=body)] * 5)
    with pytest.raises(APIResponseError, match="cursor: the next page is the same"):
        walk(kind, server, call)
    assert len(server.requests) == 2


def test_items_that_repeat_are_an_error_whatever_stands_beside_them(
    kind: str, server: Loopback
) -> None:
    call = listing(Paging("page", **PAGE))
    server.plan(*[answer(body={"data": [{"id": 1}], "at": n}) for n in range(5)])
    with pytest.raises(APIResponseError, match="cursor: the next page is the same"):
        walk(kind, server, call)


def test_plain_values_may_repeat(kind: str, server: Loopback) -> None:
    call = listing(Paging("page", **PAGE, ends=Ends(pages=("p",))))
    server.plan(*[answer(body={"data": [0, 0], "page": n, "p": 3}) for n in (1, 2, 3)])
    assert walk(kind, server, call) == [0] * 6


def test_each_page_is_a_call_of_its_own(kind: str, server: Loopback) -> None:
    call: PageCall[Any, Any] = PageCall(
        "POST",
        "/search",
        bodies=(Json(),),
        returns=(json_reply("200"),),
        paging=Paging("page", items=ITEMS, argument="n", in_body=True, first=1),
    )
    options = {"idempotency_key": "k", "extra_headers": {"x-mine": "1"}}
    server.plan(answer(body={"data": [1]}), answer(body={"data": []}))

    async def later(sender: Any) -> list[Any]:
        return [i async for i in AsyncPager(sender, call, {}, {}, options)]

    Caller(kind, server.url).run(lambda s: list(s.page(call, {}, {}, options)), later)
    sent = [
        (r.headers.get("idempotency-key"), r.headers["x-mine"]) for r in server.requests
    ]
    assert sent == [("k", "1"), (None, "1")]


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


NEXT = Paging("next-url", items=ITEMS, cursor=("next",))


def test_a_link_of_an_internal_name_is_asked_of_our_own_host(
    kind: str, server: Loopback
) -> None:
    link = "http://internal:8000/v2/list?cursor=b%26c&limit=2"
    server.plan(answer(body={"data": [1], "next": link}))
    server.plan(answer(body={"data": [2], "next": None}))
    assert walk(kind, server, listing(NEXT), limit=2) == [1, 2]
    assert targets(server) == ["/list?limit=2", "/list?cursor=b%26c&limit=2"]


def test_a_link_of_another_scheme_is_asked_with_ours(
    kind: str, server: Loopback
) -> None:
    link = "https://127.0.0.1/else?opaque=1#there"
    server.plan(answer(body={"data": [1], "next": link}))
    server.plan(answer(body={"data": [2], "next": None}))
    assert walk(kind, server, listing(NEXT)) == [1, 2]
    assert targets(server) == ["/list", "/else?opaque=1"]


def test_what_is_ours_alone_stays_in_the_query(kind: str, server: Loopback) -> None:
    """A link of another host knows nothing of what a caller adds."""
    server.plan(answer(body={"data": [1], "next": "http://internal/list?cursor=b"}))
    server.plan(answer(body={"data": [2]}))
    options = {"extra_query": {"debug": "1"}}
    call = listing(NEXT)

    async def later(sender: Any) -> list[Any]:
        return [
            i async for i in AsyncPager(sender, call, {"limit": 2}, options=options)
        ]

    Caller(kind, server.url).run(
        lambda s: list(s.page(call, {"limit": 2}, options=options)), later
    )
    assert targets(server) == ["/list?limit=2&debug=1", "/list?cursor=b&debug=1"]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("https://elsewhere.example/list", "elsewhere.example and not 127.0.0.1"),
        (
            "https://elsewhere.example/list?opaque=2",
            "elsewhere.example and not 127.0.0.1",
        ),
        ("http://host:99999/list", "which is no address"),
        ("/list", "this page again"),
    ],
)
def test_a_page_that_came_is_returned_before_its_link_is_judged(
    kind: str, server: Loopback, link: str, message: str
) -> None:
    call = listing(NEXT)
    server.plan(answer(body={"data": [1, 2], "next": link}))
    seen: list[Any] = []

    def now(sender: Any) -> None:
        page = sender.page(call, {})
        assert page.has_next_page
        seen.extend(page.items)
        page.next_page()

    async def later(sender: Any) -> None:
        async for item in AsyncPager(sender, call, {}):
            seen.append(item)

    with pytest.raises(APIResponseError, match=message):
        Caller(kind, server.url).run(now, later)
    assert seen == [1, 2]
    assert len(server.requests) == 1


def test_a_number_that_the_link_carries_is_taken(kind: str, server: Loopback) -> None:
    """A page that leaves some items out is shorter than the step to the next."""
    paging = Paging(
        "offset", items=ITEMS, argument="cursor", size="limit", ends=Ends(next=("n",))
    )
    server.plan(answer(body={"data": [1], "n": "http://internal/list?cursor=3"}))
    server.plan(answer(body={"data": [4], "n": None}))
    assert walk(kind, server, listing(paging), limit=3) == [1, 4]
    assert targets(server)[1] == "/list?cursor=3&limit=3"


def test_an_empty_page_with_the_same_cursor_is_the_end(
    kind: str, server: Loopback
) -> None:
    call = listing(Paging("cursor", items=ITEMS, argument="cursor", cursor=("next",)))
    server.plan(answer(body={"data": [1], "next": "a"}))
    server.plan(answer(body={"data": [], "next": "a"}))
    assert walk(kind, server, call) == [1]


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


def test_pages_without_items_give_their_bodies(kind: str, server: Loopback) -> None:
    paging = Paging("cursor", items=None, argument="cursor", cursor=("next",))
    bodies = [{"a": [1], "next": "b"}, {"b": [2], "next": None}]
    server.plan(*[answer(body=body) for body in bodies])
    assert walk(kind, server, listing(paging)) == bodies
    assert targets(server) == ["/list", "/list?cursor=b"]


def test_pages_are_visible(server: Loopback) -> None:
    call = listing(Paging("cursor", items=ITEMS, argument="cursor", cursor=("next",)))
    server.plan(answer(body={"data": [1], "next": "b"}), answer(body={"data": [2]}))

    def now(sender: Any) -> None:
        page = sender.page(call, {})
        assert (page.items, page.body["next"], page.has_next_page) == ([1], "b", True)
        assert page and page.response.status_code == 200
        with pytest.raises(TypeError):
            len(page)
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


@pytest.mark.parametrize(
    ("body", "truth"),
    [({"data": []}, False), ({"data": [1]}, True), ({"data": [], "next": "b"}, True)],
)
def test_a_page_is_true_if_iterating_may_give_something(
    server: Loopback, body: Any, truth: bool
) -> None:
    call = listing(Paging("cursor", items=ITEMS, argument="cursor", cursor=("next",)))
    server.plan(answer(body=body))
    page = Caller("sync-stdlib", server.url).run(
        lambda s: s.page(call, {}), lambda s: None
    )
    assert bool(page) is truth
