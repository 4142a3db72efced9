"""The test server as fixtures: one for the session, clean for each test that uses it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from e2e.calling import Runner
from e2e.server import ApiServer
from e2e.specification import ROOT

sys.path.insert(0, str(ROOT / "out" / "python"))


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


@pytest.fixture(params=["sync", "async"])
def run(request: pytest.FixtureRequest, api: ApiServer) -> Runner:
    """Runs an action on a client of `threads_runs`, once of each kind."""
    return Runner(api, request.param)
