"""Where a document is: a file, or what is no file of this machine."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class Elsewhere(str):
    """A document that is no file here: a URL, or `-`, which is standard input."""

    __slots__ = ()

    @property
    def is_url(self) -> bool:
        """Whether it has to be fetched."""
        return self != STANDARD_INPUT

    @property
    def stem(self) -> str:
        """What it is called, as `Path.stem` says of a file."""
        if not self.is_url:
            return "api"
        try:
            parts = urlsplit(self)
            return Path(unquote(parts.path)).stem or parts.hostname or "api"
        except ValueError:  # brackets around what is no address
            return "api"


STANDARD_INPUT = Elsewhere("-")

Spec = Path | Elsewhere
"""Where a document is."""


def elsewhere(text: str) -> Elsewhere | None:
    """What a text of the command line names, if it is no path."""
    if text == STANDARD_INPUT:
        return STANDARD_INPUT
    if not is_url(text):
        return None
    scheme, colon, rest = text.partition("#")[0].partition(":")
    return Elsewhere(scheme.lower() + colon + rest)


def is_url(text: str) -> bool:
    """Whether a text names something by its URL: no path has two slashes after a colon."""
    return _URL.match(text) is not None
