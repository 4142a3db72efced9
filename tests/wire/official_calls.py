"""Sixty calls that our client of the official document and the vendor's own client both take.

The groups and methods of our package are named as the vendor names them, so that one
expression does for both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

METHODS: Mapping[str, str] = {
    "POST /threads": "beta.threads.create",
    "GET /threads/{thread_id}": "beta.threads.retrieve",
    "POST /threads/{thread_id}": "beta.threads.update",
    "DELETE /threads/{thread_id}": "beta.threads.delete",
    "POST /threads/runs": "beta.threads.create_and_run",
    "GET /threads/{thread_id}/messages": "beta.threads.messages.list",
    "POST /threads/{thread_id}/messages": "beta.threads.messages.create",
    "GET /threads/{thread_id}/messages/{message_id}": "beta.threads.messages.retrieve",
    "POST /threads/{thread_id}/messages/{message_id}": "beta.threads.messages.update",
    "DELETE /threads/{thread_id}/messages/{message_id}": "beta.threads.messages.delete",
    "GET /threads/{thread_id}/runs": "beta.threads.runs.list",
    "POST /threads/{thread_id}/runs": "beta.threads.runs.create",
    "GET /threads/{thread_id}/runs/{run_id}": "beta.threads.runs.retrieve",
    "POST /threads/{thread_id}/runs/{run_id}": "beta.threads.runs.update",
    "POST /threads/{thread_id}/runs/{run_id}/cancel": "beta.threads.runs.cancel",
    "POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs": (
        "beta.threads.runs.submit_tool_outputs"
    ),
    "GET /threads/{thread_id}/runs/{run_id}/steps": "beta.threads.runs.steps.list",
    "GET /threads/{thread_id}/runs/{run_id}/steps/{step_id}": (
        "beta.threads.runs.steps.retrieve"
    ),
    "GET /chat/completions": "chat.completions.list",
    "POST /chat/completions": "chat.completions.create",
    "GET /chat/completions/{completion_id}": "chat.completions.retrieve",
    "POST /chat/completions/{completion_id}": "chat.completions.update",
    "DELETE /chat/completions/{completion_id}": "chat.completions.delete",
    "GET /chat/completions/{completion_id}/messages": "chat.completions.messages.list",
    "POST /embeddings": "embeddings.create",
    "GET /files": "files.list",
    "POST /files": "files.create",
    "DELETE /files/{file_id}": "files.delete",
    "GET /files/{file_id}": "files.retrieve",
    "POST /responses": "responses.create",
    "GET /responses/{response_id}": "responses.retrieve",
    "DELETE /responses/{response_id}": "responses.delete",
    "POST /responses/{response_id}/cancel": "responses.cancel",
    "GET /responses/{response_id}/input_items": "responses.input_items.list",
    "POST /responses/input_tokens": "responses.input_tokens.count",
    "POST /responses/compact": "responses.compact",
}
"""Operation of the document → what the vendor's client calls it."""


@dataclass(frozen=True)
class Twin:
    """One call, and the operation whose documented answer the server gives."""

    name: str
    operation: str
    call: Callable[[Any], Any]
    stream: bool = False


TWINS: list[Twin] = []


def _twin(operation: str, note: str = "", **kwargs: Any) -> None:
    dotted = METHODS[operation]

    def call(client: Any) -> Any:
        target = client
        for part in dotted.split("."):
            target = getattr(target, part)
        return target(**kwargs)

    name = f"{dotted} {note}".strip()
    TWINS.append(Twin(name, operation, call, kwargs.get("stream") is True))


T = {"thread_id": "thread_abc123"}
R = T | {"run_id": "run_abc123"}
M = T | {"message_id": "msg_abc123"}
A = {"assistant_id": "asst_abc123"}
HELLO = [{"role": "user", "content": "Zoë says: hello & good-bye / ☃"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "unit": {"enum": ["c", "f"]}},
            "required": ["city"],
        },
        "strict": True,
    },
}

