"""Target `model-json`: the model as JSON, for people, tests and programs in other languages."""

from __future__ import annotations

from specloom.diagnostics import Bag
from specloom.emit.model_json.dump import dump
from specloom.emit.model_json.json_text import layout
from specloom.emit.target import Emission, Emitted, OutputFile
from specloom.model.api import Api


def emit(api: Api, emission: Emission, bag: Bag) -> Emitted:
    """One file, `model.json`, with what the selection of `api` holds."""
    return Emitted((OutputFile("model.json", layout(dump(api))),))
