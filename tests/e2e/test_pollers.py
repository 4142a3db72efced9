"""Methods that start work and wait for it: how often they look, and when they give up."""

from __future__ import annotations

import pickle
import time
from typing import Any

import pytest
from threads_runs import PollTimeoutError

from e2e.calling import Runner
from e2e.faults import Fault
from e2e.server import ApiServer

FUNCTION = {"type": "function", "function": {"name": "get_weather"}}


def create(client: Any, **options: Any) -> Any:
    return client.threads.runs.create_and_poll(
        "thread_abc123", assistant_id="asst_abc123", **options
    )


def test_create_and_poll(run: Runner, api: ApiServer) -> None:
    done = run(lambda client: create(client, poll_interval=0))
    assert done.status == "completed"
    first, *later = api.requests
    assert first.method == "POST" and "stream" not in first.json
    assert {(r.method, r.target) for r in later} == {
        ("GET", f"/v1/threads/thread_abc123/runs/{done.id}")
    }
    assert all(r.headers["openai-beta"] == "assistants=v2" for r in api.requests)


def test_create_and_run_poll_then_outputs(run: Runner, api: ApiServer) -> None:
    asked = run(
        lambda client: client.threads.create_and_run_poll(
            assistant_id="asst_abc123",
            thread={"messages": [{"role": "user", "content": "Weather?"}]},
            tools=[FUNCTION],
            poll_interval=0,
        )
    )
    assert asked.status == "requires_action"
    calls = asked.required_action.submit_tool_outputs.tool_calls
    done = run(
        lambda client: client.threads.runs.submit_tool_outputs_and_poll(
            asked.thread_id,
            asked.id,
            tool_outputs=[{"tool_call_id": c.id, "output": "sunny"} for c in calls],
            poll_interval=0,
        )
    )
    assert (done.id, done.status) == (asked.id, "completed")


def test_the_api_says_how_long_to_wait(run: Runner, api: ApiServer) -> None:
    api.plan(*[Fault(headers={"openai-poll-after-ms": "1"})] * 4)
    began = time.monotonic()
    assert run(create).status == "completed"
    assert time.monotonic() - began < 1.0, "not the usual half a second each time"


def test_the_first_pause_is_half_a_second(run: Runner, api: ApiServer) -> None:
    began = time.monotonic()
    with pytest.raises(PollTimeoutError) as caught:
        # The second pause would be half as long again, and end after this.
        run(lambda client: create(client, poll_timeout=1.2))
    assert 0.4 < time.monotonic() - began < 1.2
    assert len(api.requests) == 2
    assert caught.value.body["status"] == "in_progress"
    assert "status is 'in_progress'" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).body == caught.value.body


def test_only_the_call_itself_carries_what_is_meant_for_it(
    run: Runner, api: ApiServer
) -> None:
    options = {"extra_headers": {"x-trace": "1"}, "extra_query": {"a": "b"}}
    run(
        lambda client: create(
            client, poll_interval=0, idempotency_key="once", **options
        )
    )
    first, *later = api.requests
    assert first.headers["idempotency-key"] == "once" and "a=b" in first.target
    assert all("idempotency-key" not in r.headers for r in later)
    assert all(r.headers["x-trace"] == "1" and "a=b" not in r.target for r in later)


@pytest.mark.parametrize("wrong", [-1, float("nan")])
def test_a_wrong_interval_is_refused(run: Runner, api: ApiServer, wrong: float) -> None:
    with pytest.raises(ValueError, match="poll_interval: expected seconds"):
        run(lambda client: create(client, poll_interval=wrong))
    assert api.requests == []
