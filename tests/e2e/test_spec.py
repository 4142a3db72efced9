"""The document of the runs family: valid OpenAPI 3.1, with examples that fit their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from e2e.specification import document, events, operations, resolve, validator_of

Json = Any

SURFACE = {
    "POST /threads/runs": "threads.create_and_run",
    "GET /threads/{thread_id}/runs": "threads.runs.list",
    "POST /threads/{thread_id}/runs": "threads.runs.create",
    "GET /threads/{thread_id}/runs/{run_id}": "threads.runs.retrieve",
    "POST /threads/{thread_id}/runs/{run_id}": "threads.runs.update",
    "POST /threads/{thread_id}/runs/{run_id}/cancel": "threads.runs.cancel",
    "POST /threads/{thread_id}/runs/{run_id}/submit_tool_outputs": (
        "threads.runs.submit_tool_outputs"
    ),
    "GET /threads/{thread_id}/runs/{run_id}/steps": "threads.runs.steps.list",
    "GET /threads/{thread_id}/runs/{run_id}/steps/{step_id}": (
        "threads.runs.steps.retrieve"
    ),
}


def test_the_whole_validator_finds_nothing() -> None:
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_extensions_give_the_fixed_surface() -> None:
    found = {
        f"{method} {path}": (
            f"{operation['x-specloom-group']}.{operation['x-specloom-method']}"
        )
        for method, path, operation in operations()
    }
    assert found == SURFACE


def _contents() -> Iterator[tuple[str, str, Json]]:
    """Every Media Type Object of the operations: what it is of, media type, the object."""
    for method, path, operation in operations():
        body = operation.get("requestBody", {}).get("content", {})
        for media_type, content in body.items():
            yield f"{method} {path} request", media_type, content
        for status, response in operation["responses"].items():
            for media_type, content in resolve(response).get("content", {}).items():
                yield f"{method} {path} {status}", media_type, content


_JSON = [(at, content) for at, kind, content in _contents() if "json" in kind]
_STREAMS = [(at, content) for at, kind, content in _contents() if "json" not in kind]


@pytest.mark.parametrize(("at", "content"), _JSON, ids=[at for at, _ in _JSON])
def test_examples_fit_their_schemas(at: str, content: Json) -> None:
    assert content["examples"], "every body has an example"
    for example in content["examples"].values():
        validator_of(content["schema"]).validate(resolve(example)["value"])


@pytest.mark.parametrize(("at", "content"), _STREAMS, ids=[at for at, _ in _STREAMS])
def test_streamed_examples_fit_their_schema(at: str, content: Json) -> None:
    for example in content["examples"].values():
        transcript = resolve(example)["value"]
        assert transcript.endswith("\n\n"), "the last event is dispatched too"
        told = events(transcript)
        assert told[-1] == ("done", "[DONE]")
        for name, data in told:
            value = data if data == "[DONE]" else json.loads(data)
            validator_of(content["schema"]).validate({"event": name, "data": value})


def test_a_request_example_has_its_answer_under_the_same_name() -> None:
    for method, path, operation in operations():
        for body in operation.get("requestBody", {}).get("content", {}).values():
            answers = operation["responses"]["200"]["content"].values()
            names = {name for answer in answers for name in answer["examples"]}
            assert set(body["examples"]) <= names, (method, path)


def test_every_operation_and_error_is_complete() -> None:
    for method, path, operation in operations():
        assert operation["summary"] and operation["description"], (method, path)
        errors = set(operation["responses"]) - {"200"}
        assert errors == {"400", "401", "403", "404", "429", "500", "503"}
        for response in map(resolve, operation["responses"].values()):
            assert "x-request-id" in response["headers"]
    too_many = document()["components"]["responses"]["TooManyRequests"]
    assert "Retry-After" in too_many["headers"]


def _schemas(value: Json) -> Iterator[dict[str, Json]]:
    """Every Schema Object within the schema `value`, itself first."""
    yield value
    for keyword in ("items", "additionalProperties"):
        if isinstance(value.get(keyword), dict):
            yield from _schemas(value[keyword])
    for keyword in ("oneOf", "anyOf", "allOf"):
        for member in value.get(keyword, ()):
            yield from _schemas(member)
    for member in value.get("properties", {}).values():
        yield from _schemas(member)


_COMPONENTS = document()["components"]["schemas"]


@pytest.mark.parametrize("name", _COMPONENTS)
def test_schemas_explain_themselves_and_keep_to_3_1(name: str) -> None:
    assert _COMPONENTS[name].get("description")
    for schema in _schemas(_COMPONENTS[name]):
        assert "nullable" not in schema and "example" not in schema
        for field, member in schema.get("properties", {}).items():
            assert "description" in member or "$ref" in member, field
        for value in (*schema.get("examples", ()), *_defaults(schema)):
            validator_of(schema).validate(value)
        if "discriminator" in schema:
            _check_discriminator(schema)


def _defaults(schema: Json) -> tuple[Json, ...]:
    return (schema["default"],) if "default" in schema else ()


def _check_discriminator(schema: Json) -> None:
    """The mapping names each variant once, by the constant that the variant declares."""
    tag = schema["discriminator"]["propertyName"]
    members = {
        resolve(member)["properties"][tag]["const"]: member["$ref"]
        for member in schema["oneOf"]
    }
    assert schema["discriminator"]["mapping"] == members


def test_every_component_is_used() -> None:
    text = json.dumps(document())
    for kind, components in document()["components"].items():
        for name in components:
            used = f'"#/components/{kind}/{name}"' in text
            assert used or kind == "securitySchemes", f"{kind}/{name}"
