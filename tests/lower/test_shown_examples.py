"""Examples that a document shows only as text."""

from __future__ import annotations

from specloom.lower.shown_examples import shown_examples
from specloom.model.types import JsonValue


def meta(request: str, response: str) -> dict[str, JsonValue]:
    example: JsonValue = {
        "title": "One",
        "request": {"curl": request},
        "response": response,
    }
    return {"x-oaiMeta": {"examples": [example]}}


def test_the_data_of_a_curl_command_is_the_request() -> None:
    command = (
        """curl https://api.example.com/runs -H "A: b" \\\n  -d '{\n "a": [1]}'\n"""
    )
    (example,) = shown_examples(meta(command, '{"id": "run_1"}'))
    assert example.request is not None and example.request.value == {"a": [1]}
    assert example.response is not None and example.response.value == {"id": "run_1"}
    assert example.name == "One" and not example.streamed


def test_a_stream_of_events_stays_text() -> None:
    written = "event: run.created\ndata: {}\n\n"
    (example,) = shown_examples(meta("curl https://api.example.com", written))
    assert example.request is None and example.streamed
    assert example.response is not None and example.response.value == written.strip()


def test_what_is_no_json_is_no_example() -> None:
    assert shown_examples(meta("curl -d '{not json}'", "200 OK")) == ()
    assert shown_examples({}) == ()
    assert shown_examples({"x-oaiMeta": {"examples": "text"}}) == ()
