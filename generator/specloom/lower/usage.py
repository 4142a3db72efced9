"""Who sends what: which declarations requests reach, and which responses do.

Decides what is open: a server adds values to its enums, a caller sends only what it knows.
It looks at the whole document, so that a selection of operations changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from specloom.model.declarations import Access, Declaration, Enumeration, Record, Usage
from specloom.model.operations import Incoming, Operation
from specloom.model.types import Scalar, Type
from specloom.model.walk import (
    incoming_types,
    inner_types,
    received_types,
    references,
    sent_types,
)


def with_usage(
    declarations: Mapping[str, Declaration],
    operations: Iterable[Operation],
    incoming: Iterable[Incoming],
) -> dict[str, Declaration]:
    """The declarations with their usage; enums that responses reach are open."""
    sent = [t for o in operations for t in sent_types(o)]
    received = [t for o in operations for t in received_types(o)]
    received += [t for i in incoming for t in incoming_types(i)]
    requests = _reach(sent, declarations, skip=Access.READ)
    responses = _reach(received, declarations, skip=Access.WRITE)
    return {
        id: _used(declaration, Usage(id in requests, id in responses))
        for id, declaration in declarations.items()
    }


def _used(declaration: Declaration, usage: Usage) -> Declaration:
    if isinstance(declaration, Enumeration):
        # What nothing reaches may come by a webhook or a later version: open as well.
        growing = usage.in_responses or not usage.in_requests
        grows = growing and not declaration.closed
        is_open = declaration.open or grows and isinstance(declaration.base, Scalar)
        return replace(declaration, usage=usage, open=is_open)
    return replace(declaration, usage=usage)


def _reach(
    start: Iterable[Type], declarations: Mapping[str, Declaration], skip: Access
) -> set[str]:
    """As `walk.reachable`, without the fields that do not travel in this direction."""
    found: set[str] = set()
    pending = [id for type in start for id in references(type)]
    while pending:
        id = pending.pop()
        declaration = declarations.get(id)
        if declaration is None or id in found:
            continue
        found.add(id)
        if isinstance(declaration, Record):
            types = [f.type for f in declaration.fields if f.access is not skip]
            if declaration.extra is not None:
                types.append(declaration.extra)
        else:
            types = list(inner_types(declaration))
        for type in types:
            pending += references(type)
    return found
