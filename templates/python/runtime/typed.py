"""What annotations need at run time, without importing `typing` (8 ms cold).

Type checkers see the real names; at run time each is the least that lets a class statement
and a decorator work.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Generic, Protocol, TypeVar, cast, overload

    from typing_extensions import TypedDict, deprecated

    T = TypeVar("T")
    B = TypeVar("B")
    T_co = TypeVar("T_co", covariant=True)
else:

    class Generic:
        """Stands in for `typing.Generic`: `class Page(Generic[T])`, `Page[int]`."""

        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))

    class Protocol(Generic):
        """Stands in for `typing.Protocol`: a plain base class."""

        __slots__ = ()

    class TypedDict(dict):
        """Stands in for `typing.TypedDict`: a plain dict."""

        def __init_subclass__(cls, total=True, closed=False):
            super().__init_subclass__()

    T = B = T_co = object()

    def overload(function):
        """Stands in for `typing.overload`."""
        return function

    def cast(kind, value):
        """Stands in for `typing.cast`."""
        return value

    def deprecated(message):
        """PEP 702: marks a function as deprecated; calling it gives a DeprecationWarning."""

        def mark(function):
            def wrapper(*args, **kwargs):
                import warnings

                warnings.warn(message, DeprecationWarning, stacklevel=2)
                return function(*args, **kwargs)

            for name in ("__module__", "__name__", "__qualname__", "__doc__"):
                setattr(wrapper, name, getattr(function, name))
            wrapper.__wrapped__ = function
            wrapper.__deprecated__ = message
            return wrapper

        return mark


__all__ = [
    "B",
    "Generic",
    "Protocol",
    "T",
    "T_co",
    "TypedDict",
    "cast",
    "deprecated",
    "overload",
]
