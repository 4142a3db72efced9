"""Lists in pages, in the shapes in which frameworks and well-known APIs give them.

Each has what its document says of a list of seven things, and a server that answers so. The
name of each is that of the operation and of its path.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from wire.small_server import Answer, Asked

THINGS = [{"id": number, "name": f"thing {number}"} for number in range(1, 8)]
IDS = [thing["id"] for thing in THINGS]

Json = dict[str, Any]
Answering = Callable[[Json, str], tuple[Any, dict[str, str]]]
"""From the query and the server's address to the body and the headers."""

INTEGER = {"type": "integer"}
TEXT = {"type": "string"}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_URI = {"type": ["string", "null"], "format": "uri"}
MAYBE_INTEGER = {"type": ["integer", "null"]}
FLAG = {"type": "boolean"}
LIST = {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}


def maybe(**properties: Any) -> Json:
    """An object whose properties may be absent."""
    return {"type": "object", "properties": properties}


def object_of(**properties: Any) -> Json:
    return {**maybe(**properties), "required": list(properties)}


def query(name: str, schema: Json, **more: Any) -> Json:
    return {"name": name, "in": "query", "schema": schema, **more}


def numbered(page: int, size: int, first: int = 1) -> list[Json]:
    """The things of a page."""
    start = (page - first) * size
    return THINGS[start : start + size]


class Shape(NamedTuple):
    """One way to give a list."""

    parameters: list[Json]
    schema: Json
    answer: Answering
    arguments: Json
    """What the call is given."""
    requests: int
    """How many requests all things take."""
    headers: Json = {}
    """The headers of the answer, as documented."""


def _fastapi(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 1)), int(given.get("size", 50))
    pages = math.ceil(len(THINGS) / size)
    body = {"items": numbered(page, size), "total": 7, "page": page, "size": size}
    return {**body, "pages": pages}, {}


def _spotify(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    limit, offset = int(given.get("limit", 20)), int(given.get("offset", 0))
    end = offset + limit
    following = f"{url}/spotify?offset={end}&limit={limit}" if end < 7 else None
    body = {"items": THINGS[offset:end], "limit": limit, "offset": offset, "total": 7}
    return {**body, "next": following, "previous": None}, {}


def _spring(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 0)), int(given.get("size", 20))
    pages, content = math.ceil(7 / size), numbered(page, size, 0)
    body = {"content": content, "totalElements": 7, "totalPages": pages, "size": size}
    last = {"last": page + 1 >= pages, "first": page == 0, "empty": not content}
    return {**body, **last, "number": page, "numberOfElements": len(content)}, {}


def _spring_model(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 0)), int(given.get("size", 20))
    counts = {"size": size, "number": page, "totalElements": 7}
    pages = math.ceil(7 / size)
    return {
        "content": numbered(page, size, 0),
        "page": {**counts, "totalPages": pages},
    }, {}


def _hal(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 0)), int(given.get("size", 20))
    links = {"self": {"href": f"{url}/hal?page={page}"}}
    if (page + 1) * size < 7:
        links["next"] = {"href": f"{url}/hal?page={page + 1}&size={size}"}
    return {"_embedded": {"things": numbered(page, size, 0)}, "_links": links}, {}


def _laravel(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 1)), 3
    meta = {"current_page": page, "last_page": 3, "per_page": size, "total": 7}
    following = f"{url}/laravel?page={page + 1}" if page < 3 else None
    links = {"first": f"{url}/laravel?page=1", "prev": None, "next": following}
    return {"data": numbered(page, size), "links": links, "meta": meta}, {}


def _laravel_plain(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 1)), 3
    following = f"{url}/laravel_plain?page={page + 1}" if page < 3 else None
    body = {"current_page": page, "data": numbered(page, size), "last_page": 3}
    return {**body, "next_page_url": following, "per_page": size, "total": 7}, {}


