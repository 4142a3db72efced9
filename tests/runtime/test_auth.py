"""Credentials: where each kind goes, which alternative is taken, and that none is shown."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from calling import Caller
from loopback import Loopback, answer
from runtime.auth import (
    Basic,
    Bearer,
    CookieKey,
    Credentials,
    HeaderKey,
    MutualTls,
    OAuth2,
    Proof,
    QueryKey,
    Scheme,
    Secret,
    resolve,
)
from runtime.call import Call, json_reply
from runtime.errors import (
    APIStatusError,
    AuthenticationError,
    MissingCredentialsError,
)
from runtime.oauth import ClientCredentials, PasswordCredentials

SCHEMES: dict[str, Scheme] = {
    "bearer": Bearer(Secret("token", "DEMO_TOKEN")),
    "digest": Bearer(Secret("digest"), "Digest"),
    "basic": Basic(Secret("username", "DEMO_USER"), Secret("password")),
    "header": HeaderKey("X-API-Key", Secret("api_key")),
    "query": QueryKey("key", Secret("query_key")),
    "cookie": CookieKey("session", Secret("session")),
    "tls": MutualTls(),
}


def proof(security: Any, **given: Any) -> Proof:
    made = Proof()
    for scheme, credential in Credentials(SCHEMES, given).choose(security, {}):
        scheme.apply(resolve(credential), made)  # type: ignore[arg-type]
    return made


def test_where_each_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proof((("bearer",),), token="t").headers == {"authorization": "Bearer t"}
    assert proof((("digest",),), digest="d").headers == {"authorization": "Digest d"}
    basic = proof((("basic",),), username="u", password="p:é").headers
    assert basic == {"authorization": "Basic dTpwOsOp"}
    both = proof((("header", "query"),), api_key="a", query_key="b c")
    assert both.headers == {"x-api-key": "a"}
    assert both.query == [("key", "b%20c")]
    assert proof((("cookie",),), session="a;b").cookies == ["session=a%3Bb"]
    assert proof((("tls",),)).headers == {}
    monkeypatch.setenv("DEMO_TOKEN", "from-env")
    assert proof((("bearer",),)).headers == {"authorization": "Bearer from-env"}


def test_alternatives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_TOKEN", raising=False)
    either = (("bearer",), ("header", "query"))
    assert proof(either, api_key="a", query_key="b").headers == {"x-api-key": "a"}
    with pytest.raises(MissingCredentialsError) as caught:
        proof(either, api_key="a")
    assert str(caught.value) == (
        "this call needs credentials: give the client "
        "token=… (or the environment variable DEMO_TOKEN); or api_key=… and query_key=…"
    )
    assert proof((*either, ())).headers == {}
    assert proof((("bearer",), ()), token="t").headers != {}
    assert proof(()).headers == {}


def test_bad_secrets_are_refused() -> None:
    with pytest.raises(ValueError, match="token"):
        proof((("bearer",),), token="a\r\nX: y")
    with pytest.raises(TypeError, match="token"):
        proof((("bearer",),), token=("a", "b"))
    with pytest.raises(ValueError, match="username"):
        proof((("basic",),), username="a:b", password="c")


def test_nothing_is_shown() -> None:
    credentials = Credentials(SCHEMES, {"token": "hidden"})
    source = ClientCredentials("id", "hidden")
    for thing in (credentials, source, PasswordCredentials("user", "hidden")):
        assert "hidden" not in repr(thing)
        with pytest.raises(TypeError):
            pickle.dumps(thing)


CALL: Call[Any] = Call(
    "GET", "/x", returns=(json_reply("200"),), security=(("oauth",),)
)


def oauth(server: Loopback) -> dict[str, Scheme]:
    return {
        "oauth": OAuth2(
            Secret("token"),
            client=(Secret("client_id"), Secret("client_secret")),
            user=(Secret("username"), Secret("password")),
            token_url=f"{server.url}/token",
        )
    }


@pytest.mark.parametrize("kind", ["sync-stdlib", "async-stdlib"])
def test_client_credentials(kind: str, server: Loopback) -> None:
    secrets = {"client_id": "id", "client_secret": "se:cret"}
    call = Caller(
        kind, server.url, oauth(server), secrets, extra_headers={"X-Own": "1"}
    )
    server.plan(answer(body={"access_token": "t1", "expires_in": 3600}))

    def now(sender: Any) -> None:
        sender.send(CALL, {})
        sender.send(CALL, {})

    async def later(sender: Any) -> None:
        await sender.send(CALL, {})
        await sender.send(CALL, {})

    call.run(now, later)
    token, *calls = server.requests
    assert (token.method, token.target) == ("POST", "/token")
    assert token.body == b"grant_type=client_credentials"
    assert token.headers["authorization"] == "Basic aWQ6c2UlM0FjcmV0"
    assert "x-own" not in token.headers
    assert [c.headers["authorization"] for c in calls] == ["Bearer t1"] * 2


@pytest.mark.parametrize("kind", ["sync-stdlib", "async-stdlib"])
def test_a_refused_token_is_renewed_once(kind: str, server: Loopback) -> None:
    source = PasswordCredentials(
        "user", "pass", client_id="id", token_url=f"{server.url}/token"
    )
    call = Caller(kind, server.url, oauth(server), {"token": source})
    server.plan(
        answer(body={"access_token": "t1", "refresh_token": "r1", "expires_in": 9}),
        answer(401, {}),
        answer(body={"access_token": "t2"}),
        answer(body={}),
    )
    call(lambda s: s.send(CALL, {}))
    first, _, refresh, last = server.requests
    assert first.body == b"grant_type=password&username=user&password=pass&client_id=id"
    assert refresh.body == b"grant_type=refresh_token&refresh_token=r1&client_id=id"
    assert last.headers["authorization"] == "Bearer t2"
    server.plan(answer(401, {}), answer(body={"access_token": "t3"}), answer(401, {}))
    with pytest.raises(AuthenticationError):
        call(lambda s: s.send(CALL, {}))


@pytest.mark.parametrize("kind", ["sync-stdlib", "async-stdlib"])
def test_an_expired_refresh_token(kind: str, server: Loopback) -> None:
    source = PasswordCredentials("u", "p", token_url=f"{server.url}/token")
    call = Caller(kind, server.url, oauth(server), {"token": source})
    server.plan(
        answer(body={"access_token": "t1", "refresh_token": "r1", "expires_in": 0}),
        answer(body={}),
        answer(400, {"error": "invalid_grant"}),
        answer(body={"access_token": "t2"}),
    )
    call(lambda s: s.send(CALL, {}))
    call(lambda s: s.send(CALL, {}))
    bodies = [r.body[:20] for r in server.requests if r.target == "/token"]
    assert bodies == [b"grant_type=password&", b"grant_type=refresh_t", bodies[0]]


def test_no_token(server: Loopback) -> None:
    secrets = {"client_id": "id", "client_secret": "hidden"}
    call = Caller("sync-stdlib", server.url, oauth(server), secrets)
    server.plan(answer(401, {"error": "invalid_client"}))
    with pytest.raises(APIStatusError, match="invalid_client") as caught:
        call(lambda s: s.send(CALL, {}))
    assert "hidden" not in repr(caught.value.__dict__)
    server.plan(answer(body={"no": "token"}))
    with pytest.raises(AuthenticationError, match="no access token"):
        call(lambda s: s.send(CALL, {}))


def test_secrets_go_by_tls_only() -> None:
    source = ClientCredentials("id", "s", token_url="http://example.com/token")
    schemes: dict[str, Scheme] = {"oauth": OAuth2(Secret("token"))}
    with pytest.raises(ValueError, match="https"):
        Caller("sync-stdlib", "http://127.0.0.1:9", schemes, {"token": source})(
            lambda s: s.send(CALL, {})
        )
