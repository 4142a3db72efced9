"""Components that are no schemas: read for what is wrong with them, used or not.

Input: the root mapping. Output: diagnostics. What an operation refers to is read again there,
where it belongs; the same mistake at the same place is one diagnostic.
"""

from __future__ import annotations

from specloom.openapi.contents import (
    read_example,
    read_headers,
    read_media_type,
)
from specloom.openapi.node import Node
from specloom.openapi.parameters import BODY_LOCATIONS, read_parameter
from specloom.openapi.paths import Paths
from specloom.openapi.responses import read_body_object, read_response

_COMPONENTS = frozenset(
    (
        *("schemas", "responses", "parameters", "examples", "requestBodies"),
        *("headers", "securitySchemes", "links", "callbacks", "pathItems"),
        "mediaTypes",
    )
)


def check_shared(root: Node, paths: Paths) -> None:
    """The Components Object (OpenAPI 3.2), and 2.0's `parameters` and `responses`."""
    components = root.node("components")
    for owner in (root, components):
        if owner is None:
            continue
        for _, node in owner.nodes("parameters", standard=True):
            if node.value.get("in") not in BODY_LOCATIONS:
                read_parameter(node, "")
        for _, node in owner.nodes("responses", standard=True):
            read_response("default", node, ())
    if components is None:
        return
    components.expect(_COMPONENTS, "a Components Object")
    read_headers(components)
    for _, node in components.nodes("requestBodies", standard=True):
        read_body_object(node)
    for name, node in components.nodes("examples", standard=True):
        read_example(name, node)
    for name, node in components.nodes("mediaTypes", standard=True):
        read_media_type(name, node)
    paths.check_shared(components)
