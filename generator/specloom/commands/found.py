"""What was found in a document, in a few lines for who sees it for the first time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from specloom.commands.list_calls import ListedCall, calls_of
from specloom.emit.python.names.naming import allocate
from specloom.model.api import Api
from specloom.model.names import Strength
from specloom.model.operations import SecurityScheme

_SHOWN = 4
"""How many examples stand for the rest."""


def found_text(api: Api) -> str:
    """Groups, calls of a special kind, credentials, and what has a name only by its place."""
    lines = list(_lines(api))
    width = max(len(head) for head, _ in lines)
    return "".join(f"  {head.ljust(width)}  {text}\n" for head, text in lines)


def _lines(api: Api) -> Iterator[tuple[str, str]]:
    calls = calls_of(api, {})
    groups = Counter(call.group or "the client itself" for call in calls)
    yield "calls", f"{len(calls)} in {_some(_counted(groups)) or 'no group'}"
    for what, special in (
        ("paged", [c.name for c in calls if c.operation.paging is not None]),
        ("streamed", [c.name for c in calls if c.operation.streaming is not None]),
        ("waited for", [c.name for c in calls if c.operation.poll is not None]),
    ):
        if special:
            yield what, _some(special)
    schemes = [_credential(scheme) for scheme in api.security_schemes]
    yield "credentials", _some(schemes) if schemes else "none"
    if not any(server.url for server in api.servers):
        yield "server", "not said: a client is given base_url=…"
    if api.omitted:
        yield "left out", _some([omitted.operation for omitted in api.omitted])
    yield from _unnamed(api, calls)


def _unnamed(api: Api, calls: Iterable[ListedCall]) -> Iterator[tuple[str, str]]:
    nameless = [
        f"{c.operation.method} {c.operation.path} is {c.name}"
        for c in calls
        if not c.operation.operation_id
    ]
    if nameless:
        yield "to name", f"calls without an operationId: {_some(nameless)}"
    names = allocate(api, {}).types
    derived = [
        names[declared.id]
        for declared in api.declarations
        if declared.id in api.selection.declarations
        and declared.hint.strength is Strength.DERIVED
    ]
    if derived:
        few = ", ".join(derived[:2])
        yield "to name", f"models named after where they stand: {len(derived)}, as {few}"


def _credential(scheme: SecurityScheme) -> str:
    secrets = [s.environment for s in scheme.secrets if s.environment]
    name = scheme.id.rpartition("/")[2]
    return f"{name} ({', '.join(secrets)})" if secrets else name


def _counted(groups: Counter[str]) -> list[str]:
    return [f"{group} ({count})" for group, count in groups.most_common()]


def _some(texts: Sequence[str]) -> str:
    more = len(texts) - _SHOWN
    return ", ".join(texts[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
