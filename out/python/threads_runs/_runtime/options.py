"""The options of a call, and of a client."""

from __future__ import annotations

from _collections_abc import Callable, Mapping

from .checking import TYPE_CHECKING
from .reading import NANS
from .timeouts import DEFAULT_TIMEOUT, Timeout
from .typed import TypedDict

if TYPE_CHECKING:
    from typing import Any, Literal

    from .errors import APIError
    from .headers import Headers
    from .transport import Request


# Closed (PEP 728): an overload with other arguments takes nothing beside its own. The comments
# are for checkers that do not know the word yet.
class CallOptions(TypedDict, total=False, closed=True):  # type: ignore[call-arg, unused-ignore]
    """What every call takes beside its own arguments."""

    timeout: Timeout | float | None
    """Seconds for each wait, or a `Timeout`; None waits for ever."""
    max_retries: int
    """How often to repeat a call that failed and may be repeated."""
    extra_headers: Mapping[str, str | None]
    """Headers to add; None takes one away."""
    extra_query: Mapping[str, object]
    """Query parameters to add."""
    extra_body: Mapping[str, object]
    """Properties to add to a JSON or form body."""
    idempotency_key: str
    """Names the call, so that the server does it once however often it is sent."""


class ClientOptions(TypedDict, total=False, closed=True):  # type: ignore[call-arg, unused-ignore]
    """What a client takes beside its credentials; it holds for all its calls."""

    extra_headers: Mapping[str, str | None]
    """Headers to add to every request; None takes one away."""
    extra_query: Mapping[str, object]
    """Query parameters to add to every request."""
    extra_body: Mapping[str, object]
    """Properties to add to every JSON or form body."""
    hooks: Hooks | None
    """Functions that are told of requests, answers and errors."""
    max_response_bytes: int
    """How large a body may be that is read whole, unpacked."""
    max_redirects: int
    """How many redirects to follow; 0 follows none."""
    nan: Literal["refuse", "null", "float"]
    """How `NaN` and `Infinity` in answers are taken, which are not JSON."""
    http2: bool
    """Speaks HTTP/2 with servers that do. It needs the package `h2`; the default is HTTP/1.1."""


class Hooks:
    """Functions to call before a request is sent, after an answer, and on an error.

    They are called for each attempt. `before_send` may change the request's headers.
    """

    __slots__ = ("after_response", "before_send", "on_error")

    def __init__(
        self,
        before_send: Callable[[Request], object] | None = None,
        after_response: Callable[[Request, int, Headers], object] | None = None,
        on_error: Callable[[Request, APIError], object] | None = None,
    ) -> None:
        self.before_send = before_send
        self.after_response = after_response
        self.on_error = on_error


LARGEST_RESPONSE = 256 * 1024 * 1024


class Settings:
    """The options of a client. Never changed: `with_options` makes another."""

    __slots__ = (
        "authorization",
        "base_url",
        "body",
        "headers",
        "hooks",
        "idempotency_key",
        "max_redirects",
        "max_response_bytes",
        "max_retries",
        "nan",
        "query",
        "timeout",
    )

    base_url: str
    authorization: str
    """What a request says that has nothing else to say in that header."""
    timeout: Timeout
    max_retries: int
    headers: Mapping[str, str | None]
    query: Mapping[str, object]
    body: Mapping[str, object]
    idempotency_key: str | None
    hooks: Hooks | None
    max_response_bytes: int
    """Of a body that is read whole, unpacked. What is streamed has no limit."""
    max_redirects: int
    nan: Literal["refuse", "null", "float"]

    def __init__(self, base_url: str, authorization: str = "") -> None:
        self.base_url = base_url
        self.authorization = authorization
        self.timeout = DEFAULT_TIMEOUT
        self.max_retries = 2
        self.headers = {}
        self.query = {}
        self.body = {}
        self.idempotency_key = None
        self.hooks = None
        self.max_response_bytes = LARGEST_RESPONSE
        self.max_redirects = 5
        self.nan = "refuse"

    def changed(self, changes: Mapping[str, Any]) -> Settings:
        """The same with these changes. The names are those of the options of a call, too."""
        new = Settings.__new__(Settings)
        for name in Settings.__slots__:
            setattr(new, name, getattr(self, name))
        for name, value in changes.items():
            if name in _MERGED:
                name = _MERGED[name]
                merged: dict[str, object] = {**getattr(self, name), **(value or {})}
                value = merged
            elif name == "timeout":
                value = value if isinstance(value, Timeout) else Timeout(value)
            elif name == "max_retries" and (not isinstance(value, int) or value < 0):
                raise ValueError(
                    f"max_retries: expected a number from 0, got {value!r}"
                )
            elif name == "nan" and value not in NANS:
                raise ValueError(
                    f"nan: expected one of {', '.join(NANS)}; got {value!r}"
                )
            elif name not in Settings.__slots__:
                raise TypeError(f"unexpected argument {name!r}")
            setattr(new, name, value)
        return new


_MERGED = {
    "extra_headers": "headers",
    "extra_query": "query",
    "extra_body": "body",
}
