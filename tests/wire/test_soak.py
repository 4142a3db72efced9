"""200 streams at once on one asynchronous client, and 64 threads on one synchronous client.

No error that the server did not send, nothing left open, memory flat. For a second, or for as long
as SOAK_SECONDS says: `make soak`.
"""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from e2e.specification import DOCUMENT, ROOT

from wire.packages import make_package
from wire.soak_server import EVENTS

SECONDS = float(os.environ.get("SOAK_SECONDS", "1"))
pytestmark = pytest.mark.skipif(
    "SOAK_SECONDS" not in os.environ, reason="a load of its own: run by make soak"
)
STREAMS = 200
THREADS = 64
GROWTH = 8 * 2**20
"""How much larger the process may get between the middle and the end, in bytes."""


@pytest.fixture(params=["httpx2", "stdlib"])
def package(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> ModuleType:
    """A package in a folder that outlives the first test: it loads files when it needs them."""
    name = f"wire_soak_{request.param}"
    if name in sys.modules:
        return sys.modules[name]
    folder = tmp_path_factory.mktemp(name)
    return make_package(DOCUMENT, folder, name, transport=request.param)


@pytest.fixture
def url() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "wire.soak_server"],
        cwd=ROOT / "tests",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    with process:
        yield process.stdout.readline().strip()
        process.stdin.close()


class Tally:
    """What became of the calls, and how large the process was while they went on."""

    def __init__(self, package: ModuleType) -> None:
        self._package = package
        self._lock = threading.Lock()
        self.outcomes: Counter[str] = Counter()
        self.sizes: list[int] = []
        self.end = time.monotonic() + SECONDS

    def more(self) -> bool:
        """Whether to go on."""
        return time.monotonic() < self.end

    def count(self, error: BaseException | None) -> None:
        """One call is over."""
        sent = isinstance(error, self._package.InternalServerError)
        name = "ok" if error is None else "sent" if sent else repr(error)
        with self._lock:
            self.outcomes[name] += 1

    def weigh(self) -> None:
        """Notes the size of the process."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.sizes.append(pages * os.sysconf("SC_PAGE_SIZE"))

    def judge(self, told: str) -> None:
        """Fails unless every error was sent and the process did not grow."""
        errors = int(told)
        assert set(self.outcomes) <= {"ok", "sent"}, self.outcomes
        assert self.outcomes["sent"] == errors
        assert self.outcomes["ok"]
        if len(self.sizes) >= 20:
            middle = max(self.sizes[: len(self.sizes) // 2])
            assert max(self.sizes[-5:]) - middle < GROWTH, self.sizes
        print(f"\n{dict(self.outcomes)}, {self.sizes[-1] // 2**20} MB at the end")


def errors_of(url: str) -> str:
    """How many errors the server says that it has sent."""
    from urllib.request import urlopen

    with urlopen(f"{url}/errors") as answer:
        return str(answer.read().decode())


def settings(url: str) -> dict[str, Any]:
    return {"base_url": url, "api_key": "sk-soak", "max_retries": 0, "timeout": 30.0}


def test_streams_at_once(package: ModuleType, url: str) -> None:
    tally = Tally(package)

    async def read(client: Any) -> None:
        while tally.more():
            try:
                stream = await client.threads.runs.create(
                    "thread_1", assistant_id="asst_1", stream=True
                )
                told = [event async for event in stream]
                assert len(told) == EVENTS
            except Exception as error:
                tally.count(error)
            else:
                tally.count(None)

    async def weigh() -> None:
        while tally.more():
            tally.weigh()
            await asyncio.sleep(0.5)

    async def main() -> None:
        async with package.AsyncClient(**settings(url)) as client:
            work = asyncio.gather(weigh(), *(read(client) for _ in range(STREAMS)))
            await asyncio.wait_for(work, SECONDS + 60)

    asyncio.run(main())
    tally.judge(errors_of(url))


def test_threads_on_one_client(package: ModuleType, url: str) -> None:
    tally = Tally(package)

    def work(client: Any, number: int) -> None:
        while tally.more():
            try:
                if number % 4:
                    run = client.threads.runs.retrieve("thread_1", f"run_{number}")
                    assert run.id == "run_1"
                else:
                    stream = client.threads.runs.create(
                        "thread_1", assistant_id="asst_1", stream=True
                    )
                    assert len(list(stream)) == EVENTS
            except Exception as error:
                tally.count(error)
            else:
                tally.count(None)

    with package.Client(**settings(url)) as client:
        threads = [
            threading.Thread(target=work, args=(client, number))
            for number in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        while tally.more():
            tally.weigh()
            time.sleep(0.5)
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
    tally.judge(errors_of(url))
