"""Through squid: to plain servers, through tunnels, with and without a password."""

from __future__ import annotations

import pytest
from calling import Caller

from servers.calls import ECHO, JSON
from servers.nginx import Nginx
from servers.squid import PASSWORD, USER, Squid

WITH = f"//{USER}:{PASSWORD.replace('@', '%40')}@"


def test_a_plain_server(
    kind: str, squid: Squid, origin: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", squid.closed.replace("//", WITH))
    told = Caller(kind, f"http://localhost:{origin}")(
        lambda s: s.send(ECHO, {"q": "1"})
    )
    assert "squid" in told["headers"]["via"]
    assert told["target"] == "/echo?q=1"
    assert "proxy-authorization" not in told["headers"]


def test_a_tunnel(
    kind: str,
    squid: Squid,
    nginx: Nginx,
    trusted: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", squid.closed.replace("//", WITH))
    assert Caller(kind, nginx.tls)(lambda s: s.send(JSON, {}))["request"]
