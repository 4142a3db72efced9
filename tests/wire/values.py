"""Values made from the model: for each type one that its schema allows, as plain JSON data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specloom.model.api import Api
from specloom.model.declarations import (
    Access,
    Alias,
    Declaration,
    Enumeration,
    Presence,
    Record,
    Union,
)
from specloom.model.doc import NO_CONSTRAINTS, Constraints, Example
from specloom.model.types import (
    Anything,
    Format,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
)

TEXTS: Mapping[str, str] = {
    "date-time": "2026-08-21T10:30:05Z",
    "date": "2026-08-21",
    "time": "10:30:05Z",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "byte": "aGVsbG8=",
    "base64url": "aGVsbG8=",
    "base32": "NBSWY3DP",
    "base16": "68656C6C6F",
    "email": "somebody@example.org",
    "uri": "https://example.org/a",
    "uri-reference": "/a",
    "url": "https://example.org/a",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "hostname": "example.org",
    "duration": "P1D",
    "decimal": "1.5",
}
DEEPEST = 6


class Values:
    """Makes values of one API. `full`: optional properties too, down to some depth."""

    def __init__(self, api: Api, *, full: bool) -> None:
        self._declarations: Mapping[str, Declaration] = {
            d.id: d for d in api.declarations
        }
        self._full = full

    def of(
        self,
        type: Type,
        constraints: Constraints = NO_CONSTRAINTS,
        examples: tuple[Example, ...] = (),
        depth: int = 0,
    ) -> Any:
        """A value of `type`; an example where only the author can know one (a pattern)."""
        if constraints.pattern and examples:
            return examples[0].value
        match type:
            case Scalar():
                return _scalar(type, constraints)
            case Literal():
                return type.values[0]
            case Nullable():
                return self.of(type.type, constraints, examples, depth)
            case ListOf():
                if depth > DEEPEST and not constraints.min_items:
                    return []
                count = max(constraints.min_items or 0, 1)
                return [self.of(type.item, depth=depth + 1) for _ in range(count)]
            case TupleOf():
                return [self.of(item, depth=depth + 1) for item in type.items]
            case MapOf():
                return {"key": self.of(type.value, depth=depth + 1)}
            case Ref():
                return self._declared(self._declarations[type.id], constraints, depth)
            case Anything():
                return "anything"
            case _:
                raise AssertionError(f"no value of {type}")

    def _declared(
        self, declaration: Declaration, constraints: Constraints, depth: int
    ) -> Any:
        match declaration:
            case Record():
                return self._record(declaration, depth + 1)
            case Union():
                variants = declaration.variants
                if depth > DEEPEST:
                    scalars = [v for v in variants if isinstance(v.type, Scalar)]
                    variants = (*scalars, *variants)
                return self.of(variants[0].type, depth=depth + 1)
            case Enumeration():
                return declaration.members[0].value
            case Alias():
                given = declaration.constraints
                if given == NO_CONSTRAINTS:
                    given = constraints
                return self.of(declaration.type, given, declaration.examples, depth + 1)

    def _record(self, record: Record, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field in record.fields:
            required = field.presence is Presence.REQUIRED
            wanted = required or (self._full and depth <= 2)
            if field.access is not Access.READ and wanted:
                made[field.wire] = self.of(
                    field.type, field.constraints, field.examples, depth
                )
        return made


def _scalar(type: Scalar, constraints: Constraints) -> Any:
    match type.kind:
        case Kind.STRING:
            name = type.format.value or constraints.format
            if type.format is Format.BINARY:
                return b"content"
            text = TEXTS.get(name, "text")
            if constraints.min_length:
                text = text.ljust(constraints.min_length, "x")
            if constraints.max_length is not None and name not in TEXTS:
                text = text[: constraints.max_length]
            return text
        case Kind.INTEGER:
            return int(_number(constraints, 1))
        case Kind.NUMBER:
            return _number(constraints, 0.5)
        case Kind.BOOLEAN:
            return True
        case Kind.NULL:
            return None
        case Kind.ARRAY:
            return []
        case Kind.OBJECT:
            return {}


def _number(constraints: Constraints, step: float) -> float:
    low, high = constraints.minimum, constraints.maximum
    if constraints.exclusive_minimum is not None:
        low = constraints.exclusive_minimum + step
    if constraints.exclusive_maximum is not None:
        high = constraints.exclusive_maximum - step
    value = 1 if low is None else max(low, 1)
    if high is not None and value > high:
        value = high
    if constraints.multiple_of:
        value = -(-value // constraints.multiple_of) * constraints.multiple_of
    return value
