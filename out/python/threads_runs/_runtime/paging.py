"""Pages: one part of a longer list, from which the rest is asked for.

Iterating over a page goes on through all the pages that follow.
"""

from __future__ import annotations

from _collections_abc import AsyncIterator, Generator, Iterator, Mapping

from .call import Call
from .decoding import decode_answer
from .errors import APIResponseError
from .model import UNSET
from .parameters import Parameter
from .shapes import is_array, is_mapping, is_object
from .typed import B, Generic, T
from .urls import join, origin

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    from .async_sender import AsyncSender
    from .raw import AsyncRawResponse, RawResponse
    from .sender import Sender

    PagingStyle: TypeAlias = Literal[
        "cursor", "last-item", "offset", "page", "next-url", "link-header"
    ]


class Paging:
    """How the next page is asked for, and where things stand in the body.

    Paths are wire names. `argument` is the argument, or with `in_body` the property of the
    body, that takes what leads to the next page.
    """

    __slots__ = (
        "argument",
        "cursor",
        "fields",
        "first",
        "in_body",
        "items",
        "more",
        "size",
        "style",
    )

    def __init__(
        self,
        style: PagingStyle,
        *,
        items: tuple[str, ...] = (),
        fields: tuple[str, ...] | None = None,
        argument: str = "",
        in_body: bool = False,
        cursor: tuple[str, ...] = (),
        more: tuple[str, ...] = (),
        size: str = "",
        first: int = 0,
    ) -> None:
        self.style: PagingStyle = style
        self.items = items
        self.fields = items if fields is None else fields
        self.argument = argument
        self.in_body = in_body
        self.cursor = cursor
        self.more = more
        self.size = size
        self.first = first


class PageCall(Call[B], Generic[T, B]):
    """An operation that answers with a page: a body `B` that holds items `T`."""

    paging: Paging

    def __init__(
        self,
        method: str,
        path: str,
        *parameters: Parameter,
        paging: Paging,
        **rest: Any,
    ) -> None:
        super().__init__(method, path, *parameters, **rest)
        self.paging = paging


class _Next:
    """What to send for the next page."""

    __slots__ = ("arguments", "body", "url")

    def __init__(self, arguments: Mapping[str, Any], body: Any, url: str) -> None:
        self.arguments = arguments
        self.body = body
        self.url = url


class _BasePage(Generic[T, B]):
    """A page that is there; what both kinds share."""

    body: B
    """The whole body, as the API documents it."""
    items: list[T]
    """The items of this page."""
    response: RawResponse[B] | AsyncRawResponse[B]

    def __init__(
        self,
        call: PageCall[T, B],
        arguments: Mapping[str, Any],
        body: Any,
        answer: RawResponse[B] | AsyncRawResponse[B],
        content: bytes,
    ) -> None:
        from .json import loads

        about = answer.about()
        self.response = answer
        self.body = decode_answer(
            call, answer.status_code, answer.headers, content, about
        )
        raw = loads(content) if content else None
        raw_items = _at(raw, call.paging.items)
        self.items = _typed_items(self.body, call.paging.fields)
        self._next = self._what_next(call, arguments, body, raw, raw_items, about)

    @property
    def has_next_page(self) -> bool:
        """Whether another page follows."""
        return self._next is not None

    def _what_next(
        self,
        call: PageCall[T, B],
        arguments: Mapping[str, Any],
        body: Any,
        raw: Any,
        raw_items: Any,
        about: dict[str, Any],
    ) -> _Next | None:
        paging = call.paging
        count = len(raw_items) if is_array(raw_items) else 0
        if paging.more and _at(raw, paging.more) is not True:
            return None
        if paging.style == "link-header" or paging.style == "next-url":
            if paging.style == "link-header":
                link = _next_link(self.response.headers.get("link", ""))
            else:
                link = _at(raw, paging.cursor)
            if not isinstance(link, str) or not link:
                return None
            return _Next(arguments, body, _same_host(self.response, link, about))
        sent = body if paging.in_body else arguments
        given = sent.get(paging.argument) if is_mapping(sent) else None
        value: Any
        if paging.style == "cursor":
            value = _at(raw, paging.cursor)
        elif paging.style == "last-item":
            value = _at(raw_items[-1], paging.cursor) if count else None
        else:
            value = self._count_on(paging, arguments, given, count)
        if value is None or value == "":
            return None
        if value == given:
            raise APIResponseError(
                f"{paging.argument}: the next page is this page again ({value!r})",
                **about,
            )
        if paging.in_body:
            return _Next(arguments, {**(body or {}), paging.argument: value}, "")
        return _Next({**arguments, paging.argument: value}, body, "")

    def _count_on(
        self, paging: Paging, arguments: Mapping[str, Any], given: Any, count: int
    ) -> int | None:
        if not count:
            return None
        size = arguments.get(paging.size) if paging.size else None
        if not paging.more and isinstance(size, int) and count < size:
            return None  # a page that is not full is the last one
        here = given if isinstance(given, int) else paging.first
        return here + (count if paging.style == "offset" else 1)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        more = ", more to come" if self.has_next_page else ""
        return f"<{type(self).__name__} of {len(self.items)} items{more}>"


