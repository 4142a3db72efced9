"""The JSON report of a run (`--report`): what was made of the document, and what was not."""

from __future__ import annotations

from typing import Any

from specloom.counts import Counts, count, is_component
from specloom.diagnostics import Diagnostic, Loss
from specloom.emit.target import SurfaceCall
from specloom.outcome import Outcome
from specloom.pipeline import Made
from specloom.report import place_of


def run_report(outcome: Outcome) -> dict[str, Any]:
    """The report as JSON data. Several SDKs are added up, and stand singly under `sdks`."""
    single = [_sdk(made, outcome) for made in outcome.result.made]
    report: dict[str, Any] = {
        "operations": {"total": 0, "generated": 0, "omitted": []},
        "schemas": {
            "total": 0,
            "reached": 0,
            "generated": 0,
            "approximated": [],
            "opaque": [],
        },
        "diagnostics": [_diagnostic(d, outcome) for d in outcome.diagnostics],
        "files": 0,
        "seconds": {stage: round(s, 4) for stage, s in outcome.result.seconds.items()},
        "surface": [],
    }
    for one in single:
        for key in ("operations", "schemas"):
            for name, value in one[key].items():
                report[key][name] += value
        report["files"] += one["files"]
        report["surface"] += one["surface"]
    if len(single) > 1:
        report["sdks"] = single
    return report


def _sdk(made: Made, outcome: Outcome) -> dict[str, Any]:
    api, counts = made.api, count(made, outcome.diagnostics)
    reached = {
        d.origin
        for d in api.declarations
        if d.id in api.selection.declarations and is_component(d.id)
    }
    opaque = {d.span for d in counts.lost if d.loss is Loss.OPAQUE}
    return {
        "output": str(made.sdk.output),
        "target": made.sdk.target,
        "operations": {
            "total": len(made.read.document.operations),
            "generated": counts.operations,
            "omitted": [
                {
                    "operation": o.operation,
                    "pointer": f"#{o.origin.pointer}",
                    "reason": o.reason,
                }
                for o in api.omitted
            ],
        },
        "schemas": {
            "total": len(made.read.document.schemas),
            "reached": len(reached),
            "generated": len(reached - opaque),
            "approximated": _lost(counts, Loss.APPROXIMATED),
            "opaque": _lost(counts, Loss.OPAQUE),
        },
        "files": made.plan.files,
        "surface": [_call(call) for call in made.emitted.surface],
    }


def _lost(counts: Counts, loss: Loss) -> list[dict[str, str]]:
    return [
        {
            "pointer": f"#{d.span.pointer}" if d.span else "",
            "code": d.code,
            "reason": d.message,
        }
        for d in counts.lost
        if d.loss is loss
    ]


def _call(call: SurfaceCall) -> dict[str, Any]:
    return {
        "operation": call.operation,
        "call": call.call,
        "returns": call.returns,
        "arguments": [
            {
                "wire": a.wire,
                "in": a.location,
                "name": a.name,
                "required": a.required,
                "type": a.type,
            }
            for a in call.arguments
        ],
    }


def _diagnostic(d: Diagnostic, outcome: Outcome) -> dict[str, Any]:
    position = place_of(d, outcome.locate)
    return {
        "code": d.code,
        "severity": d.severity.value,
        "message": d.message,
        "file": d.span.file if d.span else None,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "pointer": f"#{d.span.pointer}" if d.span else None,
    }
