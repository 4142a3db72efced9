"""What an output is made from, as its manifest records it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from importlib.metadata import version

from specloom import __version__
from specloom.config import Sdk
from specloom.config.elsewhere import Elsewhere, Spec
from specloom.installation import add_tree
from specloom.source import is_remote
from specloom.write.manifest import Inputs, digest_of

_ELSEWHERE = {"spec", "output", "overlays", "templates", "root"}
"""Fields of `Sdk` that are places; what stands there is recorded by its digest."""


def inputs_of(sdk: Sdk, documents: Mapping[str, str]) -> Inputs:
    """The inputs of one SDK; `documents` maps the display path of each file to its digest."""
    documents = {_relative(file, sdk.spec): d for file, d in documents.items()}
    return Inputs(
        f"specloom {__version__}",
        sdk.target,
        documents,
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
    digest = hashlib.sha256(json.dumps(values, sort_keys=True, default=asdict).encode())
    if sdk.templates is not None:
        add_tree(digest.update, sdk.templates)
        digest.update(version("black").encode())  # it formats what these print
    return digest.hexdigest()


def _relative(file: str, spec: Spec) -> str:
    """The file as seen from the document, so that nothing depends on where that is.

    What comes from the document's own server has its name there, and nothing else of the URL.
    """
    if is_remote(file):
        if not isinstance(spec, Elsewhere):
            return file
        folder = _path_of(spec).rpartition("/")[0] + "/"
        name = _path_of(file).removeprefix(folder)
        return name if not is_remote(name) else spec.stem if file == spec else file
    folder = os.path.dirname(spec) or "."
    return os.path.relpath(file, folder).replace(os.sep, "/")


def _path_of(url: str) -> str:
    """A URL without what is asked there, which may be a secret."""
    return url.partition("?")[0]
