"""Errors of the API and of the network, as the generated client reports and survives them."""

from __future__ import annotations

import pickle
import time
from typing import Any

import pytest
from threads_runs import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    MissingCredentialsError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
)
from threads_runs.models import ErrorResponse

from e2e.calling import Action, Runner
from e2e.faults import Drop, Fault
from e2e.server import RESTRICTED_KEY, ApiServer

NOW = {"Retry-After": "0"}


def read(client: Any) -> Any:
    """A call that may be repeated."""
    return client.threads.runs.retrieve("thread_abc123", "run_abc123")


def create(client: Any, **options: Any) -> Any:
    """A call that may not, unless it carries a key."""
    return client.threads.runs.create(
        "thread_abc123", assistant_id="asst_abc123", **options
    )


def test_a_wrong_key(run: Runner, api: ApiServer) -> None:
    with pytest.raises(AuthenticationError) as caught:
        run(read, api_key="sk-wrong-and-secret")
    error = caught.value
    assert isinstance(error, APIStatusError) and isinstance(error, APIError)
    assert error.status_code == 401
    assert isinstance(error.body, ErrorResponse)
    assert error.body.error.code == "invalid_api_key"
    assert "Incorrect API key provided" in error.message
    assert error.request_id == "req_1"
    assert len(api.requests) == 1, "asking again would not help"
    for shown in (str(error), repr(error), repr(error.__dict__)):
        assert "sk-wrong-and-secret" not in shown


def test_no_key(run: Runner, api: ApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(MissingCredentialsError, match="OPENAI_API_KEY"):
        run(read, api_key=None)
    assert api.requests == []


CALLER_ERRORS: list[tuple[type[APIStatusError], Action, dict[str, str]]] = [
    (
        BadRequestError,
        lambda client: client.threads.runs.list("thread_abc123", after="run_0"),
        {},
    ),
    (PermissionDeniedError, read, {"api_key": RESTRICTED_KEY}),
    (
        NotFoundError,
        lambda client: client.threads.runs.retrieve("thread_abc123", "run_0"),
        {},
    ),
]


@pytest.mark.parametrize(
    ("kind", "action", "options"), CALLER_ERRORS, ids=["400", "403", "404"]
)
def test_errors_of_the_caller(
    api: ApiServer,
    kind: type[APIStatusError],
    action: Action,
    options: dict[str, str],
) -> None:
    with pytest.raises(kind) as caught:
        Runner(api, "sync")(action, **options)
    assert isinstance(caught.value.body, ErrorResponse)
    assert caught.value.body.error.message == caught.value.message
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is kind
    assert (again.message, again.body) == (caught.value.message, caught.value.body)


def test_too_many_requests_waits_as_long_as_it_is_told(
    run: Runner, api: ApiServer
) -> None:
    api.plan(Fault(status=429, headers={"Retry-After": "1"}))
    began = time.monotonic()
    assert run(create).status == "queued"
    assert 1.0 <= time.monotonic() - began < 5.0
    first, second = api.requests
    assert first.body == second.body, "the same request again"


def test_milliseconds_count_too(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(status=429, headers={"Retry-After": "30", "retry-after-ms": "20"}))
    assert run(read).id == "run_abc123"
    assert len(api.requests) == 2


def test_too_many_requests_for_too_long(run: Runner, api: ApiServer) -> None:
    api.plan(*[Fault(status=429, headers=NOW)] * 3)
    with pytest.raises(RateLimitError) as caught:
        run(create)
    assert len(api.requests) == 3, "two retries by default"
    assert caught.value.body.error.code == "rate_limit_exceeded"
    assert caught.value.headers["retry-after"] == "0"


def test_a_failing_server_is_asked_again_then_reported(
    run: Runner, api: ApiServer
) -> None:
    api.plan(*[Fault(status=500, headers=NOW)] * 2)
    assert run(read).id == "run_abc123"
    assert len(api.requests) == 3
    api.reset()
    api.plan(*[Fault(status=500, headers=NOW)] * 3)
    with pytest.raises(InternalServerError) as caught:
        run(read)
    assert caught.value.status_code == 500
    assert len(api.requests) == 3


def test_a_call_that_may_not_be_made_twice_is_not(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(status=500, headers=NOW))
    with pytest.raises(InternalServerError):
        run(create)
    assert len(api.requests) == 1
    api.reset()
    api.plan(Fault(status=500, headers=NOW))
    assert run(lambda c: create(c, idempotency_key="once")).status == "queued"
    keys = {request.headers["idempotency-key"] for request in api.requests}
    assert (len(api.requests), keys) == (2, {"once"})


def test_retries_can_be_turned_off(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(status=503))
    with pytest.raises(InternalServerError):
        run(read, max_retries=0)
    assert len(api.requests) == 1


def test_a_dropped_connection_is_tried_again(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(drop=Drop.BEFORE_STATUS))
    assert run(read).id == "run_abc123"
    assert len(api.requests) == 2


def test_a_dropped_connection_is_reported(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(drop=Drop.BEFORE_STATUS))
    with pytest.raises(APIConnectionError):
        run(create)
    assert len(api.requests) == 1, "the server may have acted on it"
    api.reset()
    api.plan(Fault(drop=Drop.IN_BODY, keep=10))
    with pytest.raises(APIConnectionError):
        run(read, max_retries=0)


def test_a_server_that_is_not_there(run: Runner) -> None:
    with pytest.raises(APIConnectionError):
        run(read, base_url="http://127.0.0.1:9/v1", max_retries=0)


def test_a_slow_server_runs_out_of_time(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(delay=1.0))
    with pytest.raises(APITimeoutError):
        run(read, timeout=0.1, max_retries=0)


def test_an_error_that_is_not_json(run: Runner, api: ApiServer) -> None:
    page = b"<h1>Bad gateway</h1>"
    api.plan(Fault(status=502, body=page, content_type="text/html"))
    with pytest.raises(InternalServerError) as caught:
        run(read, max_retries=0)
    assert caught.value.status_code == 502
    assert caught.value.content == page
