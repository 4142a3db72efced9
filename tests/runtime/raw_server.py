"""A server on loopback whose connections a test handles itself, byte for byte."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

Handler = Callable[[socket.socket], None]


class RawServer:
    """Gives each connection to the handler, in a thread; it is closed after that."""

    def __init__(self, handle: Handler) -> None:
        self.connections = 0
        self.open = 0
        """Connections that are not closed on the other side, or not handled to the end."""
        self.over = threading.Event()
        self._handle = handle
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> RawServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.over.set()
        self._socket.close()

    def all_closed(self, seconds: float = 3.0) -> bool:
        """Whether nothing is left open within some time."""
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
            self.connections += 1
            self.open += 1
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        try:
            with connection:
                self._handle(connection)
        except OSError:
            pass
        finally:
            self.open -= 1


def read_head(connection: socket.socket) -> bytes:
    """The head of a request, and what came with it; empty when the other side has closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return b""
        data += chunk
    return data


def until_closed(connection: socket.socket) -> None:
    """Takes whatever comes until the other side closes."""
    while connection.recv(65536):
        pass
