"""Transports that send nothing: they answer with samples, for the tests of programs.

`http_client=FakeTransport()` makes a client that needs no server. What was asked for is in
`requests`; `reply` says what comes next instead of the sample.
"""

from __future__ import annotations

from _collections_abc import AsyncIterator, Iterable

from .checking import TYPE_CHECKING
from .shapes import is_object
from .transport import AsyncResponse, Request, Response

if TYPE_CHECKING:
    from collections.abc import Mapping


class Sample:
    """An answer of one operation. `content` is the body as text.

    `after`: the sample is the answer to a request that has this query parameter, or
    property of its body, with another value than `first`: a later page of a list.
    """

    __slots__ = ("after", "content", "first", "media_type", "method", "path", "status")

    def __init__(
        self,
        method: str,
        path: str,
        status: int,
        media_type: str,
        content: str,
        after: str = "",
        first: str = "",
    ) -> None:
        self.method = method
        self.path = path
        self.status = status
        self.media_type = media_type
        self.content = content
        self.after = after
        self.first = first

    def answers(self, request: Request) -> bool:
        """Whether this is a later page, and `request` asks for one."""
        if not self.after:
            return False
        value = _query_value(request.url, self.after)
        if value is None and isinstance(request.body, bytes):
            value = _body_value(request, self.after)
        return value is not None and value != self.first


class _Answer:
    """What comes back."""

    __slots__ = ("content", "headers", "status")

    def __init__(self, status: int, headers: list[tuple[str, str]], content: bytes):
        self.status = status
        self.headers = headers
        self.content = content


class _Reply:
    """What was planned, and how often it is still to be given.

    `times` None: once, or where it is an error for one call however often it is repeated.
    """

    __slots__ = ("answer", "given", "times")

    def __init__(self, answer: _Answer | Exception, times: int | None) -> None:
        self.answer = answer
        self.times = times
        self.given = 0

    @property
    def is_error(self) -> bool:
        """Whether it is something that a client may try again."""
        return isinstance(self.answer, Exception) or self.answer.status >= 400

    def is_over(self, request: Request) -> bool:
        """Whether `request` is answered by what comes after this."""
        if self.times is not None:
            return self.given >= self.times
        again = self.is_error and request.attempt > 0
        return self.given > 0 and not again


class Fake:
    """What both fake transports share."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self.requests: list[Request] = []
        """What was sent, in order. `request.method`, `request.url`, `request.json()`."""
        self._samples: dict[tuple[str, str], list[Sample]] = {}
        self._replies: dict[tuple[str, str], list[_Reply]] = {}
        for sample in samples:
            key = (sample.method, sample.path)
            self._samples.setdefault(key, []).append(sample)

    def reply(
        self,
        operation: str,
        body: object = b"",
        *,
        status: int = 200,
        media_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        error: Exception | None = None,
        times: int | None = None,
    ) -> None:
        """What the next call of `operation` (`"POST /threads"`) is answered with.

        `body` is bytes, text, or anything that can be sent as JSON. An `error`, such as
        `APITimeoutError()`, is raised instead. Several replies are given in their order.

        An error is the answer to one call, also if the client sends that again. `times`
        says instead how many requests are answered so: `status=503, times=1` fails once.
        """
        if times is not None and times < 1:
            raise ValueError(f"times: expected a number from 1, got {times!r}")
        method, _, path = operation.partition(" ")
        if (method, path) not in self._samples:
            known = ", ".join([f"{m} {p}" for m, p in self._samples])
            raise ValueError(f"operation: expected one of {known}; got {operation!r}")
        fields = [("content-type", media_type), *(headers or {}).items()]
        answer = error or _Answer(status, fields, _content(body))
        self._replies.setdefault((method, path), []).append(_Reply(answer, times))

    def _answer(self, request: Request) -> _Answer:
        self.requests.append(request)
        key = self._operation(request)
        replies = self._replies.get(key, [])
        while replies and replies[0].is_over(request):
            replies.pop(0)
        if replies:
            replies[0].given += 1
            answer = replies[0].answer
            if isinstance(answer, Exception):
                raise answer
            return answer
        samples = self._samples[key]
        later = [sample for sample in samples if sample.answers(request)]
        samples = later or [sample for sample in samples if not sample.after]
        sample = _accepted(samples, request.headers.get("accept", ""))
        fields = [("content-type", sample.media_type)] if sample.media_type else []
        return _Answer(sample.status, fields, sample.content.encode())

    def _operation(self, request: Request) -> tuple[str, str]:
        """The operation whose path the address ends with; the longest, then the plainest."""
        path, _, query = request.url.partition("?")
        found: list[tuple[int, int, tuple[str, str]]] = []
        for method, template in self._samples:
            pattern, _, fixed = template.partition("#")[0].partition("?")
            if method == request.method and (not fixed or fixed in query):
                literal = _matched(pattern.split("/")[1:], path.split("/")[3:])
                if literal is not None:
                    length = pattern.count("/")
                    rank = literal + (1 if fixed else 0)
                    found.append((length, rank, (method, template)))
        if not found:
            raise LookupError(f"no operation is {request.method} {path}")
        return max(found)[2]


def _matched(template: list[str], path: list[str]) -> int | None:
    """How many segments are the same; None if the path does not end this way."""
    if len(path) < len(template):
        return None
    same = 0
    for wanted, given in zip(reversed(template), reversed(path)):
        if wanted == given:
            same += 1
        elif "{" not in wanted or not given:
            return None
    return same


def _accepted(samples: list[Sample], accept: str) -> Sample:
    for wanted in accept.split(","):
        for sample in samples:
            if sample.media_type == wanted.strip():
                return sample
    return samples[0]


def _query_value(url: str, name: str) -> str | None:
    from urllib.parse import parse_qs

    query = url.partition("#")[0].partition("?")[2]
    values = parse_qs(query, keep_blank_values=True).get(name)
    return values[-1] if values else None


def _body_value(request: Request, name: str) -> str | None:
    try:
        body = request.json()
    except ValueError:
        return None
    value = body.get(name) if is_object(body) else None
    return None if value is None else str(value)


def _content(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    from .json import dumps

    return dumps(body)


class FakeTransport(Fake):
    """Answers the calls of a synchronous client."""

    def send(self, request: Request) -> Response:
        """The answer to `request`."""
        answer = self._answer(request)
        return Response(answer.status, answer.headers, iter([answer.content]))

    def close(self) -> None:
        """There is nothing to close."""


class AsyncFakeTransport(Fake):
    """Answers the calls of an asynchronous client."""

    async def send(self, request: Request) -> AsyncResponse:
        """The answer to `request`."""
        answer = self._answer(request)
        return AsyncResponse(answer.status, answer.headers, _once(answer.content))

    async def close(self) -> None:
        """There is nothing to close."""


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
