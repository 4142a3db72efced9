"""Stage 4, emit: what a fake transport answers after the first page of a list.

Input: a paged operation and the sample of its body. Output: the sample of the first page and that
of all later ones, which has no items and says that it is the last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from specloom.model.operations import Location, Operation, Paging, PagingStyle, Style
from specloom.model.types import JsonValue

Fits = Callable[[JsonValue], bool]
"""Whether a value is one that the operation may answer with."""


class Later(NamedTuple):
    """The later pages: their body, and what a request for one of them has."""

    body: JsonValue
    parameter: str
    """The query parameter, or the property of the body, that asks for them."""
    first: str
    """The value of it that still asks for the first page; empty: none does."""


def first_page(value: JsonValue, paging: Paging, fits: Fits) -> JsonValue:
    """The first page. One that names the address of the next names none: no request for it
    could be told from others."""
    if paging.style is PagingStyle.NEXT_URL:
        return _blank(value, paging.cursor, fits)
    return value


def later_page(
    operation: Operation, value: JsonValue, paging: Paging, fits: Fits
) -> Later | None:
    """The pages after the first; None where the server would say how to ask for them."""
    if paging.style in (PagingStyle.NEXT_URL, PagingStyle.LINK_HEADER):
        return None
    body: JsonValue = []
    if paging.items is None:
        body = value
    elif paging.items:
        body = _put(value, paging.items, [])
    ends = paging.ends
    for path, said in ((ends.more, False), (ends.last, True), (ends.pages, 1)):
        body = _put(body, path, said)
    if paging.style is PagingStyle.CURSOR:
        body = _blank(body, paging.cursor, fits)
    body = _blank(body, ends.next, fits)
    counting = paging.style in (PagingStyle.PAGE, PagingStyle.OFFSET)
    return Later(
        body, _on_the_wire(operation, paging), str(paging.first) if counting else ""
    )


def _on_the_wire(operation: Operation, paging: Paging) -> str:
    """What the parameter is called in a query."""
    if not paging.member:
        return paging.parameter
    for parameter in operation.parameters:
        if (parameter.wire, parameter.location) == (paging.parameter, Location.QUERY):
            if parameter.style is Style.DEEP_OBJECT:
                return f"{paging.parameter}[{paging.member}]"
    return paging.member


def _blank(value: JsonValue, path: tuple[str, ...], fits: Fits) -> JsonValue:
    """Nothing at `path`: null, or where that may not stand there an empty text."""
    without = _put(value, path, None)
    return without if fits(without) else _put(value, path, "")


def _put(value: JsonValue, path: tuple[str, ...], new: JsonValue) -> JsonValue:
    """`value` with `new` at `path`, if something stands there."""
    if not path or not isinstance(value, dict) or path[0] not in value:
        return value
    inner = new if len(path) == 1 else _put(value[path[0]], path[1:], new)
    return {**value, path[0]: inner}
