"""Stage 4, emit: questions about the fields of a type, declarations followed.

Input: types and declarations. Output: the fields of a record, attribute paths, and whether a
property occurs in any variant of a type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, assert_never

from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Field,
    Record,
    Union,
)
from specloom.model.operations import ContentKind, Operation
from specloom.model.types import (
    Anything,
    ListOf,
    Literal,
    MapOf,
    Never,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
)

if TYPE_CHECKING:
    from specloom.emit.python.calls.loaders import Loaders


def record_of(type: Type, declarations: Mapping[str, Declaration]) -> Record | None:
    """The record that values of a type are, if they are all of one."""
    match type:
        case Ref():
            declaration = declarations[type.id]
            if isinstance(declaration, Alias):
                return record_of(declaration.type, declarations)
            return declaration if isinstance(declaration, Record) else None
        case Nullable():
            return record_of(type.type, declarations)
        case _:
            return None


def field_path(
    operation: Operation, path: tuple[str, ...], loaders: Loaders
) -> tuple[str, ...]:
    """The attributes that lead to where a path of wire names leads in the success body."""
    declarations, names = loaders.declarations, loaders.names
    contents = [c for r in operation.responses for c in r.contents]
    type = next((c.type for c in contents if c.kind is ContentKind.JSON), None)
    found: list[str] = []
    for wire in path:
        record = None if type is None else record_of(type, declarations)
        field = _field(record, wire)
        if field is None:
            found.append(wire)
            type = None
        else:
            found.append(names.attribute(field.id))
            type = field.type
    return tuple(found)


def _field(record: Record | None, wire: str) -> Field | None:
    for field in record.fields if record is not None else ():
        if field.wire == wire:
            return field
    return None


def mentions(
    type: Type,
    wire: str,
    declarations: Mapping[str, Declaration],
    seen: frozenset[str] = frozenset(),
) -> bool:
    """Whether a value of the type may have a property of this name, by the document."""
    match type:
        case Ref():
            if type.id in seen:
                return False
            seen |= {type.id}
            declaration = declarations[type.id]
            match declaration:
                case Record():
                    return any(field.wire == wire for field in declaration.fields)
                case Union():
                    return any(
                        mentions(variant.type, wire, declarations, seen)
                        for variant in declaration.variants
                    )
                case Alias():
                    return mentions(declaration.type, wire, declarations, seen)
                case Enumeration():
                    return False
                case _:
                    assert_never(declaration)
        case Nullable():
            return mentions(type.type, wire, declarations, seen)
        case MapOf() | Anything():
            return True
        case Scalar() | Literal() | ListOf() | TupleOf() | Never():
            return False
        case _:
            assert_never(type)
