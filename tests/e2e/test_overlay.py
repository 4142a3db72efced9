"""The streaming overlay fits the official document, and names every stream it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
import yaml
from jsonpath_rfc9535 import find

from e2e.specification import METHODS, ROOT
from e2e.official import OFFICIAL, official

Json = Any
OVERLAY = ROOT / "specs" / "overlays" / "openai-streaming.yaml"


pytestmark = pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the official document is not here"
)


def overlay() -> Json:
    """The overlay as plain data."""
    return yaml.safe_load(OVERLAY.read_text("utf-8"))


def _properties(schema: Json) -> set[str]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _properties(official()["components"]["schemas"][name])
    found = set(schema.get("properties", ()))
    for keyword in ("allOf", "oneOf", "anyOf"):
        for member in schema.get(keyword, ()):
            found |= _properties(member)
    return found


def _silent_streams() -> Iterator[str]:
    """The operations with a `stream` property in their body and no streamed response."""
    for item in official()["paths"].values():
        for method in item.keys() & set(METHODS):
            operation = item[method]
            body = operation.get("requestBody", {}).get("content", {})
            answers = operation["responses"].get("200", {}).get("content", {})
            if "text/event-stream" in answers:
                continue
            if any("stream" in _properties(c["schema"]) for c in body.values()):
                yield operation["operationId"]


def test_each_target_is_one_operation_and_all_are_there() -> None:
    bound: list[str] = []
    for action in overlay()["actions"]:
        (operation,) = cast(list[Json], find(action["target"], official()).values())
        bound.append(operation["operationId"])
        assert operation["operationId"] in action["description"]
        stream = action["update"]["x-specloom-stream"]
        name = stream["event"].removeprefix("#/components/schemas/")
        assert name in official()["components"]["schemas"]
        (body,) = operation["requestBody"]["content"].values()
        assert stream["flag"] in _properties(body["schema"])
    assert sorted(bound) == sorted(_silent_streams())
