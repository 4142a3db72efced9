"""The test server itself: it answers as the document says, and misbehaves as it is told."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit

import pytest

from e2e.faults import Drop, Fault
from e2e.server import KEY, RESTRICTED_KEY, ApiServer
from e2e.specification import events, example, operations, validator

Json = Any

RUNS = "/threads/thread_abc123/runs"
QUESTION = {
    "assistant_id": "asst_abc123",
    "thread": {"messages": [{"role": "user", "content": "Why is the sky blue?"}]},
}
WEATHER = example("RunThatNeedsOutputs")["tools"]


def send(
    api: ApiServer,
    method: str,
    path: str,
    body: Json = None,
    *,
    key: str = KEY,
    fault: Json = None,
) -> tuple[http.client.HTTPResponse, bytes]:
    """One request on a connection of its own: the response and its whole body."""
    base = urlsplit(api.url)
    connection = http.client.HTTPConnection(base.netloc, timeout=10)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if fault is not None:
        headers["X-Fault"] = json.dumps(fault)
    try:
        data = None if body is None else json.dumps(body)
        connection.request(method, base.path + path, data, headers)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def ask(api: ApiServer, method: str, path: str, body: Json = None, **how: Any) -> Json:
    """The decoded answer of a request that succeeds."""
    response, content = send(api, method, path, body, **how)
    assert response.status == 200, content
    return json.loads(content)


def problem(response: http.client.HTTPResponse, content: bytes) -> Json:
    """The error that an answer reports, after a look at its form."""
    value = json.loads(content)
    validator("#/components/schemas/ErrorResponse").validate(value)
    assert response.headers["x-request-id"].startswith("req_")
    return value["error"]


def test_every_operation_answers_what_its_schema_says(api: ApiServer) -> None:
    bodies: dict[str, Json] = {
        "createThreadAndRun": QUESTION,
        "createRun": {"assistant_id": "asst_abc123"},
        "modifyRun": {"metadata": {"a": "b"}},
    }
    for method, path, operation in operations():
        run = api.add_runs("thread_abc123", 1)[0]
        if "steps" in path:
            run = "run_abc123"
        body = bodies.get(operation["operationId"])
        if operation["operationId"] == "submitToolOutputsToRun":
            body = _waiting_run(api)
            run = body.pop("run")
        target = path.format(
            thread_id="thread_abc123", run_id=run, step_id="step_abc123"
        )
        answer = ask(api, method, target, body)
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        validator(schema["$ref"]).validate(answer)


def _waiting_run(api: ApiServer) -> Json:
    """Starts a run and reads it until it waits; the body that it waits for, and its ID."""
    wanted = {"assistant_id": "asst_abc123", "tools": WEATHER}
    run = ask(api, "POST", RUNS, wanted)
    while run["status"] != "requires_action":
        run = ask(api, "GET", f"{RUNS}/{run['id']}")
    calls = run["required_action"]["submit_tool_outputs"]["tool_calls"]
    outputs = [{"tool_call_id": call["id"], "output": "sunny"} for call in calls]
    return {"run": run["id"], "tool_outputs": outputs}


def test_a_run_goes_through_its_states(api: ApiServer) -> None:
    run = ask(api, "POST", "/threads/runs", QUESTION)
    path = f"/threads/{run['thread_id']}/runs/{run['id']}"
    states = [run["status"], *(ask(api, "GET", path)["status"] for _ in range(3))]
    assert states == ["queued", "in_progress", "completed", "completed"]
    steps = ask(api, "GET", f"{path}/steps")
    assert [step["type"] for step in steps["data"]] == ["message_creation"]
    cancelled, body = send(api, "POST", f"{path}/cancel")
    assert cancelled.status == 400
    assert "completed" in problem(cancelled, body)["message"]


def test_outputs_are_asked_for_and_taken(api: ApiServer) -> None:
    body = _waiting_run(api)
    path = f"{RUNS}/{body.pop('run')}"
    wrong, content = send(
        api, "POST", f"{path}/submit_tool_outputs", {"tool_outputs": []}
    )
    assert wrong.status == 400 and problem(wrong, content)
    assert ask(api, "POST", f"{path}/submit_tool_outputs", body)["status"] == "queued"
    ask(api, "GET", path)
    assert ask(api, "GET", path)["status"] == "completed"
    newest, tool = ask(api, "GET", f"{path}/steps")["data"]
    assert newest["type"] == "message_creation"
    assert tool["step_details"]["tool_calls"][0]["function"]["output"] == "sunny"


def test_a_cancelled_run_is_cancelled_when_it_is_read_again(api: ApiServer) -> None:
    run = ask(api, "POST", RUNS, {"assistant_id": "asst_abc123"})
    assert ask(api, "POST", f"{RUNS}/{run['id']}/cancel")["status"] == "cancelling"
    assert ask(api, "GET", f"{RUNS}/{run['id']}")["status"] == "cancelled"


@pytest.mark.parametrize("tools", [[], WEATHER], ids=["message", "function"])
def test_streams_fit_the_document(api: ApiServer, tools: Json) -> None:
    wanted = {**QUESTION, "tools": tools, "stream": True}
    response, content = send(api, "POST", "/threads/runs", wanted)
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    told = events(content.decode())
    check_events(told)
    assert told[0][0] == "thread.created"
    run = next(json.loads(data) for _, data in reversed(told) if data[0] == "{")
    if tools:
        path = f"/threads/{run['thread_id']}/runs/{run['id']}"
        call = run["required_action"]["submit_tool_outputs"]["tool_calls"][0]
        outputs = [{"tool_call_id": call["id"], "output": "sunny"}]
        body = {"tool_outputs": outputs, "stream": True}
        _, content = send(api, "POST", f"{path}/submit_tool_outputs", body)
        told = events(content.decode())
        check_events(told)
        run = ask(api, "GET", path)
    assert run["status"] == "completed"


def check_events(told: list[tuple[str, str]]) -> None:
    """Every event fits the document, and the stream ends as it should."""
    assert told[-1] == ("done", "[DONE]")
    for name, data in told:
        value = data if data == "[DONE]" else json.loads(data)
        validator("#/components/schemas/AssistantStreamEvent").validate(
            {"event": name, "data": value}
        )


def test_pages_follow_one_another(api: ApiServer) -> None:
    made = api.add_runs("thread_abc123", 5)
    everything = ["run_abc456", "run_abc123", *made]
    seen: list[str] = []
    query = "limit=3&order=asc"
    while True:
        answer = ask(api, "GET", f"{RUNS}?{query}")
        seen += [run["id"] for run in answer["data"]]
        if not answer["has_more"]:
            break
        query = f"limit=3&order=asc&after={answer['last_id']}"
    assert seen == everything
    newest = ask(api, "GET", f"{RUNS}?limit=2")
    assert [run["id"] for run in newest["data"]] == made[:-3:-1]
    back = ask(api, "GET", f"{RUNS}?limit=2&order=asc&before={made[2]}")
    assert [run["id"] for run in back["data"]] == made[:2]
    assert back["has_more"] is True


def test_an_empty_page_has_no_first_and_no_last(api: ApiServer) -> None:
    run = ask(api, "POST", RUNS, {"assistant_id": "asst_abc123"})
    answer = ask(api, "GET", f"{RUNS}/{run['id']}/steps")
    assert answer == {
        "object": "list",
        "data": [],
        "first_id": None,
        "last_id": None,
        "has_more": False,
    }


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "word"),
    [
        ("POST", "/threads/runs", {"thread": {}}, 400, "assistant_id"),
        ("POST", "/threads/runs", {**QUESTION, "colour": 1}, 400, "colour"),
        ("POST", "/threads/runs", {**QUESTION, "temperature": 3}, 400, "maximum"),
        ("POST", RUNS, {"assistant_id": "asst_nowhere"}, 404, "asst_nowhere"),
        ("GET", f"{RUNS}?limit=0", None, 400, "limit"),
        ("GET", f"{RUNS}?limit=many", None, 400, "limit"),
        ("GET", f"{RUNS}?order=up", None, 400, "order"),
        ("GET", f"{RUNS}?after=run_nowhere", None, 400, "run_nowhere"),
        ("GET", f"{RUNS}/run_nowhere", None, 404, "run_nowhere"),
        ("GET", "/threads/thread_nowhere/runs", None, 404, "thread_nowhere"),
        ("GET", f"{RUNS}/run_abc123/steps/step_nowhere", None, 404, "step_nowhere"),
        ("GET", "/nowhere", None, 404, "Invalid URL"),
        ("DELETE", RUNS, None, 405, "DELETE"),
    ],
)
def test_wrong_requests_are_told_what_is_wrong(
    api: ApiServer, method: str, path: str, body: Json, status: int, word: str
) -> None:
    response, content = send(api, method, path, body)
    assert response.status == status
    assert word in problem(response, content)["message"]


def test_keys_are_checked(api: ApiServer) -> None:
    for key, status in (("", 401), ("sk-wrong", 401), (RESTRICTED_KEY, 403)):
        response, content = send(api, "GET", RUNS, key=key)
        assert response.status == status
        assert problem(response, content)


def test_requests_are_recorded(api: ApiServer) -> None:
    ask(api, "POST", RUNS, {"assistant_id": "asst_1"})
    (request,) = api.requests
    assert (request.method, request.target) == ("POST", "/v1" + RUNS)
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.json == {"assistant_id": "asst_1"}
    api.reset()
    assert api.requests == []


def test_planned_faults_come_one_by_one(api: ApiServer) -> None:
    api.plan(Fault(status=429, headers={"Retry-After": "2"}), Fault(status=500))
    first, content = send(api, "GET", RUNS)
    assert (first.status, first.headers["Retry-After"]) == (429, "2")
    assert problem(first, content)["code"] == "rate_limit_exceeded"
    assert send(api, "GET", RUNS)[0].status == 500
    assert send(api, "GET", RUNS)[0].status == 200


def test_a_fault_comes_with_a_request(api: ApiServer) -> None:
    fault = {"status": 503, "body": "<html>", "content_type": "text/html"}
    response, content = send(api, "GET", RUNS, fault=fault)
    assert (response.status, content) == (503, b"<html>")
    assert response.headers["Content-Type"] == "text/html"


def test_a_connection_is_dropped(api: ApiServer) -> None:
    api.plan(Fault(drop=Drop.BEFORE_STATUS))
    with pytest.raises((ConnectionError, http.client.BadStatusLine)):
        send(api, "GET", RUNS)
    api.plan(Fault(drop=Drop.IN_BODY, keep=100))
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        send(api, "GET", RUNS)
    api.plan(Fault(drop=Drop.IN_BODY, keep=400))
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        send(api, "POST", "/threads/runs", {**QUESTION, "stream": True})
    assert send(api, "GET", RUNS)[0].status == 200


def test_a_stream_is_cut_and_filled_as_told(api: ApiServer) -> None:
    body = {**QUESTION, "stream": True}
    _, plain = send(api, "POST", "/threads/runs", body)
    api.reset()
    _, cut = send(api, "POST", "/threads/runs", body, fault={"chunk": 7})
    assert cut == plain
    news = ["thread.dreamed", '{"of": "sheep",\n"électrique": true}']
    how = {"insert": [news], "comments": True, "newline": "\r\n", "end": 3}
    _, filled = send(api, "POST", "/threads/runs", body, fault=how)
    text = filled.decode()
    assert 'event: thread.dreamed\r\ndata: {"of": "sheep",\r\ndata: ' in text
    assert text.count("\r\n: keep-alive\r\n") == 2
    assert text.count("event: ") == 3 and "[DONE]" not in text


def test_a_stream_may_drip_and_an_answer_wait(api: ApiServer) -> None:
    began = time.monotonic()
    api.plan(Fault(delay=0.05), Fault(chunk=500, drip=0.005))
    send(api, "GET", RUNS)
    assert time.monotonic() - began >= 0.05
    send(api, "POST", "/threads/runs", {**QUESTION, "stream": True})
    assert time.monotonic() - began >= 0.10


def test_connections_are_counted(api: ApiServer) -> None:
    base = urlsplit(api.url)
    connection = http.client.HTTPConnection(base.netloc, timeout=10)
    for _ in range(3):
        connection.request("GET", base.path + RUNS)
        connection.getresponse().read()
    assert (api.connections, api.open) == (1, 1)
    connection.close()
    deadline = time.monotonic() + 5
    while api.open and time.monotonic() < deadline:
        time.sleep(0.005)
    assert api.open == 0
