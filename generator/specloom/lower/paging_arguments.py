"""Arguments of a call that may speak of pages: query parameters, and members of those that are objects.

Part of stage 3. Input: an operation. Output: `PageArgument`s by their names, in one form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from specloom.lower.context import Lowering
from specloom.lower.phrases import fold
from specloom.model.names import words_of
from specloom.openapi import document as openapi
from specloom.openapi.schema import Schema


class PageArgument(NamedTuple):
    """A query parameter, or the `member` of one whose value is an object."""

    wire: str
    member: str
    schema: Schema

    @property
    def is_integer(self) -> bool:
        """Whether it counts, as its type says, or where it has none its bounds."""
        schema = self.schema
        if not schema.types:
            return self.documented_start is not None or schema.minimum is not None
        return set(schema.types) <= {"integer", "number"}

    @property
    def largest(self) -> int | None:
        """The largest value that the document allows."""
        limit = self.schema.maximum
        return limit if isinstance(limit, int) else None

    @property
    def documented_start(self) -> int | None:
        """Where counting starts, where the document says so by a default."""
        return _start(self.schema.default)

    def start(self, usual: int) -> int:
        """Where counting starts: the default, else the minimum, else as is usual."""
        for value in (self.documented_start, _start(self.schema.minimum)):
            if value is not None:
                return value
        return usual


def _start(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and isinstance(value, int) and value in (0, 1) else None


def folded(name: str) -> str:
    """`nextPageToken`, `next-page-token` → `next_page_token`."""
    return "_".join(fold(words_of(name)))


def page_arguments(
    lowering: Lowering, operation: openapi.OperationObject
) -> Mapping[str, PageArgument]:
    """The query parameters by their folded names.

    An object that is written as its members (Spring's `pageable`) gives those as well; those
    of one called `page` (JSON:API) are known as `page_size` and the like.
    """
    own: dict[str, PageArgument] = {}
    members: dict[str, PageArgument] = {}
    for parameter in operation.parameters:
        if parameter.location != "query" or parameter.schema is None:
            continue
        core = lowering.flat(parameter.schema).core
        name = folded(parameter.name.rpartition(".")[2])
        own[name] = PageArgument(parameter.name, "", core)
        spread = parameter.style == "form" and parameter.explode
        if spread or parameter.style == "deepObject":
            for member, schema in core.properties.items():
                inner = folded(member)
                key = f"page_{inner}" if name == "page" else inner
                argument = PageArgument(
                    parameter.name, member, lowering.flat(schema).core
                )
                members.setdefault(key, argument)
    return {**members, **own}
