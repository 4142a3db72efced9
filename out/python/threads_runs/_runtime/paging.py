"""Pages: one part of a longer list, from which the rest is asked for.

Iterating over a page goes on through all the pages that follow.
"""

from __future__ import annotations

from _collections_abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Iterator,
    Mapping,
)

from .call import Call
from .checking import TYPE_CHECKING
from .decoding import decode_answer
from .errors import APIResponseError
from .following import Asked, Ends, Following, Paging, Stuck, same
from .model import UNSET
from .parameters import Parameter
from .shapes import is_array, is_object
from .typed import B, Generic, T

if TYPE_CHECKING:
    from typing import Any

    from .async_sender import AsyncSender
    from .raw import AsyncRawResponse, RawResponse

__all__ = (
    "AsyncPage",
    "AsyncPager",
    "Ends",
    "Page",
    "PageCall",
    "Paging",
)


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
        asked: Asked,
        answer: RawResponse[B] | AsyncRawResponse[B],
        content: bytes,
    ) -> None:
        about = answer.about()
        self.response = answer
        self.body = decode_answer(
            call,
            answer.status_code,
            answer.headers,
            content,
            about,
            answer.reading,
        )
        following = Following(
            call.paging,
            call.parameters,
            asked,
            answer.full_url,
            answer.headers,
            content,
            answer.reading,
        )
        self.items = _typed_items(self.body, call.paging.fields)
        before, marks = asked.before, following.marks()
        if before is not None and marks is not None and same(before, marks):
            raise APIResponseError(
                f"{call.paging.argument}: the next page is the same page again",
                **about,
            )
        self._next = following.next()

    @property
    def has_next_page(self) -> bool:
        """Whether another page follows, as far as this one tells."""
        return self._next is not None

    def _following(self) -> Asked | None:
        """The request for the next page; raises if there is no way to ask for it."""
        after = self._next
        if isinstance(after, Stuck):
            raise APIResponseError(after.reason, **self.response.about())
        return after

    def __bool__(self) -> bool:
        """False where iterating gives nothing: no item here, and no page to come."""
        return bool(self.items) or self.has_next_page

    def __repr__(self) -> str:
        more = ", more to come" if self.has_next_page else ""
        return f"<{type(self).__name__} of {len(self.items)} items{more}>"


class Page(_BasePage[T, B]):
    """One page. `for item in page` goes through this page and all that follow."""

    def __init__(
        self,
        call: PageCall[T, B],
        asked: Asked,
        answer: RawResponse[B],
        ask: Callable[[Asked], Page[T, B]],
    ) -> None:
        super().__init__(call, asked, answer, answer.read())
        self._ask = ask

    def next_page(self) -> Page[T, B] | None:
        """Asks for the next page; None after the last one."""
        after = self._following()
        return None if after is None else self._ask(after)

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
        call: PageCall[T, B],
        asked: Asked,
        answer: AsyncRawResponse[B],
        content: bytes,
        ask: Callable[[Asked], Awaitable[AsyncPage[T, B]]],
    ) -> None:
        super().__init__(call, asked, answer, content)
        self._ask = ask

    async def next_page(self) -> AsyncPage[T, B] | None:
        """Asks for the next page; None after the last one."""
        after = self._following()
        return None if after is None else await self._ask(after)

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


def _typed_items(body: Any, fields: tuple[str, ...] | None) -> list[Any]:
    if fields is None:
        return [body]
    for name in fields:
        body = body.get(name) if is_object(body) else getattr(body, name, None)
    return body if is_array(body) else []
