"""Types: which came and went, and what is different inside those that stayed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from specloom.diff.compare_records import compare_records
from specloom.diff.compare_values import compare_enumerations, compare_unions
from specloom.diff.findings import Findings
from specloom.diff.side import Direction, Side
from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
from specloom.model.types import Ref, Type

_RULES = {
    Direction.SENT: ("type-narrowed", "type-widened"),
    Direction.RECEIVED: ("type-grown", "type-shrunk"),
}


def compare_declarations(findings: Findings) -> None:
    """All types that users of either version meet."""
    old, new = _met(findings.old), _met(findings.new)
    pairs = list(_pairs(old, new, findings))
    paired = ({a for a, _ in pairs}, {b for _, b in pairs})
    gone, come = old.keys() - paired[0], new.keys() - paired[1]
    for id in gone:
        if _is_outermost(old[id], gone, findings.old):
            subject = f"models.{findings.old.names.types[id]}"
            findings.add("type-removed", subject, "removed", old[id].origin, None)
    for id in come:
        if new[id].owner == id:  # what stands inside another thing is told of there
            subject = f"models.{findings.new.names.types[id]}"
            findings.add("type-added", subject, "new", None, new[id].origin)
    for a, b in pairs:
        _compare(old[a], new[b], findings)


def _met(side: Side) -> dict[str, Declaration]:
    return {
        id: side.declarations[id]
        for id in side.api.selection.declarations
        if side.is_met(id)
    }


def _pairs(
    old: dict[str, Declaration], new: dict[str, Declaration], findings: Findings
) -> Iterator[tuple[str, str]]:
    """The same type by its place in the document, else by what users call it."""
    names = findings.new.names.types
    by_name = {names[id]: id for id in new if id not in old}
    for id in old:
        other = id if id in new else by_name.get(findings.old.names.types[id])
        if other is not None:
            yield id, other


def _is_outermost(declaration: Declaration, others: set[str], side: Side) -> bool:
    """Whether it came or went by itself, not with the type or the call that it belongs to."""
    owner = declaration.owner
    if owner == declaration.id:
        return True
    calls = {operation.id for operation in side.operations}
    return owner not in others and (owner in side.declarations or owner in calls)


def _compare(old: Declaration, new: Declaration, findings: Findings) -> None:
    name = findings.new.names.types[new.id]
    before = findings.old.names.types[old.id]
    subject, places = f"models.{name}", (old.origin, new.origin)
    if before != name:
        what = f"called `{name}` now"
        findings.add("type-renamed", f"models.{before}", what, *places)
    marks = (old.deprecated, new.deprecated)
    findings.deprecation("type", subject, marks, places)
    if new.owner == new.id:
        findings.docs("type", subject, (old.doc, new.doc), places)
    match old, new:
        case Record(), Record():
            compare_records(subject, old, new, findings)
        case Union(), Union():
            compare_unions(subject, old, new, findings)
        case Enumeration(), Enumeration():
            compare_enumerations(subject, old, new, findings)
        case (Record(), _) | (_, Record()):
            what = f"{_kind(old)} → {_kind(new)}"
            findings.add("type-kind", subject, what, *places)
        case _ if _is_enum_class(old, findings.old) or _is_enum_class(
            new, findings.new
        ):
            what = f"{_kind(old)} → {_kind(new)}"
            findings.add("type-kind", subject, what, *places)
        case _:
            _values(subject, old, new, findings)


def _values(
    subject: str, old: Declaration, new: Declaration, findings: Findings
) -> None:
    """Aliases, and what became one: only the values count."""
    places = (old.origin, new.origin)
    ways = findings.old.directions(old.id)
    rules = {way: pair for way, pair in _RULES.items() if way in ways}
    findings.types(subject, rules, (_opened(old), _opened(new)), places)


def _is_enum_class(declaration: Declaration, side: Side) -> bool:
    return isinstance(declaration, Enumeration) and side.traits.is_enum_class(
        declaration
    )


def _opened(declaration: Declaration) -> Type:
    return declaration.type if isinstance(declaration, Alias) else Ref(declaration.id)


def _kind(declaration: Declaration) -> str:
    match declaration:
        case Record():
            return "class"
        case Union():
            return "union"
        case Enumeration():
            return "enum"
        case Alias():
            return "alias"
        case _:
            assert_never(declaration)
