"""The runtime is imported as the package `runtime`, from where it stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "templates" / "python"))

from loopback import Loopback  # noqa: E402


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A server on loopback that answers as each test plans."""
    with Loopback() as made:
        yield made
