"""What the generated clients make of a server that misbehaves: a defined error or a right value,
in time, with no connection left open and no secret sent elsewhere.

Each test runs with both clients over both transports.
"""

from __future__ import annotations

import gzip
import json
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from e2e.specification import DOCUMENT

from wire.fault_server import End, FaultServer, Script, answer
from wire.packages import Both, make_package

RUN = {"id": "run_1", "object": "thread.run", "status": "queued", "model": "ü"}
WHOLE = answer(RUN)
KINDS = ("sync-httpx2", "async-httpx2", "sync-stdlib", "async-stdlib")
KEY = "sk-very-secret"
LARGEST = 2**20
STEP = 1 if os.environ.get("E2E") else 11
"""Which cuts are tried: each one with `make e2e`."""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ModuleType]:
    folder: Path = tmp_path_factory.mktemp("faults")
    return {
        transport: make_package(
            DOCUMENT, folder, f"wire_faults_{transport}", transport=transport
        )
        for transport in ("httpx2", "stdlib")
    }


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as made:
        yield made


class Faulty:
    """A client of one kind, and the errors of its package."""

    def __init__(self, package: ModuleType, kind: str, url: str) -> None:
        self.errors = package
        self.transport = package.__name__.rpartition("_")[2]
        self.run = Both(
            package,
            kind,
            base_url=url,
            api_key=KEY,
            timeout=2.0,
            max_response_bytes=LARGEST,
        )

    def retrieve(self, **options: Any) -> Any:
        """A call that gives a run."""
        return self.run(
            lambda client: client.threads.runs.retrieve("thread_1", "run_1", **options)
        )

    def events(self) -> list[Any]:
        """A call that gives the events of a run."""
        return self.run.every(
            lambda client: client.threads.runs.create(
                "thread_1", assistant_id="asst_1", stream=True
            )
        )


@pytest.fixture(params=KINDS)
def client(
    request: pytest.FixtureRequest,
    packages: dict[str, ModuleType],
    server: FaultServer,
) -> Iterator[Faulty]:
    kind, _, transport = str(request.param).partition("-")
    made = Faulty(packages[transport], kind, server.url)
    with made.run:
        yield made
    assert server.all_closed(), "a connection is left open"


# Cut ------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [End.CLOSE, End.RESET])
def test_an_answer_cut_at_each_byte(
    client: Faulty, server: FaultServer, end: End
) -> None:
    for cut in range(0, len(WHOLE), STEP):
        server.plan(Script((WHOLE[:cut],), end))
        with pytest.raises(client.errors.APIConnectionError):
            client.retrieve()
        assert len(server.heads) == 1
    server.plan(Script((WHOLE,), End.CLOSE))
    assert client.retrieve().id == "run_1"


CHUNKED = answer(b'5\r\n{"a":\r\n2\r\n1}\r\n0\r\n\r\n', "Transfer-Encoding: chunked")


def test_a_chunked_answer_cut_at_each_byte(client: Faulty, server: FaultServer) -> None:
    for cut in range(CHUNKED.index(b"\r\n\r\n") + 4, len(CHUNKED) - 2):
        server.plan(Script((CHUNKED[:cut],), End.CLOSE))
        with pytest.raises(client.errors.APIConnectionError):
            client.retrieve()


# Slow -----------------------------------------------------------------------------------


def test_a_drip_is_waited_for(client: Faulty, server: FaultServer) -> None:
    bytes_one_by_one = tuple(bytes([byte]) for byte in WHOLE)
    server.plan(Script(bytes_one_by_one, pause=0.001))
    assert client.retrieve().id == "run_1"


def test_a_drip_ends_with_the_deadline(client: Faulty, server: FaultServer) -> None:
    timeout = client.errors.Timeout(5, total=0.3)
    server.plan(Script(tuple(bytes([byte]) for byte in WHOLE), End.HOLD, pause=0.02))
    began = time.monotonic()
    with pytest.raises(client.errors.APITimeoutError):
        client.retrieve(timeout=timeout)
    assert time.monotonic() - began < 2.5


