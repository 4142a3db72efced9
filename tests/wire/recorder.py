"""A server on loopback that keeps what it was sent and answers with what it was told to."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote


@dataclass
class Sent:
    """One request: its parts as a server understands them."""

    method: str
    path: tuple[str, ...]
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: Any
    """A JSON value, or the parts of a form as (name, file name, type, content)."""

    def essentials(self) -> tuple[Any, ...]:
        """What has to be the same whoever sends it."""
        body = sorted(self.body, key=repr) if isinstance(self.body, list) else self.body
        return self.method, self.path, sorted(self.query), body


@dataclass
class Answer:
    """What is answered next."""

    body: bytes = b"{}"
    content_type: str = "application/json"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Recorder:
    """The server, for the time of a `with` block."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.answer = Answer()

    def __enter__(self) -> Recorder:
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = _body(self)
                recorder.sent.append(_sent(self, body))
                answer = recorder.answer
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = handle_any

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"


def _body(handler: BaseHTTPRequestHandler) -> bytes:
    if handler.headers.get("Transfer-Encoding") != "chunked":
        return handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    body = b""
    while size := int(handler.rfile.readline(), 16):
        body += handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()
    return body


def _sent(handler: BaseHTTPRequestHandler, body: bytes) -> Sent:
    path, _, query = handler.path.partition("?")
    return Sent(
        handler.command,
        tuple(map(unquote, path.split("/"))),
        parse_qsl(query, keep_blank_values=True),
        {name.lower(): value for name, value in handler.headers.items()},
        _value(handler.headers.get("Content-Type", ""), body),
    )


def _value(content_type: str, body: bytes) -> Any:
    if not body:
        return None
    if not content_type.startswith("multipart/"):
        return json.loads(body)
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_content_type() if part["content-type"] else None,
            part.get_payload(decode=True),
        )
        for part in message.iter_parts()
    ]
