"""Readers of servers.

Input: Server Objects, or 2.0's `schemes`, `host` and `basePath`. Output: `Server`
(OpenAPI 3.2 "Server Object", "Server Variable Object"; 2.0 "Swagger Object").
"""

from __future__ import annotations

import re
from dataclasses import replace

from specloom.openapi.document import ServerObject, ServerVariableObject
from specloom.openapi.node import Node

_SERVER = frozenset(("url", "description", "variables", "name"))
_VARIABLE = frozenset(("enum", "default", "description"))
_HOST_FIELDS = ("host", "basePath", "schemes")


def read_root_servers(root: Node) -> tuple[ServerObject, ...]:
    """The servers of the description; without any, the standard's default, which is `/`."""
    servers = read_servers(root)
    if servers:
        return servers
    if any(root.has(field) for field in _HOST_FIELDS):
        return _servers_of_host(root)
    return (ServerObject("/", (), "", root.span),)


def read_servers(owner: Node) -> tuple[ServerObject, ...]:
    """The field `servers`."""
    found = (read_server(node) for node in owner.items("servers"))
    return tuple(server for server in found if server is not None)


def read_server(node: Node) -> ServerObject | None:
    """A Server Object; None, with a diagnostic, if it has no URL."""
    url = node.text("url").strip()
    if not url:
        node.missing("url", "the server is left out")
        return None
    node.expect(_SERVER, "a Server Object")
    variables = tuple(
        _read_variable(name, variable) for name, variable in node.nodes("variables")
    )
    declared = {v.name for v in variables}
    for name in dict.fromkeys(re.findall(r"\{([^{}]+)\}", url)):
        if name not in declared:
            node.reading.bag.report(
                "W241", f"no variable describes {{{name}}} of {url!r}", node.at("url")
            )
            variables += (ServerVariableObject(name, "", (), ""),)
    return ServerObject(url, variables, node.text("description"), node.span)


def _read_variable(name: str, node: Node) -> ServerVariableObject:
    node.expect(_VARIABLE, "a Server Variable Object")
    values = node.texts("enum")
    default = node.text("default")
    if "default" not in node.value:
        default = values[0] if values else ""
        node.reading.bag.report(
            "W241", f"variable {name!r} has no default; read as {default!r}", node.span
        )
    return ServerVariableObject(name, default, values, node.text("description"))


def with_schemes(
    servers: tuple[ServerObject, ...], schemes: tuple[str, ...]
) -> tuple[ServerObject, ...]:
    """The servers reached by other schemes, as an operation's `schemes` of 2.0 asks."""
    found: dict[str, ServerObject] = {}
    for server in servers:
        _, separator, rest = server.url.partition("://")
        for scheme in _sorted_schemes(schemes) if separator else ():
            url = f"{scheme}://{rest}"
            found[url] = replace(server, url=url)
    return tuple(found.values()) or servers


def _sorted_schemes(schemes: tuple[str, ...]) -> list[str]:
    """The usable ones, `https` first."""
    known = [s for s in schemes if s in ("http", "https", "ws", "wss")]
    return sorted(known, key=lambda scheme: scheme != "https")


def _servers_of_host(root: Node) -> tuple[ServerObject, ...]:
    host, base = root.text("host"), root.text("basePath")
    if base and not base.startswith("/"):
        base = "/" + base
    if not host:
        return (ServerObject(base or "/", (), "", root.at("basePath")),)
    # Without `schemes` it is the scheme the description came by, and that is not known here.
    schemes = _sorted_schemes(root.texts("schemes"))
    return tuple(
        ServerObject(f"{scheme}://{host}{base}", (), "", root.at("host"))
        for scheme in schemes or ["https"]
    )
