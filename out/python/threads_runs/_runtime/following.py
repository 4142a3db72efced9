"""What follows a page: how its answer says that the list ends, and what asks for the next.

Nothing here sends anything: `paging.py` does.
"""

from __future__ import annotations

from _collections_abc import Mapping

from .bodies import shallow
from .checking import TYPE_CHECKING
from .model import UNSET
from .page_links import link_to, next_address, query_values
from .shapes import is_array, is_object

if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    from .headers import Headers
    from .parameters import Parameter
    from .reading import Reading

    PagingStyle: TypeAlias = Literal[
        "cursor", "last-item", "offset", "page", "next-url", "link-header"
    ]
    Path: TypeAlias = tuple[str, ...]

_COUNTING = frozenset({"page", "offset"})
_AROUND = frozenset({"first", "prev", "previous", "last"})
_WORDS = {"true": True, "false": False}


class Ends:
    """Where an answer says whether more follows. All are paths of wire names in the body.

    `more` and `last`: whether this page is not, or is, the last one. `next`: what leads to
    the next page, null on the last. `page` of `pages`: the number of this page, and how many
    there are. `size`: how many items a full page has. `total`: how many items the list has.
    """

    __slots__ = (
        "last",
        "more",
        "next",
        "page",
        "pages",
        "size",
        "total",
    )

    def __init__(
        self,
        *,
        more: Path = (),
        last: Path = (),
        next: Path = (),
        page: Path = (),
        pages: Path = (),
        size: Path = (),
        total: Path = (),
    ) -> None:
        self.more = more
        self.last = last
        self.next = next
        self.page = page
        self.pages = pages
        self.size = size
        self.total = total


class Paging:
    """How the next page is asked for, and where things stand in the body.

    Paths are wire names; `items` None: each page gives its body. `argument` is the argument, or with `in_body` the property of the
    body, that takes what leads to the next page; where that is an object, `member` is its
    property. `size` is the argument (or the member) that says how large pages shall be, and
    `largest` what the API gives at most.
    """

    __slots__ = (
        "argument",
        "cursor",
        "ends",
        "fields",
        "first",
        "in_body",
        "items",
        "largest",
        "member",
        "size",
        "style",
    )

    def __init__(
        self,
        style: PagingStyle,
        *,
        items: Path | None = (),
        fields: Path | None = None,
        argument: str = "",
        member: str = "",
        in_body: bool = False,
        cursor: Path = (),
        size: str = "",
        largest: int | None = None,
        first: int = 0,
        ends: Ends | None = None,
    ) -> None:
        self.style: PagingStyle = style
        self.items = items
        self.fields = items if fields is None else fields
        self.argument = argument
        self.member = member
        self.in_body = in_body
        self.cursor = cursor
        self.size = size
        self.largest = largest
        self.first = first
        self.ends = ends or Ends()


class Asked:
    """What a page was asked for with, and what is known of the pages before it.

    `first` is the number of the first page, where its answer said so; `seen` is how many
    items came before this page, where all of them are known.
    """

    __slots__ = (
        "arguments",
        "before",
        "body",
        "first",
        "seen",
        "url",
    )

    def __init__(
        self,
        arguments: Mapping[str, Any],
        body: Any = UNSET,
        url: str = "",
        first: int | None = None,
        seen: int | None = None,
        before: tuple[int, int] | None = None,
    ) -> None:
        self.arguments = arguments
        self.body = body
        self.url = url
        self.first = first
        self.seen = seen
        self.before = before
        """The marks of the page before this one (`marks`)."""


