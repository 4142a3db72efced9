"""Stage 4, emit: where an API answers, as a client needs to know it."""

from __future__ import annotations

from specloom.emit.python.names import spelling
from specloom.model.operations import Secret, Server


def base_url_variable(package: str) -> str:
    """The environment variable that says where the API is."""
    return spelling.constant([package]) + "_BASE_URL"


def secret_variable(package: str, secret: Secret, argument: str) -> str:
    """The environment variable that a secret is read from: `ACME_API_KEY` for `api_key`."""
    return secret.environment or spelling.constant([package, argument])


def server_url(server: Server) -> str:
    """The address of a server, its variables at their defaults."""
    url = server.url
    for variable in server.variables:
        url = url.replace(f"{{{variable.name}}}", variable.default)
    return url
