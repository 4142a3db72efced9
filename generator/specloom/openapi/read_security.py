"""Readers of security: schemes, and the requirements that name them.

Input: Security Scheme and Security Requirement Objects. Output: `SecurityScheme` in 3.x's terms,
and alternatives of schemes with scopes (OpenAPI 3.2 "Security Scheme Object", "OAuth Flows
Object", "Security Requirement Object"; 2.0 "Security Scheme Object").
"""

from __future__ import annotations

from specloom.openapi.document import (
    OAuthFlowObject,
    SecurityRequirement,
    SecuritySchemeObject,
)
from specloom.openapi.node import Node, as_texts

_FLOWS = (
    *("implicit", "password", "clientCredentials", "authorizationCode"),
    "deviceAuthorization",
)
_FLOWS_20 = {"application": "clientCredentials", "accessCode": "authorizationCode"}
_TYPES = frozenset(("apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"))
_SCHEME = frozenset(
    (
        *("type", "description", "name", "in", "scheme", "bearerFormat", "flows"),
        *("openIdConnectUrl", "oauth2MetadataUrl", "deprecated"),
    )
)
_FLOW_20 = frozenset(("flow", "authorizationUrl", "tokenUrl", "scopes"))
_FLOW = frozenset(
    (
        *("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl"),
        "scopes",
    )
)


def read_security_schemes(root: Node) -> tuple[SecuritySchemeObject, ...]:
    """The schemes of `components`, and of 2.0's `securityDefinitions`."""
    found: dict[str, SecuritySchemeObject] = {}
    components = root.node("components")
    for owner, key in ((components, "securitySchemes"), (root, "securityDefinitions")):
        if owner is not None:
            for name, node in owner.nodes(key, standard=True):
                found.setdefault(name, read_security_scheme(name, node))
    return tuple(found.values())


def read_security_scheme(name: str, node: Node) -> SecuritySchemeObject:
    """A Security Scheme Object; 2.0's `basic` is `http` with the scheme `basic`."""
    written = node.text("type")
    http_scheme = node.text("scheme")
    type_ = written
    if written == "basic":
        if node.reading.version != "2.0":
            node.reading.foreign(node.at("type"), "`type: basic`")
        type_, http_scheme = "http", "basic"
    elif written not in _TYPES:
        meant = {t.lower(): t for t in _TYPES}.get(written.lower(), "")
        if not written:
            node.missing("type", f"security scheme {name!r} cannot be used")
        else:
            node.reading.bag.report(
                "W213",
                f"there is no type {written!r} of security schemes; "
                + (f"read as {meant!r}" if meant else f"{name!r} cannot be used"),
                node.at("type"),
            )
        type_ = meant or written
    node.expect(_SCHEME | _FLOW_20, "a Security Scheme Object")
    return SecuritySchemeObject(
        name=name,
        type=type_,
        description=node.text("description"),
        parameter=node.text("name"),
        location=node.text("in"),
        http_scheme=http_scheme.lower(),
        bearer_format=node.text("bearerFormat"),
        flows=_read_flows(node),
        open_id_url=node.text("openIdConnectUrl"),
        extensions=node.extensions(),
        span=node.span,
    )


def _read_flows(node: Node) -> tuple[OAuthFlowObject, ...]:
    if node.has("flow"):  # 2.0 has one flow, written into the scheme itself
        name = node.text("flow")
        return (_read_flow(_FLOWS_20.get(name, name), node),)
    flows = node.node("flows")
    if flows is None:
        return ()
    flows.expect(frozenset(_FLOWS), "an OAuth Flows Object")
    found: list[OAuthFlowObject] = []
    for name, flow in flows.entries():
        if name[:2] == "x-":
            continue
        flow.expect(_FLOW, "an OAuth Flow Object")
        found.append(_read_flow(name, flow))
    return tuple(found)


def _read_flow(name: str, node: Node) -> OAuthFlowObject:
    scopes = node.node("scopes")
    return OAuthFlowObject(
        name=name,
        authorization_url=node.text("authorizationUrl")
        or node.text("deviceAuthorizationUrl"),
        token_url=node.text("tokenUrl"),
        refresh_url=node.text("refreshUrl"),
        scopes=(
            tuple((s, scopes.text(s)) for s in scopes.value if s[:2] != "x-")
            if scopes
            else ()
        ),
    )


def read_requirements(
    owner: Node, known: frozenset[str]
) -> tuple[SecurityRequirement, ...]:
    """The field `security`: alternatives, each of schemes that go together."""
    return tuple(_read_requirement(node, known) for node in owner.items("security"))


def _read_requirement(node: Node, known: frozenset[str]) -> SecurityRequirement:
    found: list[tuple[str, tuple[str, ...]]] = []
    for written, scopes in node.value.items():
        name = written
        if name not in known:
            name = _by_reference(written, node) or written
        if name not in known:
            node.reading.bag.report(
                "W240",
                f"there is no security scheme {written!r}; it is taken out",
                node.at(written),
            )
            continue
        found.append((name, as_texts(scopes, node.at(written), node.reading)))
    return tuple(found)


def _by_reference(written: str, node: Node) -> str:
    """3.2: a requirement may name its scheme by a URI reference."""
    if "/" not in written and "#" not in written:
        return ""
    target = node.reading.references.look_up(written, node.at(written))
    home, _, name = target.pointer.rpartition("/") if target else ("", "", "")
    return name if home == "/components/securitySchemes" else ""
