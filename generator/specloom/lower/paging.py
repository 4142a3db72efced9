"""Paging: list operations that go on, recognised where the evidence leaves no doubt.

Part of stage 3. Input: an operation and its lowered parameters. Output: `Paging`.

Extensions decide first, then the configuration (see `paging_hints`). Without them, a GET is taken for a list when its
success body is an array, or an object with one array of a usual name (`data`, `items`, …) or
with one array and no other structure but what speaks of pages, when it has a parameter that
pages or sets a size, and one of these holds, in this order:

1. the response documents a `Link` header (RFC 8288): LINK_HEADER;
2. a cursor parameter (`cursor`, `page_token`, `marker`, …) and a field for the next one
   (`next_cursor`, `nextPageToken`, `next_page.offset`, …) at the top or in an object there:
   CURSOR;
3. a parameter `after` or `starting_after`, a field `has_more` or `last_id`, and items that
   have an `id`: LAST_ITEM; without the `id` but with `last_id`: CURSOR;
4. a field for the next URL (`next` that is a URI, `next_url`, `links.next`): NEXT_URL;
5. an integer parameter `page` and either a size parameter or a field that tells the end:
   PAGE;
6. an integer parameter `offset` or `skip` and one of the same: OFFSET.

A parameter may be the member of an object that is written as its members (see
`paging_arguments`). Two candidates for one part are no evidence; the operation then returns
what it returns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from specloom.lower.contents import content_kind
from specloom.lower.context import Lowering
from specloom.lower.paging_arguments import PageArgument, folded, page_arguments
from specloom.lower.paging_doubts import doubt
from specloom.lower.paging_fields import (
    BodyField,
    Path,
    fields_of,
    item_type_at,
    items_path,
    page_ends,
    schema_at,
)
from specloom.lower.paging_hints import configured_paging, declared_paging
from specloom.lower.responses import is_success
from specloom.model.operations import (
    Body,
    ContentKind,
    PageEnds,
    Paging,
    PagingStyle,
    Parameter,
)
from specloom.openapi import document as openapi
from specloom.openapi.schema import Schema

_AFTER = frozenset({"after", "after_id", "page_after", "starting_after"})
_CURSORS = frozenset(
    "after bookmark continuation continuation_token continue cursor marker next_cursor"
    " next_page_token next_token offset page page_after page_cursor page_token start_cursor"
    " starting_after token".split()
)
_NEXT_CURSORS = frozenset(
    "continuation_token end_cursor next_continuation_token next_cursor next_marker"
    " next_page next_page_token next_token".split()
)
_NEXT_CURSORS_INSIDE = frozenset("after continue cursor next offset token".split())
_NEXT_URLS = frozenset("next_link next_page_url next_uri next_url".split())
_SIZES = frozenset(
    "count limit max_results page_limit page_size per_page results_per_page size top".split()
)
_PAGES = frozenset({"page", "page_index", "page_no", "page_number"})
_OFFSETS = frozenset({"offset", "page_offset", "skip"})
_COUNTS = frozenset(
    "page_count pages total total_count total_items total_pages".split()
)


def lower_paging(
    lowering: Lowering,
    operation: openapi.OperationObject,
    parameters: tuple[Parameter, ...],
    body: Body | None,
) -> Paging | None:
    """How `operation` is paged through, if it is."""
    page = success_body(operation)
    if page is None:
        return None
    hint = declared_paging(lowering, operation, parameters, page)
    if hint is not None:
        return hint.paging
    configured = configured_paging(lowering, operation, parameters, page)
    if configured is not None:
        return configured
    if operation.method.upper() != "GET":
        return None
    return _detected(lowering, operation, page)


def success_body(operation: openapi.OperationObject) -> Schema | None:
    """The schema of the JSON body that success gives."""
    for response in sorted(operation.responses, key=lambda r: r.status):
        if is_success(response.status) or response.status == "default":
            for media in response.content:
                if content_kind(media.media_type, media.schema) is ContentKind.JSON:
                    return media.schema
    return None


def _detected(
    lowering: Lowering, operation: openapi.OperationObject, page: Schema
) -> Paging | None:
    query = page_arguments(lowering, operation)
    if not query.keys() & (_SIZES | _PAGES | _OFFSETS | _CURSORS):
        return None
    fields = tuple(fields_of(lowering, page))
    items = items_path(lowering, page, fields)
    made = None
    if items is not None:
        made = _style(lowering, operation, page, query, fields, items)
    if made is None:
        reason = doubt(lowering, query, fields, items)
        if reason:
            lowering.bag.report(
                "N346",
                f"looks like a list in pages and is none: {reason}",
                operation.span,
            )
    return made


def _style(
    lowering: Lowering,
    operation: openapi.OperationObject,
    page: Schema,
    query: Mapping[str, PageArgument],
    fields: tuple[BodyField, ...],
    items: Path,
) -> Paging | None:
    """How the next page is asked for, of a body whose items stand at `items`."""
    item = item_type_at(lowering, page, items)
    sizes = [query[name] for name in sorted(query.keys() & _SIZES)]
    size = next((argument.wire for argument in sizes if not argument.member), "")
    ends = page_ends(lowering, fields)
    if _has_link_header(operation):
        return Paging(PagingStyle.LINK_HEADER, item, items, size=size)
    cursor = _cursor(lowering, query, fields)
    if cursor is not None:
        argument, path = cursor
        return Paging(
            PagingStyle.CURSOR,
            item,
            items,
            argument.wire,
            argument.member,
            cursor=path,
            size=_size_beside(argument, sizes),
            ends=ends,
        )
    after = [query[name] for name in sorted(query.keys() & _AFTER)]
    last = next((f.path for f in fields if f.name == "last_id"), ())
    if len(after) == 1 and (ends.more or last):
        by_id = _item_has_id(lowering, page, items)
        if by_id or last:
            return Paging(
                PagingStyle.LAST_ITEM if by_id else PagingStyle.CURSOR,
                item,
                items,
                after[0].wire,
                after[0].member,
                cursor=("id",) if by_id else last,
                size=_size_beside(after[0], sizes),
                ends=ends,
            )
    url = _next_url(fields)
    if url:
        return Paging(
            PagingStyle.NEXT_URL, item, items, cursor=url, size=size, ends=ends
        )
    return _counted(
        lowering, query, sizes, fields, Paging(PagingStyle.PAGE, item, items)
    )


def _counted(
    lowering: Lowering,
    query: Mapping[str, PageArgument],
    sizes: list[PageArgument],
    fields: tuple[BodyField, ...],
    made: Paging,
) -> Paging | None:
    """Paging by a number: of the page, or of the items before it."""
    ends = page_ends(lowering, fields, arguments=query, counting=True)
    tells = (
        any(f.name in _COUNTS for f in fields) or replace(ends, page=()) != PageEnds()
    )
    for names, style, usual in (
        (_PAGES, PagingStyle.PAGE, 1),
        (_OFFSETS, PagingStyle.OFFSET, 0),
    ):
        found = sorted(n for n in query.keys() & names if query[n].is_integer)
        if len(found) != 1 or not (sizes or tells):
            continue
        argument = query[found[0]]
        size = _size_beside(argument, sizes)
        known = argument.documented_start is not None or style is PagingStyle.OFFSET
        return replace(
            made,
            style=style,
            parameter=argument.wire,
            member=argument.member,
            size=size,
            largest=next((a.largest for a in sizes if _named(a) == size), None),
            first=argument.start(0 if found[0] == "page_index" else usual),
            ends=replace(ends, page=()) if known else ends,
        )
    return None


def _size_beside(argument: PageArgument, sizes: list[PageArgument]) -> str:
    """The parameter, or the member of the same object, that sets the size of pages."""
    outer = argument.wire if argument.member else ""
    beside = [a for a in sizes if (a.wire if a.member else "") == outer]
    return _named(beside[0]) if beside else ""


def _named(argument: PageArgument) -> str:
    return argument.member or argument.wire


def _cursor(
    lowering: Lowering,
    query: Mapping[str, PageArgument],
    fields: tuple[BodyField, ...],
) -> tuple[PageArgument, Path] | None:
    """The parameter and the field that hand the cursor on, where there is one of each."""
    integers = {name for name, argument in query.items() if argument.is_integer}
    candidates: list[tuple[PageArgument, BodyField]] = []
    for field in fields:
        if not _is_text(lowering, field.schema) or _is_uri(field.schema):
            continue
        inside = len(field.path) > 1 and field.name in _NEXT_CURSORS_INSIDE
        if not (field.name in _NEXT_CURSORS or inside):
            continue
        for name in sorted(query.keys() & _CURSORS - integers):
            same = name == field.name or f"next_{name}" == field.name
            if same or not query.keys() & _CURSORS - integers - {name}:
                candidates.append((query[name], field))
    exact = [c for c in candidates if c[1].name.endswith(folded(_named(c[0])))]
    best = exact or candidates
    return (best[0][0], best[0][1].path) if len(best) == 1 else None


def _next_url(fields: tuple[BodyField, ...]) -> Path:
    """The field that holds the URL of the next page; empty where there is none."""
    for field in fields:
        *outer, last = field.path
        if field.name in _NEXT_URLS or last.endswith("nextLink"):
            return field.path
        in_links = bool(outer) and folded(outer[0]) == "links"
        if field.name == "next" and (_is_uri(field.schema) or in_links):
            return field.path
        if field.name == "href" and outer and folded(outer[-1]) == "next":
            return field.path
    return ()


def _item_has_id(lowering: Lowering, page: Schema, path: Path) -> bool:
    """Whether every item has an `id` to go on from."""
    array = schema_at(lowering, page, path)
    items = lowering.flat(array).core.items if array is not None else None
    if items is None:
        return False
    flat = lowering.flat(items)
    if "id" in flat.core.required:
        return True
    if "id" in flat.core.properties and not flat.factors:
        return True
    members = [m for factor in flat.factors for m in factor.members]
    return bool(members) and all(
        "id" in lowering.flat(member).core.properties for member in members
    )


def _has_link_header(operation: openapi.OperationObject) -> bool:
    return any(
        header.name.lower() == "link"
        for response in operation.responses
        if is_success(response.status)
        for header in response.headers
    )


def _is_text(lowering: Lowering, schema: Schema) -> bool:
    return lowering.flat(schema).core.types in (("string",), ())


def _is_uri(schema: Schema) -> bool:
    return schema.format in ("uri", "url", "uri-reference")
