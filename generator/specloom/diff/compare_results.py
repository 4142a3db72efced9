"""What a call gives: its value, its pages or events, and the bodies of its errors."""

from __future__ import annotations

from specloom.diff.findings import Findings
from specloom.diff.side import Direction
from specloom.model.operations import ContentKind, Operation, Response
from specloom.model.types import Type

_RETURNED = {Direction.RECEIVED: ("return-changed", "return-narrowed")}
_RAISED = {Direction.RECEIVED: ("error-changed", "error-narrowed")}
_STREAMED = (
    ContentKind.EVENT_STREAM,
    ContentKind.JSON_LINES,
    ContentKind.JSON_SEQ,
    ContentKind.JSON_VALUES,
)


def compare_results(old: Operation, new: Operation, findings: Findings) -> None:
    """All that may come back from both versions of a call."""
    subject = f"{findings.new.call(new)}()"
    places = (old.origin, new.origin)
    _paging(subject, old, new, findings)
    _streaming(subject, old, new, findings)
    types = (old.returns, new.returns)
    only_streams = all(o.streaming and not o.streaming.flag for o in (old, new))
    if not only_streams and not findings.types(subject, _RETURNED, types, places):
        kinds = [_kinds(operation) for operation in (old, new)]
        if kinds[0] != kinds[1]:
            what = " → ".join(", ".join(sorted(kind)) or "nothing" for kind in kinds)
            findings.add("return-changed", subject, what, *places)
    _errors(subject, old, new, findings)


def _paging(subject: str, old: Operation, new: Operation, findings: Findings) -> None:
    places = (old.origin, new.origin)
    if old.paging is None and new.paging is not None:
        findings.add("paging-added", subject, "gives pages now", *places)
    elif old.paging is not None and new.paging is None:
        findings.add("paging-removed", subject, "gives no pages any more", *places)
    elif old.paging is not None and new.paging is not None:
        types = (old.paging.item, new.paging.item)
        findings.types(f"{subject} items", _RETURNED, types, places)


def _streaming(
    subject: str, old: Operation, new: Operation, findings: Findings
) -> None:
    places = (old.origin, new.origin)
    before, after = old.streaming, new.streaming
    if before is None and after is None:
        return
    if before is not None and after is not None:
        if bool(before.flag) != bool(after.flag):
            what = "streams on demand now" if after.flag else "always streams now"
            findings.add("stream-always", subject, what, *places)
        types = (before.event, after.event)
        findings.types(f"{subject} events", _RETURNED, types, places)
    elif after is not None:
        rule = "stream-added" if after.flag else "stream-always"
        what = "can stream now" if after.flag else "always streams now"
        findings.add(rule, subject, what, *places)
    else:
        findings.add("stream-removed", subject, "does not stream any more", *places)


def _kinds(operation: Operation) -> frozenset[str]:
    """How answers are read; of several, JSON is asked for."""
    kinds = {c.kind for r in operation.responses for c in r.contents}
    kinds -= set(_STREAMED)
    if ContentKind.JSON in kinds:
        kinds = {ContentKind.JSON}
    return frozenset(kind.value for kind in kinds)


def _errors(subject: str, old: Operation, new: Operation, findings: Findings) -> None:
    """Every status that either version tells of, with the body that it has in both."""
    statuses = {r.status for r in (*old.errors, *new.errors)}
    for status in sorted(statuses):
        before, after = _matching(old, status), _matching(new, status)
        places = (
            before.origin if before else old.origin,
            after.origin if after else new.origin,
        )
        named = f"{subject} {status}"
        types = (_body(before), _body(after))
        if before is None or (types[0] is None and types[1] is not None):
            findings.add("error-added", named, "documented now", *places)
        elif after is None or (types[1] is None and types[0] is not None):
            findings.add("error-removed", named, "not documented any more", *places)
        elif types[0] is not None and types[1] is not None:
            findings.types(named, _RAISED, (types[0], types[1]), places)


def _matching(operation: Operation, status: str) -> Response | None:
    """The response that serves a status: its own, that of its range, the default."""
    by_status = {r.status.upper(): r for r in operation.errors}
    for key in (status.upper(), f"{status[:1]}XX", "DEFAULT"):
        if key in by_status:
            return by_status[key]
    return None


def _body(response: Response | None) -> Type | None:
    if response is None:
        return None
    json = [c.type for c in response.contents if c.kind is ContentKind.JSON]
    return json[0] if json else None
