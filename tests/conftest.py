"""For all tests: no test leaves anything in the user's cache."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["SPECLOOM_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
