"""What an output is made from, as its manifest records it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import fields
from importlib.metadata import version

from specloom import __version__
from specloom.config import Sdk
from specloom.installation import add_tree
from specloom.source import is_remote
from specloom.write.manifest import Inputs, digest_of

_ELSEWHERE = {"spec", "output", "overlays", "templates", "root"}
"""Fields of `Sdk` that are places; what stands there is recorded by its digest."""


def inputs_of(sdk: Sdk, documents: Mapping[str, str]) -> Inputs:
    """The inputs of one SDK; `documents` maps the display path of each file to its digest."""
    folder = os.path.dirname(sdk.spec) or "."
    return Inputs(
        f"specloom {__version__}",
        sdk.target,
        {_relative(path, folder): digest for path, digest in documents.items()},
        tuple((path.name, digest_of(path.read_bytes())) for path in sdk.overlays),
        _options(sdk),
    )


def _options(sdk: Sdk) -> str:
    # Only what was said: an option that a later version adds changes nothing.
    plain = Sdk(sdk.spec, sdk.output)
    values = {
        f.name: getattr(sdk, f.name)
        for f in fields(Sdk)
        if f.name not in _ELSEWHERE and getattr(sdk, f.name) != getattr(plain, f.name)
    }
    values["package"] = sdk.name
    digest = hashlib.sha256(json.dumps(values, sort_keys=True).encode())
    if sdk.templates is not None:
        add_tree(digest.update, sdk.templates)
        digest.update(version("black").encode())  # it formats what these print
    return digest.hexdigest()


def _relative(path: str, folder: str) -> str:
    if is_remote(path):
        return path
    return os.path.relpath(path, folder).replace(os.sep, "/")
