"""HTTP/2, for those who ask for it: against Hypercorn, with TLS."""

from __future__ import annotations

import asyncio
import importlib
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("h2")
pytest.importorskip("hypercorn")

from security.certificates import self_signed  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[2] / "out" / "python"))
sdk: Any = importlib.import_module("threads_runs")


class Server:
    """Answers every call with its HTTP version and how many connections there were."""

    def __init__(self, folder: Path) -> None:
        self.certificate, self.key = self_signed(folder)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.versions: list[str] = []
        self.peers: set[Any] = set()
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run)

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.versions.append(scope["http_version"])
        self.peers.add(scope["client"])
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"application/json")],
            }
        )
        await send({"type": "http.response.body", "body": b'{"id":"run_1"}'})

    def _run(self) -> None:
        from hypercorn.asyncio import serve
        from hypercorn.config import Config

        config = Config()
        config.bind = [f"127.0.0.1:{self.port}"]
        config.certfile, config.keyfile = str(self.certificate), str(self.key)
        config.errorlog = None

        async def main() -> None:
            self._loop = asyncio.get_running_loop()
            application: Any = self._application
            await serve(application, config, shutdown_trigger=self._stop.wait)

        asyncio.run(main())

    def __enter__(self) -> Server:
        self._thread.start()
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError("Hypercorn did not start")

    def __exit__(self, *exc: object) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(tmp_path) as made:
        monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
        yield made


def settings(server: Server) -> dict[str, Any]:
    url = f"https://localhost:{server.port}/v1"
    return {"base_url": url, "api_key": "sk-secret", "max_retries": 0}


def test_nobody_asked_for_it(server: Server) -> None:
    with sdk.Client(**settings(server)) as client:
        assert client.threads.runs.retrieve("thread_1", "run_1").id == "run_1"
    assert server.versions == ["1.1"]


def test_it_logs_no_secret(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with sdk.Client(**settings(server), http2=True) as client:
        client.threads.runs.retrieve("thread_1", "run_1")
    said = [record for record in caplog.records if record.name.startswith("hpack")]
    assert said
    assert not [r for r in said if "sk-secret" in r.getMessage()]


def test_one_connection_for_many_calls(server: Server) -> None:
    with sdk.Client(**settings(server), http2=True) as client:
        for _ in range(3):
            assert client.threads.runs.retrieve("thread_1", "run_1").id == "run_1"
    assert server.versions == ["2", "2", "2"]
    assert len(server.peers) == 1


def test_many_calls_at_once_share_it(server: Server) -> None:
    async def main() -> None:
        async with sdk.AsyncClient(**settings(server), http2=True) as client:
            await client.threads.runs.retrieve("thread_1", "run_1")
            calls = (
                client.threads.runs.retrieve("thread_1", f"run_{number}")
                for number in range(20)
            )
            for run in await asyncio.gather(*calls):
                assert run.id == "run_1"

    asyncio.run(main())
    assert server.versions == ["2"] * 21
    assert len(server.peers) == 1
