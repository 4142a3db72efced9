"""What can go wrong in a call.

APIError
├── MissingCredentialsError     nothing was given that the call could prove itself with
├── APIConnectionError          no answer, or only a part of one
│   └── APITimeoutError         … in time
│       └── PollTimeoutError    the work that a call started is not done in time
├── APIResponseError            an answer that cannot be used: too large, not what it says it is
├── APIStatusError              an answer that says no: status 4xx, 5xx
│   ├── BadRequestError         400
│   ├── AuthenticationError     401
│   ├── PermissionDeniedError   403
│   ├── NotFoundError           404
│   ├── ConflictError           409
│   ├── UnprocessableEntityError 422
│   ├── RateLimitError          429
│   └── InternalServerError     500 and above
└── StreamError                 an error that came as an event of a stream

All of them can be pickled; none of them holds a header of the request.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .headers import Headers
from .redaction import redact_url
from .shapes import is_array, is_object

if TYPE_CHECKING:
    from typing import Any


UNANSWERED = (
    "Whether it has taken the request is not known; a call with an idempotency_key is sent "
    "again."
)
"""What to say when a server closes a connection that was kept open, and answers nothing."""


class APIError(Exception):
    """The base of every error of this package's calls."""

    message: str

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class MissingCredentialsError(APIError):
    """The call needs credentials, and the client has none of those it would take."""


class APIConnectionError(APIError):
    """No answer came, or it broke off: DNS, TLS, a refused or reset connection.

    `sent` says whether the server may have seen the request, `final` that sending it again
    would come to the same.
    """

    sent: bool
    final: bool

    def __init__(
        self,
        message: str = "Connection error.",
        *,
        sent: bool = True,
        final: bool = False,
    ) -> None:
        super().__init__(message)
        self.sent = sent
        self.final = final

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


class APITimeoutError(APIConnectionError):
    """The answer did not come in time."""

    def __init__(
        self, message: str = "Request timed out.", *, sent: bool = True
    ) -> None:
        super().__init__(message, sent=sent)


class PollTimeoutError(APITimeoutError):
    """The work that a call started is not done in time. `body` is how it was last seen."""

    body: Any

    def __init__(self, message: str, *, body: Any = None) -> None:
        super().__init__(message)
        self.body = body


class _Answered(APIError):
    """An error that came with an answer."""

    status_code: int
    headers: Headers
    content: bytes
    """The body as it came."""
    method: str
    url: str
    """The address that was asked, secrets removed."""

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        headers: Headers,
        content: bytes = b"",
        method: str = "",
        url: str = "",
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.headers = headers
        self.content = content
        self.method = method
        self.url = redact_url(url)

    @property
    def request_id(self) -> str | None:
        """What the server calls the request, for its support: the header `x-request-id`."""
        return request_id(self.headers)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


class APIResponseError(_Answered):
    """An answer that cannot be used: of another media type, too large, or damaged."""


class APIStatusError(_Answered):
    """An answer with an error status.

    `body` is decoded as the API documents it for this status; else it is the JSON value or
    the text that came.
    """

    body: Any

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        headers: Headers,
        body: Any = None,
        content: bytes = b"",
        method: str = "",
        url: str = "",
    ) -> None:
        super().__init__(
            message,
            status_code=status_code,
            headers=headers,
            content=content,
            method=method,
            url=url,
        )
        self.body = body


class BadRequestError(APIStatusError):
    """400: the server did not understand the request."""


class AuthenticationError(APIStatusError):
    """401: the credentials are missing or wrong."""


class PermissionDeniedError(APIStatusError):
    """403: the credentials are known and do not suffice."""


class NotFoundError(APIStatusError):
    """404: there is no such thing."""


class ConflictError(APIStatusError):
    """409: the request does not fit the state of the thing."""


class UnprocessableEntityError(APIStatusError):
    """422: the request is well formed and its content is not accepted."""


class RateLimitError(APIStatusError):
    """429: too many requests."""


class InternalServerError(APIStatusError):
    """500 and above: the server failed."""


class StreamError(APIError):
    """An error that the API sent as an event of a stream.

    `event` is its name, where it had one; `body` the data that came with it.
    """

    event: str
    body: Any

    def __init__(self, message: str, *, event: str = "", body: Any = None) -> None:
        super().__init__(message)
        self.event = event
        self.body = body

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__))


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error(status: int) -> type[APIStatusError]:
    """The class of error for a status."""
    if status >= 500:
        return InternalServerError
    return _BY_STATUS.get(status, APIStatusError)


def error_text(body: Any) -> str:
    """The sentence for people in an error body, wherever it stands; empty if nowhere."""
    if isinstance(body, str):
        return body if len(body) <= 500 else body[:500] + "…"
    if is_object(body):
        for key in ("message", "error", "detail", "error_description", "title"):
            text = error_text(body.get(key))
            if text:
                return text
    if is_array(body) and body:
        return error_text(body[0])
    return ""


def request_id(headers: Headers) -> str | None:
    """What the server calls the request."""
    return headers.get("x-request-id") or headers.get("request-id")


def _rebuild(
    cls: type[APIError], args: tuple[Any, ...], state: dict[str, Any]
) -> APIError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error
