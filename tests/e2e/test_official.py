"""Our document against the official one, field by field, where that one is at hand.

Both are brought to one normal form (null, constants and references have several spellings),
then compared. What is different on purpose stands in `DIFFERENCES` with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from e2e.official import OFFICIAL, official
from e2e.specification import METHODS, document, is_list, is_object

Json = Any

DIFFERENCES = {
    "schemas/RunObject/properties/instructions/null": (
        "the API answers null for an assistant without instructions, as six of the official"
        " examples show"
    ),
    "schemas/ListRunsResponse/properties/first_id/null": "an empty page has no first object",
    "schemas/ListRunsResponse/properties/last_id/null": "an empty page has no last object",
    "schemas/ListRunStepsResponse/properties/first_id/null": (
        "an empty page has no first object"
    ),
    "schemas/ListRunStepsResponse/properties/last_id/null": (
        "an empty page has no last object"
    ),
    "schemas/CreateMessageRequest/properties/attachments/required": (
        "stands on the list, where it means nothing; it is meant for the items"
    ),
    "schemas/CreateMessageRequest/properties/attachments/items/required": (
        "the `required` that the official document puts on the list"
    ),
    "parameters/limit/minimum": "the official description says: between 1 and 100",
    "parameters/limit/maximum": "the official description says: between 1 and 100",
    "parameters/OpenAI-Beta": (
        "the API asks for the header; official examples send it, the document forgets it"
    ),
    "operationId/submitToolOuputsToRun": "a misspelling of submitToolOutputsToRun",
    "responses/text/event-stream": "the official document leaves streamed answers out",
    "responses/errors": "the official document has only 429",
    "responses/headers": "the official document has no x-request-id",
    "security/x-specloom-env": "says which environment variable holds the key",
}

_ANNOTATIONS = {
    "description",
    "title",
    "example",
    "examples",
    "discriminator",
    "nullable",
    "$ref",
}

pytestmark = pytest.mark.skipif(
    not OFFICIAL.exists(), reason="the official document is not here"
)


def shape(schema: Json, whole: Json, shared: set[str]) -> Json:
    """The normal form of a schema: a mapping of keywords without annotations.

    `null` says whether null is allowed. References to components that both documents have
    stay references; others are followed.
    """
    reference = schema.get("$ref", "").rpartition("/")[2]
    if reference in shared:
        found: dict[str, Json] = {"ref": reference}
    elif reference:
        found = shape(whole["components"]["schemas"][reference], whole, shared)
    else:
        found = {}
    for keyword, value in schema.items():
        match keyword:
            case "type":
                types = {value} if isinstance(value, str) else set(value)
                found["null"] = found.get("null", False) or "null" in types
                if types - {"null"}:
                    found["type"] = sorted(types - {"null"})
            case "enum":
                found["null"] = found.get("null", False) or None in value
                found["enum"] = sorted(v for v in value if v is not None)
            case "const":
                found["enum"] = [value]
            case "properties":
                found[keyword] = {k: shape(v, whole, shared) for k, v in value.items()}
            case "required":
                found[keyword] = sorted(value)
            case "items":
                found[keyword] = shape(value, whole, shared)
            case "additionalProperties" if isinstance(value, dict):
                found[keyword] = shape(value, whole, shared)
            case "additionalProperties" if value is True:
                pass
            case "oneOf" | "anyOf" | "allOf":
                _merge(found, [shape(v, whole, shared) for v in value])
            case _ if keyword in _ANNOTATIONS or keyword.startswith("x-"):
                pass
            case _:
                found[keyword] = value
    found["null"] = found.get("null", False) or schema.get("nullable", False)
    if "properties" in found:
        found.setdefault("type", ["object"])
    elif "of" in found and found.get("type") == ["object"]:
        del found["type"]  # every member says so
    return found


def _merge(found: dict[str, Json], members: list[dict[str, Json]]) -> None:
    """Puts the members of a union into `found`; null and single members dissolve."""
    null = any(member["null"] for member in members)
    rest = [member for member in members if set(member) - {"null"}]
    for member in rest:
        member["null"] = False
    if len(rest) == 1:
        found |= rest[0]
    else:
        found["of"] = sorted(rest, key=lambda m: json.dumps(m, sort_keys=True))
    found["null"] = found.get("null", False) or null


def differences(ours: Json, theirs: Json, at: str) -> Iterator[str]:
    """The places at which two normal forms differ."""
    if is_object(ours) and is_object(theirs):
        for key in sorted(ours.keys() | theirs.keys()):
            if key not in ours or key not in theirs:
                yield f"{at}/{key}"
            else:
                yield from differences(ours[key], theirs[key], f"{at}/{key}")
    elif ours != theirs:
        yield at


def _references(value: Json) -> Iterator[str]:
    if is_object(value):
        if "$ref" in value:
            yield value["$ref"].rpartition("/")[2]
        for inner in value.values():
            yield from _references(inner)
    elif is_list(value):
        for inner in value:
            yield from _references(inner)


def _reached(whole: Json, roots: list[Json]) -> set[str]:
    """The component schemas that are reached from `roots`."""
    found: set[str] = set()
    waiting = [name for root in roots for name in _references(root)]
    while waiting:
        name = waiting.pop()
        if name not in found and name in whole["components"]["schemas"]:
            found.add(name)
            waiting += _references(whole["components"]["schemas"][name])
    return found


def _parameters(whole: Json, path: str, method: str) -> dict[str, Json]:
    item = whole["paths"][path]
    found: dict[str, Json] = {}
    for given in (*item.get("parameters", ()), *item[method].get("parameters", ())):
        parameter = given
        if "$ref" in given:
            name = given["$ref"].rpartition("/")[2]
            parameter = whole["components"]["parameters"][name]
        found[parameter["name"]] = {
            "in": parameter["in"],
            "needed": parameter.get("required", False),
            **shape(parameter["schema"], whole, set()),
        }
    return found


def _found_differences() -> set[str]:
    ours, theirs = document(), official()
    found: set[str] = set()
    mine, yours = ours["components"]["schemas"], theirs["components"]["schemas"]
    paths = {path: theirs["paths"][path] for path in ours["paths"]}
    roots = [paths, {"$ref": "AssistantStreamEvent"}]
    reached = _reached(theirs, roots)
    assert reached <= mine.keys(), "every schema that the official document reaches"
    shared = (
        reached  # others that we have are followed: the official document inlines them
    )
    for name in sorted(shared):
        found.update(
            differences(
                shape(mine[name], ours, shared),
                shape(yours[name], theirs, shared),
                f"schemas/{name}",
            )
        )
    for path, item in ours["paths"].items():
        assert item.keys() & set(METHODS) == paths[path].keys() & set(METHODS)
        for method in item.keys() & set(METHODS):
            found.update(_operation_differences(path, method))
    schemes = ours["components"]["securitySchemes"]
    for name, scheme in theirs["components"]["securitySchemes"].items():
        extra = schemes[name].items() - scheme.items()
        found.update(f"security/{k}" for k, _ in extra if k != "description")
    assert ours["security"] == theirs["security"]
    assert ours["servers"][0]["url"] == theirs["servers"][0]["url"]
    return found


def _operation_differences(path: str, method: str) -> Iterator[str]:
    ours, theirs = document(), official()
    mine, yours = ours["paths"][path][method], theirs["paths"][path][method]
    yield from (
        f"parameters{place}"
        for place in differences(
            _parameters(ours, path, method), _parameters(theirs, path, method), ""
        )
    )
    if mine["operationId"] != yours["operationId"]:
        yield f"operationId/{yours['operationId']}"
    assert mine["tags"] == yours["tags"]
    assert ("requestBody" in mine) == ("requestBody" in yours)
    if "requestBody" in mine:
        assert mine["requestBody"]["required"] and yours["requestBody"]["required"]
        assert _json_schema(mine["requestBody"]) == _json_schema(yours["requestBody"])
    good, official_good = mine["responses"]["200"], yours["responses"]["200"]
    assert _json_schema(good) == _json_schema(official_good)
    for media_type in good["content"].keys() - official_good["content"].keys():
        yield f"responses/{media_type}"
    if good.get("headers") != official_good.get("headers"):
        yield "responses/headers"
    assert yours["responses"].keys() <= mine["responses"].keys()
    if mine["responses"].keys() != yours["responses"].keys():
        yield "responses/errors"


def _json_schema(body: Json) -> Json:
    return body["content"]["application/json"]["schema"]


def test_differences_are_those_of_the_table() -> None:
    found = _found_differences()
    assert sorted(found - DIFFERENCES.keys()) == [], "not in the table"
    assert sorted(DIFFERENCES.keys() - found) == [], "no longer needed"
