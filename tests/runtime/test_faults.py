"""Arguments that cannot be sent are refused before anything is, by their names."""

from __future__ import annotations

import math
from typing import Any

import pytest
from calling import Caller
from loopback import Loopback
from runtime.bodies import Json
from runtime.call import Call, json_reply
from runtime.json import loads
from runtime.model import UNSET
from runtime.parameters import cookie, header, path, query
from runtime.timeouts import Timeout

CALL: Call[Any] = Call(
    "POST",
    "/things/{id}",
    path("id"),
    query("q", "wanted"),
    header("X-Version", "version"),
    cookie("session"),
    bodies=(Json(),),
    returns=(json_reply("200"),),
)
NAN = math.nan

REFUSED: list[tuple[dict[str, Any], Any, str]] = [
    ({"id": object()}, None, "id: expected a JSON value, got object"),
    ({"id": ""}, None, "id: '' would change the route"),
    ({"wanted": object()}, None, "wanted: expected a JSON value, got object"),
    ({"wanted": NAN}, None, "wanted: nan is not a JSON number"),
    ({"wanted": [1, -math.inf]}, None, "wanted: -inf is not a JSON number"),
    ({"version": object()}, None, "version: expected a JSON value, got object"),
    ({"version": "a\r\nb"}, None, "version: a header value must not hold control"),
    ({"session": object()}, None, "session: expected a JSON value, got object"),
    ({}, {"a": [{"b": object()}]}, r"a\[0\]\.b: expected a JSON value, got object"),
    ({}, {"a": {"b": NAN}, "c": None}, r"a\.b: nan is not a JSON number"),
    ({}, [1, math.inf], r"\[1\]: inf is not a JSON number"),
    ({}, object(), "body: expected a JSON value, got object"),
    ({}, {"a": {1: 2}}, "a: expected keys that are strings, got 1"),
    ({}, [UNSET], r"\[0\]: UNSET can only be the value of a field"),
]


@pytest.mark.parametrize("arguments, body, words", REFUSED)
@pytest.mark.parametrize("kind", ["sync-stdlib", "async-httpx2"])
def test_refused(
    kind: str, arguments: dict[str, Any], body: Any, words: str, server: Loopback
) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        Caller(kind, server.url)(
            lambda s: s.send(CALL, {"id": "1", **arguments}, body=body)
        )
    assert server.requests == []


def test_null_is_sent(server: Loopback) -> None:
    body = {"a": None, "b": [None, 1.5, "null"], "c": loads("1e999")}
    Caller("sync-stdlib", server.url)(lambda s: s.send(CALL, {"id": "1"}, body=body))
    assert server.requests[0].body == b'{"a":null,"b":[null,1.5,"null"],"c":1e999}'


def test_what_is_too_deep_has_no_place(server: Loopback) -> None:
    deep: list[Any] = [None]
    deep.append(deep)
    with pytest.raises(ValueError, match="nested too deeply, or within itself"):
        Caller("sync-stdlib", server.url)(
            lambda s: s.send(CALL, {"id": "1"}, body=deep)
        )
    assert server.requests == []


def test_a_timeout_is_a_number() -> None:
    words: Any = "soon"
    with pytest.raises(TypeError, match="timeout: expected seconds, got 'soon'"):
        Timeout(words)
