"""The body of a page: where its items stand, and where it says whether more follow.

Part of stage 3. Input: the schema of a success body. Output: paths of wire names.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from specloom.lower.context import Lowering
from specloom.lower.paging_arguments import folded
from specloom.model.operations import PageEnds
from specloom.model.types import Anything, Type
from specloom.openapi.schema import Schema

Path = tuple[str, ...]

_ITEMS = frozenset(
    "content data items results result records entries values list objects resources".split()
)
_NO_ITEMS = frozenset("error errors warning warnings".split())
_AROUND = "embedded"
"""What holds the items in HAL (`_embedded`)."""
_INSIDE = frozenset(
    "cursors links meta metadata next next_page page page_info pages pagination paging"
    " response_metadata result_info".split()
)
"""Objects of the body that speak of pages."""
_MORE = frozenset(
    "has_more has_more_items has_more_pages has_more_results has_next has_next_page"
    " is_truncated more more_available".split()
)
_LAST = frozenset("is_last is_last_page last last_page".split())
_NEXT = frozenset(
    "next next_href next_link next_offset next_page next_page_number next_page_url next_uri"
    " next_url".split()
)
_PAGE = frozenset("current_page number page page_index page_no page_number".split())
_PAGES = frozenset(
    "last_page num_pages number_of_pages page_count pages pages_count total_page"
    " total_pages".split()
)
_SIZE = frozenset("items_per_page page_limit page_size per_page".split())
_TOTAL = frozenset(
    "total total_count total_elements total_entries total_hits total_items total_records"
    " total_results total_rows total_size".split()
)


class BodyField(NamedTuple):
    """A field of the response body: where it stands, and what it holds."""

    path: Path
    schema: Schema

    @property
    def name(self) -> str:
        """The name in the form in which names are compared."""
        return folded(self.path[-1])


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
    outer = [f for f in fields if len(f.path) == 1]
    arrays = arrays_of(lowering, outer)
    usual = [f for f in arrays if f.name in _ITEMS]
    if len(usual) == 1:
        return usual[0].path
    if not arrays:
        around = [f for f in outer if f.name == _AROUND]
        inner = [g for f in around for g in fields_of(lowering, f.schema, f.path, 0)]
        arrays = arrays_of(lowering, inner)
        return arrays[0].path if len(arrays) == 1 else None
    objects = [
        f
        for f in outer
        if f.name not in _INSIDE and lowering.flat(f.schema).core.properties
    ]
    return arrays[0].path if len(arrays) == 1 and not objects else None


def arrays_of(lowering: Lowering, fields: Iterable[BodyField]) -> list[BodyField]:
    """The fields that are arrays and may be the items of a page."""
    return [
        f for f in fields if f.name not in _NO_ITEMS and _is_array(lowering, f.schema)
    ]


def _is_array(lowering: Lowering, schema: Schema) -> bool:
    core = lowering.flat(schema).core
    return core.types == ("array",) and core.items is not None


def page_ends(
    lowering: Lowering,
    fields: tuple[BodyField, ...],
    *,
    arguments: Container[str] = (),
    counting: bool = False,
) -> PageEnds:
    """Where a page says whether it is the last one.

    `counting`: the next page is asked for by a number, so that counts tell something. A
    size may be that of the list; it is one of pages where the call has an argument of that
    name, or where the number of pages stands beside it.
    """
    near = sorted(fields, key=lambda field: len(field.path))

    def of(names: Container[str], kinds: frozenset[str]) -> Path:
        found = (
            f.path
            for f in near
            if f.name in names and set(lowering.flat(f.schema).core.types) <= kinds
        )
        return next(found, ())

    ends = PageEnds(more=of(_MORE, _FLAGS), last=of(_LAST, _FLAGS))
    if not counting:
        return ends
    pages = of(_PAGES, _COUNTS)
    size = of(_SIZE, _COUNTS)
    for field in near:
        if not size and field.name in ("size", "limit"):
            beside = pages and field.path[:-1] == pages[:-1]
            if field.name in arguments or beside:
                size = field.path
    return PageEnds(
        more=ends.more,
        last=ends.last,
        next=of(_NEXT, _ANY),
        page=of(_PAGE, _COUNTS),
        pages=pages,
        size=size,
        total=of(_TOTAL, _COUNTS),
    )


_FLAGS = frozenset({"boolean"})
_COUNTS = frozenset({"integer", "number"})
_ANY = frozenset({"string", "integer", "number", "object"})


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
