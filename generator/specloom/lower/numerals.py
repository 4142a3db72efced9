"""Numbers that may also come as text: `[integer, string]` with JSON's grammar of a number.

Serialisers that read numbers from text say so at every number. What is meant is a number:
that is its type, and text that came goes back as text.
"""

from __future__ import annotations

from specloom.lower.attributes import ANNOTATIONS, CONSTRAINTS, given
from specloom.lower.implied import number_of
from specloom.model.types import Format, Kind, Scalar, Type
from specloom.openapi.schema import Schema

_NUMBERS = frozenset({"integer", "number"})
_SAYING_LITTLE = ANNOTATIONS | CONSTRAINTS | {"types", "format", "nullable"}


def numeral(core: Schema) -> Scalar | None:
    """The number that a schema of several types means, if one of them is its text."""
    types = frozenset(core.types)
    numbers = types & _NUMBERS
    if (
        not numbers
        or types - numbers != frozenset({"string"})
        or not spells_number(core)
    ):
        return None
    kind = Kind.NUMBER if "number" in numbers else Kind.INTEGER
    return Scalar(kind, Format.NUMERAL)


def numeral_of_members(cores: list[Schema]) -> Scalar | None:
    """The same of a union: a member for the number, and one for its text."""
    if len(cores) != 2 or any(given(core) - _SAYING_LITTLE for core in cores):
        return None
    text = [core for core in cores if core.types == ("string",)]
    number = [core for core in cores if core.types and set(core.types) <= _NUMBERS]
    if len(text) != 1 or len(number) != 1 or not spells_number(text[0]):
        return None
    kind = Kind.NUMBER if "number" in number[0].types else Kind.INTEGER
    return Scalar(kind, Format.NUMERAL)


def spells_number(core: Schema) -> bool:
    """Whether the pattern of a schema is that of a number, and so says nothing of one."""
    return core.pattern is not None and bool(number_of(core.pattern))


def plain_members(types: list[Type]) -> list[Type]:
    """The members of a union, in which a number and its text are two."""
    plain: dict[Type, None] = {}
    for type in types:
        if isinstance(type, Scalar) and type.format is Format.NUMERAL:
            plain[Scalar(type.kind)] = plain[Scalar(Kind.STRING)] = None
        else:
            plain[type] = None
    return list(plain)
