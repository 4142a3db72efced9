"""The JSON report of a run (`--report`): what was made of the document, and what was not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from specloom.diagnostics import Loss
from specloom.emit.target import SurfaceCall
from specloom.report.counts import Counts, count, is_component
from specloom.report.diagnostic_text import rows
from specloom.run.outcome import Outcome
from specloom.run.pipeline import Made


def report_text(report: dict[str, Any]) -> str:
    """A report as it is written; what a single SDK gave is not said twice."""
    single = len(report["sdks"]) < 2
    shown = {k: v for k, v in report.items() if k != "sdks" or not single}
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"


def run_report(outcome: Outcome) -> dict[str, Any]:
    """The report as JSON data: all SDKs added up, and each singly under `sdks`."""
    seconds = {s: round(t, 4) for s, t in outcome.result.seconds.items()}
    diagnostics = rows(outcome.diagnostics, outcome.locate)
    single = [_sdk(made, outcome) for made in outcome.result.made]
    return _added_up(single, diagnostics, seconds)


def merged(reports: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One report of several runs side by side; their times are added up."""
    seconds: dict[str, float] = {}
    for report in reports:
        for stage, spent in report["seconds"].items():
            seconds[stage] = round(seconds.get(stage, 0.0) + spent, 4)
    diagnostics = [d for report in reports for d in report["diagnostics"]]
    single = [one for report in reports for one in report["sdks"]]
    return _added_up(single, diagnostics, seconds)


def _added_up(
    single: list[dict[str, Any]],
    diagnostics: list[dict[str, Any]],
    seconds: dict[str, float],
) -> dict[str, Any]:
    report: dict[str, Any] = {
        "operations": {"total": 0, "generated": 0, "omitted": []},
        "schemas": {
            "total": 0,
            "reached": 0,
            "generated": 0,
            "approximated": [],
            "opaque": [],
        },
        "diagnostics": diagnostics,
        "files": 0,
        "seconds": seconds,
        "surface": [],
    }
    for one in single:
        for key in ("operations", "schemas"):
            for name, value in one[key].items():
                report[key][name] += value
        report["files"] += one["files"]
        report["surface"] += one["surface"]
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
