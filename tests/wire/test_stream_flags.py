"""Streams on demand: asked for by a query parameter, or by a body that is given whole."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from wire.fault_server import End, FaultServer, Script, answer
from wire.packages import Both, make_package

EVENTS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    b'data: {"n": 1}\n\ndata: {"n": 2}\n\ndata: [DONE]\n\n'
)
TICK = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


def document() -> dict[str, Any]:
    tick = {"schema": {"$ref": "#/components/schemas/Tick"}}
    content = {"application/json": tick, "text/event-stream": tick}
    responses = {"200": {"description": "", "content": content}}
    flag = {"type": "boolean"}
    text = {
        "type": "object",
        "properties": {"kind": {"const": "text"}, "stream": flag},
        "required": ["kind"],
    }
    query = {
        "operationId": "watch",
        "tags": ["ticks"],
        "parameters": [{"name": "stream", "in": "query", "schema": flag}],
        "responses": responses,
    }
    whole = {
        "oneOf": [{"$ref": f"#/components/schemas/{n}"} for n in ("Text", "Other")]
    }
    body = {
        "operationId": "ask",
        "tags": ["ticks"],
        "requestBody": {"content": {"application/json": {"schema": whole}}},
        "responses": responses,
        "x-specloom-stream": {
            "event": "#/components/schemas/Tick",
            "flag": "stream",
        },
    }
    other = {
        "type": "object",
        "properties": {"kind": {"const": "other"}},
        "required": ["kind"],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Ticks", "version": "1"},
        "servers": [{"url": "https://ticks.example"}],
        "paths": {"/ticks": {"get": query, "post": body}},
        "components": {"schemas": {"Tick": TICK, "Text": text, "Other": other}},
    }


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return make_package(document(), tmp_path_factory.mktemp("ticks"), "wire_ticks")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as made:
        yield made


@pytest.fixture
def run(package: ModuleType, server: FaultServer, kind: str) -> Iterator[Both]:
    with Both(package, kind, base_url=server.url) as made:
        yield made


def test_by_a_query_parameter(run: Both, server: FaultServer) -> None:
    server.plan(Script((EVENTS,), End.CLOSE))
    told = run.every(lambda client: client.ticks.watch(stream=True))
    assert [tick.n for tick in told] == [1, 2]
    assert server.heads[0].startswith("GET /ticks?stream=true ")
    assert "accept: text/event-stream" in server.heads[0].lower()
    server.plan(Script((answer({"n": 3}),)))
    for options in ({}, {"stream": False}):
        assert run(lambda client: client.ticks.watch(**options)).n == 3
        assert "accept: application/json" in server.heads[-1].lower()


def test_by_a_body_that_is_given_whole(
    run: Both, server: FaultServer, package: ModuleType
) -> None:
    for body in (package.models.Text(stream=True), {"kind": "text", "stream": True}):
        server.plan(Script((EVENTS,), End.CLOSE))
        told = run.every(lambda client: client.ticks.ask(body=body))
        assert [tick.n for tick in told] == [1, 2]
    server.plan(Script((answer({"n": 3}),)))
    assert run(lambda client: client.ticks.ask(body=package.models.Text())).n == 3
