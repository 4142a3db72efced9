"""The properties of a class, judged by the ways in which its objects travel."""

from __future__ import annotations

from specloom.diff.findings import Findings
from specloom.diff.side import Direction
from specloom.emit.python.models.record_classes import extra_is_typed
from specloom.model.declarations import Access, Field, Presence, Record
from specloom.model.types import Literal

_SENT, _RECEIVED = Direction.SENT, Direction.RECEIVED

_RULES = {
    _SENT: ("property-narrowed", "property-widened"),
    _RECEIVED: ("property-grown", "property-shrunk"),
}


def compare_records(subject: str, old: Record, new: Record, findings: Findings) -> None:
    """All properties of both versions of a class."""
    ways = findings.old.directions(old.id)
    is_sent, is_received = _SENT in ways, _RECEIVED in ways
    before = {field.wire: field for field in old.fields}
    after = {field.wire: field for field in new.fields}
    for wire, field in before.items():
        if wire not in after:
            place = f"{subject}.{findings.old.names.attributes[field.id]}"
            findings.add("property-removed", place, "removed", field.origin, None)
    for wire, field in after.items():
        place = f"{subject}.{findings.new.names.attributes[field.id]}"
        if wire not in before:
            needed = is_sent and _is_needed(field)
            rule = "property-added-required" if needed else "property-added"
            what = "new and required" if needed else "new"
            findings.add(rule, place, what, None, field.origin)
        else:
            _compare(place, before[wire], field, is_sent, is_received, findings)
    _extras(subject, old, new, findings)


def _compare(
    subject: str,
    old: Field,
    new: Field,
    is_sent: bool,
    is_received: bool,
    findings: Findings,
) -> None:
    places = (old.origin, new.origin)
    before = findings.old.names.attributes[old.id]
    after = findings.new.names.attributes[new.id]
    if before != after:
        what = f"`{before}` → `{after}`"
        findings.add("property-renamed", subject, what, *places)
    rules: dict[Direction, tuple[str, str]] = {}
    if is_sent and _compare_sent(subject, old, new, findings):
        rules[_SENT] = _RULES[_SENT]
    if is_received and _compare_received(subject, old, new, findings):
        rules[_RECEIVED] = _RULES[_RECEIVED]
    findings.types(subject, rules, (old.type, new.type), places)
    marks = (old.deprecated, new.deprecated)
    findings.deprecation("property", subject, marks, places)
    defaults = (old.default, new.default)
    constraints = (old.constraints, new.constraints)
    findings.value_rules("property", subject, defaults, constraints, places)
    findings.docs("property", subject, (old.doc, new.doc), places)


def _compare_sent(subject: str, old: Field, new: Field, findings: Findings) -> bool:
    """Whether requests could and can hold it."""
    places = (old.origin, new.origin)
    was, is_now = old.access is not Access.READ, new.access is not Access.READ
    if was and not is_now:
        findings.add("property-read-only", subject, "read-only now", *places)
    elif is_now and not was:
        needed = _is_needed(new)
        rule = "property-writable-required" if needed else "property-writable"
        findings.add(rule, subject, "not read-only any more", *places)
    elif is_now:
        if _is_needed(new) and not _is_needed(old):
            findings.add("property-required", subject, "required now", *places)
        elif _is_needed(old) and not _is_needed(new):
            findings.add("property-omittable", subject, "optional now", *places)
    return was and is_now


def _compare_received(subject: str, old: Field, new: Field, findings: Findings) -> bool:
    """Whether answers could and can hold it."""
    places = (old.origin, new.origin)
    was, is_now = old.access is not Access.WRITE, new.access is not Access.WRITE
    if was and not is_now:
        findings.add("property-write-only", subject, "write-only now", *places)
    elif is_now and not was:
        findings.add("property-readable", subject, "not write-only any more", *places)
    elif is_now:
        if old.presence is not new.presence:
            always = new.presence is Presence.REQUIRED
            rule = "property-always" if always else "property-optional"
            what = "always there now" if always else "optional now"
            findings.add(rule, subject, what, *places)
    return was and is_now


def _is_needed(field: Field) -> bool:
    """Whether senders have to set it: a required constant sets itself."""
    constant = isinstance(field.type, Literal) and len(field.type.values) == 1
    required = field.tag or field.presence is Presence.REQUIRED
    return required and field.access is not Access.READ and not constant


def _extras(subject: str, old: Record, new: Record, findings: Findings) -> None:
    places = (old.origin, new.origin)
    was, is_now = extra_is_typed(old), extra_is_typed(new)
    if was and not is_now:
        findings.add("extras-removed", subject, "no typed extras any more", *places)
    elif is_now and not was:
        findings.add("extras-added", subject, "typed extras", *places)
    elif old.extra is not None and new.extra is not None and was:
        types = (old.extra, new.extra)
        ways = findings.old.directions(old.id)
        rules = {way: pair for way, pair in _RULES.items() if way in ways}
        findings.types(f"{subject} extras", rules, types, places)