@pytest.mark.parametrize("cut", [0, 20, -3])
def test_silence_is_a_timeout(client: Faulty, server: FaultServer, cut: int) -> None:
    server.plan(Script((WHOLE[:cut],), End.HOLD))
    with pytest.raises(client.errors.APITimeoutError):
        client.retrieve(timeout=0.2)


# Half-closed, wrong lengths --------------------------------------------------------------


def test_a_half_closed_connection(client: Faulty, server: FaultServer) -> None:
    server.plan(Script((WHOLE,), End.HALF))
    assert client.retrieve().id == "run_1"
    server.plan(Script((WHOLE[:-1],), End.HALF))
    with pytest.raises(client.errors.APIConnectionError):
        client.retrieve()


def test_a_body_without_a_length_ends_with_the_connection(
    client: Faulty, server: FaultServer
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    server.plan(Script((head + json.dumps(RUN).encode(),), End.CLOSE))
    assert client.retrieve().id == "run_1"


@pytest.mark.parametrize("extra", [b"garbage", b"\r\n\r\n", b"HTTP/1.1 500 X\r\n"])
def test_what_comes_after_the_body_belongs_to_nothing(
    client: Faulty, server: FaultServer, extra: bytes
) -> None:
    server.plan(
        Script((WHOLE + extra,), End.KEEP),
        Script((answer(RUN | {"id": "run_2"}),), End.KEEP),
    )
    assert client.retrieve().id == "run_1"
    try:
        assert client.retrieve().id == "run_2"
    except client.errors.APIConnectionError:
        assert client.transport == "httpx2", "which reads it as the next answer"


@pytest.mark.parametrize("length", ["-1", "abc", "1, 2", "99999999999999999999"])
def test_a_length_that_is_none(
    client: Faulty, server: FaultServer, length: str
) -> None:
    body = json.dumps(RUN).encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}"
    )
    server.plan(Script((head.encode() + b"\r\n\r\n" + body,), End.CLOSE))
    with pytest.raises(client.errors.APIConnectionError):
        client.retrieve()


# Garbage ---------------------------------------------------------------------------------

GARBAGE = {
    "noise": b"\x00\xff\x16\x03\x01 not http at all\r\n\r\n",
    "tls": b"\x15\x03\x01\x00\x02\x02\x16",
    "no status": b"HTTP/1.1\r\n\r\n",
    "odd status": b"HTTP/1.1 abc Fine\r\n\r\n",
    "ssh": b"SSH-2.0-OpenSSH_9.6\r\n",
    "header": b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 0\r\n\r\n",
    "endless head": b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000,
    "chunk size": answer(b"xyz\r\n", "Transfer-Encoding: chunked"),
}


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage(client: Faulty, server: FaultServer, name: str) -> None:
    server.plan(Script((GARBAGE[name],), End.CLOSE))
    with pytest.raises(
        (client.errors.APIConnectionError, client.errors.APIResponseError)
    ):
        client.retrieve()


def test_a_body_that_is_not_what_it_says(client: Faulty, server: FaultServer) -> None:
    for body in (b"<html>", b"\xff\xfe\x00", b"{", b"", b"[" * 100_000):
        server.plan(Script((answer(body),)))
        with pytest.raises(client.errors.APIResponseError):
            client.retrieve()


def test_compressed_damage_and_bombs(client: Faulty, server: FaultServer) -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    large = b"".join([bomb.compress(bytes(2**20)) for _ in range(20)]) + bomb.flush()
    damaged = bytearray(gzip.compress(json.dumps(RUN).encode()))
    damaged[12] ^= 0xFF
    cut = gzip.compress(json.dumps(RUN).encode())[:-9]
    for body in (large, bytes(damaged), cut, b"no gzip"):
        server.plan(Script((answer(body, "Content-Encoding: gzip"),)))
        with pytest.raises(client.errors.APIResponseError):
            client.retrieve()
    server.plan(Script((answer(RUN, "Content-Encoding: zstd"),)))
    with pytest.raises(client.errors.APIResponseError, match="not accepted"):
        client.retrieve()


