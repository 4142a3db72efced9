"""Paging that is declared: by an extension (ours, Fern's, Speakeasy's, Azure's), or for the
whole document by the configuration.

Part of stage 3. Input: an operation's extensions. Output: `Declared`, or None
where no extension speaks. Ours:

    x-specloom-pagination:
      style: last-item        # cursor, last-item, offset, page, next-url, link-header
      items: data             # the array in the body; left out: detected, and where there is
                              # none each page gives its body
      parameter: after        # takes the cursor, the offset or the page's number
      in: query               # or `body`
      cursor: id              # in the body; for last-item in an item
      more: has_more          # a boolean in the body
      pages: total_pages      # the number of pages in the body
      size: limit             # the parameter that holds the page's size
      first: 1                # where counting starts

`x-specloom-pagination: false` says that an operation is not paged through. Paths are written
with dots.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, assert_never

from specloom.config import Pagination
from specloom.lower.context import Lowering
from specloom.lower.extensions import path_of, text
from specloom.lower.paging_arguments import page_arguments
from specloom.lower.paging_fields import (
    Path,
    fields_of,
    item_type_at,
    items_path,
    page_ends,
    schema_at,
)
from specloom.model.operations import (
    Location,
    PageEnds,
    Paging,
    PagingStyle,
    Parameter,
)
from specloom.model.types import JsonValue
from specloom.openapi.document import OperationObject
from specloom.openapi.schema import Schema

_STYLES = {style.value: style for style in PagingStyle}


class Declared(NamedTuple):
    """What an extension says: how to page, or that there is nothing to page through."""

    paging: Paging | None


class _Plan(NamedTuple):
    """One extension in our words."""

    style: PagingStyle
    items: Path | None
    """None: the extension does not say where they are."""
    parameter: str = ""
    in_body: bool = False
    cursor: Path = ()
    more: Path = ()
    pages: Path = ()
    size: str = ""
    first: int | None = None


def declared_paging(
    lowering: Lowering,
    operation: OperationObject,
    parameters: tuple[Parameter, ...],
    page: Schema,
) -> Declared | None:
    """The paging that an extension of `operation` asks for."""
    for key, read in _READERS.items():
        given = operation.extensions.get(key)
        if key == "x-fern-pagination" and given is True:
            given = lowering.document.extensions.get(key)
        if given is None:
            continue
        if given is False:
            return Declared(None)
        plan = read(given) if isinstance(given, dict) else None
        problem = "is not of the expected form"
        if plan is not None:
            problem = _problem(lowering, operation, parameters, page, plan)
        if plan is None or problem:
            lowering.bag.report("W345", f"{key} {problem}", operation.span)
            return None
        return Declared(_paging(lowering, operation, page, plan))
    return None


def configured_paging(
    lowering: Lowering,
    operation: OperationObject,
    parameters: tuple[Parameter, ...],
    page: Schema,
) -> Paging | None:
    """The paging that the configuration gives to all calls which have what it names."""
    for number, rule in enumerate(lowering.sdk.pagination):
        plan = _configured(rule)
        if _problem(lowering, operation, parameters, page, plan):
            continue
        if plan.items is None and not plan.cursor:
            fields = tuple(fields_of(lowering, page))
            if items_path(lowering, page, fields) is None:
                continue  # nothing at all speaks of a list
        paths = [plan.more, plan.pages]
        if plan.style is not PagingStyle.LAST_ITEM:
            paths.append(plan.cursor)
        if all(schema_at(lowering, page, path) is not None for path in paths):
            lowering.used_pagination.add(number)
            return _paging(lowering, operation, page, plan)
    return None


def _configured(rule: Pagination) -> _Plan:
    return _Plan(
        PagingStyle(rule.style),
        path_of(rule.items) if rule.items else None,
        rule.parameter,
        rule.where == "body",
        path_of(rule.cursor),
        path_of(rule.more),
        path_of(rule.pages),
        rule.size,
        rule.first,
    )


def _paging(
    lowering: Lowering, operation: OperationObject, page: Schema, plan: _Plan
) -> Paging:
    arguments = {
        a.wire: a for a in page_arguments(lowering, operation).values() if not a.member
    }
    items = plan.items
    if items is None:
        items = items_path(lowering, page, tuple(fields_of(lowering, page)))
    counted = 1 if plan.style is PagingStyle.PAGE else 0
    argument, size = arguments.get(plan.parameter), arguments.get(plan.size)
    if argument is not None and not plan.in_body:
        counted = argument.start(counted)
    return Paging(
        style=plan.style,
        item=(
            lowering.child(page)
            if items is None
            else item_type_at(lowering, page, items)
        ),
        items=items,
        parameter=plan.parameter,
        in_body=plan.in_body,
        cursor=plan.cursor,
        size=plan.size,
        largest=size.largest if size is not None else None,
        first=counted if plan.first is None else plan.first,
        ends=_ends(lowering, page, plan),
    )


def _ends(lowering: Lowering, page: Schema, plan: _Plan) -> PageEnds:
    """The end as the extension gives it, and as the body tells it beside that."""
    counting = plan.style in (PagingStyle.PAGE, PagingStyle.OFFSET)
    fields = tuple(fields_of(lowering, page))
    found = page_ends(lowering, fields, arguments=(plan.size,), counting=counting)
    known = plan.first is not None or plan.style is PagingStyle.OFFSET
    return replace(
        found,
        more=plan.more or found.more,
        page=() if known else found.page,
        pages=plan.pages or found.pages,
    )


def _problem(
    lowering: Lowering,
    operation: OperationObject,
    parameters: tuple[Parameter, ...],
    page: Schema,
    plan: _Plan,
) -> str:
    """What of `plan` the operation does not have; empty if it has everything."""
    if plan.items is None:
        found = items_path(lowering, page, tuple(fields_of(lowering, page)))
        if found is None and not _has_end(plan, _ends(lowering, page, plan)):
            return (
                "does not say where the items are, nor how the list ends without them"
            )
    else:
        array = schema_at(lowering, page, plan.items)
        if array is None or lowering.flat(array).core.items is None:
            named = ".".join(plan.items) or "the body"
            return f"names {named!r} as the items: no array"
    needs_parameter = plan.style not in (PagingStyle.NEXT_URL, PagingStyle.LINK_HEADER)
    if needs_parameter and plan.in_body:
        body = operation.request_body
        media = body.content[0] if body and body.content else None
        known = media.schema if media else None
        if known is None or schema_at(lowering, known, (plan.parameter,)) is None:
            return f"names a body property {plan.parameter!r} that is not there"
    elif needs_parameter:
        wires = {p.wire for p in parameters if p.location is Location.QUERY}
        if plan.parameter not in wires:
            return f"names a parameter {plan.parameter!r} that is not there"
    needs_cursor = plan.style in (
        PagingStyle.CURSOR,
        PagingStyle.LAST_ITEM,
        PagingStyle.NEXT_URL,
    )
    if needs_cursor and not plan.cursor:
        return "does not say where the cursor stands"
    return ""


def _has_end(plan: _Plan, ends: PageEnds) -> bool:
    """Whether the pages end by something else than their items."""
    match plan.style:
        case PagingStyle.CURSOR | PagingStyle.NEXT_URL | PagingStyle.LINK_HEADER:
            return True
        case PagingStyle.PAGE:
            return bool(ends.more or ends.last or ends.next or ends.pages)
        case PagingStyle.OFFSET | PagingStyle.LAST_ITEM:
            return False
        case _:
            assert_never(plan.style)


def _items(given: JsonValue) -> Path | None:
    return None if given is None else path_of(given)


def _ours(given: dict[str, JsonValue]) -> _Plan | None:
    style = _STYLES.get(text(given.get("style")))
    if style is None:
        return None
    first = given.get("first")
    return _Plan(
        style,
        _items(given.get("items")),
        text(given.get("parameter")),
        given.get("in") == "body",
        path_of(given.get("cursor")),
        path_of(given.get("more")),
        path_of(given.get("pages")),
        text(given.get("size")),
        first if isinstance(first, int) and not isinstance(first, bool) else None,
    )


def _fern(given: dict[str, JsonValue]) -> _Plan | None:
    items = _items(given.get("results"))
    more = path_of(given.get("has-next-page"))
    if "cursor" in given:
        return _Plan(
            PagingStyle.CURSOR,
            items,
            ".".join(path_of(given["cursor"])),
            cursor=path_of(given.get("next_cursor")),
            more=more,
        )
    if "offset" in given:
        size = ".".join(path_of(given.get("step")))
        return _Plan(
            PagingStyle.OFFSET if size else PagingStyle.PAGE,
            items,
            ".".join(path_of(given["offset"])),
            more=more,
            size=size,
        )
    return None


def _speakeasy(given: dict[str, JsonValue]) -> _Plan | None:
    inputs, outputs = given.get("inputs"), given.get("outputs")
    if not isinstance(outputs, dict):
        return None
    named: dict[str, tuple[str, bool]] = {}
    for entry in inputs if isinstance(inputs, list) else []:
        if isinstance(entry, dict):
            in_body = entry.get("in") == "requestBody"
            named[text(entry.get("type"))] = (text(entry.get("name")), in_body)
    items = _items(outputs.get("results"))
    size = named.get("limit", ("", False))[0]
    if "nextUrl" in outputs:
        return _Plan(
            PagingStyle.NEXT_URL, items, cursor=path_of(outputs["nextUrl"]), size=size
        )
    for kind, style in (
        ("cursor", PagingStyle.CURSOR),
        ("page", PagingStyle.PAGE),
        ("offset", PagingStyle.OFFSET),
    ):
        if kind in named:
            name, in_body = named[kind]
            return _Plan(
                style,
                items,
                name,
                in_body,
                path_of(outputs.get("nextCursor")),
                pages=path_of(outputs.get("numPages")),
                size=size,
            )
    return None


def _azure(given: dict[str, JsonValue]) -> _Plan | None:
    link = text(given.get("nextLinkName"))
    items = text(given.get("itemName")) or "value"
    return _Plan(PagingStyle.NEXT_URL, (items,), cursor=(link,)) if link else None


_READERS = {
    "x-specloom-pagination": _ours,
    "x-fern-pagination": _fern,
    "x-speakeasy-pagination": _speakeasy,
    "x-ms-pageable": _azure,
}
