"""The test server as fixtures: one for the session, clean for each test that uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from e2e.server import ApiServer


@pytest.fixture(scope="session")
def api_server() -> Iterator[ApiServer]:
    """The server, started once."""
    with ApiServer() as server:
        yield server


@pytest.fixture
def api(api_server: ApiServer) -> ApiServer:
    """The server as if it had just been started."""
    api_server.reset()
    return api_server
