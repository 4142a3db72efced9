"""What can go wrong on purpose: one `Fault` describes how one request is answered.

A test plans faults on the server, one for each request to come, or sends a single one with its
request as the JSON text of an `X-Fault` header.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Drop(Enum):
    """Where the server breaks the connection off, by a reset."""

    BEFORE_STATUS = "before-status"
    """Nothing is answered at all."""
    IN_BODY = "in-body"
    """The header and the first `keep` bytes of the body arrive."""


@dataclass(frozen=True, slots=True)
class Fault:
    """How one request is answered otherwise than it would be. The fields combine."""

    status: int | None = None
    """Answer with this status, whatever was asked; nothing is changed by the request."""
    body: bytes | None = None
    """The body that goes with `status`; without it the document's own example of the error."""
    content_type: str = "application/json"
    """The media type of `body`."""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Further headers of the answer, such as `Retry-After`."""
    drop: Drop | None = None
    keep: int = 0
    """How many bytes of the body arrive before `IN_BODY` drops the connection."""
    delay: float = 0.0
    """Seconds to wait before the answer begins."""
    chunk: int = 0
    """Send the body of a stream in chunks of this many bytes, wherever that cuts it."""
    drip: float = 0.0
    """Seconds to wait between the chunks of a stream."""
    newline: str = "\n"
    """How lines of a stream end."""
    insert: tuple[tuple[str, str], ...] = ()
    """Further events, (name, data), put into a stream before its second one."""
    comments: bool = False
    """Put comments, `id`, `retry` and unknown fields between the events of a stream."""
    end: int | None = None
    """End a stream properly after this many events, without `[DONE]`."""

    @staticmethod
    def from_header(fields: Mapping[str, Any]) -> Fault:
        """The fault that the JSON of an `X-Fault` header describes."""
        values = dict(fields)
        if "drop" in values:
            values["drop"] = Drop(values["drop"])
        if "body" in values:
            values["body"] = values["body"].encode()
        if "insert" in values:
            values["insert"] = tuple((name, data) for name, data in values["insert"])
        return Fault(**values)
