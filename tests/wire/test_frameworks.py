"""Clients of what FastAPI, litestar and django-ninja export, against the running apps."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from wire.apps import FILE, NAMES
from wire.packages import Both, make_package


class Running:
    """An app that answers until it is left, and the client made of its description."""

    def __init__(self, name: str, folder: Path) -> None:
        import uvicorn

        made = importlib.import_module(f"wire.apps.{name}_app")
        self.package: ModuleType = make_package(
            made.document, folder, f"wire_of_{name}"
        )
        config = uvicorn.Config(made.app, port=0, log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Running:
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def url(self) -> str:
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"


def running(name: str) -> Callable[[pytest.TempPathFactory], Iterator[Running]]:
    """A fixture with one of the apps; without its package the tests are skipped."""

    def fixture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
        if not all(importlib.util.find_spec(n) for n in ("uvicorn", name)):
            pytest.skip(f"{name} is not installed")
        with Running(name, tmp_path_factory.mktemp(name)) as made:
            yield made

    return fixture


fastapi = pytest.fixture(scope="module")(running("fastapi"))
litestar = pytest.fixture(scope="module")(running("litestar"))
ninja = pytest.fixture(scope="module")(running("ninja"))


def both(app: Running, kind: str) -> Both:
    return Both(app.package, kind, base_url=app.url)


def method(client: Any, group: str) -> Any:
    """The one method of a group."""
    found = getattr(client, group)
    (name,) = [name for name in dir(found) if not name.startswith("_")]
    return getattr(found, name)


def content(of: Both, group: str) -> bytes:
    """The bytes of an answer that is given as it came."""

    async def later(client: Any) -> bytes:
        data: bytes = await (await method(client, group)()).read()
        return data

    if of.kind == "sync":
        return bytes(of(lambda c: method(c, group)().read()))
    return bytes(of(later))


def test_fastapi(fastapi: Running, kind: str) -> None:
    with both(fastapi, kind) as client:
        things = client.every(lambda c: method(c, "things")())
        assert [thing.name for thing in things] == NAMES
        watched = client.every(lambda c: method(c, "events")())
        assert [event.data.name for event in watched] == NAMES[:2]
        first, second = client.every(lambda c: method(c, "talk")())
        assert (first.event, first.id, first.data) == ("x", "7", "plain words")
        assert (second.event, second.retry, second.data) == ("message", 5, "a\nb")
        lines = client.every(lambda c: method(c, "lines")())
        assert [thing.name for thing in lines] == NAMES[:2]
        assert content(client, "file") == FILE
        assert client(lambda c: method(c, "text")()) == "é"


def test_litestar(litestar: Running, kind: str) -> None:
    with both(litestar, kind) as client:
        assert client.every(lambda c: method(c, "offsets")()) == NAMES
        assert client.every(lambda c: method(c, "numbers")()) == NAMES
        assert client.every(lambda c: method(c, "events")()) == [
            "plain words",
            {"a": 1},
        ]
        assert content(client, "file") == FILE
        assert client(lambda c: method(c, "text")()) == "é"


def test_django_ninja(ninja: Running, kind: str) -> None:
    with both(ninja, kind) as client:
        for name in ("offsets", "numbers"):
            things = client.every(lambda c, name=name: method(c, name)())
            assert [thing.name for thing in things] == NAMES
        assert content(client, "untyped") == b'{"a": 1}'
        assert content(client, "file") == FILE
