"""Readers of paths, webhooks and callbacks: path items and the operations in them.

Input: Paths, Path Item, Operation and Callback Objects. Output: `Operation`s with everything
effective merged in, and `Incoming` ones (OpenAPI 3.2 "PathReader Object", "Path Item Object",
"Operation Object", "Callback Object"; 2.0 "Operation Object").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from specloom.diagnostics import Loss
from specloom.model.types import JsonValue
from specloom.openapi.document import (
    IncomingRequest,
    OperationObject,
    SecurityRequirement,
    ServerObject,
)
from specloom.openapi.node import Node, node_of
from specloom.openapi.read_descriptions import read_external_docs
from specloom.openapi.read_parameters import Lists, fit_to_path, merged, read_parameters
from specloom.openapi.read_responses import read_request_body, read_responses
from specloom.openapi.read_security import read_requirements
from specloom.openapi.read_servers import read_servers, with_schemes
from specloom.openapi.reading import Reading
from specloom.openapi.swagger_bodies import read_body
from specloom.openapi.words import describe
from specloom.source import Span

_METHODS = (
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "query",
)
_ITEM = frozenset(
    (
        *("summary", "description", "servers", "parameters", "additionalOperations"),
        "$ref",
    )
)
_OPERATION = frozenset(
    (
        *("tags", "summary", "description", "externalDocs", "operationId"),
        *("parameters", "requestBody", "responses", "callbacks", "deprecated"),
        *("security", "servers"),
    )
)
_OPERATION_30 = frozenset(("requestBody", "callbacks", "servers"))
_OPERATION_20 = frozenset(("consumes", "produces", "schemes"))


@dataclass(frozen=True)
class Defaults:
    """What an operation has from the description around it."""

    security: tuple[SecurityRequirement, ...]
    schemes: frozenset[str]
    servers: tuple[ServerObject, ...]
    consumes: tuple[str, ...]
    produces: tuple[str, ...]


class PathReader:
    """Reads operations, outgoing and incoming ones."""

    def __init__(self, reading: Reading, defaults: Defaults) -> None:
        self._reading = reading
        self._defaults = defaults
        self._inside: set[Span] = set()

    def read_paths(self, root: Node) -> tuple[OperationObject, ...]:
        """The field `paths`: path template → Path Item Object."""
        if "paths" not in root.value:
            if root.reading.version in ("2.0", "3.0"):
                root.missing("paths", "the API has no operations")
            return ()
        found: list[OperationObject] = []
        paths = root.node("paths")
        for path, value in paths.value.items() if paths else ():
            if path[:2] == "x-":
                continue
            assert paths is not None
            at = paths.at(path)
            if path[:1] != "/":
                self._reading.bag.report(
                    "W233", f"path {path!r} is read as {'/' + path!r}", at
                )
                path = "/" + path
            found += self._read_item(value, at, path, templated=True)
        return tuple(found)

    def read_webhooks(self, root: Node) -> tuple[IncomingRequest, ...]:
        """The field `webhooks`, and `x-webhooks` from before 3.1: name → Path Item Object."""
        found: list[IncomingRequest] = []
        for key in ("webhooks", "x-webhooks"):
            if not isinstance(root.value.get(key), dict):
                if root.has(key):
                    root.node(key)
                continue
            webhooks = root.node(key)
            for name, value in webhooks.value.items() if webhooks else ():
                if webhooks and (name[:2] != "x-" or isinstance(value, dict)):
                    operations = self._read_item(
                        value, webhooks.at(name), name, templated=False
                    )
                    found += (IncomingRequest(name, "", o) for o in operations)
        return tuple(found)

    def check_shared(self, components: Node) -> None:
        """Reads path items and callbacks of `components`, for what is wrong with them."""
        for name, item in components.nodes("pathItems", standard=True):
            self._read_item(item.value, item.span, name, templated=False)
        for _ in self._read_callbacks(components):
            pass

    def _read_callbacks(self, owner: Node) -> Iterator[IncomingRequest]:
        """The field `callbacks`: name → expression → Path Item Object."""
        for name, callback in owner.nodes("callbacks", standard=True):
            for expression, value in callback.value.items():
                if expression[:2] != "x-":
                    operations = self._read_item(
                        value, callback.at(expression), expression, templated=False
                    )
                    for operation in operations:
                        yield IncomingRequest(name, expression, operation)

    def _read_item(
        self, value: JsonValue, at: Span, path: str, *, templated: bool
    ) -> list[OperationObject]:
        item = node_of(value, at, self._reading, "a Path Item Object", standard=True)
        if item is None or item.span in self._inside:
            return (
                []
            )  # a callback of an operation may refer to the operation's own item
        self._inside.add(item.span)
        shared = read_parameters(item, path)
        servers = read_servers(item) or self._defaults.servers
        found: list[OperationObject] = []
        methods: set[str] = set()
        for method, node in self._operations(item):
            if method in methods:
                self._unusable(
                    node.span, f"method {method} is there already; this one is left out"
                )
                continue
            methods.add(method)
            found.append(
                self._read_operation(
                    method, path, node, item, shared, servers, templated
                )
            )
        self._inside.discard(item.span)
        return found

    def _operations(self, item: Node) -> Iterator[tuple[str, Node]]:
        """The methods of a path item with their operations, in its order."""
        for key, value in item.value.items():
            if key in _METHODS or key.lower() in _METHODS:
                method = key.lower()
                if method != key:
                    self._unusable(
                        item.at(key), f"method {key!r} is read as {method!r}"
                    )
                elif key == "query" and self._reading.version != "3.2":
                    self._reading.foreign(item.at(key), "method `query` (of 3.2)")
                yield from self._operation_node(method, value, item.at(key))
            elif key == "additionalOperations":
                yield from self._additional_operations(item)
            elif key not in _ITEM and key[:2] != "x-":
                near = get_close_matches(key.lower(), _METHODS, 1)
                self._unusable(
                    item.at(key),
                    f"{key!r} is no method and no field of a Path Item Object; left out",
                    help=f"is {near[0]!r} meant?" if near else None,
                )

    def _additional_operations(self, item: Node) -> Iterator[tuple[str, Node]]:
        if self._reading.version != "3.2":
            self._reading.foreign(
                item.at("additionalOperations"), "`additionalOperations` (of 3.2)"
            )
        owner = item.node("additionalOperations")
        for method, value in owner.value.items() if owner else ():
            if method[:2] != "x-" and owner:
                yield from self._operation_node(method, value, owner.at(method))

    def _operation_node(
        self, method: str, value: JsonValue, at: Span
    ) -> Iterator[tuple[str, Node]]:
        if not isinstance(value, dict):
            found = describe(value)
            self._unusable(at, f"{method!r} holds {found}, no operation; left out")
            return
        node = node_of(value, at, self._reading, "an Operation Object")
        if node is not None:
            yield method.upper(), node

    def _unusable(self, span: Span, message: str, help: str | None = None) -> None:
        loss = Loss.OPAQUE if message.endswith("left out") else Loss.NONE
        self._reading.bag.report("W234", message, span, loss=loss, help=help)

    def _read_operation(
        self,
        method: str,
        path: str,
        node: Node,
        item: Node,
        shared: Lists,
        servers: tuple[ServerObject, ...],
        templated: bool,
    ) -> OperationObject:
        reading, defaults = self._reading, self._defaults
        node.expect(_OPERATION | _OPERATION_20, "an Operation Object")
        others = _OPERATION_30 if reading.version == "2.0" else _OPERATION_20
        for key in node.value:
            if key in others:
                reading.foreign(node.at(key), f"`{key}` in an operation")
        own, bodies = read_parameters(node, path)
        parameters = merged(shared[0], own)
        if templated:
            parameters = fit_to_path(parameters, path, node.span, reading)
        consumes = node.texts("consumes") or defaults.consumes
        produces = node.texts("produces") or defaults.produces
        body = read_request_body(node)
        if body is None:
            body = read_body(_overridden(shared[1], bodies), consumes, node.span)
        security = defaults.security
        if "security" in node.value:
            security = read_requirements(node, defaults.schemes)
        external_url, external_description = read_external_docs(node)
        return OperationObject(
            method=method,
            path=path,
            operation_id=node.text("operationId"),
            tags=tuple(dict.fromkeys(node.texts("tags"))),
            summary=node.text("summary") or item.text("summary"),
            description=node.text("description") or item.text("description"),
            external_url=external_url,
            external_description=external_description,
            parameters=parameters,
            request_body=body,
            responses=read_responses(node, produces),
            callbacks=tuple(self._read_callbacks(node)),
            security=security,
            servers=read_servers(node) or with_schemes(servers, node.texts("schemes")),
            deprecated=node.deprecated(),
            extensions={**item.extensions(), **node.extensions()},
            span=node.span,
        )


def _overridden(shared: tuple[Node, ...], own: tuple[Node, ...]) -> tuple[Node, ...]:
    """2.0's body and form parameters of a path item and an operation, merged."""
    if any(n.text("in") == "body" for n in own):
        return own
    names = {n.text("name") for n in own}
    return (*(n for n in shared if n.text("name") not in names), *own)
