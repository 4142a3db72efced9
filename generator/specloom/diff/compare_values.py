"""The values of an enum and the variants of a union, judged by the way that they travel."""

from __future__ import annotations

from specloom.diff.covering import Covering
from specloom.diff.findings import Findings
from specloom.diff.side import Direction, Side
from specloom.model.declarations import Enumeration, Union

_SENT, _RECEIVED = Direction.SENT, Direction.RECEIVED


def compare_enumerations(
    subject: str, old: Enumeration, new: Enumeration, findings: Findings
) -> None:
    """All values of both versions of an enum."""
    ways = findings.old.directions(old.id)
    places = (old.origin, new.origin)
    before, after = _members(old, findings.old), _members(new, findings.new)
    as_class = findings.old.traits.is_enum_class(old)
    for value in before.keys() - after.keys():
        rule = "value-removed-sent" if _SENT in ways else "value-removed-received"
        if as_class:
            rule = "value-removed-member"
        findings.add(rule, subject, f"without `{value}`", *places)
    for value in after.keys() - before.keys():
        findings.add("value-added", subject, f"with `{value}`", *places)
    for value in before.keys() & after.keys():
        if as_class and before[value] != after[value]:
            what = f"`{before[value]}` → `{after[value]}`"
            findings.add("value-renamed", subject, what, *places)
    if _SENT in ways and old.open != new.open:
        rule = "type-widened" if new.open else "type-narrowed"
        what = "any other value may be sent too" if new.open else "only these values"
        findings.add(rule, subject, what, *places)


def _members(enumeration: Enumeration, side: Side) -> dict[str, str]:
    """A value as Python writes it → the name of its member."""
    return {
        repr(member.value): str(side.names.member(enumeration.id, number))
        for number, member in enumerate(enumeration.members)
    }


def compare_unions(subject: str, old: Union, new: Union, findings: Findings) -> None:
    """All variants of both versions of a union."""
    ways = findings.old.directions(old.id)
    places = (old.origin, new.origin)
    reckoned = findings.old.traits.may_be_unknown(old.id)
    way = _SENT if _SENT in ways else _RECEIVED
    covering = Covering(findings.old, findings.new, way)
    before = [variant.type for variant in old.variants]
    after = [variant.type for variant in new.variants]
    for type in before:
        if not any(covering.relation(type, other).keeps for other in after):
            sent = _SENT in ways
            rule = "variant-removed-sent" if sent else "variant-removed-received"
            what = f"without `{findings.old.spell(type, _RECEIVED)}`"
            findings.add(rule, subject, what, *places)
    for type in after:
        if all(covering.relation(other, type).adds for other in before):
            rule = "variant-added-sent"
            if _RECEIVED in ways:
                rule = "variant-added" if reckoned else "variant-added-closed"
            what = f"with `{findings.new.spell(type, _RECEIVED)}`"
            findings.add(rule, subject, what, *places)
