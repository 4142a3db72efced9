"""Components that are no schemas: read for what is wrong with them, used or not.

Input: the root mapping. Output: diagnostics. What an operation refers to is read again there,
where it belongs; the same mistake at the same place is one diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterator

from specloom.openapi.node import Node, node_of
from specloom.openapi.read_contents import (
    read_example,
    read_header,
    read_media_type,
)
from specloom.openapi.read_parameters import BODY_LOCATIONS, read_parameter
from specloom.openapi.read_paths import PathReader
from specloom.openapi.read_responses import read_body_object, read_response
from specloom.openapi.swagger import modern_header

_COMPONENTS = frozenset(
    (
        *("schemas", "responses", "parameters", "examples", "requestBodies"),
        *("headers", "securitySchemes", "links", "callbacks", "pathItems"),
        "mediaTypes",
    )
)


def check_shared(root: Node, paths: PathReader) -> None:
    """The Components Object (OpenAPI 3.2), and 2.0's `parameters` and `responses`."""
    components = root.node("components")
    for owner in (root, components):
        if owner is None:
            continue
        for _, node in _own(owner, "parameters"):
            if node.value.get("in") not in BODY_LOCATIONS:
                read_parameter(node, "")
        for _, node in _own(owner, "responses"):
            read_response("default", node, ())
    if components is None:
        return
    components.node("schemas")
    components.expect(_COMPONENTS, "a Components Object", "W228")
    for name, node in _own(components, "headers"):
        read_header(name, modern_header(node))
    for _, node in _own(components, "requestBodies"):
        read_body_object(node)
    for name, node in _own(components, "examples"):
        read_example(name, node)
    for name, node in _own(components, "mediaTypes"):
        read_media_type(name, node)
    paths.check_shared(components)


def _own(owner: Node, key: str) -> Iterator[tuple[str, Node]]:
    """The entries of a section; of those that are only references, none but the first step."""
    section = owner.node(key)
    for name, value in section.value.items() if section else ():
        if section is None or name[:2] == "x-" and not isinstance(value, dict):
            continue
        at = section.at(name)
        if isinstance(value, dict) and isinstance(value.get("$ref"), str):
            owner.reading.references.target(str(value["$ref"]), at.child("$ref"))
            continue
        node = node_of(value, at, owner.reading, "a mapping")
        if node is not None:
            yield name, node
