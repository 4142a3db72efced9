"""What the tests of this folder share: httpbin, and both kinds of clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wire.httpbin import Httpbin


@pytest.fixture(scope="session")
def httpbin() -> Iterator[Httpbin]:
    """httpbin, started once; without the package `httpbin` the tests are skipped."""
    pytest.importorskip("httpbin")
    with Httpbin() as server:
        yield server


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each test once with the synchronous client and once with the other."""
    kind: str = request.param
    return kind
