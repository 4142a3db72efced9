"""Errors: their classes, what they say, and that they survive pickling without secrets."""

from __future__ import annotations

import copy
import pickle

import pytest
from runtime.errors import (
    APIConnectionError,
    APIError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    InternalServerError,
    MissingCredentialsError,
    RateLimitError,
    StreamError,
    error_text,
    status_error,
)
from runtime.headers import Headers, check_header_name
from runtime.redaction import redact_headers, redact_url
from runtime.timeouts import Timeout
from runtime.transport import Request
from runtime.urls import encode, join, origin

HEADERS = Headers(
    [("X-Request-Id", "r1"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2")]
)


def test_classes() -> None:
    assert status_error(429) is RateLimitError
    assert status_error(503) is InternalServerError
    assert status_error(418) is APIStatusError
    assert issubclass(APITimeoutError, APIConnectionError)
    assert all(
        issubclass(kind, APIError)
        for kind in (
            APIConnectionError,
            APIResponseError,
            APIStatusError,
            MissingCredentialsError,
            StreamError,
        )
    )


@pytest.mark.parametrize(
    "error",
    [
        MissingCredentialsError("m"),
        APIConnectionError("m", sent=False),
        APITimeoutError("m"),
        APIResponseError("m", status_code=200, headers=HEADERS, content=b"x"),
        RateLimitError(
            "m",
            status_code=429,
            headers=HEADERS,
            body={"a": [1]},
            method="GET",
            url="http://u:p@h/x?api_key=hidden&q=1",
        ),
        StreamError("m", event="error", body={"a": 1}),
    ],
)
def test_pickle_and_copy(error: APIError) -> None:
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert (str(again), again.args, again.message) == ("m", ("m",), "m")
        for name, value in error.__dict__.items():
            other = getattr(again, name)
            assert repr(other) == repr(value)
    assert "hidden" not in repr(error.__dict__) and "u:p" not in repr(error.__dict__)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"error": {"message": "a"}}, "a"),
        ({"error": "b", "error_description": "c"}, "b"),
        ({"detail": [{"msg": "x"}], "title": "d"}, "d"),
        ({"errors": []}, ""),
        (["e"], "e"),
        ("plain", "plain"),
        (None, ""),
    ],
)
def test_the_sentence_for_people(body: object, text: str) -> None:
    assert error_text(body) == text


def test_headers() -> None:
    assert HEADERS["SET-COOKIE"] == "a=1, b=2"
    assert HEADERS.get_list("set-cookie") == ["a=1", "b=2"]
    assert "x-request-ID" in HEADERS and len(HEADERS) == 2
    assert "a=1" not in repr(HEADERS)
    assert pickle.loads(pickle.dumps(HEADERS)).fields == HEADERS.fields
    for name in ("", "a b", "a:b", "é"):
        with pytest.raises(ValueError):
            check_header_name(name)


def test_redaction() -> None:
    url = "https://user:pass@host/x?api_key=1&page=2&token=3"
    assert (
        redact_url(url) == "https://host/x?api_key=[redacted]&page=2&token=[redacted]"
    )
    shown = redact_headers({"Authorization": "s", "X-Api-Key": "s", "Accept": "a"})
    assert shown == {
        "Authorization": "[redacted]",
        "X-Api-Key": "[redacted]",
        "Accept": "a",
    }
    request = Request("GET", url, {"authorization": "hidden"}, None, Timeout(1))
    assert "hidden" not in repr(request) and "pass" not in repr(request)


def test_urls() -> None:
    assert encode("a~b-c._é/ ") == "a~b-c._%C3%A9%2F%20"
    assert origin("HTTPS://User@Host.Example/x") == ("https", "host.example", 443)
    assert origin("http://[::1]:8080?x") == ("http", "[::1]", 8080)
    assert join("https://a/b/c?d", "../e") == "https://a/e"
    assert join("https://a/b", "//other/x") == "https://other/x"
    assert join("https://a/b", "https://c/") == "https://c/"


def test_timeouts() -> None:
    timeout = Timeout(5, connect=1, total=9)
    assert (timeout.connect, timeout.read, timeout.total) == (1, 5, 9)
    within = timeout.within(3)
    assert (within.connect, within.read, within.write) == (1, 3, 3)
    assert Timeout(None).within(2).read == 2
    assert Timeout(5) == Timeout(5) and hash(Timeout(5)) == hash(Timeout(5))
