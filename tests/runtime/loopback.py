"""A real server on loopback that says what a test tells it to, byte for byte."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Script = bytes | Callable[[socket.socket], None]


@dataclass
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def answer(
    status: int = 200,
    body: bytes | object = b"",
    headers: dict[str, str] | None = None,
) -> bytes:
    """A whole answer; what is not bytes is sent as JSON."""
    fields = {"Content-Type": "application/json"} | (headers or {})
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields.setdefault("Content-Length", str(len(content)))
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + content


class Loopback:
    """Answers requests with what was planned, in order; then with `{}`."""

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.connections = 0
        self._planned: list[Script] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []

    def plan(self, *scripts: Script) -> None:
        self._planned.extend(scripts)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Loopback:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._socket.close()
        for connection in self._open:
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(
                target=self._serve, args=(connection,), daemon=True
            ).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as file:
                while (request := _read(file)) is not None:
                    self.requests.append(request)
                    script = self._planned.pop(0) if self._planned else answer(body={})
                    if callable(script):
                        script(connection)
                        return
                    connection.sendall(script)
        except (OSError, ValueError):
            pass


def _read(file: Any) -> Received | None:
    line = file.readline().decode("latin-1").split()
    if len(line) != 3:
        return None
    headers: dict[str, str] = {}
    while line_bytes := file.readline().rstrip(b"\r\n"):
        name, _, value = line_bytes.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    body = file.read(int(headers.get("content-length", 0)))
    if headers.get("transfer-encoding") == "chunked":
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
        file.readline()
    return Received(line[0], line[1], headers, body)
