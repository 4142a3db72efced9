"""Methods: which came and went, and what their calls take and give."""

from __future__ import annotations

from collections.abc import Iterator

from specloom.diff.compare_arguments import compare_arguments
from specloom.diff.compare_results import compare_results
from specloom.diff.findings import Findings
from specloom.model.operations import Operation


def compare_methods(findings: Findings) -> None:
    """All methods of both versions."""
    old, new = findings.old, findings.new
    pairs = list(_pairs(findings))
    paired_old = {a.id for a, _ in pairs}
    paired_new = {b.id for _, b in pairs}
    for operation in old.operations:
        if operation.id not in paired_old:
            what = f"removed: {operation.method} {operation.path}"
            call = f"{old.call(operation)}()"
            findings.add("method-removed", call, what, operation.origin, None)
    for operation in new.operations:
        if operation.id not in paired_new:
            what = f"new: {operation.method} {operation.path}"
            call = f"{new.call(operation)}()"
            findings.add("method-added", call, what, None, operation.origin)
    for a, b in pairs:
        _compare(a, b, findings)


def _pairs(findings: Findings) -> Iterator[tuple[Operation, Operation]]:
    """The same operation by its place in the document, else by what users call it."""
    old, new = findings.old, findings.new
    by_id = {o.id: o for o in new.operations}
    ids = {o.id for o in old.operations}
    by_call = {new.call(o): o for o in new.operations if o.id not in ids}
    for operation in old.operations:
        other = by_id.get(operation.id) or by_call.get(old.call(operation))
        if other is not None:
            yield operation, other


def _compare(old: Operation, new: Operation, findings: Findings) -> None:
    before, after = findings.old.call(old), findings.new.call(new)
    subject, places = f"{after}()", (old.origin, new.origin)
    if before != after:
        what = f"called `{after}` now"
        findings.add("method-renamed", f"{before}()", what, *places)
    addresses = [f"{o.method} {o.path}" for o in (old, new)]
    if addresses[0] != addresses[1]:
        findings.add("method-address", subject, " → ".join(addresses), *places)
    marks = (old.deprecated, new.deprecated)
    findings.deprecation("method", subject, marks, places)
    findings.docs("method", subject, (old.doc, new.doc), places)
    compare_arguments(old, new, findings)
    compare_results(old, new, findings)
