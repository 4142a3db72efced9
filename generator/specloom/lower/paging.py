"""Paging: list operations that go on, recognised where the evidence leaves no doubt.

Part of stage 3. Input: an operation and its lowered parameters. Output: `Paging`.

Extensions decide first (see `paging_hints`). Without one, a GET is taken for a list when its
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
5. an integer parameter `page` and either a size parameter or a count of pages: PAGE;
6. an integer parameter `offset` or `skip` and a size parameter: OFFSET.

Two candidates for one part are no evidence; the operation then returns what it returns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from specloom.lower.contents import content_kind
from specloom.lower.context import Lowering
from specloom.lower.paging_hints import declared_paging
from specloom.lower.phrases import fold
from specloom.lower.responses import is_success
from specloom.model.names import words_of
from specloom.model.operations import (
    Body,
    ContentKind,
    Location,
    Paging,
    PagingStyle,
    Parameter,
)
from specloom.model.types import Anything, Kind, Nullable, Scalar, Type
from specloom.openapi import document as openapi
from specloom.openapi.schema import Schema

Path = tuple[str, ...]

_ITEMS = frozenset(
    "data items results result records entries values list objects resources".split()
)
_AFTER = frozenset({"after", "after_id", "starting_after"})
_CURSORS = frozenset(
    "after bookmark continuation continuation_token continue cursor marker next_cursor"
    " next_page_token next_token offset page page_cursor page_token start_cursor"
    " starting_after token".split()
)
_NEXT_CURSORS = frozenset(
    "continuation_token end_cursor next_continuation_token next_cursor next_marker"
    " next_page next_page_token next_token".split()
)
_NEXT_CURSORS_INSIDE = frozenset("after continue cursor next offset token".split())
_NEXT_URLS = frozenset("next_link next_page_url next_uri next_url".split())
_MORE = frozenset({"has_more", "has_next", "has_next_page", "more"})
_SIZES = frozenset(
    "count limit max_results page_limit page_size per_page results_per_page size top".split()
)
_PAGES = frozenset({"page", "page_number", "page_no"})
_OFFSETS = frozenset({"offset", "skip"})
_COUNTS = frozenset(
    "page_count pages total total_count total_items total_pages".split()
)
_INSIDE = frozenset(
    "cursors links meta metadata next next_page page page_info pages pagination paging"
    " response_metadata result_info".split()
)


class BodyField(NamedTuple):
    """A field of the response body: where it stands, and what it holds."""

    path: Path
    schema: Schema

    @property
    def name(self) -> str:
        """The name in the form in which names are compared."""
        return folded(self.path[-1])


def folded(name: str) -> str:
    """`nextPageToken`, `next-page-token` → `next_page_token`."""
    return "_".join(fold(words_of(name)))


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
    if operation.method.upper() != "GET":
        return None
    return _detected(lowering, operation, parameters, page)


def success_body(operation: openapi.OperationObject) -> Schema | None:
    """The schema of the JSON body that success gives."""
    for response in sorted(operation.responses, key=lambda r: r.status):
        if is_success(response.status) or response.status == "default":
            for media in response.content:
                if content_kind(media.media_type, media.schema) is ContentKind.JSON:
                    return media.schema
    return None


def _detected(
    lowering: Lowering,
    operation: openapi.OperationObject,
    parameters: tuple[Parameter, ...],
    page: Schema,
) -> Paging | None:
    query = {
        folded(p.wire.rpartition(".")[2]): p
        for p in parameters
        if p.location is Location.QUERY
    }
    if not query.keys() & (_SIZES | _PAGES | _OFFSETS | _CURSORS):
        return None
    fields = tuple(fields_of(lowering, page))
    items = items_path(lowering, page, fields)
    if items is None:
        return None
    size = next((query[n].wire for n in sorted(query.keys() & _SIZES)), "")
    more = next((f.path for f in fields if f.name in _MORE), ())
    item = item_type_at(lowering, page, items)
    integers = {name for name, p in query.items() if is_integer(p)}
    if _has_link_header(operation):
        return Paging(PagingStyle.LINK_HEADER, item, items, size=size)
    cursor = _cursor(lowering, query, integers, fields)
    if cursor is not None:
        parameter, path = cursor
        return Paging(
            PagingStyle.CURSOR,
            item,
            items,
            parameter.wire,
            cursor=path,
            more=more,
            size=size,
        )
    after = [query[name] for name in sorted(query.keys() & _AFTER)]
    last = next((f.path for f in fields if f.name == "last_id"), ())
    if len(after) == 1 and (more or last):
        by_id = _item_has_id(lowering, page, items)
        if by_id or last:
            return Paging(
                PagingStyle.LAST_ITEM if by_id else PagingStyle.CURSOR,
                item,
                items,
                after[0].wire,
                cursor=("id",) if by_id else last,
                more=more,
                size=size,
            )
    url = _next_url(fields)
    if url:
        return Paging(
            PagingStyle.NEXT_URL, item, items, cursor=url, more=more, size=size
        )
    counted = any(f.name in _COUNTS for f in fields)
    for names, style, first in (
        (_PAGES, PagingStyle.PAGE, 1),
        (_OFFSETS, PagingStyle.OFFSET, 0),
    ):
        found = [query[name] for name in sorted(query.keys() & names & integers)]
        if len(found) == 1 and (size or counted and style is PagingStyle.PAGE):
            return Paging(
                style,
                item,
                items,
                found[0].wire,
                more=more,
                size=size,
                first=_first(found[0], first),
            )
    return None


def _cursor(
    lowering: Lowering,
    query: Mapping[str, Parameter],
    integers: set[str],
    fields: tuple[BodyField, ...],
) -> tuple[Parameter, Path] | None:
    """The parameter and the field that hand the cursor on, where there is one of each."""
    candidates: list[tuple[Parameter, BodyField]] = []
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
    exact = [c for c in candidates if c[1].name.endswith(folded(c[0].wire))]
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


def fields_of(
    lowering: Lowering, schema: Schema, path: Path = (), depth: int = 3
) -> Iterator[BodyField]:
    """The fields of the body, and those of the objects in it that speak of pages."""
    for name, inner in lowering.flat(schema).core.properties.items():
        yield BodyField((*path, name), inner)
        if depth and folded(name) in _INSIDE:
            yield from fields_of(lowering, inner, (*path, name), depth - 1)


def items_path(
    lowering: Lowering, page: Schema, fields: tuple[BodyField, ...]
) -> Path | None:
    """Where the items stand in the body: empty where the body is the array; None: nowhere."""
    if _is_array(lowering, page):
        return ()
    arrays = [f for f in fields if len(f.path) == 1 and _is_array(lowering, f.schema)]
    usual = [f for f in arrays if f.name in _ITEMS]
    if len(usual) == 1:
        return usual[0].path
    objects = [
        f
        for f in fields
        if len(f.path) == 1
        and f.name not in _INSIDE
        and lowering.flat(f.schema).core.properties
    ]
    return arrays[0].path if len(arrays) == 1 and not objects else None


def schema_at(lowering: Lowering, schema: Schema, path: Path) -> Schema | None:
    """The schema at `path` inside the body."""
    for name in path:
        inner = lowering.flat(schema).core.properties.get(name)
        if inner is None:
            return None
        schema = inner
    return schema


def item_type_at(lowering: Lowering, page: Schema, path: Path) -> Type:
    """The type of the items of the array at `path`."""
    array = schema_at(lowering, page, path)
    items = lowering.flat(array).core.items if array is not None else None
    return lowering.child(items) if items is not None else Anything()


def is_integer(parameter: Parameter) -> bool:
    """Whether a parameter counts."""
    type_ = parameter.type
    if isinstance(type_, Nullable):
        type_ = type_.type
    return isinstance(type_, Scalar) and type_.kind in (Kind.INTEGER, Kind.NUMBER)


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


def _first(parameter: Parameter, usual: int) -> int:
    """Where counting starts: the parameter's default, else its minimum."""
    default = parameter.default.value if parameter.default else None
    for value in (default, parameter.constraints.minimum):
        if isinstance(value, int) and value in (0, 1):
            return value
    return usual


def _has_link_header(operation: openapi.OperationObject) -> bool:
    return any(
        header.name.lower() == "link"
        for response in operation.responses
        if is_success(response.status)
        for header in response.headers
    )


def _is_array(lowering: Lowering, schema: Schema) -> bool:
    core = lowering.flat(schema).core
    return core.types == ("array",) and core.items is not None


def _is_text(lowering: Lowering, schema: Schema) -> bool:
    return lowering.flat(schema).core.types in (("string",), ())


def _is_uri(schema: Schema) -> bool:
    return schema.format in ("uri", "url", "uri-reference")
