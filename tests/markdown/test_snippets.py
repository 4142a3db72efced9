"""Every program on the flagship's pages runs, and gives what the page says it gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import black
import pytest
from e2e.server import KEY, ApiServer
from e2e.specification import example
from making import ROOT, pages_of
from page_reading import read_page

PAGES = pages_of(ROOT / "specs" / "threads-runs.yaml")


@dataclass(frozen=True)
class Program:
    """One block of Python, and the response that follows it."""

    path: str
    number: int
    source: str
    response: str
    language: str

    def __str__(self) -> str:
        return f"{self.path}#{self.number}"


def programs() -> Iterator[Program]:
    for path, text in PAGES.items():
        fences = read_page(text).fences if path.endswith(".md") else []
        for number, (language, source) in enumerate(fences):
            after = fences[number + 1] if number + 1 < len(fences) else ("", "")
            if language == "python" and not source.startswith("def "):
                shown = "" if after[0] == "python" else after[1]
                yield Program(path, number, source, shown, after[0])


@pytest.fixture(scope="module")
def api_server() -> Iterator[ApiServer]:
    with ApiServer() as server:
        yield server


@pytest.fixture
def api(api_server: ApiServer, monkeypatch: pytest.MonkeyPatch) -> ApiServer:
    """The server with the thread of the examples, and the package where programs find it."""
    api_server.reset()
    monkeypatch.syspath_prepend(str(ROOT / "out" / "python"))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("THREADS_RUNS_BASE_URL", api_server.url)
    return api_server


def prepare(api: ApiServer, path: str) -> None:
    """Some calls need a run that is in the state they are for."""
    run = api.state.threads["thread_abc123"].runs["run_abc123"]
    if path.endswith("/submit_tool_outputs.md"):
        run |= {**example("RunThatNeedsOutputs"), "id": "run_abc123"}
    if path.endswith("/cancel.md"):
        run |= {**example("CancellingRun"), "id": "run_abc123", "status": "in_progress"}


def shape(value: Any) -> Any:
    """A value without what differs from run to run: what is in texts and numbers."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value[:1]]
    return type(value).__name__ if value is not None else None


CALLS = [p for p in programs() if p.path.startswith("operations/")]
REST = [p for p in programs() if not p.path.startswith("operations/")]


def test_there_are_programs_of_each_kind() -> None:
    """Nine calls, three of them streamed too; each once for each client."""
    assert len(CALLS) == 2 * (9 + 3)
    assert sum("async with" in p.source for p in CALLS) == 9 + 3
    assert len(REST) > 50


def test_black_would_change_nothing() -> None:
    mode = black.Mode(target_versions={black.TargetVersion.PY311})
    for program in (*CALLS, *REST):
        assert black.format_str(program.source, mode=mode) == program.source


@pytest.mark.parametrize("program", CALLS, ids=str)
def test_calls(
    program: Program, api: ApiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    import threads_runs

    prepare(api, program.path)
    scope: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(program.source, str(program), "exec"), scope)
    printed = capsys.readouterr().out
    assert printed and "UnknownVariant" not in printed
    if "result" in scope and program.language == "json":
        given = threads_runs.encode(scope["result"])
        assert shape(given) == shape(json.loads(program.response))
    elif "event" in scope and program.language == "text":
        told = re.findall(r"(?m)^event: (?!done$)(\S+)", program.response)
        assert re.findall(r"event='([^']+)'", printed) == told


@pytest.mark.parametrize("program", REST, ids=str)
def test_models(program: Program, api: ApiServer) -> None:
    """The JSON of a variant decodes to what the Python makes, and is written back the same."""
    import threads_runs

    scope: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(program.source, str(program), "exec"), scope)
    if "value" in scope:
        data = json.loads(program.response)
        assert json.loads(threads_runs.to_json(scope["value"])) == data
        kind = type(scope["value"])
        if kind.__module__.startswith("threads_runs."):
            assert threads_runs.decode(kind, data) == scope["value"]
