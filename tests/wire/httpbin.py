"""httpbin on loopback, in a real WSGI server, with the request line kept as it was sent.

httpbin shows what it understood; `X-Raw-Target`, `X-Raw-Cookie` and `X-Raw-Color` on each answer
say which bytes it understood that from.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Httpbin:
    """The server, for the time of a `with` block."""

    def __enter__(self) -> Httpbin:
        from httpbin import app  # type: ignore[import-untyped]
        from werkzeug.serving import WSGIRequestHandler, make_server

        class Quiet(WSGIRequestHandler):
            protocol_version = "HTTP/1.1"

            def log(self, type: str, message: str, *args: Any) -> None:
                """Says nothing."""

        def serve(environ: Environ, start: StartResponse) -> Iterable[bytes]:
            """httpbin, which is told neither of the proxy nor of chunks, both undone here."""
            raw = [
                ("X-Raw-Target", environ["REQUEST_URI"]),
                ("X-Raw-Cookie", environ.get("HTTP_COOKIE", "")),
                ("X-Raw-Color", environ.get("HTTP_COLOR", "")),
            ]
            if environ.pop("HTTP_TRANSFER_ENCODING", "") == "chunked":
                environ["wsgi.input_terminated"] = True

            def start_marked(status: str, headers: list[Any], *rest: Any) -> Any:
                return start(status, [*headers, *raw], *rest)

            answer: Iterable[bytes] = app(environ, start_marked)
            return answer

        self._server = make_server(
            "127.0.0.1", 0, serve, threaded=True, request_handler=Quiet
        )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.port}"
