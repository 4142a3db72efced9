"""The server behind the proxies, in a process of its own: `python -m servers.origin`.

It prints its port and ends when its input does. Each line of `PATHS` says what a path answers.
"""

from __future__ import annotations

import asyncio
import json
import sys
from urllib.parse import parse_qs, urlsplit

PATHS = """
/json               a small JSON object, with the number of this request
/echo               how it was asked: method, target, headers, and the length of the body
/bytes?count=N      N bytes
/events?count=N&pause=SECONDS   N server-sent events
/never              nothing, ever
/status?code=N      an empty answer with this status
"""


class Origin:
    """Answers on as many connections as there are."""

    def __init__(self) -> None:
        self.requests = 0

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(reader, writer, head.decode("latin-1"))
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: str
    ) -> None:
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        size = await _drain(reader, headers)
        self.requests += 1
        parts = urlsplit(target)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.rpartition("/")[2]:
            case "bytes":
                await _bytes(writer, int(asked["count"]))
            case "events":
                await _events(writer, int(asked["count"]), float(asked["pause"]))
            case "never":
                await asyncio.sleep(3600)
            case "status":
                _whole(writer, int(asked["code"]), b"")
            case "echo":
                echo = {"method": method, "target": target, "headers": headers}
                _whole(writer, 200, json.dumps({**echo, "size": size}).encode())
            case _:
                _whole(writer, 200, json.dumps({"request": self.requests}).encode())
        await writer.drain()


async def _drain(reader: asyncio.StreamReader, headers: dict[str, str]) -> int:
    """Reads the body of a request and gives its length."""
    size = 0
    if headers.get("transfer-encoding") == "chunked":
        while length := int(await reader.readline(), 16):
            await reader.readexactly(length + 2)
            size += length
        await reader.readline()
        return size
    missing = int(headers.get("content-length", 0))
    while size < missing:
        size += len(await reader.read(min(missing - size, 2**18)))
    return size


def _whole(writer: asyncio.StreamWriter, status: int, body: bytes) -> None:
    head = (
        f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)


async def _bytes(writer: asyncio.StreamWriter, count: int) -> None:
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
    writer.write(f"{head}Content-Length: {count}\r\n\r\n".encode())
    piece = bytes(2**16)
    while count:
        writer.write(piece[:count])
        count -= min(count, len(piece))
        await writer.drain()


async def _events(writer: asyncio.StreamWriter, count: int, pause: float) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    writer.write(head + b"Transfer-Encoding: chunked\r\n\r\n")
    for number in range(count):
        event = b'data: {"number": %d}\n\n' % number
        writer.write(b"%x\r\n%s\r\n" % (len(event), event))
        await writer.drain()
        await asyncio.sleep(pause)
    writer.write(b"0\r\n\r\n")


async def main() -> None:
    """Serves until the input ends."""
    server = await asyncio.start_server(
        Origin().serve, "127.0.0.1", 0, backlog=1024, limit=2**20
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
