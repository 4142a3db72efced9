"""Stage 4, emit: the pages that lead to the others: start page, groups, the list of models.

Input: the API and its groups. Output: views for their templates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specloom.emit.markdown.page_context import Pages
from specloom.emit.markdown.table import table
from specloom.emit.markdown.text import (
    EMPTY,
    Markdown,
    code,
    is_safe,
    join,
    markdown,
    page,
    page_link,
    text,
    web_address,
)
from specloom.emit.python.calls.addresses import server_url
from specloom.emit.python.calls.grouping import Group, group_tags
from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
from specloom.model.operations import Incoming, Operation, Server


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group: its operations and the groups inside it."""

    path: str
    name: Markdown
    description: Markdown
    operations: Markdown
    groups: Markdown


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The start page."""

    title: Markdown
    package: Markdown
    client: Markdown
    version: Markdown
    description: Markdown
    servers: tuple[Markdown, ...]
    groups: Markdown
    operations: Markdown
    """Those that are in no group."""
    omitted: tuple[Markdown, ...]
    has_webhooks: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A table with an introduction of the template's own."""

    rows: Markdown


_CALL_HEAD = tuple(map(markdown, ("Call", "HTTP", "Description")))


class Overview:
    """Makes the pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._root = pages.root
        self._tags = group_tags(pages.api.tags, pages.root)

    def index(self) -> IndexPage:
        """The start page."""
        api, pages = self._pages.api, self._pages
        return IndexPage(
            title=text(api.title) or code(pages.package),
            package=code(pages.package),
            client=code(pages.sdk.client_class),
            version=text(api.version),
            description=pages.docs.blocks(api.doc),
            servers=tuple(map(self._server, api.servers)),
            groups=self._groups(list(self._root.walk())[1:]),
            operations=self._operations(self._root.operations),
            omitted=tuple(
                markdown("{}: {}", code(o.operation), text(o.reason))
                for o in api.omitted
            ),
            has_webhooks=bool(api.selection.incoming),
        )

    def groups(self) -> Iterator[GroupPage]:
        """A page for each group."""
        for group in self._root.walk():
            if not group.path:
                continue
            tag = self._tags.get(group.path)
            yield GroupPage(
                path=self._pages.site.group_path(group.path),
                name=text(".".join(group.path)),
                description=self._pages.docs.blocks(tag.doc) if tag else EMPTY,
                operations=self._operations(group.operations),
                groups=self._groups(list(group.walk())[1:]),
            )

    def models(self) -> ListPage:
        """Every model with its kind, by name."""
        site = self._pages.site
        shown = [d for id, d in site.declarations.items() if id in site.shown]
        shown.sort(key=lambda d: self._pages.names.types[d.id].casefold())
        head = tuple(map(markdown, ("Model", "Kind", "Description")))
        rows = [
            (site.declaration(d.id), _kind(d), self._pages.docs.line(d.doc))
            for d in shown
        ]
        return ListPage(table(head, rows))

    def webhooks(self) -> ListPage:
        """Every request that the API sends."""
        head = tuple(map(markdown, ("Name", "Method", "Body", "Description")))
        chosen = self._pages.api.selection.incoming
        rows = [self._incoming(i) for i in self._pages.api.incoming if i.id in chosen]
        return ListPage(table(head, rows))

    def _incoming(self, incoming: Incoming) -> tuple[Markdown, ...]:
        bodies = [self._pages.received(content.type) for content in incoming.contents]
        return (
            code(" ".join(incoming.hint.words)),
            code(incoming.method),
            join("<br>", bodies) if bodies else markdown("none"),
            self._pages.docs.cell(incoming.doc),
        )

    def _operations(self, operations: list[Operation]) -> Markdown:
        rows = [self._operation(operation) for operation in operations]
        return table(_CALL_HEAD, rows) if rows else EMPTY

    def _operation(self, operation: Operation) -> tuple[Markdown, ...]:
        line = self._pages.docs.line(operation.doc)
        if operation.deprecated:
            line = join(" ", filter(None, (markdown("**deprecated**"), line)))
        return (
            self._pages.site.operation(operation),
            code(f"{operation.method} {operation.path}"),
            line,
        )

    def _groups(self, groups: list[Group]) -> Markdown:
        head = tuple(map(markdown, ("Group", "Calls", "Description")))
        rows: list[tuple[Markdown, ...]] = []
        for group in groups:
            tag = self._tags.get(group.path)
            target = page(self._pages.site.group_path(group.path))
            calls = [
                page_link(
                    code(self._pages.names.methods[operation.id]),
                    page(self._pages.site.operation_path(operation)),
                )
                for operation in group.operations
            ]
            rows.append(
                (
                    page_link(code(".".join(group.path)), target),
                    join(", ", calls),
                    self._pages.docs.line(tag.doc) if tag else EMPTY,
                )
            )
        if not any(row[-1] for row in rows):
            head, rows = head[:-1], [row[:-1] for row in rows]
        return table(head, rows) if rows else EMPTY

    def _server(self, server: Server) -> Markdown:
        url = server_url(server)
        address = web_address(url) if is_safe(url) else code(url)
        line = self._pages.docs.line(server.doc)
        return markdown("{}: {}", address, line) if line else address


def _kind(declaration: Declaration) -> Markdown:
    match declaration:
        case Record():
            return markdown("object")
        case Union():
            return markdown("union")
        case Enumeration():
            return markdown("enum")
        case Alias():
            return markdown("alias")
