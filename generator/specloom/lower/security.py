"""Security: the schemes of the document, what they need to know, and what each call asks for.

Part of stage 3. Input: openapi security schemes and requirements. Output: model
`SecurityScheme`s with their constructor arguments and environment variables.

* The arguments of a scheme that stands alone are named after what they hold: `token`,
  `api_key`, `username` and `password`. Several schemes are called by their own words, without
  those that every scheme has (`partner_token`); arguments that coincide all take the whole
  name. `credentials` of the configuration (scheme, or `scheme.role`) names them otherwise.
* An environment variable is the package's name and the argument's (`ACME_API_KEY`), unless
  `environment` of the configuration (scheme, or `scheme.role`) or `x-specloom-env` on the
  scheme (a name, or a map from role to name) says another.
"""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches

from specloom.config import Sdk
from specloom.diagnostics import Bag, Loss
from specloom.lower.phrases import Words, fold
from specloom.model.doc import Doc
from specloom.model.names import Hint, Strength, words_of
from specloom.model.operations import (
    OAuthFlow,
    Requirement,
    Secret,
    SecurityKind,
    SecurityScheme,
)
from specloom.model.types import JsonValue
from specloom.openapi import document as openapi
from specloom.source import escape_token

_API_KEYS = {
    "header": SecurityKind.API_KEY_HEADER,
    "query": SecurityKind.API_KEY_QUERY,
    "cookie": SecurityKind.API_KEY_COOKIE,
}
_GENERIC = frozenset(
    "auth authentication authorization basic bearer credentials http jwt oauth oauth2"
    " openid connect oidc open id scheme security".split()
)
_PLAIN = frozenset("access api key token".split())
"""Words for what a secret is, whoever asks for it."""
_MEANS_KEY = (
    SecurityKind.API_KEY_HEADER,
    SecurityKind.API_KEY_QUERY,
    SecurityKind.API_KEY_COOKIE,
)


def scheme_id(name: str) -> str:
    """The stable id of the security scheme called `name`."""
    return f"#/components/securitySchemes/{escape_token(name)}"


def lower_security_schemes(
    document: openapi.Document, sdk: Sdk, bag: Bag
) -> tuple[SecurityScheme, ...]:
    """The schemes that the standard knows, in the document's order."""
    kinds: list[tuple[openapi.SecuritySchemeObject, SecurityKind]] = []
    for scheme in document.security_schemes:
        kind = _kind(scheme)
        if kind is None:
            bag.report(
                "W341",
                f"the security scheme {scheme.name!r} is of type {scheme.type!r}",
                scheme.span,
                loss=Loss.APPROXIMATED,
            )
        else:
            kinds.append((scheme, kind))
    asking = [scheme for scheme, kind in kinds if kind is not SecurityKind.MUTUAL_TLS]
    alone = len(asking) == 1
    short = [_arguments(s, k, _own_words(s, alone)) for s, k in kinds]
    _check_configured(kinds, short, sdk, bag)
    met = Counter(fold(words) for arguments in short for words in arguments.values())
    lowered: list[SecurityScheme] = []
    for (scheme, kind), arguments in zip(kinds, short, strict=True):
        if any(met[fold(words)] > 1 for words in arguments.values()):
            arguments = _arguments(scheme, kind, _full_words(scheme))
        secrets = tuple(
            Secret(
                f"{scheme_id(scheme.name)}/{role}",
                role,
                _secret_hint(scheme, role, words, first=not number, sdk=sdk),
                _environment(scheme, role, first=not number, sdk=sdk),
            )
            for number, (role, words) in enumerate(arguments.items())
        )
        lowered.append(
            SecurityScheme(
                id=scheme_id(scheme.name),
                hint=Hint(words_of(scheme.name) or ("auth",), Strength.SUGGESTED),
                kind=kind,
                origin=scheme.span,
                parameter=scheme.parameter,
                http_scheme=scheme.http_scheme,
                bearer_format=scheme.bearer_format,
                flows=tuple(
                    OAuthFlow(
                        flow.name,
                        flow.token_url,
                        flow.authorization_url,
                        flow.refresh_url,
                        flow.scopes,
                    )
                    for flow in scheme.flows
                ),
                open_id_url=scheme.open_id_url,
                secrets=secrets,
                doc=Doc(description=scheme.description),
            )
        )
    return tuple(lowered)


