"""A document with 500 mistakes: one diagnostic for each, in one run, and a package all the same."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from cli.running import Specloom

EACH = 50


def mistaken() -> dict[str, Any]:
    """Ten kinds of mistakes, fifty of each."""
    schemas: dict[str, Any] = {}
    paths: dict[str, Any] = {}
    for n in range(EACH):
        schemas[f"Dangling{n}"] = {"properties": {"a": {"$ref": "#/nowhere"}}}
        schemas[f"Typed{n}"] = {"properties": {"a": {"type": "sting"}}}
        schemas[f"Empty{n}"] = {"properties": {"a": {"type": "string", "enum": []}}}
        schemas[f"Counted{n}"] = {"properties": {"a": {"minLength": "many"}}}
        schemas[f"Misspelt{n}"] = {"properties": {"a": {"descripton": "text"}}}
        schemas[f"Defaulted{n}"] = {
            "properties": {"a": {"type": "integer", "default": "seven"}}
        }
        schemas[f"Opposed{n}"] = {"allOf": [{"type": "string"}, {"type": "integer"}]}
        schemas[f"Required{n}"] = {"required": ["b"], "properties": {"a": {}}}
        paths[f"/undeclared-{n}/{{id}}"] = {"get": {"responses": {"200": {}}}}
        paths[f"/placeless-{n}"] = {
            "get": {
                "parameters": [{"name": "p", "in": "nowhere", "schema": {}}],
                "responses": {"200": {"description": ""}},
            }
        }
    for item in paths.values():
        item["get"]["responses"] = {"200": {"description": ""}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mistaken", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def test_500_mistakes(folder: Path, specloom: Specloom) -> None:
    (folder / "api.json").write_text(json.dumps(mistaken()))
    run = specloom("generate", "api.json", "-o", "sdk", "--report", "report.json")
    assert run.status == 0
    assert (folder / "sdk" / "client.py").exists()
    report = json.loads((folder / "report.json").read_text("utf-8"))
    found = Counter(
        (d["code"], d["pointer"].split("/")[1]) for d in report["diagnostics"]
    )
    assert len(found) == 10, found
    assert set(found.values()) == {EACH}
    assert len(run.err.splitlines()) < 1500
    assert "more W220" in run.err


def test_the_validator_repeats_nothing(folder: Path, specloom: Specloom) -> None:
    """What the schema of 3.0 finds too is told once, by whoever says what was done about it."""
    twice = {"name": "q", "in": "query", "schema": {"type": "string"}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Mistaken", "version": "1"},
        "servers": [{"url": "https://api.example"}],
        "paths": {
            "/a": {"get": {"parameters": [twice, twice], "responses": {"ok": {}}}}
        },
        "components": {"schemas": {"A": {"properties": {"a": {"type": "sting"}}}}},
    }
    (folder / "api.json").write_text(json.dumps(document))
    specloom("generate", "api.json", "-o", "sdk", "--report", "report.json")
    report = json.loads((folder / "report.json").read_text("utf-8"))
    pointers = [d["pointer"] for d in report["diagnostics"]]
    assert sorted(pointers) == [
        "#/components/schemas/A/properties/a/type",
        "#/paths/~1a/get/parameters/1",
        "#/paths/~1a/get/responses/ok",
    ]
