"""The API's own reference page runs against a client that is named as the page has it.

The client class is `OpenAI` and the calls stand under `beta.threads`, by configuration alone.
The page itself is read where it is at hand; a request of the same form runs everywhere.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from specloom import Config, Sdk, generate

from e2e.faults import Fault
from e2e.server import KEY, ApiServer
from e2e.specification import DOCUMENT, ROOT, example

PAGES = ROOT.parent / "shared" / "reference"

REQUEST = """\
from openai import OpenAI

client = OpenAI()
run = client.beta.threads.create_and_run(
    assistant_id="asst_abc123",
    thread={"messages": [{"role": "user", "content": "What is a run?"}]},
)
print(run)
"""

ROUND_TRIP = """\
import json, sys
import openai
from openai.models import RunObject

data = json.load(sys.stdin)
run = openai.decode(RunObject, data)
assert isinstance(run, RunObject)
assert openai.encode(run) == data, openai.encode(run)
assert json.loads(openai.to_json(openai.from_json(RunObject, json.dumps(data)))) == data
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package `openai` made from our document."""
    place = tmp_path_factory.mktemp("reference")
    sdk = Sdk(
        spec=DOCUMENT,
        output=place / "openai",
        client_class="OpenAI",
        groups={"threads": "beta.threads"},
    )
    outcome = generate(Config(sdks=(sdk,)))
    assert not outcome.failed, outcome.diagnostics
    return place


def page() -> tuple[str, str]:
    """The Python request and the response that the page prints."""
    found = sorted(PAGES.glob("004_*.txt"))
    if not found:
        pytest.skip("the reference page is not here")
    request, response = re.findall(
        r"```python\n(.*?)```", found[0].read_text("utf-8"), re.DOTALL
    )
    return request, response


def python(folder: Path, code: str, url: str = "", given: str = "") -> str:
    """What `code` prints, run by itself with the package and a key at hand."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        input=given,
        env={
            **os.environ,
            "PYTHONPATH": str(folder),
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": url,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_request_of_that_form_runs(folder: Path, api: ApiServer) -> None:
    printed = python(folder, REQUEST, api.url)
    assert printed.startswith("RunObject(id='run_1', object='thread.run'")
    (request,) = api.requests
    assert request.target == "/v1/threads/runs"
    assert request.json["thread"]["messages"][0]["content"] == "What is a run?"


def test_the_request_of_the_page_runs_as_printed(folder: Path, api: ApiServer) -> None:
    request, response = page()
    api.plan(Fault(status=200, body=response.encode()))
    printed = python(folder, request, api.url)
    assert printed.startswith("RunObject(id='run_abc123', object='thread.run'")
    (sent,) = api.requests
    assert (sent.method, sent.target) == ("POST", "/v1/threads/runs")
    assert sent.json == {
        "assistant_id": "asst_abc123",
        "thread": {
            "messages": [
                {"role": "user", "content": "Explain deep learning to a 5 year old."}
            ]
        },
    }


def test_its_response_encodes_to_itself(folder: Path) -> None:
    _, response = page()
    python(folder, ROUND_TRIP, given=response)


def test_our_responses_encode_to_themselves(folder: Path) -> None:
    for name in ("QueuedRun", "CompletedRun", "RunThatNeedsOutputs"):
        python(folder, ROUND_TRIP, given=json.dumps(example(name)))
