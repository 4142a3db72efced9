"""How a client reads bodies: their charset, their JSON, and numbers that are none.

`NaN` and `Infinity` are not JSON (RFC 8259, section 6); some servers send them all the same.
"""

from __future__ import annotations

import sys

from .checking import TYPE_CHECKING
from .media_types import charset_of, text_of
from .shapes import is_array, is_object

if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    Nan: TypeAlias = Literal["refuse", "null", "float"]

NANS = ("refuse", "null", "float")


class Reading:
    """What a client wants of the bodies that come back.

    `nan` says how `NaN`, `Infinity` and `-Infinity` in JSON are taken: refused, as null, or
    as a `float`. `package` is the name under which it warns.
    """

    __slots__ = ("nan", "package")

    def __init__(self, package: str = "", nan: Nan = "refuse") -> None:
        self.package = package
        self.nan: Nan = nan

    def json(self, content: bytes, content_type: str | None = None) -> Any:
        """The JSON value of a body; `NotJsonError` if it is none."""
        from .json import NotJsonError, loads

        text: bytes | str = content
        if content_type is not None and charset_of(content_type) not in _UTF_8:
            text = text_of(content, content_type)
        try:
            return loads(text)
        except NotJsonError:
            if b"NaN" not in content and b"Infinity" not in content:
                raise
        return self._with_nan(text)

    def _with_nan(self, text: bytes | str) -> Any:
        from .json import NotJsonError, loads_with

        match self.nan:
            case "null":
                return loads_with(text, _null)
            case "float":
                return loads_with(text, float)
            case _:
                path, name = _first(loads_with(text, _NoNumber), "$") or ("$", "NaN")
                raise NotJsonError(
                    f"{path} is {name}, which is no number of JSON (the option `nan`"
                    " of the client takes it)"
                )

    def warn(self, text: str) -> None:
        """Says something to the log, if the program has one."""
        module = sys.modules.get("logging")
        if module is not None:
            module.getLogger(self.package).warning("%s", text)


_UTF_8 = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii"})


class _NoNumber:
    """Stands where a number that is none stood."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def _null(name: str) -> None:
    return None


def _first(value: Any, path: str) -> tuple[str, str] | None:
    """Where the first number that is none stands, and what it is."""
    pending: list[tuple[Any, str]] = [(value, path)]
    while pending:
        value, path = pending.pop()
        if isinstance(value, _NoNumber):
            return path, value.name
        if is_object(value):
            pending += reversed([(v, f"{path}.{k}") for k, v in value.items()])
        elif is_array(value):
            pending += reversed([(v, f"{path}[{i}]") for i, v in enumerate(value)])
    return None
