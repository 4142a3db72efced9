"""For all tests: nothing is left in the user's cache, and what takes long is done once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from forked import Forked


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["SPECLOOM_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def forked() -> Iterator[Forked]:
    """Runs of the command line in processes of their own."""
    with Forked() as made:
        yield made


@pytest.fixture(scope="session")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy knows of the standard library."""
    return tmp_path_factory.mktemp("mypy")
