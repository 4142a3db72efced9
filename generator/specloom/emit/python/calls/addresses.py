"""Stage 4, emit: where an API answers, as a client needs to know it."""

from __future__ import annotations

from specloom.emit.python.names import spelling
from specloom.model.operations import Server


def base_url_variable(package: str) -> str:
    """The environment variable that says where the API is."""
    return spelling.constant([package]) + "_BASE_URL"


def server_url(server: Server) -> str:
    """The address of a server, its variables at their defaults."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url
