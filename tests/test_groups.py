"""Tests that share something costly are kept together by pytest-xdist."""

from __future__ import annotations

import pytest


def test_groups_are_kept(request: pytest.FixtureRequest) -> None:
    """Groups that nobody knows of do their work twice, and nothing else would tell."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("no groups are asked for")
    marked = [i for i in request.session.items if i.get_closest_marker("xdist_group")]
    assert all("@" in item.nodeid for item in marked), "pytest-xdist loses the groups"
