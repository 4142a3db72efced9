"""A server in a process of its own that streams runs to many clients: `python -m wire.soak_server`.

Every fiftieth request is answered with 500, and `GET /errors` says how many were. Its address is
the first line that it prints; it ends when its input does.
"""

from __future__ import annotations

import asyncio
import json
import sys

RUN = {"id": "run_1", "object": "thread.run", "status": "queued", "model": "gpt-4o"}
EVENT = f"event: thread.run.queued\ndata: {json.dumps(RUN)}\n\n".encode()
DONE = b"event: done\ndata: [DONE]\n\n"
EVENTS = 20
FAILING = 50


class Server:
    """Answers on as many connections as there are."""

    def __init__(self) -> None:
        self.requests = 0
        self.errors = 0

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """One connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(reader, writer, head)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes
    ) -> None:
        lines = head.decode("latin-1").lower().split("\r\n")
        length = [line[15:] for line in lines if line.startswith("content-length:")]
        body = await reader.readexactly(int(length[0])) if length else b""
        if lines[0].startswith("get /errors"):
            _whole(writer, b"200 OK", json.dumps(self.errors).encode())
            return
        self.requests += 1
        if self.requests % FAILING == 0:
            self.errors += 1
            _whole(writer, b"500 Oops", b'{"error": {"message": "on purpose"}}')
        elif b'"stream":true' in body:
            await _stream(writer)
        else:
            _whole(writer, b"200 OK", json.dumps(RUN).encode())
        await writer.drain()


def _whole(writer: asyncio.StreamWriter, status: bytes, body: bytes) -> None:
    head = (
        b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    )
    writer.write(head % (status, len(body)) + body)


async def _stream(writer: asyncio.StreamWriter) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    writer.write(head + b"Transfer-Encoding: chunked\r\n\r\n")
    for number in range(EVENTS + 1):
        piece = EVENT if number < EVENTS else DONE
        # Cut in the middle, so that an event is never read in one piece.
        for part in (piece[:40], piece[40:]):
            writer.write(b"%x\r\n%s\r\n" % (len(part), part))
        await writer.drain()
        await asyncio.sleep(0.005)
    writer.write(b"0\r\n\r\n")


async def main() -> None:
    """Serves until the input ends."""
    server = await asyncio.start_server(Server().serve, "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
