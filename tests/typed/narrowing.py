"""What is known of a value after a question about it: a program that five checkers read.

Comments are what they reveal; where one says it otherwise, a line below says how.
"""

from __future__ import annotations

from typing import reveal_type

from threads_runs import UNSET, Client, Unset
from threads_runs.models import (
    AssistantsApiToolChoiceOption,
    AssistantsNamedToolChoice,
    AssistantStreamEvent,
    AssistantTool,
    AssistantToolsCode,
    AssistantToolsFunction,
    RunObject,
    RunObjectIncompleteDetails,
    UnknownVariant,
)


def unset(limit: int | Unset) -> None:
    if limit is UNSET:
        reveal_type(limit)  # Literal[Unset.UNSET]
        # ty: Unset
    else:
        reveal_type(limit)  # int
    if limit is not UNSET:
        reveal_type(limit)  # int
    if limit:
        reveal_type(limit)  # int
        # ty: int & ~AlwaysFalsy
    if not isinstance(limit, Unset):
        reveal_type(limit)  # int
    reveal_type(limit or 20)  # int
    # ty: int & ~AlwaysFalsy
    reveal_type(20 if limit is UNSET else limit)  # int


def optional_field(run: RunObject) -> None:
    reveal_type(run.temperature)  # None | Unset | float
    if run.temperature is not UNSET and run.temperature is not None:
        reveal_type(run.temperature)  # float
    if run.temperature:
        reveal_type(run.temperature)  # float
        # ty: (float & ~AlwaysFalsy) | (int & ~AlwaysFalsy)
    if run.usage is not None:
        reveal_type(run.usage.total_tokens)  # int
    if run.incomplete_details and run.incomplete_details.reason:
        reveal_type(run.incomplete_details.reason)  # str
        # ty: str & ~AlwaysFalsy
    match run:
        case RunObject(temperature=float() as degree):
            reveal_type(degree)  # float
        case _:
            pass


def tagged(tool: AssistantTool) -> None:
    if tool.type == "function":
        reveal_type(tool)  # AssistantToolsFunction
        reveal_type(tool.function.name)  # str
    elif tool.type == "code_interpreter":
        reveal_type(tool)  # AssistantToolsCode
    else:
        reveal_type(tool)  # AssistantToolsFileSearch | UnknownVariant
    match tool.type:
        case "function":
            reveal_type(tool)  # AssistantToolsFunction
        case _:
            pass
    match tool:
        case AssistantToolsFunction(function=function):
            reveal_type(function)  # FunctionObject
        case AssistantToolsCode():
            reveal_type(tool)  # AssistantToolsCode
        case UnknownVariant(tag, raw):
            reveal_type(tag)  # Any
            reveal_type(raw)  # Any
        case rest:
            reveal_type(rest)  # AssistantToolsFileSearch
    if isinstance(tool, UnknownVariant):
        reveal_type(tool.raw)  # Any


def every_variant(tool: AssistantTool) -> str:
    match tool:
        case AssistantToolsFunction():
            return tool.function.name
        case AssistantToolsCode():
            return tool.type
        case UnknownVariant():
            return repr(tool.raw)
        case _:
            reveal_type(tool)  # AssistantToolsFileSearch
            return tool.type


def streamed(event: AssistantStreamEvent) -> None:
    if event.event == "thread.message.delta":
        reveal_type(event)  # ThreadMessageDelta
        reveal_type(event.data.delta)  # MessageDeltaObjectDelta
    if event.event == "done":
        reveal_type(event.data)  # Literal["[DONE]"]


def open_enum(run: RunObject, details: RunObjectIncompleteDetails) -> None:
    if run.last_error:
        reveal_type(run.last_error.code)
        # Literal["invalid_prompt", "rate_limit_exceeded", "server_error"] | str
        # ty, pyrefly: str
    if run.status == "completed":
        reveal_type(run.status)  # Literal["completed"]
    else:
        reveal_type(run.status)  # str
        # ty: str & ~Literal["completed"]
    if run.status in ("completed", "failed"):
        reveal_type(run.status)  # Literal["completed", "failed"]
    match run.status:
        case "queued" | "in_progress":
            reveal_type(run.status)  # Literal["in_progress", "queued"]
        case other:
            reveal_type(other)  # str
            # ty: str & ~Literal["queued"] & ~Literal["in_progress"]
    if details.reason is not UNSET:
        reveal_type(details.reason)  # str


def mixed(choice: AssistantsApiToolChoiceOption) -> None:
    if isinstance(choice, str):
        reveal_type(choice)  # str
    elif isinstance(choice, AssistantsNamedToolChoice):
        reveal_type(choice.type)
        # Literal["code_interpreter", "file_search", "function"] | str
        # ty, pyrefly: str
    else:
        reveal_type(choice)  # UnknownVariant


def calls(client: Client, stream: bool) -> None:
    reveal_type(client.threads.create_and_run(assistant_id="a"))  # RunObject
    answer = client.threads.create_and_run(assistant_id="a", stream=stream)
    if isinstance(answer, RunObject):
        reveal_type(answer.status == "queued")  # bool
    else:
        reveal_type(answer.status_code)  # int
    for run in client.threads.runs.list("t"):
        reveal_type(run)  # RunObject
    page = client.threads.runs.list("t")
    following = page.next_page()
    if following is not None:
        reveal_type(following.items)  # list[RunObject]
    raw = client.with_raw_response(client.threads.runs.retrieve, "t", "r")
    reveal_type(raw.parse())  # RunObject
