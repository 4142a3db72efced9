"""Our own document of the runs family, as the tests read it: plain data and validators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

import jsonschema_rs
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "specs" / "threads-runs.yaml"
METHODS = ("get", "put", "post", "delete", "patch")

Json = Any


def is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: Json) -> TypeGuard[list[Json]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


@cache
def document() -> dict[str, Json]:
    """`specs/threads-runs.yaml` as plain data. Shared: not to be changed."""
    loaded: dict[str, Json] = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    return loaded


def resolve(value: Json) -> Json:
    """`value`, or what its `$ref` leads to within the document."""
    while is_object(value) and "$ref" in value:
        target: Json = document()
        for token in value["$ref"].removeprefix("#/").split("/"):
            target = target[token.replace("~1", "/").replace("~0", "~")]
        value = target
    return value


def example(name: str) -> Json:
    """A fresh copy of the value of the component example `name`."""
    return json.loads(json.dumps(document()["components"]["examples"][name]["value"]))


def operations() -> Iterator[tuple[str, str, dict[str, Json]]]:
    """Method, path and Operation Object, with the parameters of the path item merged in."""
    for path, item in document()["paths"].items():
        for method in METHODS:
            if method in item:
                operation = dict(item[method])
                operation["parameters"] = [
                    resolve(p)
                    for p in (
                        *item.get("parameters", ()),
                        *operation.get("parameters", ()),
                    )
                ]
                yield method.upper(), path, operation


@cache
def validator(reference: str) -> jsonschema_rs.Draft202012Validator:
    """A validator for the component schema that `reference` names."""
    return _validator({"$ref": reference})


def validator_of(schema: Json) -> jsonschema_rs.Draft202012Validator:
    """A validator for any schema of the document."""
    if is_object(schema) and set(schema) == {"$ref"}:
        return validator(schema["$ref"])
    return _validator(schema)


def _validator(schema: Json) -> jsonschema_rs.Draft202012Validator:
    whole = {**schema, "components": {"schemas": document()["components"]["schemas"]}}
    return jsonschema_rs.Draft202012Validator(whole)


def events(transcript: str) -> list[tuple[str, str]]:
    """The (name, data) pairs of a transcript of server-sent events, `[DONE]` included."""
    found: list[tuple[str, str]] = []
    for block in transcript.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        if fields:
            found.append((fields["event"], fields["data"]))
    return found