# 1xx, 3xx --------------------------------------------------------------------------------

EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"


def test_what_comes_before_the_answer_is_skipped(
    client: Faulty, server: FaultServer
) -> None:
    early = b"HTTP/1.1 100 Continue\r\n\r\n" + EARLY
    server.plan(Script((early + WHOLE,)))
    assert client.retrieve().id == "run_1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_secret_goes_to_another_host(
    client: Faulty, server: FaultServer, status: int
) -> None:
    with FaultServer() as other:
        other.plan(Script((WHOLE,)))
        there = f"Location: {other.url}/elsewhere?x=1"
        server.plan(
            Script((answer(b"", there, "Set-Cookie: sid=1", status=f"{status} X"),))
        )
        secrets = {
            "authorization": KEY,
            "x-api-key": KEY,
            "cookie": f"session={KEY}",
            "openai-organization": KEY,
        }
        extra = {
            name: value for name, value in secrets.items() if name != "authorization"
        }
        assert client.retrieve(extra_headers=extra).id == "run_1"
        (head,) = other.heads
        assert KEY not in head and "sid=1" not in head
        assert not {n for n in secrets if f"\n{n}:" in head.lower()}


@pytest.mark.parametrize(
    "location",
    [
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//[",
        "http://",
    ],
)
def test_a_redirect_to_nowhere(
    client: Faulty, server: FaultServer, location: str
) -> None:
    server.plan(Script((answer(b"", f"Location: {location}", status="302 Found"),)))
    with pytest.raises(
        (client.errors.APIResponseError, client.errors.APIConnectionError)
    ):
        client.retrieve()


def test_a_circle_of_redirects_ends(client: Faulty, server: FaultServer) -> None:
    server.plan(Script((answer(b"", "Location: ?again", status="307 Again"),)))
    with pytest.raises(client.errors.APIResponseError, match="too many redirects"):
        client.retrieve()
    assert len(server.heads) == 6


# Streams ---------------------------------------------------------------------------------

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


def event(number: int) -> bytes:
    run = json.dumps(RUN | {"id": f"run_{number}"}, ensure_ascii=False)
    return f"event: thread.run.queued\ndata: {run}\n\n".encode()


DONE = b"event: done\ndata: [DONE]\n\n"


def test_a_stream_cut_at_each_byte(client: Faulty, server: FaultServer) -> None:
    """Inside the two bytes of `ü` too: what was whole is given, the rest is an error."""
    second = event(2)
    for cut in range(1, len(second.rstrip()), STEP):
        server.plan(Script((HEAD + event(1) + second[:cut],), End.CLOSE))
        seen: list[Any] = []
        with pytest.raises(client.errors.APIConnectionError):
            _collect(client, seen)
        assert [piece.data.id for piece in seen] == ["run_1"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_stream_in_pieces_of_any_size(
    client: Faulty, server: FaultServer, size: int
) -> None:
    body = event(1) + event(2) + DONE
    pieces = tuple(body[at : at + size] for at in range(0, len(body), size))
    server.plan(Script((HEAD, *pieces), End.HOLD, pause=0.0001))
    told = client.events()
    assert [(piece.data.id, piece.data.model) for piece in told] == [
        ("run_1", "ü"),
        ("run_2", "ü"),
    ]


def test_a_stream_that_falls_silent(client: Faulty, server: FaultServer) -> None:
    server.plan(Script((HEAD + event(1),), End.HOLD))
    seen: list[Any] = []
    with pytest.raises(client.errors.APITimeoutError):
        _collect(client, seen, timeout=0.2)
    assert len(seen) == 1


def _collect(client: Faulty, into: list[Any], **options: Any) -> None:
    """The events of a stream as long as they come."""

    def open_stream(made: Any) -> Any:
        return made.threads.runs.create(
            "thread_1", assistant_id="asst_1", stream=True, **options
        )

    if client.run.kind == "sync":
        for piece in open_stream(client.run.client):
            into.append(piece)
        return

    async def read(made: Any) -> None:
        async for piece in await open_stream(made):
            into.append(piece)

    client.run(read)
