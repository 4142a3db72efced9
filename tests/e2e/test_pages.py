"""Pagination of the generated client against the test server, sync and async."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest
from threads_runs import AsyncClient, Client

from e2e.calling import Runner
from e2e.server import KEY, ApiServer


def sent(api: ApiServer) -> list[dict[str, str]]:
    """The query of each request."""
    queries = (parse_qs(urlsplit(request.target).query) for request in api.requests)
    return [{name: value[-1] for name, value in query.items()} for query in queries]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_iterating_walks_all_pages(run: Runner, api: ApiServer, order: str) -> None:
    ids = ["run_abc456", "run_abc123", *api.add_runs("thread_abc123", 5)]
    if order == "desc":
        ids.reverse()
    runs = run.items(
        lambda client: client.threads.runs.list("thread_abc123", limit=3, order=order)
    )
    assert [item.id for item in runs] == ids
    assert sent(api) == [
        {"limit": "3", "order": order},
        {"limit": "3", "order": order, "after": ids[2]},
        {"limit": "3", "order": order, "after": ids[5]},
    ]


def test_steps_are_paged_too(run: Runner, api: ApiServer) -> None:
    steps = run.items(
        lambda client: client.threads.runs.steps.list(
            "thread_abc123", "run_abc123", limit=1
        )
    )
    assert [step.id for step in steps] == ["step_abc123", "step_abc456"]
    assert len(api.requests) == 2


def test_one_page_is_one_request(api: ApiServer) -> None:
    api.add_runs("thread_abc123", 5)
    with Client(api_key=KEY, base_url=api.url) as client:
        page = client.threads.runs.list("thread_abc123", limit=2)
        assert len(api.requests) == 1
        assert [run.id for run in page.items] == ["run_5", "run_4"]
        assert page.body.has_more is True and page.has_next_page
        second = page.next_page()
        assert second is not None and second.body.first_id == "run_3"
        assert [len(each.items) for each in page.pages()] == [2, 2, 2, 1]


def test_an_asynchronous_list_is_asked_for_when_it_is_awaited(api: ApiServer) -> None:
    api.add_runs("thread_abc123", 5)

    async def main() -> None:
        async with AsyncClient(api_key=KEY, base_url=api.url) as client:
            pager = client.threads.runs.list("thread_abc123", limit=2)
            assert api.requests == []
            page = await pager
            assert [run.id for run in page.items] == ["run_5", "run_4"]
            assert len(api.requests) == 1
            second = await page.next_page()
            assert second is not None and second.body.first_id == "run_3"

    asyncio.run(main())


def test_an_empty_list_has_one_page(run: Runner, api: ApiServer) -> None:
    api.add_runs("thread_abc123", 1)
    steps = run.items(lambda c: c.threads.runs.steps.list("thread_abc123", "run_1"))
    assert steps == []
    assert len(api.requests) == 1
