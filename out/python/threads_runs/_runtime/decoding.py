"""From an answer to a value: which documented reply it is, and the error it may be."""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .errors import APIResponseError, APIStatusError, error_text, status_error
from .headers import Headers
from .media_types import charset_of, essence, in_range, is_json, text_of
from .reading import Reading

if TYPE_CHECKING:
    from typing import Any

    from .call import Call, Reply

_LENIENT = Reading(nan="null")
_RAW = "with_raw_response of the client gives the answer as it came"


def decode_answer(
    call: Call[Any],
    status: int,
    headers: Headers,
    content: bytes,
    about: dict[str, Any],
    reading: Reading,
) -> Any:
    """The value of a success body; None where there is none."""
    if status in (204, 205) or call.method == "HEAD" or not call.returns:
        return None
    content_type = headers.get("content-type")
    reply = _fitting(call, status, content_type)
    match reply.kind:
        case "any":
            return _whatever(content, content_type, reading)
        case "empty":
            other = _of_another_status(call, content_type) if content else None
            if other is None:
                return None
            return _json(other, content, content_type, about, reading)
        case "text":
            return _text(reply, content, content_type, about)
        case "binary":
            return content
        case "json":
            return _json(reply, content, content_type, about, reading)


def _fitting(call: Call[Any], status: int, content_type: str | None) -> Reply:
    """The reply that an answer is: of what was asked for, else of all that is documented."""
    asked = pick(call.returns, status, content_type)
    kind = essence(content_type)
    if asked is not None and _is_of(asked, kind):
        return asked
    other = pick(call.offers, status, content_type)
    if other is not None and _is_of(other, kind):
        return other
    return asked or other or call.returns[0]


def _is_of(reply: Reply, kind: str) -> bool:
    """Whether an answer with this media type can be the reply."""
    documented = essence(reply.media_type)
    if not kind or not documented or documented == kind or in_range(documented, kind):
        return True
    return reply.kind == "json" and is_json(kind)


def _of_another_status(call: Call[Any], content_type: str | None) -> Reply | None:
    """What a body means whose status is documented without one: JSON that another has."""
    if not is_json(essence(content_type)):
        return None
    return next((reply for reply in call.returns if reply.kind == "json"), None)


def _json(
    reply: Reply,
    content: bytes,
    content_type: str | None,
    about: dict[str, Any],
    reading: Reading,
) -> Any:
    if not content.strip():
        raise APIResponseError(
            f"the body is empty, and {reply.media_type} is documented for this status",
            content=content,
            **about,
        )
    kind = essence(content_type)
    expected = not kind or is_json(kind) or _is_of(reply, kind)
    try:
        value = reading.json(content, content_type)
    except ValueError as error:
        what = f"the body is not JSON: {error}"
        if not expected:
            excerpt = _excerpt(content)
            what = f"expected {reply.media_type}, got {content_type}: {excerpt}; {_RAW}"
        raise APIResponseError(what, content=content, **about) from error
    if not expected:
        reading.warn(
            f"{about['method']}: expected {reply.media_type}, got {content_type}; the"
            " body is JSON and is read as that"
        )
    try:
        return reply.decode(value)
    except RecursionError:
        raise APIResponseError(
            "the body is nested too deeply", content=content, **about
        ) from None


def _text(
    reply: Reply, content: bytes, content_type: str | None, about: dict[str, Any]
) -> str:
    """Text, where the answer says so or the bytes are; bytes are never made into text."""
    kind = essence(content_type)
    if kind.startswith("text/") or kind == essence(reply.media_type):
        return text_of(content, content_type)
    if charset_of(content_type):
        return text_of(content, content_type)
    try:
        return text_of(content, content_type, "strict")
    except UnicodeDecodeError as error:
        raise APIResponseError(
            f"expected text, got {content_type or 'bytes'}: {_excerpt(content)}; {_RAW}",
            content=content,
            **about,
        ) from error


def _whatever(content: bytes, content_type: str | None, reading: Reading) -> Any:
    """A body of which only its own media type says what it is."""
    if not content:
        return None
    kind = essence(content_type)
    if is_json(kind):
        try:
            return reading.json(content, content_type)
        except ValueError:
            return content
    return text_of(content, content_type) if kind.startswith("text/") else content


def error_of(
    call: Call[Any],
    status: int,
    headers: Headers,
    content: bytes,
    about: dict[str, Any],
    problem: str = "",
) -> APIStatusError:
    """The exception for an answer with an error status, its body decoded.

    `problem`: why the body could not be read.
    """
    content_type = headers.get("content-type")
    body: Any = None
    raw: Any = None
    if content:
        try:
            body = raw = _LENIENT.json(content, content_type)
        except ValueError:
            body = raw = text_of(content, content_type)
        else:
            reply = pick(call.errors, status, content_type)
            if reply is not None and reply.kind == "json":
                try:
                    body = reply.decode(raw)
                except RecursionError:
                    body = raw  # nested too deeply: as it came
    if isinstance(raw, str) and _is_page(raw, content_type):
        title = _title(raw)
        message = f"The API answered with status {status} and a page"
        message += f": {title}" if title else "."
    else:
        message = error_text(raw) or f"The API answered with status {status}."
    if problem:
        message += f" Its body cannot be read: {problem}"
    return status_error(status)(message, body=body, content=content, **about)


def _is_page(text: str, content_type: str | None) -> bool:
    """Whether an error is a page for a browser: proxies answer so."""
    kind = essence(content_type)
    start = text[:200].lstrip().lower()
    return kind.endswith("html") or start.startswith(("<!doctype html", "<html"))


def _title(page: str) -> str:
    """The title of a page of HTML, in one line."""
    from html import unescape

    lower = page.lower()
    start = lower.find(">", lower.find("<title")) + 1
    end = lower.find("</title", start)
    if "<title" not in lower or end < 0:
        return ""
    title = " ".join(unescape(page[start:end]).split())
    return title if len(title) <= 200 else title[:200] + "…"


def pick(
    replies: tuple[Reply, ...], status: int, content_type: str | None
) -> Reply | None:
    """The reply that fits: by status, else its range, else `default`; then by media type."""
    for wanted in (str(status), f"{status // 100}XX", "default"):
        found = [reply for reply in replies if wanted in reply.statuses]
        if found:
            return found[0] if len(found) == 1 else _by_type(found, content_type)
    return None


def _by_type(replies: list[Reply], content_type: str | None) -> Reply:
    kind = essence(content_type)
    for fits in (str.__eq__, in_range):
        for reply in replies:
            if fits(essence(reply.media_type), kind):
                return reply
    if kind.endswith("json"):
        for reply in replies:
            if reply.kind == "json":
                return reply
    return replies[0]


def _excerpt(content: bytes) -> str:
    text = content[:200].decode("utf-8", "replace")
    return repr(text + "…" if len(content) > 200 else text)
