"""Stage 4, emit: the page about authentication: every scheme, and how the client takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from specloom.emit.markdown.page_context import Pages
from specloom.emit.markdown.table import table
from specloom.emit.markdown.text import (
    EMPTY,
    Markdown,
    code,
    is_safe,
    join,
    markdown,
    text,
    web_address,
)
from specloom.emit.python.calls.addresses import secret_variable
from specloom.model.operations import OAuthFlow, SecurityKind, SecurityScheme


@dataclass(frozen=True, slots=True)
class SchemeSection:
    """One scheme."""

    name: Markdown
    kind: Markdown
    description: Markdown
    secrets: Markdown
    flows: Markdown


def scheme_sections(pages: Pages) -> Iterator[SchemeSection]:
    """A section for each scheme, in the document's order."""
    for scheme in pages.api.security_schemes:
        yield SchemeSection(
            name=text(pages.scheme_name(scheme.id)),
            kind=_kind(scheme),
            description=pages.docs.blocks(scheme.doc),
            secrets=_secrets(pages, scheme),
            flows=_flows(pages, scheme.flows),
        )


def _kind(scheme: SecurityScheme) -> Markdown:
    match scheme.kind:
        case SecurityKind.API_KEY_HEADER:
            return markdown("A key in the header {}.", code(scheme.parameter))
        case SecurityKind.API_KEY_QUERY:
            return markdown("A key in the query parameter {}.", code(scheme.parameter))
        case SecurityKind.API_KEY_COOKIE:
            return markdown("A key in the cookie {}.", code(scheme.parameter))
        case SecurityKind.BASIC:
            return markdown("User name and password (HTTP Basic).")
        case SecurityKind.BEARER:
            said = markdown("A token in the header {}.", code("Authorization: Bearer"))
            if scheme.bearer_format:
                form = text(scheme.bearer_format)
                return markdown("{} Its format: {}.", said, form)
            return said
        case SecurityKind.HTTP:
            header = code(f"Authorization: {scheme.http_scheme}")
            return markdown("A token in the header {}.", header)
        case SecurityKind.OAUTH2:
            return markdown("OAuth 2.")
        case SecurityKind.OPEN_ID:
            said = markdown("A token of OpenID Connect, sent as bearer token.")
            if is_safe(scheme.open_id_url):
                url = web_address(scheme.open_id_url)
                return markdown("{} Described at {}.", said, url)
            return said
        case SecurityKind.MUTUAL_TLS:
            return markdown("A certificate of the client (mutual TLS).")
        case _:
            assert_never(scheme.kind)


def _secrets(pages: Pages, scheme: SecurityScheme) -> Markdown:
    head = tuple(map(markdown, ("Argument of the client", "Else from", "What")))
    rows = [
        (
            code(pages.names.credential(secret.id)),
            markdown(
                "environment variable {}",
                code(
                    secret_variable(
                        pages.package, secret, pages.names.credential(secret.id)
                    )
                ),
            ),
            text(secret.role.replace("_", " ")),
        )
        for secret in scheme.secrets
    ]
    return table(head, rows) if rows else EMPTY


def _flows(pages: Pages, flows: tuple[OAuthFlow, ...]) -> Markdown:
    head = tuple(map(markdown, ("Flow", "Addresses", "Scopes")))
    rows: list[tuple[Markdown, ...]] = []
    for flow in flows:
        urls = (flow.authorization_url, flow.token_url, flow.refresh_url)
        addresses = [web_address(u) if is_safe(u) else code(u) for u in urls if u]
        scopes = [
            (
                markdown("{}: {}", code(name), pages.docs.words(said))
                if said
                else code(name)
            )
            for name, said in flow.scopes
        ]
        rows.append((code(flow.name), join("<br>", addresses), join("<br>", scopes)))
    return table(head, rows) if rows else EMPTY
