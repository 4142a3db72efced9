"""References to other hosts: who is asked, what is believed, and when it stops."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from specloom.config import Limits
from specloom.diagnostics import Bag, SpecloomError
from specloom.document.fetching import Fetcher, is_public
from specloom.document.remote import (
    ChangedError,
    NotAllowedError,
    RemoteError,
    remote_url,
)
from specloom.document.start import open_documents
from specloom.source import Span

from security.certificates import self_signed

Handler = Callable[[ssl.SSLSocket, str], None]


class Server:
    """An https server on loopback; `pages` say what is at each path, byte for byte."""

    def __init__(self, folder: Path) -> None:
        self.certificate, key = self_signed(folder)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, key)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.host = f"localhost:{self._socket.getsockname()[1]}"
        self.pages: dict[str, bytes | Handler] = {}
        self.requests: list[str] = []

    def __enter__(self) -> Server:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._socket.close()

    def url(self, path: str) -> str:
        return f"https://{self.host}{path}"

    def page(self, path: str, value: Any, head: str = "HTTP/1.1 200 OK") -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        text = f"{head}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.pages[path] = text.encode() + body

    def _accept(self) -> None:
        while True:
            try:
                plain, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            with self._context.wrap_socket(plain, server_side=True) as connection:
                request = connection.recv(65536).decode("latin-1")
                self.requests.append(request)
                path = request.split(" ")[1]
                page = self.pages.get(path, b"HTTP/1.1 404 X\r\n\r\n")
                if callable(page):
                    page(connection, request)
                else:
                    connection.sendall(page)
        except OSError:
            pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as made:
        yield made


def fetcher(
    server: Server, *hosts: str, known: dict[str, str] | None = None, **limits: int
) -> Fetcher:
    return Fetcher(
        hosts or (server.host,),
        Limits(**limits),
        known or {},
        context=ssl.create_default_context(cafile=str(server.certificate)),
        is_open=lambda address: True,
    )


def test_a_file_is_fetched(server: Server) -> None:
    server.page("/a.json?v=1", b"text")
    fetch = fetcher(server)
    url = server.url("/a.json?v=1")
    assert fetch.fetch(url) == b"text"
    assert fetch.digests == {url: hashlib.sha256(b"text").hexdigest()}
    (request,) = server.requests
    fields = {line.partition(":")[0] for line in request.split("\r\n")[1:] if line}
    assert fields == {"Host", "User-Agent", "Accept-Encoding"}


@pytest.mark.parametrize(
    "url",
    [
        *("http://api.test/x", "https://other.test/", "https://api.test.evil.test/"),
        *("https://api.test:8443/", "https://user@api.test/", "https://evil@api.test/"),
        *(
            "ftp://api.test/x",
            "file:///etc/passwd",
            "https:///x",
            "https://api.test:x/",
        ),
        *("https://api.test\\@evil.test/", "https://[::1", "https://api.test/\r\nX: y"),
        *(
            "https://api.test.",
            "https:api.test/",
            "//api.test/x",
            "",
            "https://api.tesT\u212a",
        ),
    ],
)
def test_only_https_and_only_hosts_that_were_named(url: str) -> None:
    assert not Fetcher(["api.test"], Limits(), {}).allows(url)


def test_hosts_are_compared_as_dns_does() -> None:
    for url in ("https://API.test/x", "https://api.test:443/", "https://api.test?x"):
        assert Fetcher(["Api.Test"], Limits(), {}).allows(url)
    assert Fetcher(["api.test:8443"], Limits(), {}).allows("https://api.test:8443/")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "::1", "::"),
        *("169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1"),
        *("fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "192.0.2.1"),
        *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
        *("2001:0:4136:e378:8000:63bf:80ff:fffe", "198.18.0.1", "192.0.0.1"),
    ],
)
def test_no_private_address(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "1.1.1.1"])
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_names_of_private_addresses_are_refused(server: Server) -> None:
    with pytest.raises(RemoteError, match="no public address"):
        Fetcher([server.host], Limits(), {}).fetch(server.url("/a"))
    assert not server.requests


def test_certificates_count(server: Server) -> None:
    unknowing = Fetcher([server.host], Limits(), {}, is_open=lambda address: True)
    with pytest.raises(RemoteError, match="(?i)certificate"):
        unknowing.fetch(server.url("/a"))


def test_redirects_stay_among_the_allowed(server: Server) -> None:
    server.page("/a", b"", f"HTTP/1.1 302 X\r\nLocation: {server.url('/b')}")
    server.page("/b", b"", "HTTP/1.1 307 X\r\nLocation: c")
    server.page("/c", b"found")
    assert fetcher(server).fetch(server.url("/a")) == b"found"
    server.page("/out", b"", "HTTP/1.1 302 X\r\nLocation: https://169.254.169.254/")
    server.page("/down", b"", f"HTTP/1.1 302 X\r\nLocation: http://{server.host}/c")
    server.page("/file", b"", "HTTP/1.1 302 X\r\nLocation: file:///etc/passwd")
    for path in ("/out", "/down", "/file"):
        with pytest.raises(RemoteError, match="not allowed"):
            fetcher(server).fetch(server.url(path))
    server.page("/round", b"", "HTTP/1.1 302 X\r\nLocation: /round")
    with pytest.raises(RemoteError, match="redirects"):
        fetcher(server).fetch(server.url("/round"))


def test_a_largest_size(server: Server) -> None:
    server.page("/a", b"x" * 100_001)
    with pytest.raises(RemoteError, match="limit `bytes`"):
        fetcher(server, bytes=100_000).fetch(server.url("/a"))
    server.pages["/endless"] = _endless
    with pytest.raises(RemoteError, match="limit `bytes`"):
        fetcher(server, bytes=1_000_000).fetch(server.url("/endless"))


def _endless(connection: ssl.SSLSocket, request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 10_000)


def _dripping(connection: ssl.SSLSocket, request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def _slow_body(connection: ssl.SSLSocket, request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [_dripping, _slow_body])
def test_a_longest_time(slow: Handler, server: Server) -> None:
    server.pages["/slow"] = slow
    begin = time.monotonic()
    with pytest.raises(RemoteError, match="limit `seconds`"):
        fetcher(server, seconds=1).fetch(server.url("/slow"))
    assert time.monotonic() - begin < 4


@pytest.mark.parametrize(
    "page",
    [
        *(
            b"",
            b"HTTP/1.1 500 X\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx",
        ),
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nx",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 302 X\r\nLocation: https://[::1\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_what_is_no_whole_answer(page: bytes, server: Server) -> None:
    server.pages["/a"] = page
    with pytest.raises(RemoteError):
        fetcher(server).fetch(server.url("/a"))


def test_the_document_comes_from_where_the_user_says(server: Server) -> None:
    """By https where the host is named, and anew each time; also from inside a network."""
    server.page("/d/a.json", b"one")
    url = f"https://{server.host}/d/a.json"
    context = ssl.create_default_context(cafile=str(server.certificate))
    known = {url: "0" * 64}
    own = Fetcher([server.host], Limits(), known, context=context)
    assert own.start(url) == b"one"
    server.page("/d/a.json", b"two")
    assert own.start(url) == b"two"
    assert own.digests == {}
    # What it refers to on its own server may be had there, and nothing is locked.
    server.page("/d/b.json", b"three")
    assert own.allows(server.url("/d/b.json"))
    assert own.fetch(server.url("/d/b.json")) == b"three" and own.digests == {}
    assert not own.allows(f"http://{server.host}/d/b.json")
    assert not own.allows("https://localhost/d/b.json")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.test/x", "api.test"),
        ("https://API.test:8443/x?y#z", "api.test:8443"),
        ("https://192.168.1.1/x", "192.168.1.1"),
        ("https://[fd12::1]/x", "[fd12::1]"),
        ("https://localhost.evil.test/x", "localhost.evil.test"),
    ],
)
def test_a_document_of_another_host_has_to_be_allowed(url: str, host: str) -> None:
    with pytest.raises(NotAllowedError) as caught:
        Fetcher(["other.test"], Limits(), {}).start(url)
    assert str(caught.value) == host


@pytest.mark.parametrize(
    "url",
    [
        *("http://api.test/x", "http://192.168.1.1/x", "http://127.0.0.1.evil.test/x"),
        *(
            "ftp://api.test/x",
            "file:///etc/passwd",
            "https://user@api.test/",
            "https://",
        ),
        *(
            "https://[::1",
            "https://api.test:x/",
            "https://api.test/\r\nX: y",
            "gopher://a",
        ),
    ],
)
def test_urls_that_no_document_comes_from(url: str) -> None:
    with pytest.raises(RemoteError) as caught:
        Fetcher(["api.test", "192.168.1.1"], Limits(), {}).start(url)
    assert not isinstance(caught.value, NotAllowedError)


def test_a_document_may_not_be_redirected_elsewhere(server: Server) -> None:
    server.page("/a", b"", "HTTP/1.1 302 X\r\nLocation: https://169.254.169.254/")
    server.page("/b", b"", f"HTTP/1.1 302 X\r\nLocation: http://{server.host}/c")
    for path in ("/a", "/b"):
        with pytest.raises(RemoteError, match="not allowed"):
            fetcher(server).start(server.url(path))


def test_the_same_bytes_ever_after(server: Server) -> None:
    server.page("/a", b"one")
    first = fetcher(server)
    first.fetch(server.url("/a"))
    assert fetcher(server, known=first.digests).fetch(server.url("/a")) == b"one"
    server.page("/a", b"two")
    with pytest.raises(ChangedError, match=hashlib.sha256(b"two").hexdigest()):
        fetcher(server, known=first.digests).fetch(server.url("/a"))


@pytest.mark.parametrize(
    ("uri", "base", "url"),
    [
        ("b.yaml", "a.yaml", None),
        ("file:///b.yaml", "a.yaml", None),
        ("https://x.test/b#/c", "a.yaml", "https://x.test/b"),
        ("//x.test/b", "a.yaml", "https://x.test/b"),
        ("HTTP://x.test/b", "a.yaml", "http://x.test/b"),
        ("../b.yaml#/c", "https://x.test/d/a.yaml", "https://x.test/b.yaml"),
        ("file:///etc/passwd", "https://x.test/a", "file:///etc/passwd"),
        ("/etc/passwd", "https://x.test/d/a", "https://x.test/etc/passwd"),
        ("//[", "a.yaml", "//["),
    ],
)
def test_urls(uri: str, base: str, url: str | None) -> None:
    assert remote_url(uri, base) == url


def test_documents_follow_references(server: Server, tmp_path: Path) -> None:
    """To files there, from there to others, and never back to the files here."""
    server.page("/d/a.json", {"A": {"$ref": "b.json#/B"}, "L": {"$ref": "file:///x"}})
    server.page("/d/b.json", {"B": 1})
    root = tmp_path / "root.json"
    root.write_text("{}")
    (tmp_path / "x").write_text("1")
    bag, fetch = Bag(), fetcher(server)
    documents = open_documents(root, limits=Limits(), bag=bag, remote=fetch)
    found = documents.resolve(server.url("/d/a.json#/A"), documents.root)
    assert found == Span(server.url("/d/a.json"), "/A")
    inner = documents.resolve("b.json#/B", found)
    assert inner is not None and documents.value(inner) == 1
    assert documents.resolve("file:///x", found) is None
    assert documents.resolve("../../../etc/passwd", found) is None
    assert documents.resolve("https://other.test/", documents.root) is None
    assert set(fetch.digests) == set(documents.files[1:])
    assert [d.code for d in bag] == ["W123", "W121", "W123"]
    assert len(server.requests) == 3


def test_a_changed_file_ends_the_run(server: Server, tmp_path: Path) -> None:
    server.page("/a.json", {"A": 1})
    root = tmp_path / "root.json"
    root.write_text("{}")
    fetch = fetcher(server, known={server.url("/a.json"): "0" * 64})
    documents = open_documents(root, limits=Limits(), bag=Bag(), remote=fetch)
    with pytest.raises(SpecloomError) as caught:
        documents.resolve(server.url("/a.json#/A"), documents.root)
    assert caught.value.diagnostic.code == "E115"


def test_from_the_command_line(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fetched with the option alone; recorded in the lock; refused when it has changed."""
    from specloom.config import Config, Sdk
    from specloom.document import fetching
    from specloom.run.outcome import complete

    context = ssl.create_default_context(cafile=str(server.certificate))
    monkeypatch.setattr(fetching.ssl, "create_default_context", lambda: context)
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    server.page("/a.json", {"A": {"type": "object", "properties": {"p": {}}}})
    content = {"application/json": {"schema": {"$ref": server.url("/a.json#/A")}}}
    answer = {"responses": {"200": {"description": "", "content": content}}}
    spec = tmp_path / "openapi.json"
    spec.write_text(
        json.dumps(
            {
                "openapi": "3.1.0",
                "info": {"title": "T", "version": "1"},
                "servers": [{"url": "https://api.test"}],
                "paths": {"/x": {"get": answer}},
            }
        )
    )
    sdk = Sdk(spec, tmp_path / "out")
    outcome = complete(Config((sdk,)))
    assert "W123" in {d.code for d in outcome.diagnostics} and not server.requests
    allowed = Config((Sdk(spec, tmp_path / "out", allow_remote=(server.host,)),))
    outcome = complete(allowed)
    assert not outcome.failed and not outcome.diagnostics, outcome.diagnostics
    lock = (tmp_path / "out" / "specloom.lock").read_text()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (
        server.url("/a.json") in lock and server.url("/a.json") in manifest["document"]
    )
    assert not complete(allowed).failed
    server.page("/a.json", {"A": {"type": "string"}})
    changed = complete(allowed)
    assert changed.failed and [d.code for d in changed.diagnostics] == ["E115"]
    assert (tmp_path / "out" / "specloom.lock").read_text() == lock
