"""Which shape a value has, in a form that type checkers understand."""

from __future__ import annotations

import os
from _collections_abc import Mapping

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """A JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """A JSON array."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Any mapping a caller may give for an object."""
    return isinstance(value, Mapping)


def is_collection(
    value: object,
) -> TypeGuard[list[Any] | tuple[Any, ...] | set[Any] | frozenset[Any]]:
    """Any collection a caller may give for an array."""
    return isinstance(value, (list, tuple, set, frozenset))


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """A tuple."""
    return isinstance(value, tuple)


def is_bytes(value: object) -> TypeGuard[bytes | bytearray]:
    """Bytes in memory."""
    return isinstance(value, (bytes, bytearray, memoryview))


def is_path(value: object) -> TypeGuard[os.PathLike[str]]:
    """The path of a file; a plain string is never one."""
    return isinstance(value, os.PathLike)
