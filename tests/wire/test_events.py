"""Server-sent events through a generated client: typed data, and the lines beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from wire.packages import Both, make_package
from wire.small_server import Answer, Asked, SmallServer

DOCUMENT = Path(__file__).parents[1] / "cases/calls/event-lines/openapi.yaml"
BODIES = {
    "/words": b"data: plain words\n\ndata: 12\n\ndata: [DONE]\n\n",
    "/plain": b"event: x\nid: 7\ndata: plain words\n\n: hm\n\nretry: 5\ndata:a\ndata: b",
    "/items": b'data: {"id": 1}\n\nevent: ping\ndata: \n\nid: 2\ndata: {"id": 2}\n\n',
    "/changes": (
        b'event: added\nid: 1\ndata: {"id": 3}\n\nevent: said\ndata: 3\n\ndata: 3\n\n'
        b"event: other\ndata: so it goes\n\nretry: 3"
    ),
}


def answer(asked: Asked) -> Answer:
    return Answer(BODIES[asked.path], headers={"Content-Type": "text/event-stream"})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return make_package(DOCUMENT, tmp_path_factory.mktemp("events"), "wire_events")


@pytest.fixture
def both(package: ModuleType, kind: str) -> Iterator[Both]:
    with SmallServer(answer) as server:
        with Both(package, kind, base_url=server.url) as made:
            yield made


def test_text_stays_text(both: Both) -> None:
    assert both.every(lambda c: c.words.listen()) == ["plain words", "12", "[DONE]"]


def test_the_standards_own_event(both: Both) -> None:
    first, second = both.every(lambda c: c.plain.listen())
    assert (first.event, first.id, first.data) == ("x", "7", "plain words")
    assert (second.event, second.retry, second.data) == ("message", 5, "a\nb")


def test_data_that_holds_json_is_typed(package: ModuleType, both: Both) -> None:
    first, second = both.every(lambda c: c.items.listen())
    assert first.data == package.models.Item(id=1) and not first.id
    assert (second.data, second.id) == (package.models.Item(id=2), "2")


def test_events_go_by_their_names(package: ModuleType, both: Both) -> None:
    models = package.models
    added, said, count, other = both.every(lambda c: c.changes.listen())
    assert added == models.ListenChangesResponseAdded(id="1", data=models.Item(id=3))
    assert said == models.ListenChangesResponseSaid(data="3")
    assert count == models.ListenChangesResponseMessage(event="message", data=3)
    assert isinstance(other, models.UnknownVariant)
    assert (other.tag, other.raw["data"]) == ("other", "so it goes")


def test_what_was_received_is_written_back(package: ModuleType, both: Both) -> None:
    added, *_ = both.every(lambda c: c.changes.listen())
    assert package.encode(added) == {"event": "added", "id": "1", "data": {"id": 3}}


def test_a_call_that_always_streams_is_iterated_over_as_it_is(
    package: ModuleType,
) -> None:
    async def main(url: str) -> None:
        async with package.AsyncClient(base_url=url) as client:
            words = ["plain words", "12", "[DONE]"]
            assert [word async for word in client.words.listen()] == words
            stream = await client.words.listen()
            assert [word async for word in stream] == words
            async with client.words.listen() as stream:
                assert await anext(stream) == words[0]
            raw = await client.with_raw_response(client.words.listen)
            assert b"plain words" in await raw.read()
            later = client.words.listen()
        assert isinstance(later, package.AsyncStreaming)

    with SmallServer(answer) as server:
        asyncio.run(main(server.url))
        assert len(server.asked) == 4


def test_the_fake_speaks_the_same_lines(package: ModuleType) -> None:
    from importlib import import_module

    fake = import_module("wire_events.testing").FakeTransport()
    with package.Client(http_client=fake) as client:
        assert [e.data for e in client.plain.listen()] == ["data"]
        assert [e.data for e in client.changes.listen()] == [package.models.Item(id=1)]
