"""Requests against the document: which operation one is for, and whether it has its form.

Input: method, target and body as they came. Output: a `Call`, or the `ApiError` to answer with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, unquote, urlsplit

from e2e.specification import Json, operations, validator_of
from e2e.state import ApiError

PREFIX = "/v1"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that fits the document, decoded."""

    operation: str
    """The operationId."""
    path: Mapping[str, str]
    query: Mapping[str, Json]
    body: Json


def read_call(
    method: str, target: str, headers: Mapping[str, str], body: bytes
) -> Call:
    """The call that a request makes, checked against the document."""
    parts = urlsplit(target)
    allowed: list[str] = []
    for verb, pattern, operation in _routes():
        found = pattern.fullmatch(parts.path)
        if found is None:
            continue
        allowed.append(verb)
        if verb == method:
            path = {name: unquote(text) for name, text in found.groupdict().items()}
            query = _query(operation, parts.query)
            return Call(
                operation["operationId"], path, query, _body(operation, headers, body)
            )
    if allowed:
        raise ApiError(405, f"Not allowed to {method} on {parts.path}.")
    raise ApiError(404, f"Invalid URL ({method} {parts.path})")


@cache
def _routes() -> tuple[tuple[str, re.Pattern[str], Json], ...]:
    return tuple(
        (method, re.compile(PREFIX + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)), op)
        for method, path, op in operations()
    )


def _query(operation: Json, text: str) -> dict[str, Json]:
    sent = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
    values: dict[str, Json] = {}
    for parameter in operation["parameters"]:
        name, schema = parameter["name"], parameter["schema"]
        given = [value for key, value in sent if key == name]
        if parameter["in"] != "query" or not given:
            continue
        value: Json = given if schema["type"] == "array" else given[-1]
        if schema["type"] == "integer" and re.fullmatch(r"-?\d+", given[-1]):
            value = int(given[-1])
        for error in validator_of(schema).iter_errors(value):
            raise ApiError(400, f"Invalid '{name}': {error.message}.", name)
        values[name] = value
    return values


def _body(operation: Json, headers: Mapping[str, str], body: bytes) -> Json:
    if "requestBody" not in operation:
        return None
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise ApiError(400, f"Invalid Content-Type header ({media_type}).")
    try:
        value = json.loads(body)
    except ValueError:
        raise ApiError(
            400, "We could not parse the JSON body of your request."
        ) from None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    for error in validator_of(schema).iter_errors(value):
        param = ".".join(str(step) for step in error.instance_path) or None
        raise ApiError(400, f"Invalid body: {error.message}.", param)
    return value