class Page(_BasePage[T, B]):
    """One page. `for item in page` goes through this page and all that follow."""

    def __init__(
        self,
        sender: Sender,
        call: PageCall[T, B],
        arguments: Mapping[str, Any],
        body: Any,
        options: Mapping[str, Any] | None,
        answer: RawResponse[B],
    ) -> None:
        super().__init__(call, arguments, body, answer, answer.read())
        self._sender = sender
        self._call = call
        self._options = options

    def next_page(self) -> Page[T, B] | None:
        """Asks for the next page; None after the last one."""
        after = self._next
        if after is None:
            return None
        return self._sender.page(
            self._call, after.arguments, after.body, self._options, after.url
        )

    def pages(self) -> Iterator[Page[T, B]]:
        """This page and all that follow."""
        page: Page[T, B] | None = self
        while page is not None:
            yield page
            page = page.next_page()

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page.items


class AsyncPage(_BasePage[T, B]):
    """One page. `async for item in page` goes through this page and all that follow."""

    def __init__(
        self,
        sender: AsyncSender,
        call: PageCall[T, B],
        arguments: Mapping[str, Any],
        body: Any,
        options: Mapping[str, Any] | None,
        answer: AsyncRawResponse[B],
        content: bytes,
    ) -> None:
        super().__init__(call, arguments, body, answer, content)
        self._sender = sender
        self._call = call
        self._options = options

    async def next_page(self) -> AsyncPage[T, B] | None:
        """Asks for the next page; None after the last one."""
        after = self._next
        if after is None:
            return None
        return await self._sender.page(
            self._call, after.arguments, after.body, self._options, after.url
        )

    async def pages(self) -> AsyncIterator[AsyncPage[T, B]]:
        """This page and all that follow."""
        page: AsyncPage[T, B] | None = self
        while page is not None:
            yield page
            page = await page.next_page()

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page.items:
                yield item


class AsyncPager(Generic[T, B]):
    """A list that is not asked for yet: `await` gives its first page, `async for` all items."""

    def __init__(
        self,
        sender: AsyncSender,
        call: PageCall[T, B],
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self._sender = sender
        self._call = call
        self._arguments = arguments
        self._body = body
        self._options = options

    def __await__(self) -> Generator[Any, Any, AsyncPage[T, B]]:
        return self._first().__await__()

    async def _first(self) -> AsyncPage[T, B]:
        return await self._sender.page(
            self._call, self._arguments, self._body, self._options
        )

    async def __aiter__(self) -> AsyncIterator[T]:
        async for item in await self._first():
            yield item

    async def pages(self) -> AsyncIterator[AsyncPage[T, B]]:
        """All pages, from the first one."""
        async for page in (await self._first()).pages():
            yield page


def _at(value: Any, path: tuple[str, ...]) -> Any:
    """What stands at a path of wire names; None where there is nothing."""
    for key in path:
        if not is_object(value):
            return None
        value = value.get(key)
    return value


def _typed_items(body: Any, fields: tuple[str, ...]) -> list[Any]:
    for name in fields:
        body = body.get(name) if is_object(body) else getattr(body, name, None)
    return body if is_array(body) else []


def _next_link(header: str) -> str:
    """The target of the link with `rel="next"` (RFC 8288, section 3)."""
    for part in header.split("<")[1:]:
        target, _, rest = part.partition(">")
        for attribute in rest.split(";"):
            name, _, value = attribute.partition("=")
            words = value.strip().rstrip(",").strip().strip('"').lower().split()
            if name.strip().lower() == "rel" and "next" in words:
                return target.strip()
    return ""


def _same_host(
    response: RawResponse[Any] | AsyncRawResponse[Any], link: str, about: dict[str, Any]
) -> str:
    here = response.full_url
    try:
        url = join(here, link)
        elsewhere = origin(url) != origin(here)
    except ValueError as error:
        text = f"the next page is at {link!r}, which is no address"
        raise APIResponseError(text, **about) from error
    if elsewhere:
        raise APIResponseError("the next page is on another host", **about)
    return url
