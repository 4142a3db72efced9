"""The fake transport that comes with a package: every call has an answer without a server."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from e2e.specification import DOCUMENT
from specloom.run.pipeline import Made

from wire.operations import Operations
from wire.packages import make

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Made]:
    folder = tmp_path_factory.mktemp("fake")
    package, made = make(DOCUMENT, folder, "wire_fake")
    importlib.import_module("wire_fake.testing")
    return package, made


@pytest.fixture
def fake(made: tuple[Any, Made]) -> Iterator[tuple[Any, Any, Any]]:
    package, _ = made
    transport = package.testing.FakeTransport()
    with package.Client(http_client=transport, api_key="x") as client:
        yield package, transport, client


def test_every_operation_has_an_answer(made: tuple[Any, Made]) -> None:
    package, sdk = made
    transport = package.testing.FakeTransport()
    client = package.Client(http_client=transport, api_key="x", admin_api_key="x")
    operations = Operations(client, sdk)
    for key in operations.calls:
        for full in (False, True):
            operations.call(key, full=full)
    assert len(transport.requests) == 2 * len(operations.calls)


@pytest.mark.parametrize("name", ["petstore3.yaml", "museum.yaml", "qdrant.json"])
def test_of_real_documents_too(name: str, tmp_path: Path) -> None:
    if not (CORPUS / name).exists():
        pytest.skip("the document is not here")
    module = f"wire_fake_{name.partition('.')[0]}"
    package, sdk = make(CORPUS / name, tmp_path, module)
    importlib.import_module(f"{module}.testing")
    transport = package.testing.FakeTransport()
    client = package.Client(
        http_client=transport, base_url="http://x/v1", **Operations.secrets(package)
    )
    operations = Operations(client, sdk)
    for key in operations.calls:
        operations.call(key, full=True)


def test_the_example_of_the_document(fake: tuple[Any, Any, Any]) -> None:
    _, transport, client = fake
    run = client.threads.runs.create("thread_1", assistant_id="asst_1", metadata={})
    assert run.id == "run_abc123"
    (request,) = transport.requests
    assert (request.method, request.json()) == (
        "POST",
        {"assistant_id": "asst_1", "metadata": {}},
    )
    assert request.url.endswith("/threads/thread_1/runs")


def test_streams(fake: tuple[Any, Any, Any]) -> None:
    _, _, client = fake
    stream = client.threads.runs.create("t", assistant_id="a", stream=True)
    assert list(stream)


def test_replies_come_in_their_order(fake: tuple[Any, Any, Any]) -> None:
    package, transport, client = fake
    operation = "GET /threads/{thread_id}/runs/{run_id}"
    transport.reply(operation, {"id": "mine"})
    transport.reply(operation, {"error": {"message": "no"}}, status=404)
    transport.reply(operation, error=package.APITimeoutError())
    assert client.threads.runs.retrieve("t", "r").id == "mine"
    with pytest.raises(package.NotFoundError, match="no"):
        client.threads.runs.retrieve("t", "r")
    with pytest.raises(package.APITimeoutError):
        client.threads.runs.retrieve("t", "r")
    assert client.threads.runs.retrieve("t", "r").id == "run_abc123"
    with pytest.raises(ValueError, match="operation: expected one of POST /threads"):
        transport.reply("GET /nothing")


OPERATION = "GET /threads/{thread_id}/runs/{run_id}"


def test_an_error_is_not_hidden_by_retries(
    fake: tuple[Any, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    package, transport, client = fake
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    transport.reply(OPERATION, {"error": {"message": "busy"}}, status=503)
    transport.reply(OPERATION, {"id": "after"})
    with pytest.raises(package.InternalServerError, match="busy"):
        client.threads.runs.retrieve("t", "r")
    assert [request.attempt for request in transport.requests] == [0, 1, 2]
    assert client.threads.runs.retrieve("t", "r").id == "after"


def test_how_many_requests_are_answered_so(
    fake: tuple[Any, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, transport, client = fake
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    transport.reply(OPERATION, status=503, times=2)
    transport.reply(OPERATION, {"id": "mine"}, times=2)
    found = [client.threads.runs.retrieve("t", "r").id for _ in range(3)]
    assert found == ["mine", "mine", "run_abc123"]
    assert len(transport.requests) == 5
    with pytest.raises(ValueError, match="times: expected a number from 1, got 0"):
        transport.reply(OPERATION, times=0)


def test_an_asynchronous_client(made: tuple[Any, Made]) -> None:
    package, _ = made
    transport = package.testing.AsyncFakeTransport()

    async def main() -> None:
        async with package.AsyncClient(http_client=transport, api_key="x") as client:
            assert (await client.threads.runs.retrieve("t", "r")).id == "run_abc123"
            assert [run.id async for run in client.threads.runs.list("t")]
            stream = await client.threads.runs.create(
                "t", assistant_id="a", stream=True
            )
            assert [event async for event in stream]

    asyncio.run(main())
    assert len(transport.requests) >= 3
