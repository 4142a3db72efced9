"""FastAPI: pydantic models, events with their lines, JSON lines, answers of any class."""

from collections.abc import AsyncIterable
from typing import Any

import fastapi
from fastapi.responses import PlainTextResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

from wire.apps import FILE, NAMES


class Thing(BaseModel):
    name: str


class PageOfThings(BaseModel):
    items: list[Thing]
    total: int
    page: int
    size: int
    pages: int


app = fastapi.FastAPI()


@app.get("/things", operation_id="list_things")
def things(
    page: int = fastapi.Query(1, ge=1), size: int = fastapi.Query(3, ge=1, le=100)
) -> PageOfThings:
    found = [Thing(name=name) for name in NAMES[(page - 1) * size : page * size]]
    pages = -(-len(NAMES) // size)
    return PageOfThings(items=found, total=7, page=page, size=size, pages=pages)


@app.get("/events", operation_id="watch", response_class=EventSourceResponse)
async def events() -> AsyncIterable[Thing]:
    for name in NAMES[:2]:
        yield Thing(name=name)


@app.get("/talk", operation_id="talk", response_class=EventSourceResponse)
async def talk() -> AsyncIterable[ServerSentEvent]:
    yield ServerSentEvent(raw_data="plain words", event="x", id="7")
    yield ServerSentEvent(raw_data="a\nb", retry=5)


@app.get("/lines", operation_id="lines")
async def lines() -> AsyncIterable[Thing]:
    for name in NAMES[:2]:
        yield Thing(name=name)


@app.get("/file", operation_id="file", response_class=Response)
def file() -> Response:
    return Response(FILE, media_type="image/png")


@app.get("/text", operation_id="text", response_class=PlainTextResponse)
def text() -> str:
    return "é"


document: dict[str, Any] = app.openapi()