class Stuck:
    """Why the page that follows cannot be asked for. Raised when it is, not before."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


class Following:
    """Reads one answer: its items, and the request for the page after it."""

    __slots__ = (
        "_content",
        "_parameters",
        "_url",
        "asked",
        "headers",
        "items",
        "paging",
        "raw",
    )

    def __init__(
        self,
        paging: Paging,
        parameters: tuple[Parameter, ...],
        asked: Asked,
        url: str,
        headers: Headers,
        content: bytes,
        reading: Reading,
    ) -> None:
        self.paging = paging
        self._parameters = [p for p in parameters if p.location == "query"]
        self._url = url
        self.asked = asked
        self.raw = _raw(content, headers, reading)
        found = at(self.raw, paging.items) if paging.items is not None else [self.raw]
        self.items: list[Any] = found if is_array(found) else []
        self.headers = headers
        self._content = content

    # What the answer says -------------------------------------------------------------

    def ends(self) -> bool | None:
        """Whether the answer says that this page is the last one; None if it does not say."""
        ends, raw = self.paging.ends, self.raw
        more = _truth(at(raw, ends.more)) if ends.more else None
        if more is not None:
            return not more
        last = _truth(at(raw, ends.last)) if ends.last else None
        if last is not None:
            return last
        if ends.next:
            holder = at(raw, ends.next[:-1])
            if is_object(holder) and ends.next[-1] in holder:
                return holder[ends.next[-1]] in (None, "", False)
        return None

    def marks(self) -> tuple[int, int] | None:
        """What tells this page from another one: the whole of it, and its items.

        Items that are plain values may well be those of the page before; None where the
        server says itself where the next page is.
        """
        if self.paging.style not in _COUNTING:
            return None
        whole = hash(self._content)
        if not self.items or not is_object(self.items[0]):
            return whole, whole
        from .json import dumps

        return whole, hash(dumps(self.items))

    # What asks for the next page ------------------------------------------------------

    def next(self) -> Asked | Stuck | None:
        """The request for the next page; None where this one is the last."""
        style = self.paging.style
        if style not in _COUNTING and self.ends():
            return None
        if style == "link-header" or style == "next-url":
            link = self._link()
            if not link:
                return None
            documented = {parameter.wire for parameter in self._parameters}
            try:
                url = next_address(self._url, link, documented)
            except ValueError as error:
                return Stuck(str(error))
            return Asked(self.asked.arguments, self.asked.body, url)
        value = self._value()
        if value is None:
            return None
        if value == self._given():
            if not self.items:
                return None  # nothing here, and nothing else to come
            what = f"{self.paging.argument}: the next page is this page again"
            return Stuck(f"{what} ({value!r})")
        return self._then(value)

    def _link(self) -> str:
        if self.paging.style == "link-header":
            return link_to("next", self.headers.get("link", ""))
        link = at(self.raw, self.paging.cursor)
        if is_object(link):
            link = link.get("href")  # JSON:API 1.1, "Links": an object, too
        return link if isinstance(link, str) else ""

    def _given(self) -> Any:
        """What this page was asked for by; None where it was not said."""
        paging, asked = self.paging, self.asked
        value: Any = asked.body if paging.in_body else asked.arguments
        for name in filter(None, (paging.argument, paging.member)):
            if value is None or value is UNSET:
                return None
            value = shallow(value).get(name)
        return None if value is UNSET else value

    def _value(self) -> Any:
        """What asks for the next page; None where there is none."""
        style = self.paging.style
        if style == "cursor":
            value = at(self.raw, self.paging.cursor)
        elif style == "last-item":
            value = at(self.items[-1], self.paging.cursor) if self.items else None
        else:
            value = self._count_on()
        return None if value == "" else value

    def _then(self, value: Any) -> Asked:
        paging, asked = self.paging, self.asked
        outer = _properties(asked.body if paging.in_body else asked.arguments)
        new: Any = value
        if paging.member:
            new = {**_properties(outer.get(paging.argument)), paging.member: value}
        sent = {**outer, paging.argument: new}
        first, seen = asked.first, asked.seen
        given = number(self._given())
        if given is None or given == paging.first:
            seen = 0
            first = self._learned() if given is None else first
        if seen is not None:
            seen += len(self.items)
        marks = self.marks()
        if paging.in_body:
            return Asked(asked.arguments, sent, "", first, seen, marks)
        return Asked(sent, asked.body, "", first, seen, marks)

    # Counting -------------------------------------------------------------------------

    def _learned(self) -> int | None:
        """The number of the first page, as the answer to a call that names none says."""
        ends = self.paging.ends
        own = number(at(self.raw, ends.page)) if ends.page else None
        return own if own in (0, 1) else None

    def _count_on(self) -> int | None:
        paging, count = self.paging, len(self.items)
        given = number(self._given())
        first = self.asked.first
        if given is None:
            first = self._learned()
        if first is None:
            first = paging.first
        here = first if given is None else given
        ended = self.ends()
        if ended is None:
            ended = self._ends_by_links()
        if ended is None and paging.style == "page":
            pages = (
                number(at(self.raw, paging.ends.pages)) if paging.ends.pages else None
            )
            if pages is not None and (pages > 0 or not count):
                ended = here - first + 1 >= pages
        if ended is None:
            ended = not count or self._ends_by_count(here - first, given, count)
        if ended:
            return None
        carried = self._carried()
        if carried is not None:
            return carried
        if paging.style == "page":
            return here + 1
        step = count or self._full() or 0
        return here + step if step else None

    def _carried(self) -> int | None:
        """The number that the address of the next page carries, where it is given."""
        paging = self.paging
        link = at(self.raw, paging.ends.next) if paging.ends.next else None
        if not isinstance(link, str) or "?" not in link or paging.in_body:
            return None
        values = query_values(link)
        for parameter in self._parameters:
            if parameter.argument == paging.argument:
                wire, member = parameter.wire, paging.member
                names = (member, f"{wire}[{member}]") if member else (wire,)
                for name in names:
                    if name in values:
                        return number(values[name][-1])
        return None

    def _ends_by_links(self) -> bool | None:
        """What a `Link` header says (RFC 8288), documented or not."""
        header = self.headers.get("link", "")
        if not header:
            return None
        if link_to("next", header):
            return False
        return True if any(link_to(word, header) for word in _AROUND) else None

    def _ends_by_count(self, before: int, given: int | None, count: int) -> bool:
        """Whether the items so far are all, or this page is not full."""
        paging = self.paging
        total = number(at(self.raw, paging.ends.total)) if paging.ends.total else None
        full = self._full()
        if total is not None and total > 0:
            seen: int | None = before
            if paging.style == "page":
                seen = self.asked.seen
                if given is None or before == 0:
                    seen = 0
                elif seen is None and full is not None:
                    seen = before * full
            if seen is not None:
                return seen + count >= total
        return full is not None and count < full

    def _full(self) -> int | None:
        """How many items a full page has; None where that is not certain.

        A server may give fewer than the caller asks for: only what it says itself counts,
        or what does not exceed the documented maximum.
        """
        paging = self.paging
        own = number(at(self.raw, paging.ends.size)) if paging.ends.size else None
        if own is not None and own > 0:
            return own
        if not paging.size or paging.largest is None:
            return None
        values: Any = self.asked.arguments
        if paging.member:
            values = _properties(values.get(paging.argument))
        wanted = number(values.get(paging.size))
        return wanted if wanted is not None and wanted <= paging.largest else None


def _properties(value: Any) -> Mapping[str, Any]:
    """The properties of what a caller may have left out."""
    nothing: Mapping[str, Any] = {}
    return nothing if value is None or value is UNSET else shallow(value)


def _raw(content: bytes, headers: Headers, reading: Reading) -> Any:
    return reading.json(content, headers.get("content-type")) if content else None


def same(before: tuple[int, int], marks: tuple[int, int]) -> bool:
    """Whether two pages are one: all of them is the same, or their items are."""
    return before[0] == marks[0] or before[1] == marks[1]


def at(value: Any, path: Path) -> Any:
    """What stands at a path of wire names; None where there is nothing."""
    for key in path:
        if not is_object(value):
            return None
        value = value.get(key)
    return value


def number(value: Any) -> int | None:
    """A count, which some servers send as text; None for anything else."""
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdecimal() else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _truth(value: Any) -> bool | None:
    """A flag, which some servers send as 0, 1 or text; None for anything else."""
    if isinstance(value, str):
        return _WORDS.get(value.lower())
    return bool(value) if isinstance(value, int) and value in (0, 1) else None
