"""Stage 4, emit: the two pages for people in a package, README.md and api.md.

Input: the API and its surface. Output: views for their templates, which print `Markdown` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from specloom.emit.markdown.doc_text import Docs
from specloom.emit.markdown.text import (
    EMPTY,
    Markdown,
    code,
    fence,
    join,
    markdown,
    text,
)
from specloom.emit.python.calls.addresses import (
    base_url_variable,
    secret_variable,
)
from specloom.emit.python.names.naming import Names
from specloom.emit.python.package.surface import ShownCall
from specloom.emit.target import SurfaceArgument
from specloom.model.api import Api
from specloom.model.doc import Doc
from specloom.model.operations import ContentKind, Incoming
from specloom.model.types import Type


class Readme(NamedTuple):
    """All that `README.md.jinja` prints."""

    package: Markdown
    title: Markdown
    version: Markdown
    description: Markdown
    example: Markdown
    asynchronous: Markdown
    library: Markdown
    variables: tuple[Markdown, ...]
    streams: bool
    pages: bool
    polls: bool


class IndexLine(NamedTuple):
    """One call in `api.md`."""

    call: Markdown
    request: Markdown
    returns: Markdown
    about: Markdown


class IndexGroup(NamedTuple):
    """The calls of one group."""

    name: Markdown
    about: Markdown
    lines: tuple[IndexLine, ...]


class OmittedLine(NamedTuple):
    """One operation that was left out, and why."""

    operation: Markdown
    reason: Markdown


class IncomingLine(NamedTuple):
    """One request that the API sends."""

    name: Markdown
    method: Markdown
    body: Markdown
    about: Markdown


class ApiIndex(NamedTuple):
    """All that `api.md.jinja` prints."""

    package: Markdown
    groups: tuple[IndexGroup, ...]
    incoming: tuple[IncomingLine, ...]
    omitted: tuple[OmittedLine, ...]


def plan_readme(
    package: str,
    client: str,
    transport: str,
    api: Api,
    names: Names,
    docs: Docs,
    surface: tuple[ShownCall, ...],
) -> Readme:
    """The first page that a user of the package reads."""
    example = min(surface, key=_length, default=None)
    selected = [o for o in api.operations if o.id in api.selection.operations]
    secrets = [s for scheme in api.security_schemes for s in scheme.secrets]
    variables = dict.fromkeys(
        secret_variable(package, s, names.credentials[s.id]) for s in secrets
    )
    return Readme(
        code(package),
        text(api.title.strip()),
        text(api.version.strip()),
        docs.blocks(api.doc),
        fence(_example(package, client, example), "python"),
        code(f"Async{client}"),
        EMPTY if transport == "stdlib" else code(transport),
        tuple(map(code, (*variables, base_url_variable(package)))),
        any(o.streaming is not None for o in selected),
        any(o.paging is not None for o in selected),
        any(call.waiting is not None for call in surface),
    )


def _length(call: ShownCall) -> int:
    return len(call.needed)


def _example(package: str, client: str, call: ShownCall | None) -> str:
    lines = [f"from {package} import {client}", "", f"with {client}() as client:"]
    if call is None:
        lines.append("    print(client.base_url)")
    else:
        given = ", ".join(map(_given, call.needed))
        lines.append(f"    print(client.{call.call.call}({given}))")
    return "\n".join(lines)


def _given(argument: SurfaceArgument) -> str:
    value = '"…"' if argument.type == "str" else "..."
    return value if argument.location == "path" else f"{argument.name}={value}"


def plan_api_index(
    package: str,
    api: Api,
    docs: Docs,
    about: Mapping[str, Doc],
    surface: tuple[ShownCall, ...],
    received: Callable[[Type], str],
) -> ApiIndex:
    """Every call with its signature and request line, what the API sends by itself, and what
    was left out. `received` spells the type of what comes in."""
    groups: dict[str, list[ShownCall]] = {}
    for call in surface:
        groups.setdefault(call.call.call.rpartition(".")[0], []).append(call)
    return ApiIndex(
        code(package),
        tuple(
            IndexGroup(
                code(f"client.{name}" if name else "client"),
                docs.line(about[name]) if name in about else EMPTY,
                tuple(line for call in calls for line in _lines(call, docs)),
            )
            for name, calls in groups.items()
        ),
        tuple(
            _incoming(incoming, docs, received)
            for incoming in api.incoming
            if incoming.id in api.selection.incoming
        ),
        tuple(OmittedLine(code(o.operation), text(o.reason)) for o in api.omitted),
    )


def _type(annotation: str) -> Markdown:
    """A bar ends a cell even in code, so code ends before it."""
    return join(r" \| ", map(code, annotation.split(" | ")))


def _incoming(
    incoming: Incoming, docs: Docs, received: Callable[[Type], str]
) -> IncomingLine:
    bodies = [
        (
            _type(received(content.type))
            if content.kind is ContentKind.JSON
            else code(content.media_type)
        )
        for content in incoming.contents
    ]
    return IncomingLine(
        code(" ".join(incoming.hint.words)),
        code(incoming.method),
        join(" or ", bodies) if bodies else markdown("none"),
        docs.line(incoming.doc),
    )


def _lines(shown: ShownCall, docs: Docs) -> Iterator[IndexLine]:
    said = docs.line(shown.doc)
    if shown.deprecated:
        said = join(" ", filter(None, (markdown("**deprecated**"), said)))
    request = code(shown.call.operation)
    if shown.call.operation_id:
        request = markdown("{} ({})", request, code(shown.call.operation_id))
    yield IndexLine(
        code(f"client.{shown.signature}"), request, _type(shown.call.returns), said
    )
    if shown.waiting is not None:
        then = markdown("{}, then {}", request, code(shown.waiting.request))
        yield IndexLine(
            code(f"client.{shown.waiting.signature}"),
            then,
            _type(shown.waiting.returns),
            markdown("The same, and waits until it is done."),
        )
