"""Streams of the generated client against the test server, sync and async."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from threads_runs import APIConnectionError, StreamError, encode
from threads_runs.models import (
    RunStepDeltaStepDetailsToolCallsObjectToolCall as ToolCall,
)
from threads_runs.models import (
    ThreadCreated,
    ThreadMessageDelta,
    ThreadRunCompleted,
    ThreadRunRequiresAction,
    ThreadRunStepDelta,
    UnknownVariant,
)

from e2e.calling import Runner
from e2e.faults import Drop, Fault
from e2e.server import ApiServer
from e2e.specification import events, example

Json = Any

ANSWER = (
    "Deep learning is how a computer learns from very many examples,"
    " much as you learned what a cat is."
)


def ask(client: Any) -> Any:
    """Opens the stream of a new thread and its run."""
    return client.threads.create_and_run(
        assistant_id="asst_abc123",
        thread={"messages": [{"role": "user", "content": "Explain deep learning."}]},
        stream=True,
    )


def text_of(told: list[Any]) -> str:
    """What the deltas of a message add up to."""
    return "".join(
        part.text.value or ""
        for event in told
        if isinstance(event, ThreadMessageDelta)
        for part in event.data.delta.content or []
        if part.type == "text" and part.text
    )


def tool_calls(event: ThreadRunStepDelta) -> Sequence[ToolCall]:
    """The calls that a step has news of."""
    details = event.data.delta.step_details
    return details.tool_calls or [] if details and details.type == "tool_calls" else []


def names() -> list[str]:
    """The names of the events that the document's example has, without the end."""
    return [name for name, _ in events(example("ThreadAndRunStream"))][:-1]


def test_a_stream_gives_typed_events(run: Runner, api: ApiServer) -> None:
    told = run.stream(ask)
    assert [event.event for event in told] == names()
    assert isinstance(told[0], ThreadCreated)
    assert isinstance(told[-1], ThreadRunCompleted)
    assert told[-1].data.usage is not None and told[-1].data.usage.total_tokens == 137
    assert text_of(told) == ANSWER
    (request,) = api.requests
    assert request.json["stream"] is True
    assert request.headers["accept"].startswith("text/event-stream")


def test_without_the_flag_there_is_no_stream(run: Runner) -> None:
    made = run(
        lambda client: client.threads.create_and_run(
            assistant_id="asst_abc123", stream=False
        )
    )
    assert made.status == "queued"


def test_a_function_is_called_and_answered_in_streams(run: Runner) -> None:
    tools = example("RunThatNeedsOutputs")["tools"]
    told = run.stream(
        lambda client: client.threads.runs.create(
            "thread_abc123", assistant_id="asst_abc123", tools=tools, stream=True
        )
    )
    arguments = "".join(
        call.function.arguments or ""
        for event in told
        if isinstance(event, ThreadRunStepDelta)
        for call in tool_calls(event)
        if call.type == "function" and call.function
    )
    assert json.loads(arguments) == {"city": "Lisbon"}
    waiting = told[-1]
    assert isinstance(waiting, ThreadRunRequiresAction)
    action = waiting.data.required_action
    assert action is not None
    (call,) = action.submit_tool_outputs.tool_calls
    told = run.stream(
        lambda client: client.threads.runs.submit_tool_outputs(
            "thread_abc123",
            waiting.data.id,
            tool_outputs=[{"tool_call_id": call.id, "output": "21 degrees"}],
            stream=True,
        )
    )
    assert text_of(told) == "No, it is 21 degrees and dry in Lisbon."
    assert isinstance(told[-1], ThreadRunCompleted)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(chunk=1),
        Fault(chunk=7, newline="\r\n"),
        Fault(chunk=64, newline="\r"),
        Fault(chunk=1000, comments=True),
        Fault(chunk=3, comments=True, newline="\r\n"),
        Fault(chunk=4000, drip=0.005),
    ],
    ids=lambda fault: f"{fault.chunk}-{fault.newline!r}-{fault.comments}",
)
def test_how_the_bytes_arrive_does_not_matter(
    run: Runner, api: ApiServer, fault: Fault
) -> None:
    api.plan(fault)
    told = run.stream(ask)
    assert [event.event for event in told] == names()
    assert text_of(told) == ANSWER


def test_an_event_from_the_future_comes_through(run: Runner, api: ApiServer) -> None:
    news = {"id": "dream_1", "of": ["electric", "sheep", "🐑"]}
    api.plan(Fault(insert=(("thread.dreamed", json.dumps(news, indent=1)),), chunk=5))
    told = run.stream(ask)
    assert [e.event for e in told if not isinstance(e, UnknownVariant)] == names()
    unknown = told[1]
    assert isinstance(unknown, UnknownVariant)
    assert unknown.tag == "thread.dreamed"
    assert unknown.raw == {"event": "thread.dreamed", "data": news}
    assert encode(unknown) == unknown.raw


def test_an_error_event_is_raised(run: Runner, api: ApiServer) -> None:
    error = {
        "message": "The model is overloaded.",
        "type": "server_error",
        "param": None,
        "code": "server_error",
    }
    api.plan(Fault(insert=(("error", json.dumps(error)),)))
    told: list[Any] = []
    with pytest.raises(StreamError, match="The model is overloaded.") as caught:
        run.collect(ask, told)
    assert [event.event for event in told] == names()[:1]
    assert caught.value.event == "error"


def test_a_stream_that_breaks_off_says_so(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(drop=Drop.IN_BODY, keep=2500))
    told: list[Any] = []
    with pytest.raises(APIConnectionError):
        run.collect(ask, told)
    assert [event.event for event in told] == names()[: len(told)]
    assert told, "what came before is there"
    assert len(api.requests) == 1, "a stream is not sent for again"


def test_a_stream_may_end_without_a_word(run: Runner, api: ApiServer) -> None:
    api.plan(Fault(end=4))
    assert [event.event for event in run.stream(ask)] == names()[:4]


def test_a_stream_that_is_refused_is_an_error(run: Runner, api: ApiServer) -> None:
    from threads_runs import NotFoundError

    with pytest.raises(NotFoundError, match="asst_nowhere"):
        run.stream(
            lambda client: client.threads.create_and_run(
                assistant_id="asst_nowhere", stream=True
            )
        )
    api.plan(Fault(status=429, headers={"Retry-After": "0"}))
    assert len(run.stream(ask)) == len(names())
