"""What servers and proxies refuse: a body that is too large, a tunnel, a user, everything."""

from __future__ import annotations

from typing import Any

import pytest
from calling import Caller
from runtime.bodies import Binary
from runtime.call import Call, json_reply
from runtime.errors import (
    APIConnectionError,
    APIStatusError,
    AuthenticationError,
    InternalServerError,
)

from servers.apache import Apache
from servers.calls import JSON
from servers.haproxy import Haproxy
from servers.nginx import Nginx
from servers.squid import Squid

LARGE = 64 * 2**20
SMALL: Call[Any] = Call(
    "PUT", "/small/echo", bodies=(Binary(),), returns=(json_reply("200"),)
)


@pytest.mark.parametrize("address", ["plain", "tls"])
def test_too_large_a_body(kind: str, nginx: Nginx, trusted: None, address: str) -> None:
    call = Caller(kind, getattr(nginx, address), timeout=20.0)
    with pytest.raises(APIStatusError, match="413") as caught:
        call(lambda s: s.send(SMALL, {}, bytes(LARGE)))
    assert caught.value.status_code == 413


def test_nobody_behind_a_proxy(kind: str, haproxy: Haproxy, apache: Apache) -> None:
    """A page of HTML is a short message."""
    for url in (haproxy.absent, f"{apache.plain}/absent"):
        with pytest.raises(InternalServerError) as caught:
            Caller(kind, url, max_retries=0)(lambda s: s.send(JSON, {}))
        assert caught.value.status_code == 503
        assert len(str(caught.value)) < 100 and "<" not in str(caught.value)


def test_a_server_that_asks_for_patience(kind: str, haproxy: Haproxy) -> None:
    """429 to half of the requests, for a second."""
    call = Caller(kind, haproxy.limited, max_retries=12)
    assert call(lambda s: s.send(JSON, {}))["request"]


def test_the_user_of_an_address(kind: str, apache: Apache) -> None:
    url = f"{apache.plain}/locked"
    with pytest.raises(AuthenticationError):
        Caller(kind, url)(lambda s: s.send(JSON, {}))
    known = url.replace("//", "//user:secret@")
    assert Caller(kind, known, secrets={})(lambda s: s.send(JSON, {}))["request"]


@pytest.mark.parametrize("which", ["closed", "forbidden"])
def test_a_tunnel_that_squid_refuses(
    kind: str, squid: Squid, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was sent to the server, and asking again is in vain."""
    closed = which == "closed"
    monkeypatch.setenv("https_proxy", squid.closed if closed else squid.open)
    url = "https://localhost:9443" if closed else "https://localhost:9"
    with pytest.raises(APIConnectionError, match="407" if closed else "403") as told:
        Caller(kind, url)(lambda s: s.send(JSON, {}))
    assert told.value.final and not told.value.sent


def test_a_plain_request_that_squid_refuses(
    kind: str, squid: Squid, origin: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", squid.closed)
    with pytest.raises(APIStatusError) as caught:
        Caller(kind, f"http://localhost:{origin}")(lambda s: s.send(JSON, {}))
    assert caught.value.status_code == 407