# Threads, messages
_twin("POST /threads", "empty")
_twin("POST /threads", "full", messages=HELLO, metadata={"a": "b"})
_twin("GET /threads/{thread_id}", **T)
_twin("POST /threads/{thread_id}", **T, metadata={"modified": "true"})
_twin("POST /threads/{thread_id}", "null", **T, metadata=None)
_twin("DELETE /threads/{thread_id}", **T)
_MESSAGES = "/threads/{thread_id}/messages"
_twin(f"POST {_MESSAGES}", **T, role="user", content="What is AI?")
_PARTS = [
    {"type": "text", "text": "What is this?"},
    {
        "type": "image_url",
        "image_url": {"url": "https://e.com/a b.png", "detail": "low"},
    },
    {"type": "image_file", "image_file": {"file_id": "file-1"}},
]
_FILES = [{"file_id": "file-1", "tools": [{"type": "code_interpreter"}]}]
_twin(
    f"POST {_MESSAGES}", "parts", **T, role="user", content=_PARTS, attachments=_FILES
)
_twin(f"GET {_MESSAGES}", **T)
_twin(f"GET {_MESSAGES}", "query", **T, limit=2, order="asc", run_id="run_1")
_twin(f"GET {_MESSAGES}/{{message_id}}", **M)
_twin(f"POST {_MESSAGES}/{{message_id}}", **M, metadata={})
_twin(f"DELETE {_MESSAGES}/{{message_id}}", **M)

# Runs
_RUNS = "/threads/{thread_id}/runs"
_INCLUDE = ["step_details.tool_calls[*].file_search.results[*].content"]
_twin("POST /threads/runs", **A, thread={"messages": HELLO})
_twin("POST /threads/runs", "stream", **A, thread={"messages": HELLO}, stream=True)
_twin(
    "POST /threads/runs",
    "full",
    **A,
    model="gpt-4o",
    instructions=None,
    tools=[{"type": "code_interpreter"}, WEATHER],
    tool_resources={"file_search": {"vector_store_ids": ["vs_1"]}},
    temperature=0.5,
    top_p=1,
    max_prompt_tokens=256,
    truncation_strategy={"type": "last_messages", "last_messages": 3},
    tool_choice={"type": "function", "function": {"name": "get_weather"}},
    parallel_tool_calls=False,
    response_format={"type": "json_object"},
    metadata={"k": "v"},
)
_twin(f"POST {_RUNS}", **T, **A)
_twin(f"POST {_RUNS}", "stream", **T, **A, stream=True)
_twin(f"POST {_RUNS}", "include", **T, **A, include=_INCLUDE, additional_messages=HELLO)
_twin(
    f"POST {_RUNS}", "words", **T, **A, tool_choice="required", response_format="auto"
)
_twin(f"GET {_RUNS}", **T)
_twin(f"GET {_RUNS}", "query", **T, limit=1, after="run a/b", order="desc")
_twin(f"GET {_RUNS}/{{run_id}}", **R)
_twin(f"GET {_RUNS}/{{run_id}}", "escaped", thread_id="a b", run_id="c/d?e#f")
_twin(f"POST {_RUNS}/{{run_id}}", **R, metadata={"user_id": "user_abc123"})
_twin(f"POST {_RUNS}/{{run_id}}/cancel", **R)
_OUTPUTS = [{"tool_call_id": "call_1", "output": "70 degrees"}, {"output": ""}]
_SUBMIT = f"POST {_RUNS}/{{run_id}}/submit_tool_outputs"
_twin(_SUBMIT, **R, tool_outputs=_OUTPUTS)
_twin(_SUBMIT, "stream", **R, tool_outputs=_OUTPUTS, stream=True)
_twin(f"GET {_RUNS}/{{run_id}}/steps", **R)
_twin(f"GET {_RUNS}/{{run_id}}/steps", "include", **R, limit=5, include=_INCLUDE)
_twin(f"GET {_RUNS}/{{run_id}}/steps/{{step_id}}", **R, step_id="step_1")

