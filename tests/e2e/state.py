"""The API behind the test server: threads, runs and steps in memory, without any HTTP.

Objects start as the examples of the document, so that they are valid against it. IDs and
times are counted, so that the same calls give the same bytes. A run advances each time it is
read: `queued`, `in_progress`, then `completed`, or `requires_action` if it has a function.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from e2e.specification import Json, events, example, is_list, is_object

Event = tuple[str, str]
T = TypeVar("T")

_SETTINGS = (
    "model",
    "instructions",
    "tools",
    "metadata",
    "temperature",
    "top_p",
    "max_prompt_tokens",
    "max_completion_tokens",
    "truncation_strategy",
    "tool_choice",
    "parallel_tool_calls",
    "response_format",
)
_CANCELLABLE = ("queued", "in_progress", "requires_action")
_EXAMPLE_ID = re.compile(r"(msg|step|call)_abc\d+")


class ApiError(Exception):
    """An error that the API answers with: its status and the fields of its body."""

    def __init__(
        self,
        status: int,
        message: str,
        param: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error: Json = {
            "message": message,
            "type": "invalid_request_error",
            "param": param,
            "code": code,
        }


@dataclass
class Thread:
    """A thread with its runs, the oldest first, and the steps of each run."""

    object: Json
    runs: dict[str, Json] = field(default_factory=dict[str, Json])
    steps: dict[str, dict[str, Json]] = field(
        default_factory=dict[str, dict[str, Json]]
    )


class State:
    """Everything that the API knows. It begins with the thread of the examples."""

    def __init__(self) -> None:
        self._made: dict[str, int] = {}
        self._time = 1717171800
        self.threads: dict[str, Thread] = {}
        first = Thread(self._thread_object("thread_abc123", {}))
        for run in reversed(example("PageOfRuns")["data"]):
            first.runs[run["id"]] = run
            first.steps[run["id"]] = {}
        for step in reversed(example("PageOfSteps")["data"]):
            first.steps["run_abc123"][step["id"]] = step
        self.threads["thread_abc123"] = first

    def thread(self, id: str) -> Thread:
        """The thread `id`."""
        return _found(self.threads, id, "thread")

    def run(self, thread_id: str, id: str) -> Json:
        """The run `id`, as it is."""
        return _found(self.thread(thread_id).runs, id, "run")

    def steps(self, thread_id: str, run_id: str) -> dict[str, Json]:
        """The steps of a run, the oldest first."""
        return _found(self.thread(thread_id).steps, run_id, "run")

    def step(self, thread_id: str, run_id: str, id: str) -> Json:
        """The step `id`."""
        return _found(self.steps(thread_id, run_id), id, "run step")

    def create_thread(self, body: Json) -> Thread:
        """A new thread from a CreateThreadRequest."""
        thread = Thread(self._thread_object(self._new("thread"), body))
        self.threads[thread.object["id"]] = thread
        return thread

    def create_run(self, thread: Thread, body: Json) -> Json:
        """A new run from a CreateRunRequest or a CreateThreadAndRunRequest."""
        run = example("QueuedRun")
        created = self._tick()
        run |= {
            "id": self._new("run"),
            "thread_id": thread.object["id"],
            "assistant_id": body["assistant_id"],
            "created_at": created,
            "expires_at": created + 600,
        }
        run |= {k: body[k] for k in _SETTINGS if body.get(k) is not None}
        thread.runs[run["id"]] = run
        thread.steps[run["id"]] = {}
        return run

    def read_run(self, thread_id: str, id: str) -> Json:
        """The run `id`, one state further than it was."""
        run = self.run(thread_id, id)
        match run["status"]:
            case "queued":
                self._start(run)
            case "in_progress" if _function_of(run) and not self._answered(run):
                self._require(run, self._new("call"))
            case "in_progress":
                step = self._new_step(run, "message_creation")
                step["step_details"]["message_creation"]["message_id"] = self._new(
                    "msg"
                )
                self._complete(run)
            case "cancelling":
                run |= {
                    "status": "cancelled",
                    "cancelled_at": self._tick(),
                    "expires_at": None,
                }
            case _:
                pass
        return run

    def update_run(self, thread_id: str, id: str, body: Json) -> Json:
        """The run with new metadata, where there is some."""
        run = self.run(thread_id, id)
        if "metadata" in body:
            run["metadata"] = body["metadata"]
        return run

    def cancel_run(self, thread_id: str, id: str) -> Json:
        """The run on its way to being cancelled."""
        run = self.run(thread_id, id)
        if run["status"] not in _CANCELLABLE:
            raise ApiError(400, f"Cannot cancel run with status '{run['status']}'.")
        run |= {"status": "cancelling", "required_action": None}
        return run

    def submit(self, thread_id: str, id: str, body: Json) -> Json:
        """The run, queued again now that it has all its outputs."""
        run = self.run(thread_id, id)
        if run["status"] != "requires_action":
            raise ApiError(
                400, f"Runs in status '{run['status']}' do not accept tool outputs."
            )
        given = {o.get("tool_call_id"): o.get("output") for o in body["tool_outputs"]}
        calls = run["required_action"]["submit_tool_outputs"]["tool_calls"]
        wanted = [call["id"] for call in calls]
        if sorted(given) != sorted(wanted):
            raise ApiError(400, f"Expected tool outputs for call_ids {wanted}.")
        step = self._tool_step(run)
        step |= {"status": "completed", "completed_at": self._tick()}
        step["step_details"]["tool_calls"] = [
            {**call, "function": {**call["function"], "output": given[call["id"]]}}
            for call in calls
        ]
        run |= {"status": "queued", "required_action": None}
        return run

    def stream(self, run: Json, transcript: str) -> list[Event]:
        """The events of an example, told of this run, which goes along with them.

        An event about the thread is left out: whether there is one depends on the call.
        """
        thread = self.thread(run["thread_id"])
        names = {
            "run_abc123": run["id"],
            "thread_abc123": run["thread_id"],
            "asst_abc123": run["assistant_id"],
            "get_weather": _function_of(run) or "",
        }
        told: list[Event] = []
        for name, data in events(example(transcript)):
            if data == "[DONE]":
                told.append((name, data))
                continue
            value = self._renamed(json.loads(data), names)
            match value["object"]:
                case "thread":
                    continue
                case "thread.run":
                    self._follow(run, value)
                    value = run
                case "thread.run.step" if name == "thread.run.step.completed" and (
                    value["type"] == "tool_calls"
                ):
                    value = self._tool_step(run)
                case "thread.run.step":
                    thread.steps[run["id"]][value["id"]] = value
                case _:
                    pass
            told.append((name, json.dumps(value, ensure_ascii=False)))
        return told

    def _follow(self, run: Json, told: Json) -> None:
        match told["status"]:
            case "in_progress":
                self._start(run)
            case "requires_action":
                calls = told["required_action"]["submit_tool_outputs"]["tool_calls"]
                self._require(run, calls[0]["id"])
            case "completed":
                self._complete(run)
            case _:
                pass

    def _start(self, run: Json) -> None:
        run["status"] = "in_progress"
        run["started_at"] = run["started_at"] or self._tick()

    def _require(self, run: Json, call_id: str) -> None:
        action = example("RunThatNeedsOutputs")["required_action"]
        call = action["submit_tool_outputs"]["tool_calls"][0]
        call["id"] = call_id
        call["function"]["name"] = _function_of(run)
        run |= {"status": "requires_action", "required_action": action}
        step = self._tool_step(run)
        step["step_details"]["tool_calls"] = [
            {**call, "function": {**call["function"], "output": None}}
        ]

    def _complete(self, run: Json) -> None:
        run |= {
            "status": "completed",
            "completed_at": self._tick(),
            "expires_at": None,
            "usage": example("CompletedRun")["usage"],
        }

    def _tool_step(self, run: Json) -> Json:
        """The last step of `run` that called tools, or a new one in progress."""
        steps = self.steps(run["thread_id"], run["id"])
        for step in reversed(steps.values()):
            if step["type"] == "tool_calls":
                return step
        step = self._new_step(run, "tool_calls")
        step |= {
            "status": "in_progress",
            "completed_at": None,
            "usage": None,
            "step_details": {"type": "tool_calls", "tool_calls": []},
        }
        return step

    def _answered(self, run: Json) -> bool:
        steps = self.steps(run["thread_id"], run["id"]).values()
        return any(
            step["type"] == "tool_calls" and step["status"] == "completed"
            for step in steps
        )

    def _new_step(self, run: Json, kind: str) -> Json:
        step = example("MessageStep")
        step |= {
            "id": self._new("step"),
            "created_at": self._tick(),
            "completed_at": self._tick(),
            "assistant_id": run["assistant_id"],
            "thread_id": run["thread_id"],
            "run_id": run["id"],
            "type": kind,
        }
        self.steps(run["thread_id"], run["id"])[step["id"]] = step
        return step

    def _thread_object(self, id: str, body: Json) -> Json:
        return {
            "id": id,
            "object": "thread",
            "created_at": self._tick(),
            "tool_resources": {},
            "metadata": body.get("metadata") or {},
        }

    def _renamed(self, value: Json, names: dict[str, str]) -> Json:
        """`value` with the IDs of the examples replaced, by new ones where need be."""
        if is_object(value):
            return {key: self._renamed(inner, names) for key, inner in value.items()}
        if is_list(value):
            return [self._renamed(inner, names) for inner in value]
        if not isinstance(value, str):
            return value
        id = _EXAMPLE_ID.fullmatch(value)
        if id and value not in names:
            names[value] = self._new(id[1])
        return names.get(value, value)

    def _new(self, kind: str) -> str:
        self._made[kind] = self._made.get(kind, 0) + 1
        return f"{kind}_{self._made[kind]}"

    def _tick(self) -> int:
        self._time += 1
        return self._time


def page(objects: Mapping[str, Json], query: Mapping[str, Json]) -> Json:
    """One page of `objects`, which stand the oldest first, as `query` asks for it."""
    ids = list(objects)
    if query.get("order", "desc") == "desc":
        ids.reverse()
    limit: int = query.get("limit", 20)
    after, before = query.get("after"), query.get("before")
    for name, cursor in (("after", after), ("before", before)):
        if cursor is not None and cursor not in objects:
            raise ApiError(400, f"No object found with id '{cursor}'.", name)
    if after is not None:
        ids = ids[ids.index(after) + 1 :]
    if before is not None:
        ids = ids[: ids.index(before)] if before in ids else []
    shown = ids[:limit] if before is None else ids[-limit:]
    return {
        "object": "list",
        "data": [objects[id] for id in shown],
        "first_id": shown[0] if shown else None,
        "last_id": shown[-1] if shown else None,
        "has_more": len(ids) > len(shown),
    }


def _found(objects: Mapping[str, T], id: str, kind: str) -> T:
    if id not in objects:
        raise ApiError(404, f"No {kind} found with id '{id}'.")
    return objects[id]


def _function_of(run: Json) -> str | None:
    """The name of the first function among the tools of `run`."""
    names = (t["function"]["name"] for t in run["tools"] if t["type"] == "function")
    return next(names, None)
