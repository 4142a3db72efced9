"""`Type`: what a value can be. A closed family; a `match` over it ends in `assert_never`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

JsonScalar: TypeAlias = "str | int | float | bool | None"
JsonValue: TypeAlias = "JsonScalar | list[JsonValue] | dict[str, JsonValue]"


class Kind(Enum):
    """The kinds of JSON values (RFC 8259 section 3); integer is a number without fraction."""

    NULL = "null"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    STRING = "string"
    ARRAY = "array"
    OBJECT = "object"


class Format(Enum):
    """The formats that change the type of a value; every other one is only documentation."""

    NONE = ""
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    BYTE = "byte"
    BASE64URL = "base64url"
    BASE32 = "base32"
    BASE16 = "base16"
    BINARY = "binary"
    DECIMAL = "decimal"
    NUMERAL = "numeral"
    """A number that may also come as the text of it."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, integer, number, boolean or null."""

    kind: Kind
    format: Format = Format.NONE


@dataclass(frozen=True, slots=True)
class Literal:
    """One of a few values, written in place. One value is a constant."""

    values: tuple[JsonScalar, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """An array whose items have one type."""

    item: Type


@dataclass(frozen=True, slots=True)
class TupleOf:
    """An array with a type per position (`prefixItems`) and one for what follows, if allowed."""

    items: tuple[Type, ...]
    rest: Type | None


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object with any keys and values of one type."""

    value: Type


@dataclass(frozen=True, slots=True)
class Nullable:
    """The type or null. Always outermost: never inside another `Nullable`."""

    type: Type


@dataclass(frozen=True, slots=True)
class Ref:
    """A declaration of the API, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value, passed through untouched."""


@dataclass(frozen=True, slots=True)
class Never:
    """No value at all (a schema that is `false`)."""


Type: TypeAlias = (
    Scalar | Literal | ListOf | TupleOf | MapOf | Nullable | Ref | Anything | Never
)


def nullable(type: Type) -> Type:
    """`type` or null, in the normal form: `Nullable` at most once, and outermost."""
    if isinstance(type, (Nullable, Anything)) or type == Scalar(Kind.NULL):
        return type
    if isinstance(type, Never):
        return Scalar(Kind.NULL)
    return Nullable(type)


def kind_of(value: JsonValue) -> Kind:
    """The JSON kind of a value; a number without a fraction is an integer only if it is an `int`."""
    match value:
        case None:
            return Kind.NULL
        case bool():
            return Kind.BOOLEAN
        case int():
            return Kind.INTEGER
        case float():
            return Kind.NUMBER
        case str():
            return Kind.STRING
        case list():
            return Kind.ARRAY
        case dict():
            return Kind.OBJECT
