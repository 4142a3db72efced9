"""Stage 4, emit: where each declaration is used, as links back.

Input: the selected operations and declarations. Output: for each declaration a line for each
way of being used: sent by, returned by, error of, event of, part of, variant of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from specloom.emit.markdown.site import Site
from specloom.emit.markdown.text import Markdown, code, join, markdown
from specloom.model.api import Api
from specloom.model.declarations import Alias, Enumeration, Record, Union
from specloom.model.operations import Incoming, Operation
from specloom.model.types import Type
from specloom.model.walk import references, sent_types

_SENT = markdown("Sent by")
_RETURNED = markdown("Returned by")
_ITEM = markdown("Item of the pages of")
_EVENT = markdown("Event of")
_ERROR = markdown("Error of")
_INCOMING = markdown("Body of")
_PART = markdown("Part of")
_VARIANT = markdown("Variant of")
_ALIAS = markdown("Also named")
_PARENT = markdown("Contained in")
_ORDER = (
    *(_SENT, _RETURNED, _ITEM, _EVENT, _ERROR, _INCOMING),
    *(_PART, _VARIANT, _ALIAS, _PARENT),
)
"""The ways of being used, in the order in which they are said."""


class Uses:
    """Who uses what, in one API."""

    def __init__(self, api: Api, site: Site) -> None:
        self._found: dict[str, dict[Markdown, dict[Markdown, None]]] = {}
        for operation in api.operations:
            if operation.id in api.selection.operations:
                self._operation(operation, site.operation(operation))
        for incoming in api.incoming:
            if incoming.id in api.selection.incoming:
                self._incoming(incoming)
        for id in site.declarations:
            if id in site.shown:
                self._declaration(id, site)

    def of(self, id: str) -> tuple[Markdown, ...]:
        """The lines for one declaration."""
        found = self._found.get(id, {})
        return tuple(_line(use, found[use]) for use in _ORDER if use in found)

    def _add(self, types: Iterable[Type], use: Markdown, user: Markdown) -> None:
        for type in types:
            for id in references(type):
                self._add_one(id, use, user)

    def _add_one(self, id: str, use: Markdown, user: Markdown) -> None:
        self._found.setdefault(id, {}).setdefault(use, {})[user] = None

    def _operation(self, operation: Operation, user: Markdown) -> None:
        self._add(sent_types(operation), _SENT, user)
        returned = (c.type for r in operation.responses for c in r.contents)
        headers = (h.type for r in operation.responses for h in r.headers)
        self._add([operation.returns, *headers], _RETURNED, user)
        if operation.streaming is None:
            self._add(returned, _RETURNED, user)
        else:
            self._add([operation.streaming.event], _EVENT, user)
        errors = [c.type for r in operation.errors for c in r.contents]
        errors += [h.type for r in operation.errors for h in r.headers]
        self._add(errors, _ERROR, user)
        if operation.paging is not None:
            self._add([operation.paging.item], _ITEM, user)

    def _incoming(self, incoming: Incoming) -> None:
        user = code(" ".join(incoming.hint.words))
        self._add((c.type for c in incoming.contents), _INCOMING, user)

    def _declaration(self, id: str, site: Site) -> None:
        declaration = site.declarations[id]
        link = site.declaration(id)
        match declaration:
            case Record():
                for field in declaration.fields:
                    at = code(f".{site.names.attribute(field.id)}")
                    self._add([field.type], _PART, markdown("{}{}", link, at))
                if declaration.extra is not None:
                    self._add([declaration.extra], _PART, link)
                for parent in declaration.extends:
                    self._add_one(parent, _PARENT, link)
            case Union():
                types = (variant.type for variant in declaration.variants)
                self._add(types, _VARIANT, link)
            case Alias():
                self._add([declaration.type], _ALIAS, link)
            case Enumeration():
                pass
            case _:
                assert_never(declaration)


def _line(use: Markdown, users: Iterable[Markdown]) -> Markdown:
    return markdown("{} {}", use, join(", ", users))
