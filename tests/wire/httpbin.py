"""httpbin on loopback, in a real WSGI server, with the request line kept as it was sent.

httpbin shows what it understood; `X-Raw-Target`, `X-Raw-Cookie`, `X-Raw-Color` and `X-Raw-Parts`
on each answer say which bytes it understood that from.
"""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


def _parts(environ: Environ) -> list[list[str]]:
    """Name, file name, media type and content of each part; httpbin shows one of a name."""
    from werkzeug.formparser import parse_form_data
    from werkzeug.wsgi import get_input_stream

    body = get_input_stream(environ).read()
    environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
    _, fields, files = parse_form_data(environ)
    environ["wsgi.input"] = io.BytesIO(body)
    parts = [[name, "", "", text] for name, text in fields.items(multi=True)]
    parts += [
        [name, file.filename or "", file.content_type or "", file.read().decode()]
        for name, file in files.items(multi=True)
    ]
    for _, file in files.items(multi=True):
        file.close()
    return parts


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

            if environ.get("CONTENT_TYPE", "").startswith("multipart/"):
                raw.append(("X-Raw-Parts", json.dumps(_parts(environ))))

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