def lower_requirements(
    requirements: tuple[openapi.SecurityRequirement, ...],
    known: frozenset[str],
) -> tuple[tuple[Requirement, ...], ...]:
    """The alternatives of an operation, but for those whose schemes cannot be used."""
    alternatives = [
        tuple(Requirement(scheme_id(name), scopes) for name, scopes in requirement)
        for requirement in requirements
        if all(scheme_id(name) in known for name, _ in requirement)
    ]
    return tuple(dict.fromkeys(alternatives))


def _kind(scheme: openapi.SecuritySchemeObject) -> SecurityKind | None:
    match scheme.type:
        case "apiKey":
            return _API_KEYS.get(scheme.location)
        case "http":
            match scheme.http_scheme.lower():
                case "basic":
                    return SecurityKind.BASIC
                case "bearer":
                    return SecurityKind.BEARER
                case _:
                    return SecurityKind.HTTP
        case "oauth2":
            return SecurityKind.OAUTH2
        case "openIdConnect":
            return SecurityKind.OPEN_ID
        case "mutualTLS":
            return SecurityKind.MUTUAL_TLS
        case _:
            return None


def _secret_hint(
    scheme: openapi.SecuritySchemeObject,
    role: str,
    words: Words,
    *,
    first: bool,
    sdk: Sdk,
) -> Hint:
    for key in (f"{scheme.name}.{role}", scheme.name if first else ""):
        if asked := words_of(sdk.credentials.get(key, "")):
            return Hint(asked, Strength.EXPLICIT)
    return Hint(words, Strength.SUGGESTED, ((*words_of(scheme.name), role),))


def _check_configured(
    kinds: list[tuple[openapi.SecuritySchemeObject, SecurityKind]],
    arguments: list[dict[str, Words]],
    sdk: Sdk,
    bag: Bag,
) -> None:
    """Reports what the configuration says of schemes that the document does not have."""
    known: set[str] = set()
    for (scheme, _), roles in zip(kinds, arguments, strict=True):
        known |= {scheme.name, *(f"{scheme.name}.{role}" for role in roles)}
    for option in ("credentials", "environment"):
        for key in getattr(sdk, option):
            if key not in known:
                near = get_close_matches(key, sorted(known), n=1)
                bag.report(
                    "W330",
                    f"`{option}` of the configuration names {key!r}, which no security"
                    " scheme of the document is called",
                    help=f"did you mean {near[0]!r}?" if near else "",
                )


def _own_words(scheme: openapi.SecuritySchemeObject, alone: bool) -> Words:
    """The words of a scheme's name that say more than that it is one, or what it asks for."""
    pieces = fold(words_of(scheme.name))
    while pieces and pieces[-1] in _GENERIC:
        pieces = pieces[:-1]
    while pieces and pieces[0] in _GENERIC:
        pieces = pieces[1:]
    return () if alone and not _PLAIN.issuperset(pieces) else pieces


def _full_words(scheme: openapi.SecuritySchemeObject) -> Words:
    """The words of a scheme's name but for a last `Auth`."""
    pieces = fold(words_of(scheme.name))
    return pieces[:-1] if len(pieces) > 1 and pieces[-1] == "auth" else pieces


def _arguments(
    scheme: openapi.SecuritySchemeObject, kind: SecurityKind, words: Words
) -> dict[str, Words]:
    """What the client has to be told for a scheme, by role, and the words to ask with."""
    flows = {flow.name for flow in scheme.flows}
    match kind:
        case SecurityKind.MUTUAL_TLS:
            return {}
        case SecurityKind.BASIC:
            return {role: (*words, role) for role in ("username", "password")}
        case SecurityKind.OAUTH2:
            roles = ["token"]
            if flows & {"clientCredentials", "password"}:
                roles += ["client_id", "client_secret"]
            if "password" in flows:
                roles += ["username", "password"]
            return {role: _with(words, *role.split("_")) for role in roles}
        case _:
            if kind in _MEANS_KEY:
                return {"key": words or ("api", "key")}
            return {"token": words or ("token",)}


def _with(words: Words, *role: str) -> Words:
    """`words` and then `role`, as far as they do not end in it."""
    return words if words[-len(role) :] == role else (*words, *role)


def _environment(
    scheme: openapi.SecuritySchemeObject,
    role: str,
    *,
    first: bool,
    sdk: Sdk,
) -> str:
    """The environment variable that was named for one secret."""
    for key in (f"{scheme.name}.{role}", scheme.name if first else ""):
        if key in sdk.environment:
            return sdk.environment[key]
    given: JsonValue = scheme.extensions.get("x-specloom-env")
    if isinstance(given, dict):
        given = given.get(role)
    elif not first:
        given = None
    if isinstance(given, str) and given:
        return given
    return ""
