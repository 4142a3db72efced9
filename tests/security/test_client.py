"""Hostile arguments, answers and redirects against the generated client, byte for byte.

The unit tests of the runtime hold each part by itself; here the flagship is driven as users
drive it, over both transports, against a server that says what the test tells it to.
"""

from __future__ import annotations

import importlib
import io
import logging
import pickle
import ssl
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
for _folder in (ROOT / "out" / "python", ROOT / "tests" / "runtime"):
    sys.path.insert(0, str(_folder))

from loopback import Loopback, answer  # noqa: E402

from security.certificates import self_signed  # noqa: E402
from security.payloads import PAYLOADS  # noqa: E402

sdk: Any = importlib.import_module("threads_runs")
SECRET = "sk-very-secret-0123456789"
CONTROLS = [p for p in PAYLOADS.values() if any(ord(c) < 32 and c != "\t" for c in p)]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as made:
        yield made


@pytest.fixture
def client(server: Loopback) -> Iterator[Any]:
    with sdk.Client(api_key=SECRET, base_url=f"{server.url}/v1", max_retries=0) as made:
        yield made


@pytest.mark.parametrize(
    "value",
    ["", ".", "..", "../x", "a/../b", "a/b", "\\..\\x", "%2e%2e", "a?b#c", *CONTROLS],
)
def test_a_path_stays_where_it_is(value: str, client: Any, server: Loopback) -> None:
    """A path parameter is one segment of the path, or it is refused."""
    try:
        client.threads.runs.retrieve("t", value)
    except ValueError:
        assert value in ("", ".", "..") or any("\ud800" <= c < "\ue000" for c in value)
        assert not server.requests
        return
    (request,) = server.requests
    segments = request.target.split("/")
    assert segments[:5] == ["", "v1", "threads", "t", "runs"] and len(segments) == 6
    assert segments[5] not in ("", ".", "..")
    assert set(segments[5]) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%"
        "!$&'()*+,;=:@"
    )


@pytest.mark.parametrize("value", CONTROLS)
@pytest.mark.parametrize("where", ["header", "name", "api_key", "idempotency_key"])
def test_no_header_is_injected(where: str, value: str, server: Loopback) -> None:
    options: dict[str, Any] = {"max_retries": 0}
    key = SECRET
    match where:
        case "header":
            options["extra_headers"] = {"X-Test": value}
        case "name":
            options["extra_headers"] = {value: "x"}
        case "api_key":
            key = value
        case _:
            options["idempotency_key"] = value
    with sdk.Client(api_key=key, base_url=server.url) as client:
        with pytest.raises(ValueError):
            client.threads.create_and_run(assistant_id="a", **options)
    assert not server.requests


@pytest.mark.parametrize("value", ["a b&c=d#e", "x\r\ny: z", "\u2028", "%00", "\x00"])
def test_a_query_is_encoded(value: str, client: Any, server: Loopback) -> None:
    server.plan(answer(body={"data": [], "has_more": False}))
    list(client.threads.runs.list("t", after=value, extra_query={value: value}))
    (request,) = server.requests
    path, _, query = request.target.partition("?")
    assert path == "/v1/threads/t/runs"
    names = [pair.partition("=")[0] for pair in query.split("&")]
    assert names[0] == "after" and len(names) == 2 and "#" not in query


# Secrets -------------------------------------------------------------------------------


def test_nothing_shows_a_secret(
    client: Any, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    """Not a `repr`, not the log, not an exception, not what is pickled or printed of it."""
    shown: list[str] = [repr(client), str(client), repr(client.threads)]
    hidden = {"extra_headers": {"X-Api-Key": SECRET, "Cookie": SECRET}}
    with caplog.at_level(logging.DEBUG):
        for status in (200, 400, 401, 500):
            server.plan(answer(status, {"error": {"message": "no"}}))
            try:
                client.threads.runs.retrieve(
                    "t", "r", extra_query={"api_key": SECRET}, **hidden
                )
            except sdk.APIError as error:
                shown += [repr(error), str(error), repr(vars(error))]
                data = pickle.dumps(error)
                shown += [data.decode("latin-1"), repr(pickle.loads(data))]
    shown.append(caplog.text)
    server.plan(lambda connection: connection.close())
    with pytest.raises(sdk.APIConnectionError) as caught:
        client.threads.runs.retrieve("t", "r", **hidden)
    cause: BaseException | None = caught.value
    while cause is not None:
        shown += [repr(cause), str(cause)]
        cause = cause.__cause__ or cause.__context__
    assert len(server.requests) == 5
    assert all(
        r.headers["authorization"] == f"Bearer {SECRET}" for r in server.requests
    )
    assert not [text for text in shown if SECRET in text]
    with pytest.raises(TypeError):
        pickle.dumps(client)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["{other}/x", "{other}@127.0.0.1/", "//{host}/x"])
