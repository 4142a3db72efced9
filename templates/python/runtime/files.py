"""Files to upload: a path, bytes, an open file, an iterable of bytes, or with a name and type."""

from __future__ import annotations

import os
from _collections_abc import Iterable, Iterator

from .checking import TYPE_CHECKING
from .shapes import is_bytes, is_path, is_tuple

if TYPE_CHECKING:
    from typing import IO, Any, TypeAlias

    FileContent: TypeAlias = os.PathLike[str] | bytes | IO[bytes] | Iterable[bytes]
    FileInput: TypeAlias = (
        FileContent
        | tuple[str, FileContent | str]
        | tuple[str, FileContent | str, str | None]
    )

CHUNK = 64 * 1024


class Upload:
    """Bytes that are read when they are sent, piece by piece.

    `length` is None where it is not known before. `replayable`: it can be read again from
    where it began, so that a failed request may be repeated.
    """

    __slots__ = ("_start", "_used", "length", "replayable", "source")

    def __init__(self, source: FileContent) -> None:
        self.source = source
        self.length: int | None = None
        self.replayable = True
        self._start = 0
        self._used = False
        if is_bytes(source):
            self.length = len(source)
        elif is_path(source):
            self.length = os.stat(source).st_size
        elif hasattr(source, "read"):
            self._measure(source)
        else:
            # A list can be gone through again; a generator cannot.
            self.replayable = not hasattr(source, "__next__")

    def _measure(self, file: Any) -> None:
        try:
            self._start = file.tell()
            self.length = file.seek(0, os.SEEK_END) - self._start
            file.seek(self._start)
        except (AttributeError, OSError, ValueError):
            self.length = None
            self.replayable = False

    def __iter__(self) -> Iterator[bytes]:
        source: Any = self.source
        if self._used and hasattr(source, "seek"):
            source.seek(self._start)
        self._used = True
        if is_bytes(source):
            yield bytes(source)
        elif is_path(source):
            with open(source, "rb") as file:
                yield from _read(file)
        elif hasattr(source, "read"):
            yield from _read(source)
        else:
            for chunk in source:
                yield _as_bytes(chunk)

    @property
    def repeatable(self) -> bool:
        """Whether it may be sent now: never sent yet, or it can be read again."""
        return self.replayable or not self._used


def _read(file: Any) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield _as_bytes(chunk)


def _as_bytes(chunk: Any) -> bytes:
    if isinstance(chunk, str):
        raise TypeError("expected a file opened in binary mode ('rb'), got text")
    return bytes(chunk)


def is_file(value: Any) -> bool:
    """Whether `value` is the content of a file, or a tuple that names one."""
    if is_bytes(value) or is_path(value):
        return True
    if is_tuple(value):
        if len(value) not in (2, 3) or not isinstance(value[0], str):
            return False
        # Two strings are two values, unless a media type follows them.
        return is_file(value[1]) or (len(value) == 3 and isinstance(value[1], str))
    return hasattr(value, "read") or hasattr(value, "__next__")


class File:
    """A file with its name and media type, as far as they are known."""

    __slots__ = ("content", "media_type", "name")

    def __init__(self, name: str, content: FileContent, media_type: str) -> None:
        self.name = name
        self.content = content
        self.media_type = media_type


def file_of(value: Any, media_type: str = "") -> File:
    """The file that an argument means. Without a type, the name's ending tells it."""
    name = ""
    if is_tuple(value):
        name, content = str(value[0]), value[1]
        media_type = (value[2] if len(value) > 2 else None) or media_type
        if isinstance(content, str):
            content = content.encode()
    else:
        content = value
        path = os.fspath(value) if is_path(value) else getattr(value, "name", None)
        name = os.path.basename(path) if isinstance(path, str) else "upload"
    return File(name, content, media_type or _guess(name))


def _guess(name: str) -> str:
    import mimetypes

    return mimetypes.guess_type(name)[0] or "application/octet-stream"
