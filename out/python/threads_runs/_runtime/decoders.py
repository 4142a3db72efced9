"""Decoders of lists, maps and the like, put together from those of their parts.

Decoding is lenient: a value of another JSON kind passes through as it came.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    Decoder: TypeAlias = Callable[[Any], Any]


def untouched(value: Any) -> Any:
    """What JSON makes of it."""
    return value


def list_of(decode: Decoder) -> Decoder:
    """An array whose items have one type."""

    def decode_list(value: Any) -> Any:
        return [decode(item) for item in value] if value.__class__ is list else value

    return decode_list


def map_of(decode: Decoder) -> Decoder:
    """An object whose values have one type."""

    def decode_map(value: Any) -> Any:
        if value.__class__ is not dict:
            return value
        return {key: decode(item) for key, item in value.items()}

    return decode_map


def tuple_of(*decoders: Decoder, rest: Decoder = untouched) -> Decoder:
    """An array with a type per position, and one for what follows."""

    def decode_tuple(value: Any) -> Any:
        if value.__class__ is not list:
            return value
        more = len(value) - len(decoders)
        parts = (*decoders, *[rest] * more)
        return tuple([decode(item) for decode, item in zip(parts, value, strict=False)])

    return decode_tuple


def nullable(decode: Decoder) -> Decoder:
    """The type or null."""

    def decode_nullable(value: Any) -> Any:
        return None if value is None else decode(value)

    return decode_nullable
