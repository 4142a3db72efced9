"""`specloom fix`: writes an overlay that repairs what can be repaired in a document."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from specloom.commands.configured import offline, sdk_of
from specloom.config import Config
from specloom.config.elsewhere import Spec
from specloom.diagnostics import Diagnostic, Severity, fail
from specloom.document.pointer import index_of, tokens_of
from specloom.repair.repairs import Repair
from specloom.report.present import present_outcome
from specloom.run.outcome import Outcome, conclude
from specloom.run.pipeline import Pipeline
from specloom.source import Span
from specloom.write.apply import replace_file


def fix(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Writes the overlay, and tells what is left with it."""
    spec: Spec = options.spec
    sdk = offline(replace(sdk_of(options, parser, spec), output=Path("sdk")), options)
    config = Config((sdk,))
    folder = spec.parent if isinstance(spec, Path) else Path()
    place: Path = options.output or folder / f"{spec.stem}.fixes.yaml"
    if place.exists() and not options.force:
        what = f"{place} exists"
        help = "use it with --overlay, or --force to write it anew"
        raise fail("E608", what, Span(str(place), ""), help=help)
    outcome = _read(config, {})
    if any(d.severity is Severity.ERROR for d in outcome.diagnostics):
        present_outcome(outcome, "text")
        return 1
    found = _ordered(outcome.repairs)
    if not found:
        sys.stdout.write(f"{spec}: nothing that can be repaired\n")
        return 0
    name = spec.name if isinstance(spec, Path) else spec.stem
    replace_file(place, overlay(found, name))
    again = replace(config, sdks=(replace(sdk, overlays=(*sdk.overlays, place)),))
    left = _read(again, outcome.result.given)
    sys.stdout.write(_told(found, outcome.diagnostics, left, place))
    return int(left.failed)


def overlay(found: Iterable[Repair], name: str) -> str:
    """The text of an overlay that makes the repairs of the document called `name`."""
    import yaml

    actions: list[dict[str, Any]] = [
        {"target": action["target"], "description": one.finding.message, **action}
        for one in found
        for action in one.actions
    ]
    data = {
        "overlay": "1.0.0",
        "info": {"title": f"Repairs of {name}", "version": "1"},
        "actions": actions,
    }
    # The stubs of November 2026 give it a type that pyright's own copy of typeshed has not yet.
    dump: Callable[..., str] = cast(Any, yaml).safe_dump
    head = "# Written by `specloom fix`; look at each action before you use it.\n"
    return head + dump(data, sort_keys=False, allow_unicode=True, width=88)


def _read(config: Config, given: Mapping[str, bytes]) -> Outcome:
    def work(pipeline: Pipeline) -> None:
        pipeline.result.given.update(given)  # standard input comes but once
        pipeline.model(config.sdks[0])

    return conclude(config, work, lambda stage, what: None)


def _ordered(repairs: Iterable[Repair]) -> list[Repair]:
    """The last place first: what is removed from a list moves only what is behind it."""
    unique = {repr(one.actions): one for one in repairs}
    return sorted(unique.values(), key=_order, reverse=True)


def _order(one: Repair) -> list[tuple[int, str]]:
    span = one.finding.span
    tokens = tokens_of(span.pointer) if span else []
    return [(index_of(token) or 0, token) for token in tokens]


def _told(
    found: Sequence[Repair],
    before: Sequence[Diagnostic],
    left: Outcome,
    place: Path,
) -> str:
    things = "1 repair" if len(found) == 1 else f"{len(found)} repairs"
    rest = len(left.diagnostics)
    become = (
        "1 finding becomes" if len(before) == 1 else f"{len(before)} findings become"
    )
    return (
        f"wrote {place}: {things}, {become} {rest}\n"
        f"look at it, then add: --overlay {place}\n"
    )
