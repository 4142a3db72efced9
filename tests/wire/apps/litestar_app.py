"""litestar: its own classes of pages, events without a schema, a stream of bytes."""

from typing import Any

import litestar
from litestar.pagination import ClassicPagination, OffsetPagination
from litestar.params import FromQuery
from litestar.response import ServerSentEvent, Stream

from wire.apps import FILE, NAMES


@litestar.get("/offsets", operation_id="offsets", sync_to_thread=False)
def offsets(
    limit: FromQuery[int] = 3, offset: FromQuery[int] = 0
) -> OffsetPagination[str]:
    found = NAMES[offset : offset + limit]
    return OffsetPagination(items=found, limit=limit, offset=offset, total=7)


@litestar.get("/numbers", operation_id="numbers", sync_to_thread=False)
def numbers(
    page: FromQuery[int] = 1, page_size: FromQuery[int] = 3
) -> ClassicPagination[str]:
    found = NAMES[(page - 1) * page_size : page * page_size]
    return ClassicPagination(
        items=found, page_size=page_size, current_page=page, total_pages=3
    )


@litestar.get(
    "/events",
    operation_id="watch",
    media_type="text/event-stream",
    sync_to_thread=False,
)
def events() -> ServerSentEvent:
    return ServerSentEvent(iter(["plain words", '{"a": 1}']), event_type="said")


@litestar.get(
    "/file", operation_id="file", media_type="image/png", sync_to_thread=False
)
def file() -> Stream:
    return Stream(iter([FILE]))


@litestar.get(
    "/text", operation_id="text", media_type="text/plain", sync_to_thread=False
)
def text() -> str:
    return "é"


app = litestar.Litestar([offsets, numbers, events, file, text])
document: dict[str, Any] = app.openapi_schema.to_schema()
