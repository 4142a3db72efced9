"""Selection: which operations a run generates, and what they reach.

Part of stage 3, its last step: everything has been lowered and named. Input: patterns of the
command line. Output: `Selection`. A pattern is

* a path: `/threads/runs`; `*` stays within a segment, `**` crosses them;
* a method and a path: `POST /threads/*`;
* an operationId: `createThreadAndRun`;
* a tag: `tag:Assistants`.

Webhooks belong to a run that includes everything; a callback to one that includes the
operation that registers it. Both can be named by their key, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from specloom.config import Sdk
from specloom.diagnostics import Bag
from specloom.lower.groups import operation_id
from specloom.lower.incoming import webhook_id
from specloom.lower.lower_operations import LoweredCalls
from specloom.lower.path_phrases import split
from specloom.model.api import Selection
from specloom.model.declarations import Declaration
from specloom.model.types import Type
from specloom.model.walk import (
    incoming_types,
    reachable,
    received_types,
    sent_types,
)
from specloom.openapi.document import Document, IncomingRequest, OperationObject

_METHOD_AND_PATH = re.compile(r"([A-Za-z]+)\s+(/.*)")


class Chosen(NamedTuple):
    """The ids of the operations and webhooks that patterns choose."""

    operations: frozenset[str]
    webhooks: frozenset[str]


def select(
    document: Document,
    calls: LoweredCalls,
    declarations: Mapping[str, Declaration],
    sdk: Sdk,
    bag: Bag,
) -> Selection:
    """What `sdk` asks for of all that was lowered, with everything that it reaches."""
    chosen = choose(document, sdk.include, sdk.exclude, bag)
    operations = [o for o in calls.operations if o.id in chosen.operations]
    incoming = [
        i
        for i in calls.incoming
        if i.id in chosen.webhooks or i.callback_of in chosen.operations
    ]
    types: list[Type] = []
    for operation in operations:
        types += (*sent_types(operation), *received_types(operation))
    for one in incoming:
        types += incoming_types(one)
    return Selection(
        frozenset(o.id for o in operations),
        frozenset(i.id for i in incoming),
        reachable(types, declarations),
    )


def choose(
    document: Document, include: Sequence[str], exclude: Sequence[str], bag: Bag
) -> Chosen:
    """The operations and webhooks to generate; errors for patterns that match nothing."""
    operations = {operation_id(o): o for o in document.operations}
    webhooks = {webhook_id(w): w for w in document.webhooks}
    chosen = set(operations) if not include else set[str]()
    hooks = set(webhooks) if not include else set[str]()
    for pattern in include:
        found = _matching(pattern, operations)
        named = _hooks(pattern, webhooks)
        if not found and not named:
            bag.report(
                "E350",
                f"--include {pattern!r} matches no operation",
                help=_suggestion(pattern, document),
            )
        chosen |= found
        hooks |= named
    for pattern in exclude:
        found = _matching(pattern, operations)
        named = _hooks(pattern, webhooks)
        if not found and not named:
            bag.report(
                "W351",
                f"--exclude {pattern!r} matches no operation",
                help=_suggestion(pattern, document),
            )
        chosen -= found
        hooks -= named
    if operations and not chosen and not hooks and not bag.failed:
        bag.report("E352", "the patterns leave no operation to generate")
    if document.paths and not operations and not webhooks:
        number = "1 path" if document.paths == 1 else f"{document.paths} paths"
        what = f"the document has {number}, and no operation in them"
        bag.report("E353", what, document.span.child("paths"))
    return Chosen(frozenset(chosen), frozenset(hooks))


def path_pattern(glob: str) -> re.Pattern[str]:
    """A path glob as a regular expression: `*` within a segment, `**` across them."""
    parts: list[str] = []
    for piece in re.split(r"(/\*\*/|\*\*|\*)", glob):
        match piece:
            case "/**/":
                parts.append("/(?:.*/)?")
            case "**":
                parts.append(".*")
            case "*":
                parts.append("[^/]*")
            case _:
                parts.append(re.escape(piece))
    return re.compile("".join(parts), re.DOTALL)


def _matching(pattern: str, operations: dict[str, OperationObject]) -> set[str]:
    fits = _matcher(pattern)
    return {id for id, operation in operations.items() if fits(operation)}


def _matcher(pattern: str) -> Callable[[OperationObject], bool]:
    """Whether an operation is one that `pattern` means."""
    if pattern.startswith("tag:"):
        tag = pattern[len("tag:") :]
        return lambda operation: tag in operation.tags
    method = ""
    path = pattern
    if found := _METHOD_AND_PATH.fullmatch(pattern):
        method, path = found[1].upper(), found[2]
    if path.startswith("/"):
        fits = path_pattern(path).fullmatch
        return lambda operation: (
            method in ("", operation.method.upper())
            and (fits(operation.path) or fits(split(operation.path)[0])) is not None
        )
    return lambda operation: bool(pattern) and operation.operation_id == pattern


def _hooks(pattern: str, webhooks: dict[str, IncomingRequest]) -> set[str]:
    """The webhooks that `pattern` means: by key, operationId or tag."""
    fits = _matcher(pattern)
    return {
        id
        for id, webhook in webhooks.items()
        if webhook.name == pattern or fits(webhook.operation)
    }


def _suggestion(pattern: str, document: Document) -> str:
    """What may have been meant by a pattern that matches nothing."""
    operations = document.operations
    known: Iterable[str]
    if pattern.startswith("tag:"):
        known = {f"tag:{tag}" for o in operations for tag in o.tags}
    elif _METHOD_AND_PATH.fullmatch(pattern):
        known = {f"{o.method.upper()} {o.path}" for o in operations}
    elif pattern.startswith("/"):
        known = {o.path for o in operations}
    else:
        known = {o.operation_id for o in operations if o.operation_id}
        known |= {f"tag:{tag}" for o in operations for tag in o.tags}
    near = get_close_matches(pattern, sorted(known), n=3)
    if not near:
        return "`specloom operations SPEC` lists them all"
    return "did you mean " + " or ".join(repr(name) for name in near) + "?"
