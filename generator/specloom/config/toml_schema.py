"""A JSON Schema of `specloom.toml`, for editors; made from `config.py`, like everything else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from specloom.config import CHOICES, Config, Limits, Pagination, Sdk
from specloom.config.option_docs import docs_of
from specloom.config.options import PAGINATION_CHOICES

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
    "tuple[Pagination, ...]": {},
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


def _pagination() -> dict[str, Any]:
    """A table, or several."""
    docs = docs_of(Pagination)
    properties: dict[str, Any] = {}
    for field in fields(Pagination):
        key = "in" if field.name == "where" else field.name
        made: dict[str, Any] = {"type": "integer" if key == "first" else "string"}
        if choices := PAGINATION_CHOICES.get(key):
            made = {"enum": list(choices)}
        properties[key] = {**made, "description": docs[field.name]}
    one = {
        "type": "object",
        "properties": properties,
        "required": ["style"],
        "additionalProperties": False,
    }
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _property(field: Field[Any], doc: str) -> dict[str, Any]:
    made: dict[str, Any] = dict(_TYPES[str(field.type)])
    if field.name == "pagination":
        made = _pagination()
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
