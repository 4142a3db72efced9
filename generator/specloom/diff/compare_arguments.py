"""The arguments of one call, and the media types of its body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from specloom.diff.findings import Findings
from specloom.diff.side import Direction
from specloom.emit.python.calls.arguments import Argument
from specloom.emit.python.printing.code import EMPTY
from specloom.model.operations import Body, Operation
from specloom.source import Span

_Placed = tuple[Argument, Span]
_RULES = {Direction.SENT: ("argument-narrowed", "argument-widened")}


def compare_arguments(old: Operation, new: Operation, findings: Findings) -> None:
    """All arguments of both versions of a call."""
    before, after = findings.old.arguments(old), findings.new.arguments(new)
    call = findings.new.call(new)
    pairs = list(_pairs(before, after))
    gone = [a for a in before if not any(a is one for one, _ in pairs)]
    come = [b for b in after if not any(b is other for _, other in pairs)]
    for argument, place in gone:
        subject = f"{call}({argument.name}=)"
        findings.add("argument-removed", subject, "removed", place, None)
    for argument, place in come:
        needed = argument.default is EMPTY
        rule = "argument-added-required" if needed else "argument-added"
        what = "new and required" if needed else "new"
        findings.add(rule, f"{call}({argument.name}=)", what, None, place)
    _positions(call, before, after, findings)
    for (a, old_place), (b, new_place) in pairs:
        _compare(call, (a, b), (old_place, new_place), findings)
    if old.body is not None and new.body is not None:
        _media_types(call, old.body, new.body, findings)


def _pairs(
    before: Sequence[_Placed], after: Sequence[_Placed]
) -> Iterator[tuple[_Placed, _Placed]]:
    """The same argument by place and wire name, else by its name in the call."""
    wires = {(b.location, b.wire): one for one in after for b in (one[0],)}
    known = {(a.location, a.wire) for a, _ in before}
    names = {
        str(b.name): one
        for one in after
        for b in (one[0],)
        if (b.location, b.wire) not in known
    }
    for one in before:
        argument = one[0]
        other = wires.get((argument.location, argument.wire))
        other = other or names.get(str(argument.name))
        if other is not None:
            yield one, other


def _positions(
    call: str, before: Sequence[_Placed], after: Sequence[_Placed], findings: Findings
) -> None:
    """What could be given by position still can, at the same position."""
    old = [one for one in before if one[0].positional]
    new = [str(argument.name) for argument, _ in after if argument.positional]
    names = {str(argument.name): place for argument, place in after}
    for index, (argument, place) in enumerate(old):
        name = str(argument.name)
        if name in names and new[index : index + 1] != [name]:
            what = f"not argument {index + 1} any more"
            subject = f"{call}({name}=)"
            findings.add("argument-position", subject, what, place, names[name])


def _compare(
    call: str,
    arguments: tuple[Argument, Argument],
    places: tuple[Span, Span],
    findings: Findings,
) -> None:
    old, new = arguments
    subject = f"{call}({new.name}=)"
    if old.name != new.name:
        what = f"called `{new.name}` now"
        findings.add("argument-renamed", f"{call}({old.name}=)", what, *places)
    was, is_now = old.default is EMPTY, new.default is EMPTY
    if is_now and not was:
        findings.add("argument-required", subject, "required now", *places)
    elif was and not is_now:
        findings.add("argument-optional", subject, "optional now", *places)
    if old.location != new.location:
        what = f"in: {old.location} → {new.location}"
        findings.add("argument-moved", subject, what, *places)
    if old.type is not None and new.type is not None:
        findings.types(subject, _RULES, (old.type, new.type), places)
    marks = (old.deprecated, new.deprecated)
    findings.deprecation("argument", subject, marks, places)
    defaults = (old.api_default, new.api_default)
    constraints = (old.constraints, new.constraints)
    findings.value_rules("argument", subject, defaults, constraints, places)
    findings.docs("argument", subject, (old.doc, new.doc), places)


def _media_types(call: str, old: Body, new: Body, findings: Findings) -> None:
    """Of a body that is passed whole, also what each media type takes."""
    before = {content.media_type: content for content in old.contents}
    after = {content.media_type: content for content in new.contents}
    subject, places = f"{call}(body=)", (old.origin, new.origin)
    for media_type in before.keys() - after.keys():
        what = f"`{media_type}` is not taken any more"
        findings.add("body-media-type-removed", subject, what, *places)
    for media_type in after.keys() - before.keys():
        what = f"takes `{media_type}` too"
        findings.add("body-media-type-added", subject, what, *places)
    if old.spread or new.spread:
        return
    for media_type in before.keys() & after.keys():
        types = (before[media_type].type, after[media_type].type)
        findings.types(subject, _RULES, types, places)
