"""Readers of request bodies and responses.

Input: Request Body Objects and Responses Objects. Output: `RequestBody`, and one `Response` per
status (OpenAPI 3.2 "Request Body Object", "Responses Object", "Response Object").
"""

from __future__ import annotations

import re

from specloom.diagnostics import Loss
from specloom.model.types import JsonValue
from specloom.openapi.document import RequestBodyObject, ResponseObject
from specloom.openapi.node import Node, node_of
from specloom.openapi.read_contents import read_content, read_headers
from specloom.openapi.swagger_bodies import read_response_content

_BODY = frozenset(("description", "content", "required"))
_RESPONSE = frozenset(("summary", "description", "headers", "content", "links"))
_RESPONSE_20 = frozenset(("schema", "examples"))

_STATUS = re.compile(r"[1-5](?:\d\d|XX)|default")


def read_request_body(owner: Node) -> RequestBodyObject | None:
    """The field `requestBody`."""
    node = owner.node("requestBody", standard=True)
    return read_body_object(node) if node is not None else None


def read_body_object(node: Node) -> RequestBodyObject:
    """A Request Body Object."""
    node.expect(_BODY, "a Request Body Object")
    if not node.has("content"):
        node.missing("content", "nothing is known of the body")
    return RequestBodyObject(
        required=node.flag("required"),
        content=read_content(node),
        description=node.text("description"),
        extensions=node.extensions(),
        span=node.span,
    )


def read_responses(
    owner: Node, produces: tuple[str, ...]
) -> tuple[ResponseObject, ...]:
    """The field `responses`: status → Response Object, each status once, in their order."""
    responses = owner.node("responses")
    if responses is None:
        if "responses" not in owner.value and owner.reading.version in ("2.0", "3.0"):
            owner.missing("responses", "nothing is known of what comes back")
        return ()
    found: dict[str, ResponseObject] = {}
    value: JsonValue
    for key, value in responses.value.items():
        if key[:2] == "x-":
            continue
        at, reading = responses.at(key), owner.reading
        status = _meant_status(key)
        if status is None or status in found:
            reading.bag.report(
                "W237",
                f"{key!r} is no status of a response; left out",
                at,
                loss=Loss.APPROXIMATED,
            )
            continue
        if status != key:
            reading.bag.report("W237", f"status {key!r} is read as {status!r}", at)
        if isinstance(value, str):
            reading.wrong(at, value, "a Response Object", "read as its description")
            value = {"description": value}
        node = node_of(value, at, reading, "a Response Object", standard=True)
        if node is not None:
            found[status] = read_response(status, node, produces)
    return tuple(found[status] for status in sorted(found))


def _meant_status(key: str) -> str | None:
    if _STATUS.fullmatch(key):
        return key
    folded = key.strip()
    if folded.lower() == "default":
        return "default"
    found = _STATUS.match(folded.upper().replace("**", "XX"))
    if found is None:
        return None
    rest = folded[found.end() :]
    return found.group() if not rest or not rest[0].isalnum() else None


def read_response(status: str, node: Node, produces: tuple[str, ...]) -> ResponseObject:
    """A Response Object; one of 2.0 has `schema` and `examples` instead of `content`."""
    old = "content" not in node.value and not _RESPONSE_20.isdisjoint(node.value)
    if old != (node.reading.version == "2.0") and (old or "content" in node.value):
        form = "`schema` or `examples`" if old else "`content`"
        node.reading.foreign(node.span, f"{form} in a response")
    node.expect(_RESPONSE | _RESPONSE_20 if old else _RESPONSE, "a Response Object")
    description = node.text("description") or node.text("summary")
    if node.has("links"):
        node.reading.bag.report(
            "W215",
            "`links` is not read: which call may follow is left to the caller",
            node.at("links"),
            loss=Loss.APPROXIMATED,
        )
    return ResponseObject(
        status=status,
        description=description,
        content=read_response_content(node, produces) if old else read_content(node),
        headers=read_headers(node),
        extensions=node.extensions(),
        span=node.span,
    )