def _laravel_meta(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page = int(given.get("page", 1))
    meta = {"current_page": page, "last_page": 3, "per_page": 3, "total": 7}
    return {"data": numbered(page, 3), "meta": meta}, {}


def _django_numbers(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page = int(given.get("page", 1))
    following = f"{url}/django_numbers?page={page + 1}" if page < 3 else None
    return {"count": 7, "next": following, "results": numbered(page, 3)}, {}


def _behind_a_proxy(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    return _django_numbers(given, "http://django:8000")


def _django_offsets(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    limit, offset = int(given.get("limit", 3)), int(given.get("offset", 0))
    end = offset + limit
    following = f"{url}/django_offsets?limit={limit}&offset={end}" if end < 7 else None
    return {"count": 7, "next": following, "results": THINGS[offset:end]}, {}


def _django_cursors(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    start = int(given.get("cursor", "c0")[1:])
    end = start + 3
    following = f"{url}/django_cursors?cursor=c{end}" if end < 7 else None
    return {"next": following, "previous": None, "results": THINGS[start:end]}, {}


def _json_api(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page[number]", 1)), int(given.get("page[size]", 3))
    links: Json = {"self": f"{url}/json_api", "next": None}
    if page * size < 7:
        target = f"/json_api?page%5Bnumber%5D={page + 1}&page%5Bsize%5D={size}"
        # JSON:API 1.1, "Links": a string, or an object with `href`.
        links["next"] = target if page % 2 else {"href": target}
    return {"data": numbered(page, size), "links": links}, {}


def _json_api_counts(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page[number]", 1)), int(given.get("page[size]", 3))
    return {
        "data": numbered(page, size),
        "meta": {"total_pages": math.ceil(7 / size)},
    }, {}


def _stripe(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    start = int(given.get("starting_after", 0))
    end = start + int(given.get("limit", 10))
    return {"object": "list", "data": THINGS[start:end], "has_more": end < 7}, {}


def _github(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 1)), int(given.get("per_page", 30))
    links = [f'<{url}/github?page=1&per_page={size}>; rel="first"'] if page > 1 else []
    if page * size < 7:
        links.append(f'<{url}/github?page={page + 1}&per_page={size}>; rel="next"')
    return numbered(page, size), {"Link": ", ".join(links)} if links else {}


def _plain(given: Json, url: str) -> tuple[Any, dict[str, str]]:
    page, size = int(given.get("page", 1)), int(given.get("per_page", 30))
    return numbered(page, size), {}


PAGE_AND_SIZE = [query("page", INTEGER), query("size", INTEGER)]
PAGEABLE = [query("pageable", {"$ref": "#/components/schemas/Pageable"}, required=True)]
GITHUB = [query("page", INTEGER), query("per_page", INTEGER)]
JSON_API = [query("page[number]", INTEGER), query("page[size]", INTEGER)]
LINKS = object_of(first=MAYBE_TEXT, last=MAYBE_TEXT, prev=MAYBE_TEXT, next=MAYBE_TEXT)
META = object_of(
    current_page=INTEGER, last_page=INTEGER, per_page=INTEGER, total=INTEGER
)
HREF = object_of(href=TEXT)
SPRING = object_of(
    totalElements=INTEGER,
    totalPages=INTEGER,
    size=INTEGER,
    content=LIST,
    number=INTEGER,
    sort=object_of(sorted=FLAG),
    pageable=object_of(pageNumber=INTEGER, offset=INTEGER),
    numberOfElements=INTEGER,
    first=FLAG,
    last=FLAG,
    empty=FLAG,
)
SHAPES: dict[str, Shape] = {
    "fastapi": Shape(
        [
            query("page", {"type": "integer", "minimum": 1, "default": 1}),
            query("size", {"type": "integer", "maximum": 100, "default": 50}),
        ],
        object_of(items=LIST, total=INTEGER, page=INTEGER, size=INTEGER, pages=INTEGER),
        _fastapi,
        {"size": 3},
        3,
    ),
    "spotify": Shape(
        [query("limit", INTEGER), query("offset", INTEGER)],
        object_of(
            items=LIST,
            limit=INTEGER,
            offset=INTEGER,
            total=INTEGER,
            next=MAYBE_TEXT,
            previous=MAYBE_TEXT,
        ),
        _spotify,
        {"limit": 3},
        3,
    ),
    "spring": Shape(PAGEABLE, SPRING, _spring, {"pageable": {"page": 0, "size": 3}}, 3),
    "spring_from_the_start": Shape(
        PAGEABLE, SPRING, _spring, {"pageable": {"size": 3}}, 3
    ),
    "spring_model": Shape(
        PAGEABLE,
        object_of(
            content=LIST,
            page=object_of(
                size=INTEGER, number=INTEGER, totalElements=INTEGER, totalPages=INTEGER
            ),
        ),
        _spring_model,
        {"pageable": {"size": 3}},
        3,
    ),
    "hal": Shape(
        PAGE_AND_SIZE,
        object_of(
            _embedded=object_of(things=LIST), _links=object_of(self=HREF, next=HREF)
        ),
        _hal,
        {"size": 3},
        3,
    ),
    "laravel": Shape(
        [query("page", INTEGER)],
        object_of(data=LIST, links=LINKS, meta=META),
        _laravel,
        {},
        3,
    ),
    "laravel_plain": Shape(
        [query("page", INTEGER)],
        object_of(
            current_page=INTEGER,
            data=LIST,
            last_page=INTEGER,
            next_page_url=MAYBE_TEXT,
            per_page=INTEGER,
            total=INTEGER,
        ),
        _laravel_plain,
        {},
        3,
    ),
    "laravel_meta": Shape(
        [query("page", INTEGER)], object_of(data=LIST, meta=META), _laravel_meta, {}, 3
    ),
    "django_numbers": Shape(
        [query("page", INTEGER)],
        object_of(count=INTEGER, next=MAYBE_URI, previous=MAYBE_URI, results=LIST),
        _django_numbers,
        {},
        3,
    ),
    "behind_a_proxy": Shape(
        [query("page", INTEGER)],
        object_of(count=INTEGER, next=MAYBE_URI, previous=MAYBE_URI, results=LIST),
        _behind_a_proxy,
        {},
        3,
    ),
    "django_offsets": Shape(
        [query("limit", INTEGER), query("offset", INTEGER)],
        object_of(count=INTEGER, next=MAYBE_URI, previous=MAYBE_URI, results=LIST),
        _django_offsets,
        {},
        3,
    ),
    "django_cursors": Shape(
        [query("cursor", TEXT)],
        object_of(next=MAYBE_URI, previous=MAYBE_URI, results=LIST),
        _django_cursors,
        {},
        3,
    ),
    "json_api": Shape(
        JSON_API,
        object_of(
            data=LIST, links=object_of(self=TEXT, next={"oneOf": [MAYBE_TEXT, HREF]})
        ),
        _json_api,
        {},
        3,
    ),
    "json_api_counts": Shape(
        JSON_API,
        object_of(data=LIST, meta=object_of(total_pages=INTEGER)),
        _json_api_counts,
        {},
        3,
    ),
    "json_api_object": Shape(
        [
            query(
                "page",
                maybe(number=INTEGER, size=INTEGER),
                style="deepObject",
                explode=True,
            )
        ],
        object_of(data=LIST, meta=object_of(total_pages=INTEGER)),
        _json_api_counts,
        {"page": {"size": 4}},
        2,
    ),
    "stripe": Shape(
        [query("limit", INTEGER), query("starting_after", TEXT)],
        object_of(object=TEXT, data=LIST, has_more=FLAG),
        _stripe,
        {"limit": 3},
        3,
    ),
    "github": Shape(
        GITHUB, LIST, _github, {"per_page": 3}, 3, {"Link": {"schema": TEXT}}
    ),
    "github_without_a_word_of_links": Shape(GITHUB, LIST, _github, {"per_page": 3}, 3),
    "plain": Shape(GITHUB, LIST, _plain, {"per_page": 3}, 4),
    "plain_with_a_maximum": Shape(
        [query("page", INTEGER), query("per_page", {**INTEGER, "maximum": 100})],
        LIST,
        _plain,
        {"per_page": 3},
        3,
    ),
}


def document() -> Json:
    """All shapes in one description."""
    paths: Json = {}
    for name, shape in SHAPES.items():
        content = {"application/json": {"schema": shape.schema}}
        response = {"description": "", "content": content, "headers": shape.headers}
        paths[f"/{name}"] = {
            "get": {
                "operationId": name,
                "parameters": shape.parameters,
                "responses": {"200": response},
            }
        }
    pageable = maybe(
        page={**INTEGER, "minimum": 0},
        size=INTEGER,
        sort={"type": "array", "items": TEXT},
    )
    thing = object_of(id=INTEGER, name=TEXT)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pages", "version": "1"},
        "servers": [{"url": "https://pages.example"}],
        "paths": paths,
        "components": {"schemas": {"Thing": thing, "Pageable": pageable}},
    }


def answer(asked: Asked) -> Answer:
    """What the server of all shapes says."""
    shape = SHAPES[asked.path.strip("/")]
    address = f"http://{asked.headers['host']}"
    body, headers = shape.answer(asked.query, address)
    return Answer(body, headers=headers)
