"""A server that breaks the rules of HTTP and TCP on purpose, one script for each request."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from dataclasses import dataclass
from enum import Enum


class End(Enum):
    """What becomes of the connection when all of a script's pieces are sent."""

    KEEP = "keep"
    """The next request is read from it."""
    CLOSE = "close"
    """The server's side is closed, in order."""
    RESET = "reset"
    """A TCP reset."""
    HALF = "half"
    """Nothing more is sent, and the server goes on reading."""
    HOLD = "hold"
    """Nothing happens any more."""


@dataclass(frozen=True)
class Script:
    """One answer: pieces, the pause before each, and the end."""

    pieces: tuple[bytes, ...]
    end: End = End.KEEP
    pause: float = 0.0


def answer(
    body: bytes | object,
    *fields: str,
    status: str = "200 OK",
    length: int | None = None,
) -> bytes:
    """A whole answer; what is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status}", *fields]
    if not any(f.lower().startswith("content-type") for f in fields):
        lines.append("Content-Type: application/json")
    if not any(f.lower().startswith("transfer-encoding") for f in fields):
        lines.append(f"Content-Length: {len(content) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + content


class FaultServer:
    """Answers the n-th request with the n-th script, the last one again and again."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        """The heads of the requests, as they came."""
        self.open = 0
        """Connections that the other side has not closed."""
        self._scripts: list[Script] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def plan(self, *scripts: Script) -> None:
        """What is answered from now on."""
        with self._lock:
            self._scripts = list(scripts)
            self.heads.clear()

    def __enter__(self) -> FaultServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._socket.close()

    def all_closed(self, seconds: float = 3.0) -> bool:
        """Whether the other side closes all of its connections within some time."""
        until = time.monotonic() + seconds
        while self.open and time.monotonic() < until:
            time.sleep(0.01)
        return not self.open

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with self._lock:
                self.open += 1
            threading.Thread(
                target=self._serve, args=(connection,), daemon=True
            ).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with connection:
                while self._one(connection):
                    pass
        except OSError:
            pass
        finally:
            with self._lock:
                self.open -= 1

    def _one(self, connection: socket.socket) -> bool:
        """Reads one request and answers it; whether another may follow."""
        head = _read_request(connection)
        if head is None:
            return False
        with self._lock:
            self.heads.append(head)
            script = self._scripts.pop(0)
            if not self._scripts:
                self._scripts.append(script)
        for piece in script.pieces:
            if script.pause:
                time.sleep(script.pause)
            connection.sendall(piece)
        return self._end(connection, script.end)

    def _end(self, connection: socket.socket, end: End) -> bool:
        match end:
            case End.KEEP:
                return True
            case End.RESET:
                linger = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                return False
            case End.HALF | End.CLOSE:
                connection.shutdown(socket.SHUT_WR)
            case End.HOLD:
                pass
        # Until the other side closes too.
        while not self._over.is_set() and connection.recv(65536):
            pass
        return False


def _read_request(connection: socket.socket) -> str | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    fields = dict(
        line.lower().split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:]
    )
    missing = int(fields.get("content-length", 0)) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))
    return head.decode("latin-1")