def test_another_host_learns_nothing(
    status: int, location: str, client: Any, server: Loopback
) -> None:
    with Loopback() as other:
        where = location.format(other=other.url, host=other.url.partition("//")[2])
        server.plan(answer(status, headers={"Location": where}))
        try:
            client.threads.runs.retrieve("t", "r", extra_headers={"X-Session": SECRET})
        except sdk.APIError:
            pass
        for request in other.requests:
            assert SECRET not in repr(request)


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://x.test/",
        "javascript:1",
        "http://",
        "\x00",
        "http://[::1",
    ]
    + [
        "http://127.0.0.1:99999/",
        "http://a b/",
        "http://\udcff/",
        "gopher://x",
        "http:///x",
    ],
)
def test_a_redirect_to_nowhere(location: str, client: Any, server: Loopback) -> None:
    text = location.encode("utf-8", "surrogateescape").decode("latin-1")
    server.plan(
        f"HTTP/1.1 302 X\r\nLocation: {text}\r\nContent-Length: 0\r\n\r\n".encode(
            "latin-1"
        )
    )
    with pytest.raises(sdk.APIError):
        client.threads.runs.retrieve("t", "r")


def test_a_redirect_to_a_port_that_systems_would_cut(
    client: Any, server: Loopback
) -> None:
    """65536 + n reaches the port n where the address is given to the system as it is."""
    head, _, port = server.url.rpartition(":")
    location = f"{head}:{int(port) + 65536}"
    server.plan(
        f"HTTP/1.1 302 X\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
    )
    with pytest.raises(sdk.APIResponseError, match="no address"):
        client.threads.runs.retrieve("t", "r")
    assert len(server.requests) == 1
    with pytest.raises(ValueError, match="no port"):
        sdk.Client(api_key="k", base_url=location)


# Answers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 20_000 + b"\r\n",
        b"HTTP/9.9 abc\r\n\r\n",
        b"\x16\x03\x01\x00\x05",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<b>",
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[\xff",
        answer(200, b"[" * 200_000),
    ],
)
def test_a_broken_answer_is_an_api_error(script: bytes, server: Loopback) -> None:
    def send(connection: Any) -> None:
        connection.sendall(script)

    server.plan(send)
    with sdk.Client(
        api_key=SECRET, base_url=server.url, max_retries=0, timeout=3
    ) as client:
        with pytest.raises(sdk.APIError):
            client.threads.runs.retrieve("t", "r")


def test_an_answer_has_a_largest_size(server: Loopback) -> None:
    server.plan(answer(200, b'{"id":"' + b"a" * 100_000 + b'"}'))
    with sdk.Client(
        api_key=SECRET, base_url=server.url, max_response_bytes=50_000
    ) as client:
        with pytest.raises(sdk.APIResponseError, match="50"):
            client.threads.runs.retrieve("t", "r")


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_certificates_are_verified(tmp_path: Path) -> None:
    """A server that proves itself with a certificate of its own is not spoken to."""
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with HTTPServer(("127.0.0.1", 0), _Hello) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=_serve_quietly, args=(server,), daemon=True).start()
        url = f"https://localhost:{server.server_port}"
        with sdk.Client(api_key=SECRET, base_url=url, max_retries=0) as client:
            with pytest.raises(sdk.APIConnectionError, match="(?i)certificate"):
                client.threads.runs.retrieve("t", "r")
        server.shutdown()


def _serve_quietly(server: HTTPServer) -> None:
    errors, sys.stderr = sys.stderr, io.StringIO()
    try:
        server.serve_forever(0.01)
    finally:
        sys.stderr = errors
