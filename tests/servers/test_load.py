"""Many streams through nginx, many calls through a haproxy that closes connections at random:
no error that the server did not send, and no socket left."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from calling import Caller
from runtime.timeouts import Timeout

from servers.calls import EVENTS, JSON, POST
from servers.haproxy import Haproxy
from servers.nginx import Nginx

SECONDS = float(os.environ.get("SERVERS_SECONDS", "6"))
STREAMS = 200
CALLS = 1000
ESTABLISHED = "01"


def connections_to(url: str) -> int:
    """How many connections of this machine lead to a port, as `ss` counts them."""
    port = f"{urlsplit(url).port or 0:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    fields = [line.split() for line in lines]
    return sum(f[2].endswith(f":{port}") and f[3] == ESTABLISHED for f in fields)


def none_left(url: str) -> bool:
    until = time.monotonic() + 5
    while connections_to(url) and time.monotonic() < until:
        time.sleep(0.05)
    return not connections_to(url)


@pytest.mark.parametrize("transport", ["httpx2", "stdlib"])
def test_streams_at_once_through_nginx(transport: str, nginx: Nginx) -> None:
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + SECONDS

    async def read(sender: Any) -> None:
        while time.monotonic() < end:
            try:
                stream = await sender.stream(EVENTS, {"count": 20, "pause": 0.02})
                assert len([event async for event in stream]) == 20
            except Exception as error:
                outcomes[repr(error)] += 1
            else:
                outcomes["ok"] += 1

    async def later(sender: Any) -> None:
        await asyncio.gather(*(read(sender) for _ in range(STREAMS)))

    def now(sender: Any) -> None:
        raise AssertionError("only one kind has tasks")

    Caller(f"async-{transport}", nginx.plain, timeout=60.0).run(now, later)
    assert set(outcomes) == {"ok"}, outcomes
    assert outcomes["ok"] >= STREAMS
    assert none_left(nginx.plain)


def test_calls_through_a_fickle_proxy(kind: str, haproxy: Haproxy) -> None:
    """Some with a key, so that all of them may be made again."""
    options = {"idempotency_key": "k", "max_retries": 6}
    outcomes: Counter[str] = Counter()
    workers = 16

    def arguments(number: int) -> tuple[Any, ...]:
        if number % 2:
            return (POST, {}, {"a": number}, options)
        return (JSON, {}, {}, {"max_retries": 6})

    def now(sender: Any) -> None:
        def work(first: int) -> None:
            for number in range(first, CALLS, workers):
                outcomes["ok" if sender.send(*arguments(number)) else "nothing"] += 1
                time.sleep(number % 5 * 0.005)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)

    async def later(sender: Any) -> None:
        async def work(first: int) -> None:
            for number in range(first, CALLS, workers):
                told = await sender.send(*arguments(number))
                outcomes["ok" if told else "nothing"] += 1
                await asyncio.sleep(number % 5 * 0.005)

        await asyncio.wait_for(asyncio.gather(*map(work, range(workers))), 60)

    Caller(kind, haproxy.fickle, timeout=Timeout(20)).run(now, later)
    assert outcomes == {"ok": CALLS}
    assert none_left(haproxy.fickle)
