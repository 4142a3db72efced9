"""Lists in the shapes of frameworks: each item once, no request beyond the end, and no list
without one."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from wire.packages import Both, make_package
from wire.page_shapes import IDS, SHAPES, answer, document
from wire.small_server import SmallServer


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    made = make_package(document(), tmp_path_factory.mktemp("pages"), "wire_pages")
    importlib.import_module("wire_pages.testing")
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[SmallServer]:
    with SmallServer(answer) as made:
        yield made


def call(client: Any, name: str) -> Any:
    """The method of a shape."""
    group = getattr(client, name)
    return next(
        getattr(group, method)
        for method in ("list", "get", name)
        if hasattr(group, method)
    )


@pytest.mark.parametrize("name", SHAPES)
def test_every_item_comes_once(
    package: ModuleType, server: SmallServer, kind: str, name: str
) -> None:
    server.asked.clear()
    shape = SHAPES[name]
    with Both(package, kind, base_url=server.url) as both:
        found = both.every(lambda c: call(c, name)(**shape.arguments))
    assert [thing.id for thing in found] == IDS
    assert len(server.asked) == shape.requests


@pytest.mark.parametrize("name", SHAPES)
def test_the_fake_has_an_end(package: ModuleType, name: str) -> None:
    """Without a word about replies: its second page is empty."""
    needed = {"pageable": {}} if "spring" in name else {}
    fake = package.testing.FakeTransport()
    with package.Client(http_client=fake) as client:
        assert len(list(call(client, name)(**needed))) == 1
    assert len(fake.requests) <= 2

    async def main() -> None:
        fake = package.testing.AsyncFakeTransport()
        async with package.AsyncClient(http_client=fake) as client:
            assert len([one async for one in call(client, name)(**needed)]) == 1
        assert len(fake.requests) <= 2

    asyncio.run(main())
