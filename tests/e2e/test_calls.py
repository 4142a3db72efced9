"""The generated client against the test server: every call of the surface, sync and async."""

from __future__ import annotations

import json
from typing import Any

from threads_runs import UNSET, Client, encode
from threads_runs.models import (
    AssistantToolsFunction,
    CreateThreadRequest,
    FunctionObject,
    RunObject,
    RunStepDetailsToolCallsFunctionObject,
    RunStepDetailsToolCallsObject,
)

from e2e.calling import Runner
from e2e.server import KEY, ApiServer
from e2e.specification import example

Json = Any

THREAD = {"messages": [{"role": "user", "content": "Explain deep learning."}]}


def test_create_and_run(run: Runner, api: ApiServer) -> None:
    made = run(
        lambda client: client.threads.create_and_run(
            assistant_id="asst_abc123", thread=THREAD, temperature=0.5
        )
    )
    assert isinstance(made, RunObject)
    assert (made.id, made.status, made.thread_id) == ("run_1", "queued", "thread_1")
    assert made.temperature == 0.5
    (request,) = api.requests
    assert (request.method, request.target) == ("POST", "/v1/threads/runs")
    assert request.json == {
        "assistant_id": "asst_abc123",
        "thread": THREAD,
        "temperature": 0.5,
    }
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["openai-beta"] == "assistants=v2"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["accept"] == "application/json"


def test_what_is_not_set_is_not_sent_and_null_is(run: Runner, api: ApiServer) -> None:
    run(
        lambda client: client.threads.runs.create(
            "thread_abc123",
            assistant_id="asst_abc123",
            instructions=None,
            model=UNSET,
            metadata={},
        )
    )
    assert api.requests[0].json == {
        "assistant_id": "asst_abc123",
        "instructions": None,
        "metadata": {},
    }


def test_models_are_accepted_at_every_depth(run: Runner, api: ApiServer) -> None:
    function = FunctionObject(name="get_weather", parameters={"type": "object"})
    run(
        lambda client: client.threads.create_and_run(
            assistant_id="asst_abc123",
            thread=CreateThreadRequest(metadata={"a": "b"}),
            tools=[
                AssistantToolsFunction(function=function),
                {"type": "code_interpreter"},
            ],
        )
    )
    assert api.requests[0].json["thread"] == {"metadata": {"a": "b"}}
    assert api.requests[0].json["tools"] == [
        {
            "type": "function",
            "function": {"name": "get_weather", "parameters": {"type": "object"}},
        },
        {"type": "code_interpreter"},
    ]


def test_query_and_path_are_written_as_the_document_says(
    run: Runner, api: ApiServer
) -> None:
    wanted = "step_details.tool_calls[*].file_search.results[*].content"
    run(
        lambda client: client.threads.runs.steps.retrieve(
            "thread_abc123", "run_abc123", "step_abc456", include=[wanted]
        )
    )
    (request,) = api.requests
    path, _, query = request.target.partition("?")
    assert path == "/v1/threads/thread_abc123/runs/run_abc123/steps/step_abc456"
    assert query.startswith("include%5B%5D=step_details.tool_calls")


def test_reading_changing_and_cancelling(run: Runner) -> None:
    def of(client: Any, method: str, **body: Json) -> Any:
        call = getattr(client.threads.runs, method)
        return call("thread_abc123", "run_1", **body)

    run(lambda c: c.threads.runs.create("thread_abc123", assistant_id="asst_1"))
    assert run(lambda c: of(c, "retrieve")).status == "in_progress"
    changed = run(lambda c: of(c, "update", metadata={"user": "u1"}))
    assert changed.metadata == {"user": "u1"}
    assert run(lambda c: of(c, "cancel")).status == "cancelling"
    assert run(lambda c: of(c, "retrieve")).status == "cancelled"


def test_tool_outputs_are_handed_in(run: Runner) -> None:
    tools = example("RunThatNeedsOutputs")["tools"]
    run(
        lambda client: client.threads.runs.create(
            "thread_abc123", assistant_id="asst_abc123", tools=tools
        )
    )
    run(lambda client: client.threads.runs.retrieve("thread_abc123", "run_1"))
    made = run(lambda client: client.threads.runs.retrieve("thread_abc123", "run_1"))
    assert made.status == "requires_action"
    (call,) = made.required_action.submit_tool_outputs.tool_calls
    assert (call.type, call.function.name) == ("function", "get_weather")
    assert json.loads(call.function.arguments) == {"city": "Lisbon"}
    made = run(
        lambda client: client.threads.runs.submit_tool_outputs(
            "thread_abc123",
            "run_1",
            tool_outputs=[{"tool_call_id": call.id, "output": "sunny"}],
        )
    )
    assert made.status == "queued"
    (step,) = run.items(lambda c: c.threads.runs.steps.list("thread_abc123", "run_1"))
    assert isinstance(step.step_details, RunStepDetailsToolCallsObject)
    (done,) = step.step_details.tool_calls
    assert isinstance(done, RunStepDetailsToolCallsFunctionObject)
    assert done.function.output == "sunny"


def test_an_answer_encodes_to_itself(run: Runner) -> None:
    step = run(
        lambda client: client.threads.runs.steps.retrieve(
            "thread_abc123", "run_abc123", "step_abc456"
        )
    )
    assert encode(step) == example("ToolCallStep")
    made = run(lambda c: c.threads.runs.retrieve("thread_abc123", "run_abc456"))
    assert encode(made) == example("PageOfRuns")["data"][1]


def test_the_key_comes_from_the_environment(
    run: Runner, api: ApiServer, monkeypatch: Any
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    run(lambda c: c.threads.runs.retrieve("thread_abc123", "run_abc123"), api_key=None)
    assert api.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_client_shows_no_secret(api: ApiServer) -> None:
    with Client(api_key="sk-hidden", base_url=api.url) as client:
        for shown in (client, client.threads, client.threads.runs):
            assert "sk-hidden" not in repr(shown)
            assert "sk-hidden" not in str(shown)
