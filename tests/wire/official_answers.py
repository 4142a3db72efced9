"""What the official API answers: its document's examples, and some that it does not have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag
from specloom.document import open_documents
from specloom.lower import lower
from specloom.openapi import read_document

from wire.official_calls import METHODS, Twin

_FILE = {
    "id": "file-abc123",
    "object": "file",
    "bytes": 120000,
    "created_at": 1677610602,
    "filename": "mydata.jsonl",
    "purpose": "fine-tune",
    "status": "processed",
    "expires_at": None,
}
_CHUNK = {
    "id": "chatcmpl-123",
    "object": "chat.completion.chunk",
    "created": 1694268190,
    "model": "gpt-4o",
    "system_fingerprint": "fp_44709d6fcb",
}
_RESPONSE = {
    "id": "resp_67c9fdcecf488190bdd9a0409de3a1ec07b8b0ad4e5eb654",
    "object": "response",
    "created_at": 1741294021,
    "status": "in_progress",
    "error": None,
    "incomplete_details": None,
    "instructions": "You are a helpful assistant.",
    "max_output_tokens": None,
    "model": "gpt-4.1-2025-04-14",
    "output": [],
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "reasoning": {"effort": None, "summary": None},
    "store": True,
    "temperature": 1.0,
    "text": {"format": {"type": "text"}},
    "tool_choice": "auto",
    "tools": [],
    "top_p": 1.0,
    "truncation": "disabled",
    "usage": None,
    "user": None,
    "metadata": {},
}
_ANSWERS: dict[str, Any] = {
    "GET /files": {
        "object": "list",
        "data": [_FILE, _FILE | {"id": "file-2", "status": "error"}],
        "first_id": "file-abc123",
        "last_id": "file-2",
        "has_more": False,
    },
    "POST /files": _FILE,
    "GET /files/{file_id}": _FILE,
    "POST /embeddings": {
        "object": "list",
        "data": [{"object": "embedding", "index": 0, "embedding": [0.0023, -1, 1e-9]}],
        "model": "text-embedding-3-small",
        "usage": {"prompt_tokens": 8, "total_tokens": 8},
    },
}


def _choice(delta: dict[str, Any], end: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": end}


_CHAT_STREAM: list[Any] = [
    _CHUNK | {"choices": [_choice({"role": "assistant", "content": ""})]},
    _CHUNK | {"choices": [_choice({"content": "Zoë ☃"})]},
    _CHUNK | {"choices": [_choice({}, "stop")]},
]
_DELTA = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "logprobs": []}
_RESPONSE_STREAM: list[Any] = [
    {"type": "response.created", "response": _RESPONSE, "sequence_number": 0},
    {
        "type": "response.output_text.delta",
        **_DELTA,
        "delta": "Hi \u2028",
        "sequence_number": 1,
    },
    {
        "type": "response.output_text.done",
        **_DELTA,
        "text": "Hi",
        "sequence_number": 2,
    },
    {
        "type": "response.completed",
        "response": _RESPONSE | {"status": "completed"},
        "sequence_number": 3,
    },
]


def _events(values: list[Any], *, named: bool) -> str:
    """A transcript; the names of events are those of the values' types."""
    blocks: list[str] = []
    for value in values:
        name = f"event: {value['type']}\n" if named else ""
        blocks.append(f"{name}data: {json.dumps(value, ensure_ascii=False)}\n\n")
    return "".join(blocks)


STREAMS: dict[str, str] = {
    "POST /chat/completions": _events(_CHAT_STREAM, named=False) + "data: [DONE]\n\n",
    "POST /responses": _events(_RESPONSE_STREAM, named=True),
}


_MESSAGE_DELTA = {
    "id": "msg_123",
    "object": "thread.message.delta",
    "delta": {
        "content": [
            {"index": 0, "type": "text", "text": {"value": "Zoë ☃", "annotations": []}}
        ]
    },
}


class Answers:
    """The answers of one document."""

    def __init__(self, document: Path, overlays: tuple[Path, ...]) -> None:
        bag = Bag()
        documents = open_documents(
            document, limits=Limits(), overlays=overlays, bag=bag
        )
        sdk = Sdk(spec=document, output=Path("official"), include=tuple(METHODS))
        api = lower(read_document(documents, bag), sdk, bag)
        self._plain: dict[str, Any] = {}
        for operation in api.operations:
            key = f"{operation.method} {operation.path}"
            for shown in operation.examples:
                value = shown.response.value if shown.response is not None else None
                if isinstance(value, dict):
                    self._plain.setdefault(key, value)
        self._plain.update(_ANSWERS)

    def body(self, twin: Twin) -> bytes:
        """The body of the answer to a call."""
        if twin.stream:
            transcript = STREAMS.get(twin.operation) or self._run_events()
            return transcript.encode()
        return json.dumps(self._plain[twin.operation]).encode()

    def _run_events(self) -> str:
        """A run as it is told, its events named in their own lines."""
        run = self._plain["POST /threads/{thread_id}/runs"]
        message = self._plain["POST /threads/{thread_id}/messages"]
        told = [
            ("thread.run.created", run),
            ("thread.message.created", message),
            ("thread.message.delta", _MESSAGE_DELTA),
            ("thread.run.completed", run | {"status": "completed"}),
        ]
        blocks = [f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in told]
        return "".join(blocks) + "event: done\ndata: [DONE]\n\n"