# Chat completions
_CHAT = "POST /chat/completions"
_twin(_CHAT, model="gpt-4o", messages=HELLO)
_twin(_CHAT, "stream", model="gpt-4o", messages=HELLO, stream=True)
_twin(
    _CHAT,
    "tools",
    model="gpt-4o",
    messages=[
        {"role": "developer", "content": "Be brief."},
        *HELLO,
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "get_weather", "arguments": "{}"},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
    ],
    tools=[WEATHER],
    tool_choice="auto",
    n=2,
    stop=["a", "b"],
    logit_bias={"50256": -100},
    seed=2**40,
    temperature=0.1,
)
_twin(
    _CHAT,
    "schema",
    model="gpt-4o",
    messages=[{"role": "user", "content": [{"type": "text", "text": "x"}]}],
    response_format={
        "type": "json_schema",
        "json_schema": {"name": "a", "schema": {"type": "object"}, "strict": True},
    },
    stop=None,
    logprobs=True,
    store=True,
    metadata={"a": "b"},
)
_twin("GET /chat/completions")
_twin("GET /chat/completions", "query", limit=2, model="gpt-4o", order="asc")
_twin("GET /chat/completions", "metadata", metadata={"a b": "c&d"})
C = {"completion_id": "chatcmpl-abc123"}
_twin("GET /chat/completions/{completion_id}", **C)
_twin("POST /chat/completions/{completion_id}", **C, metadata={"foo": "bar"})
_twin("DELETE /chat/completions/{completion_id}", **C)
_twin("GET /chat/completions/{completion_id}/messages", **C, after="m 1")

# Responses
_ASK = "POST /responses"
_twin(_ASK, model="gpt-4.1", input="Tell me a story.")
_twin(_ASK, "stream", model="gpt-4.1", input="Tell me a story.", stream=True)
_twin(
    _ASK,
    "items",
    model="gpt-4.1",
    input=[
        {
            "role": "user",
            "content": [
                {"type": "input_text", "text": "what is in this image?"},
                {
                    "type": "input_image",
                    "image_url": "https://e.com/a.png",
                    "detail": "auto",
                },
            ],
        }
    ],
    instructions=None,
    include=["message.output_text.logprobs"],
    tools=[
        {"type": "web_search_preview"},
        {"type": "function", "name": "f", "parameters": {}, "strict": False},
    ],
    tool_choice={"type": "function", "name": "f"},
    reasoning={"effort": "high"},
    text={"format": {"type": "text"}},
    metadata={},
)
_twin(_ASK, "conversation", model="gpt-4.1", input="x", previous_response_id="resp_1")
P = {"response_id": "resp_123"}
_twin("GET /responses/{response_id}", **P)
_twin(
    "GET /responses/{response_id}",
    "include",
    **P,
    include=["reasoning.encrypted_content"],
)
_twin("DELETE /responses/{response_id}", **P)
_twin("POST /responses/{response_id}/cancel", **P)
_twin("GET /responses/{response_id}/input_items", **P)
_twin(
    "GET /responses/{response_id}/input_items",
    "query",
    **P,
    limit=3,
    order="asc",
    after="a+b",
)
_twin("POST /responses/input_tokens", model="gpt-5", input="Tell me a joke.")
_twin("POST /responses/compact", model="gpt-5", input="Tell me a joke.")

# Files, embeddings
_twin("GET /files")
_twin("GET /files", "query", purpose="fine-tune", limit=10, order="desc")
_twin("POST /files", file=("a b.jsonl", b'{"a": 1}\n'), purpose="fine-tune")
_twin(
    "POST /files",
    "expires",
    file=("x.txt", b"x"),
    purpose="batch",
    expires_after={"anchor": "created_at", "seconds": 3600},
)
_twin("GET /files/{file_id}", file_id="file-abc123")
_twin("DELETE /files/{file_id}", file_id="file-abc123")
_twin(
    "POST /embeddings",
    model="text-embedding-3-small",
    input="The food",
    encoding_format="float",
)
_twin(
    "POST /embeddings",
    "list",
    model="m",
    input=["a", "b"],
    dimensions=8,
    encoding_format="float",
)
_twin(
    "POST /embeddings",
    "tokens",
    model="m",
    input=[[1, 2], [3]],
    encoding_format="float",
    user="u",
)
