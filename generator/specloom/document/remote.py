"""References to other hosts: which URL one names, and what whoever fetches it has to offer.

Part of stage 1. Nothing is fetched here, and nothing at all unless the user allows a host
(`fetching.py`).
"""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urljoin, urlsplit, urlunsplit

from specloom.source import is_remote


class RemoteError(Exception):
    """Why a file cannot be had, in words."""


class ChangedError(RemoteError):
    """What was fetched is not what the lock says."""


class NotAllowedError(RemoteError):
    """Nobody has allowed to speak to the host that is the text of this error."""


class Remote(Protocol):
    """Gets files from other hosts."""

    def allows(self, url: str) -> bool:
        """Whether `url` is on a host that the user has named."""
        ...

    def start(self, url: str) -> bytes:
        """The bytes of the document at `url`; NotAllowedError and RemoteError say why not."""
        ...

    def fetch(self, url: str) -> bytes:
        """The bytes at `url`, which `allows`; RemoteError says why not."""
        ...


def remote_url(uri: str, base: str) -> str | None:
    """The URL that the reference `uri` in the file `base` names; None: a file here."""
    is_url = uri.startswith("//") or uri[:8].lower().startswith(("http://", "https://"))
    if not is_url and not is_remote(base):
        return None
    try:
        parts = urlsplit(urljoin(base if is_remote(base) else "https:", uri))
    except ValueError:  # brackets around what is no address
        return uri
    return urlunsplit((*parts[:4], ""))
