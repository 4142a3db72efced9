"""Stage 4, emit: the exceptions that calls raise, by status, and what their bodies hold."""

from __future__ import annotations

from collections.abc import Mapping

from specloom.emit.markdown.page_context import Pages
from specloom.emit.markdown.site import ERRORS
from specloom.emit.markdown.table import table
from specloom.emit.markdown.text import (
    EMPTY,
    Markdown,
    code,
    join,
    markdown,
    page,
    page_link,
)

_BY_STATUS: Mapping[str, str] = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}


def error_class(status: str) -> str:
    """The class that a response of this status, or range of statuses, is raised as."""
    if status[:1] == "5":
        return "InternalServerError"
    return _BY_STATUS.get(status, "APIStatusError")


def error_link(status: str) -> Markdown:
    """The class of a status, with a link to what the page of errors says about it."""
    name = error_class(status)
    return page_link(code(name), page(ERRORS, name.lower()))


def error_bodies(pages: Pages) -> Markdown:
    """What the API sends with each status, over all its calls."""
    bodies: dict[str, dict[Markdown, None]] = {}
    for operation in pages.operations.values():
        for response in operation.errors:
            found = bodies.setdefault(response.status, {})
            found.update((pages.received(c.type), None) for c in response.contents)
    head = tuple(map(markdown, ("Status", "Raises", "Bodies")))
    rows = [
        (code(status), error_link(status), join(", ", bodies[status]))
        for status in sorted(bodies)
    ]
    return table(head, rows) if rows else EMPTY
