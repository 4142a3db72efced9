"""The client itself: credentials, addresses, and what the API sends on its own."""

from __future__ import annotations

from specloom.diff.findings import Findings
from specloom.diff.side import Direction, Side
from specloom.emit.python.calls.addresses import server_url
from specloom.model.operations import Incoming, Operation
from specloom.model.types import Type
from specloom.source import Span


def compare_clients(findings: Findings) -> None:
    """What making a client takes, and what it then knows."""
    _credentials(findings)
    _servers(findings)
    _security(findings)
    _incoming(findings)


def _credentials(findings: Findings) -> None:
    before, after = _secrets(findings.old), _secrets(findings.new)
    for name in before.keys() - after.keys():
        subject = f"Client({name}=)"
        findings.add("credential-removed", subject, "removed", before[name], None)
    for name in after.keys() - before.keys():
        findings.add("credential-added", f"Client({name}=)", "new", None, after[name])


def _secrets(side: Side) -> dict[str, Span]:
    return {
        side.names.credentials[secret.id]: scheme.origin
        for scheme in side.api.security_schemes
        for secret in scheme.secrets
    }


def _servers(findings: Findings) -> None:
    urls = [
        server_url(side.api.servers[0]) if side.api.servers else "none"
        for side in (findings.old, findings.new)
    ]
    if urls[0] != urls[1]:
        places = (findings.old.api.origin, findings.new.api.origin)
        what = f"`{urls[0]}` → `{urls[1]}`"
        findings.add("server-changed", "Client(base_url=)", what, *places)


def _security(findings: Findings) -> None:
    """What the calls of both versions have to prove."""
    before = {operation.id: operation for operation in findings.old.operations}
    for new in findings.new.operations:
        old = before.get(new.id)
        if old is None:
            continue
        subject, places = f"{findings.new.call(new)}()", (old.origin, new.origin)
        was, now = _alternatives(old), _alternatives(new)
        if frozenset[str]() in was and frozenset[str]() not in now:
            findings.add("security-required", subject, "needs credentials now", *places)
        elif frozenset[str]() in now and frozenset[str]() not in was:
            what = "needs no credentials any more"
            findings.add("security-optional", subject, what, *places)
        elif lost := was - now:
            what = f"not with {_listed(lost)} any more"
            findings.add("security-removed", subject, what, *places)
        elif gained := now - was:
            what = f"also with {_listed(gained)}"
            findings.add("security-added", subject, what, *places)


def _alternatives(operation: Operation) -> frozenset[frozenset[str]]:
    """The sets of schemes that serve; the empty one: no proof is needed."""
    sets = (
        frozenset(r.scheme.rpartition("/")[2] for r in requirement)
        for requirement in operation.security
    )
    return frozenset(sets) or frozenset({frozenset[str]()})


def _listed(alternatives: frozenset[frozenset[str]]) -> str:
    return ", ".join(sorted(f"`{' + '.join(sorted(a))}`" for a in alternatives))


def _incoming(findings: Findings) -> None:
    before = {incoming.id: incoming for incoming in findings.old.incoming}
    after = {incoming.id: incoming for incoming in findings.new.incoming}
    for id in before.keys() - after.keys():
        one = before[id]
        findings.add("webhook-removed", _name(one), "removed", one.origin, None)
    for id in after.keys() - before.keys():
        one = after[id]
        findings.add("webhook-added", _name(one), "new", None, one.origin)
    for id in before.keys() & after.keys():
        old, new = before[id], after[id]
        types = (_body(old), _body(new))
        if types[0] is not None and types[1] is not None:
            rules = {Direction.RECEIVED: ("webhook-changed", "webhook-narrowed")}
            pair, places = (types[0], types[1]), (old.origin, new.origin)
            findings.types(_name(new), rules, pair, places)


def _name(incoming: Incoming) -> str:
    kind = "callback" if incoming.callback_of else "webhook"
    return f"{kind} {' '.join(incoming.hint.words)}"


def _body(incoming: Incoming) -> Type | None:
    return incoming.contents[0].type if incoming.contents else None
