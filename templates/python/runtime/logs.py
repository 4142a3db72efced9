"""Logging of calls, with secrets removed; silent and free until the program uses `logging`."""

from __future__ import annotations

import sys

from .checking import TYPE_CHECKING
from .headers import Headers
from .redaction import REDACTED, is_secret, redact_headers, redact_url

if TYPE_CHECKING:
    import logging

    from .errors import APIError
    from .transport import Request


def logger(name: str) -> logging.Logger | None:
    """The package's logger if it listens to debug messages.

    A program that has not imported `logging` cannot have set it up, so it is not imported
    here.
    """
    module = sys.modules.get("logging")
    if module is None:
        return None
    found: logging.Logger = module.getLogger(name)
    return found if found.isEnabledFor(10) else None


def log_request(log: logging.Logger, request: Request) -> None:
    """Says what is sent."""
    headers = redact_headers(request.headers)
    log.debug("%s %s %s", request.method, redact_url(request.url), headers)


def log_answer(
    log: logging.Logger, request: Request, status: int, headers: Headers, seconds: float
) -> None:
    """Says what came back."""
    log.debug(
        "%s %s: %d in %.3f s %s",
        request.method,
        redact_url(request.url),
        status,
        seconds,
        redact_headers(headers),
    )


def log_error(log: logging.Logger, request: Request, error: APIError) -> None:
    """Says what failed."""
    log.debug("%s %s: %s", request.method, redact_url(request.url), error)


def log_retry(log: logging.Logger, delay: float) -> None:
    """Says that it is tried again."""
    log.debug("sending again in %.3f s", delay)


def redact_library(library: str, core: str) -> None:
    """Takes the secrets out of what an HTTP library, its core and hpack log."""
    from logging import getLogger

    getLogger(library).addFilter(_redact_addresses)
    for part in ("connection", "http11", "http2", "proxy", "socks"):
        getLogger(f"{core}.{part}").addFilter(_redact_fields)
    for part in ("hpack", "table"):
        getLogger(f"hpack.{part}").addFilter(_redact_packed)


def _redact_addresses(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            redact_url(str(a)) if type(a).__name__ == "URL" else a for a in record.args
        )
    return True


def _redact_fields(record: logging.LogRecord) -> bool:
    """In these texts a header stands as `(b'name', b'value')`."""
    import re

    def field(found: re.Match[str]) -> str:
        secret = is_secret(found["name"])
        return f"(b'{found['name']}', {REDACTED})" if secret else found[0]

    if isinstance(record.msg, str) and "(b" in record.msg:
        record.msg = re.sub(_FIELD, field, record.msg)
    return True


_FIELD = r"""\(b'(?P<name>[^']*)', b(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)"""


def _redact_packed(record: logging.LogRecord) -> bool:
    """Names and values are arguments of all kinds here, packed ones too: only numbers stay."""
    if isinstance(record.args, tuple):
        record.args = tuple(a if isinstance(a, int) else REDACTED for a in record.args)
    return True
