"""A JSON Schema of `specloom.toml`, for editors; made from `config.py`, like everything else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from specloom.config import CHOICES, Config, Limits, Sdk
from specloom.config.option_docs import docs_of

_TYPES: Mapping[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer", "minimum": 0},
    "Path": {"type": "string", "minLength": 1},
    "Path | Elsewhere": {"type": "string", "minLength": 1},
    "Path | None": {"type": "string", "minLength": 1},
    "tuple[str, ...]": {"type": "array", "items": {"type": "string"}},
    "tuple[Path, ...]": {"type": "array", "items": {"type": "string", "minLength": 1}},
    "Mapping[str, str]": {
        "type": "object",
        "additionalProperties": {"type": "string"},
    },
}
"""By a field's annotation, as in `config_file`."""


def config_schema() -> str:
    """The schema as text."""
    sdk = _properties(Sdk, set())
    shared = {key: value for key, value in sdk.items() if key != "output"}
    limits = _table(_properties(Limits, set()), "What a document may cost.")
    one = {**_table(sdk, "One SDK."), "required": ["output"]}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "specloom.toml",
        **_table(
            {
                **_properties(Config, {"sdks", "limits"}),
                "limits": limits,
                "sdk": {"type": "array", "items": one, "minItems": 1},
                **shared,
            },
            "What `specloom generate` makes. Paths are relative to the file; options above"
            " the first [[sdk]] hold for all of them.",
        ),
        "required": ["sdk"],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _table(properties: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
    }


def _properties(cls: type[Any], skipped: set[str]) -> dict[str, Any]:
    docs = docs_of(cls)
    return {
        field.name.replace("_", "-"): _property(field, docs.get(field.name, ""))
        for field in fields(cls)
        if field.name not in skipped
    }


def _property(field: Field[Any], doc: str) -> dict[str, Any]:
    made: dict[str, Any] = dict(_TYPES[str(field.type)])
    if choices := CHOICES.get(field.name):
        if made["type"] == "object":
            made["additionalProperties"] = {"enum": list(choices)}
        elif made["type"] == "array":
            made["items"] = {"enum": list(choices)}
        elif field.name != "target":
            made["enum"] = list(choices)
        else:  # others may be installed
            made = {"anyOf": [{"enum": list(choices)}, made]}
    if doc:
        made["description"] = doc
    if field.default is not MISSING and isinstance(field.default, (str, bool, int)):
        made["default"] = field.default
    return made
