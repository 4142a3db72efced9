"""The tests on real documents run by `make corpus` alone: they take minutes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.building import Built, build
from corpus.documents import Sample, find_samples

_HERE = Path(__file__).parent
_built: dict[str, Built] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not os.environ.get("CORPUS"):
        skip = pytest.mark.skip(reason="`make corpus` runs this")
        for item in items:
            if _HERE in item.path.parents:
                item.add_marker(skip)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "sample" in metafunc.fixturenames:
        # All tests of one document in one process, so that it is built once.
        metafunc.parametrize(
            "sample",
            [
                pytest.param(s, id=s.name, marks=pytest.mark.xdist_group(s.name))
                for s in find_samples()
            ],
            scope="session",
        )


@pytest.fixture
def built(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The package made of a document, with what was said on the way."""
    if sample.name not in _built:
        _built.clear()
        folder = tmp_path_factory.mktemp(sample.package)
        _built[sample.name] = build(sample, folder)
    return _built[sample.name]
