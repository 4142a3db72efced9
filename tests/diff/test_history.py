"""Four successive revisions of a real document: what their changelog should have said."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from specloom.config import Config, Sdk
from specloom.diagnostics import Bag
from specloom.diff import compare_apis
from specloom.diff.change import Change, Level, verdict
from specloom.model.api import Api
from specloom.run.pipeline import Pipeline

HISTORY = Path(__file__).parents[2] / ".." / "shared" / "history"
REVISIONS = [
    "openai-2026-08-08-c309ca1.yaml",
    "openai-2026-08-13-f6a8e2f.yaml",
    "openai-2026-08-15-2186421.yaml",
    "openai-2026-08-21-13c6a94.yaml",
]

pytestmark = [
    pytest.mark.skipif(
        not (HISTORY.is_dir() and os.environ.get("CORPUS")),
        reason="run by make corpus, where the history of a document is",
    ),
    pytest.mark.xdist_group("history"),
]


@cache
def model(revision: str) -> Api:
    sdk = Sdk(HISTORY / revision, Path("sdk"))
    return Pipeline(Config((sdk,)), Bag(), lambda stage, what: None).model(sdk)


@cache
def changes(number: int) -> tuple[Change, ...]:
    return compare_apis(model(REVISIONS[number]), model(REVISIONS[number + 1]), {})


def told(found: tuple[Change, ...], level: Level) -> set[str]:
    return {f"{c.rule} {c.subject}" for c in found if c.level is level}


def test_a_property_and_its_type_went() -> None:
    found = changes(0)
    assert verdict(found) == "major"
    assert told(found, Level.BREAKING) == {
        "property-removed models.AuditLog.source",
        "type-removed models.AuditLogSource",
    }
    counted = Counter(c.rule for c in found if c.level is Level.ADDITIVE)
    assert counted == {"method-deprecated": 10, "value-added": 7}
    assert {c.what for c in found if c.subject == "models.AuditLogEventType"} == {
        "with `'tenant.workload_identity.access_token.issued'`"
    }
    assert told(found, Level.DOCS) == {
        "argument-docs audio.create_transcription(file=)",
        "argument-docs audio.create_translation(file=)",
    }


def test_types_of_properties_changed() -> None:
    found = changes(1)
    assert verdict(found) == "major"
    assert told(found, Level.BREAKING) == {
        "property-grown models.BetaResponseOutputTextAnnotationAddedEvent.annotation",
        "property-grown models.ResponseOutputTextAnnotationAddedEvent.annotation",
        "property-narrowed models.BetaMCPToolCall.error",
        "property-narrowed models.MCPToolCall.error",
        "property-removed models.BetaCreateModelResponseProperties.service_tier",
        "property-removed models.BetaModelResponseProperties.service_tier",
        "property-removed models.CreateModelResponseProperties.service_tier",
        "property-removed models.ModelResponseProperties.service_tier",
        "type-removed models.BetaServiceTier",
    }


def test_models_were_added() -> None:
    found = changes(2)
    assert verdict(found) == "minor"
    added = {c.subject for c in found if c.rule == "property-added"}
    assert added == {
        "models.CostsResult.quantity_unit",
        "models.CreateChatCompletionStreamResponse.obfuscation",
    }
    images = {c.subject for c in found if c.what == "with `'gpt-image-2'`"}
    assert len(images) == 5
    assert {c.rule for c in found if c.level is Level.DOCS} <= {
        "argument-docs",
        "property-docs",
        "property-rules",
        "type-docs",
    }


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_revision_does_not_differ_from_itself(revision: str) -> None:
    assert compare_apis(model(revision), model(revision), {}) == ()
