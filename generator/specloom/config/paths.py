"""Texts that users give as paths, and the names that Python can import a folder by."""

from __future__ import annotations

import errno
import keyword
import os
import re
import unicodedata

_MAY_NOT_BE_THERE = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EBADF))


def why_no_path(text: str) -> str | None:
    """Why nothing can be read or written at `text`, whatever stands there; None: it may be.

    What passes can be asked about by `pathlib` without an exception.
    """
    if not text:
        return "a path may not be empty"
    try:
        os.stat(text)
    except ValueError:
        return f"{shortened(text)!r} holds a character that no path can have"
    except OSError as error:
        if error.errno not in _MAY_NOT_BE_THERE:
            return f"{shortened(text)!r} is no path here: {error.strerror}"
    return None


def shortened(text: str) -> str:
    """The text as a message can hold it."""
    return text if len(text) <= 80 else f"{text[:40]}…{text[-39:]}"


def is_importable(name: str) -> bool:
    """Whether Python finds a folder of this name: it looks for the normal form of what is
    written (NFKC, as the language's reference says of identifiers)."""
    return (
        name.isidentifier()
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )


def import_name(text: str, instead: str = "sdk") -> str:
    """The import name nearest to a text; it begins with `instead` where it could not begin."""
    plain = unicodedata.normalize("NFKC", text)
    name = re.sub(r"\W+", "_", plain).strip("_").lower()
    if not is_importable(name):
        name = f"{instead}_{name}".rstrip("_")
    return name if is_importable(name) else instead
