"""Servers: where the API answers.

Part of stage 3. Input: openapi servers. Output: model `Server`s. A relative URL stays as it
is: it is relative to where the document came from, which only the caller knows.
"""

from __future__ import annotations

import re

from specloom.model.doc import Doc
from specloom.model.operations import Server, ServerVariable
from specloom.openapi import document as openapi

_VARIABLE = re.compile(r"\{([^{}]+)\}")


def lower_servers(servers: tuple[openapi.ServerObject, ...]) -> tuple[Server, ...]:
    """The servers that a client can use, in the document's order, each once."""
    found: dict[str, Server] = {}
    for server in servers:
        known = {v.name: v for v in server.variables}
        used = dict.fromkeys(_VARIABLE.findall(server.url))
        variables = tuple(
            ServerVariable(
                v.name,
                v.default or (v.values[0] if v.values else ""),
                v.values,
                Doc(description=v.description),
            )
            for v in (known[name] for name in used if name in known)
        )
        found.setdefault(
            server.url,
            Server(server.url, variables, Doc(description=server.description)),
        )
    return tuple(found.values())


def is_absolute(server: Server) -> bool:
    """Whether a client can call `server` without being told where it is."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url.startswith(("http://", "https://"))
