"""From an answer to a value: which documented reply it is, and the error it may be."""

from __future__ import annotations

from _collections_abc import Iterator

from .checking import TYPE_CHECKING
from .errors import APIResponseError, APIStatusError, error_text, status_error
from .headers import Headers

if TYPE_CHECKING:
    from typing import Any

    from .call import Call, Reply


def decode_answer(
    call: Call[Any],
    status: int,
    headers: Headers,
    content: bytes,
    about: dict[str, Any],
) -> Any:
    """The value of a success body; None where there is none."""
    if status in (204, 205) or call.method == "HEAD" or not call.returns:
        return None
    content_type = headers.get("content-type")
    reply = pick(call.returns, status, content_type) or call.returns[0]
    if reply.kind == "empty":
        return None
    if reply.kind == "text":
        return text_of(content, content_type)
    if reply.kind == "binary":
        return content
    if content_type is not None and not _is_json(content_type, reply.media_type):
        raise APIResponseError(
            f"expected {reply.media_type}, got {content_type}: {_excerpt(content)}",
            content=content,
            **about,
        )
    from .json import loads

    try:
        value = loads(content)
    except ValueError as error:
        raise APIResponseError(
            f"the body is not JSON: {error}", content=content, **about
        ) from error
    try:
        return reply.decode(value)
    except RecursionError:
        raise APIResponseError(
            "the body is nested too deeply", content=content, **about
        ) from None


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
        from .json import loads

        try:
            body = raw = loads(content)
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
    for fits in (str.__eq__, _matches_range):
        for reply in replies:
            if fits(essence(reply.media_type), kind):
                return reply
    if kind.endswith("json"):
        for reply in replies:
            if reply.kind == "json":
                return reply
    return replies[0]


def _matches_range(documented: str, kind: str) -> bool:
    if documented == "*/*":
        return True
    return documented.endswith("/*") and kind.startswith(documented[:-1])


def essence(content_type: str | None) -> str:
    """The type and subtype of a media type, without parameters."""
    return (content_type or "").partition(";")[0].strip().lower()


def _is_json(content_type: str, documented: str) -> bool:
    kind = essence(content_type)
    return (
        kind in ("application/json", "text/json", essence(documented))
        or kind.endswith("+json")
        or not kind
    )


def text_of(content: bytes, content_type: str | None) -> str:
    """The text of a body, in the charset that its media type names, else UTF-8."""
    for name, value in parameters(content_type):
        if name == "charset":
            try:
                return content.decode(value, "replace")
            except LookupError:
                break
    return content.decode("utf-8", "replace")


def parameters(content_type: str | None) -> Iterator[tuple[str, str]]:
    """The parameters of a media type (RFC 9110, section 5.6.6)."""
    for piece in (content_type or "").split(";")[1:]:
        name, _, value = piece.partition("=")
        yield name.strip().lower(), value.strip().strip('"')


def _excerpt(content: bytes) -> str:
    text = content[:200].decode("utf-8", "replace")
    return repr(text + "…" if len(content) > 200 else text)
