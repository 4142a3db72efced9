"""Stage 4, emit: a sample value for a type: valid, small, and as the document shows it if it does.

Input: the declarations. Output: JSON values. The document's own examples come first if they
fit what it says (many do not); what no example shows is made from constants, defaults, bounds
and names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from specloom.emit.markdown.decide import decide
from specloom.model.declarations import (
    Access,
    Alias,
    Declaration,
    Enumeration,
    Field,
    Presence,
    Record,
    Union,
)
from specloom.model.doc import NO_CONSTRAINTS, Constraints, Example
from specloom.model.types import (
    Anything,
    Format,
    JsonValue,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Never,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
    kind_of,
)

_TEXTS: Mapping[str, str] = {
    "date-time": "2024-05-31T12:00:00Z",
    "date": "2024-05-31",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "byte": "aGVsbG8=",
    "base64url": "aGVsbG8=",
    "base32": "NBSWY3DP",
    "base16": "68656C6C6F",
    "uri": "https://example.com",
    "url": "https://example.com",
    "email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "decimal": "1.5",
}


LARGEST = 1_000
"""How many values a sample may hold that no document shows: nobody reads more."""


DEEPEST = 50
"""How many declarations deep a sample may lead."""


class NoSample(Exception):
    """A type of which no value can be made: a record that must hold itself, or too much."""


class Samples:
    """Makes samples; those of declarations are made once."""

    def __init__(self, declarations: Mapping[str, Declaration]) -> None:
        self._declarations = declarations
        self._made: dict[str, JsonValue] = {}
        self._making: set[str] = set()
        self._impossible: set[str] = set()

    def of(self, type: Type, name: str = "value") -> JsonValue:
        """A value of `type`; `name` is what text is filled with where nothing else is known."""
        return self._of(type, name, NO_CONSTRAINTS)

    def bounded(self, type: Type, name: str, bounds: Constraints) -> JsonValue:
        """The same, within bounds."""
        return self._of(type, name, bounds)

    def variant(self, union: Union, index: int) -> JsonValue:
        """A value that is told to be of this variant of `union`."""
        type = union.variants[index].type
        base = self.of(type, "text")
        tags = union.variants[index].tags
        tagged = base
        if isinstance(base, dict) and union.tag and tags:
            tagged = {**base, union.tag: tags[0]}
        for candidate in (base, tagged):
            if decide(union.dispatch, candidate) == index:
                return candidate
        record = self._record_of(type)
        if record is not None and isinstance(tagged, dict):
            for field in record.fields:
                if field.wire in tagged:
                    continue
                try:
                    candidate = {**tagged, field.wire: self.field(field)}
                except NoSample:
                    continue
                if decide(union.dispatch, candidate) == index:
                    return candidate
        raise NoSample

    def field(self, field: Field) -> JsonValue:
        """A value of a record's field."""
        shown = self._shown(field.examples, field.type)
        if shown is not None:
            return shown.value
        if field.default is not None and field.default.value is not None:
            if self.fits(field.default.value, field.type):
                return field.default.value
        return self._of(field.type, field.wire, field.constraints)

    def _shown(self, examples: tuple[Example, ...], type: Type) -> Example | None:
        return next((e for e in examples if self.fits(e.value, type)), None)

    def _of(self, type: Type, name: str, bounds: Constraints) -> JsonValue:
        match type:
            case Scalar():
                return _scalar(type, name, bounds)
            case Literal():
                return type.values[0] if type.values else None
            case ListOf():
                return _readable(self._list(type, name, bounds))
            case TupleOf():
                items = [self._of(item, name, NO_CONSTRAINTS) for item in type.items]
                return _readable(items)
            case MapOf():
                return {}
            case Nullable():
                try:
                    return self._of(type.type, name, bounds)
                except NoSample:
                    return None
            case Ref():
                return self._declared(type.id, name)
            case Anything():
                return {}
            case Never():
                raise NoSample
            case _:
                assert_never(type)

    def _list(self, type: ListOf, name: str, bounds: Constraints) -> JsonValue:
        count = max(bounds.min_items or 1, 1)
        if count > LARGEST:
            raise NoSample
        try:
            return [self._of(type.item, name, NO_CONSTRAINTS)] * count
        except NoSample:
            if bounds.min_items:
                raise
            return []

    def _declared(self, id: str, name: str) -> JsonValue:
        if id in self._made:
            return self._made[id]
        if id in self._making or id in self._impossible or len(self._making) > DEEPEST:
            raise NoSample
        self._making.add(id)
        try:
            made = self._made[id] = self._declaration(self._declarations[id], name)
            return made
        except NoSample:
            # What is impossible only because it is being made further out may be possible.
            if not self._making - {id}:
                self._impossible.add(id)
            raise
        finally:
            self._making.discard(id)

    def _declaration(self, declaration: Declaration, name: str) -> JsonValue:
        shown = self._shown(declaration.examples, Ref(declaration.id))
        if shown is not None:
            return shown.value
        match declaration:
            case Record():
                made: JsonValue = {
                    field.wire: self.field(field)
                    for field in declaration.fields
                    if (field.tag or field.presence is Presence.REQUIRED)
                    and field.access is not Access.WRITE
                }
                return _readable(made)
            case Union():
                for index in range(len(declaration.variants)):
                    try:
                        return self.variant(declaration, index)
                    except NoSample:
                        continue
                raise NoSample
            case Enumeration():
                return declaration.members[0].value if declaration.members else name
            case Alias():
                return self._of(declaration.type, name, declaration.constraints)
            case _:
                assert_never(declaration)

    def _record_of(self, type: Type) -> Record | None:
        while isinstance(type, Ref):
            declaration = self._declarations[type.id]
            if isinstance(declaration, Record):
                return declaration
            if not isinstance(declaration, Alias):
                return None
            type = declaration.type
        return None

    # Fitting ---------------------------------------------------------------------------

    def fits(self, value: JsonValue, type: Type) -> bool:
        """Whether `value` is of `type`, with nothing in it that the type does not name."""
        match type:
            case Scalar():
                kind = kind_of(value)
                return kind is type.kind or (
                    type.kind is Kind.NUMBER and kind is Kind.INTEGER
                )
            case Literal():
                return any(
                    value == v and kind_of(value) is kind_of(v) for v in type.values
                )
            case ListOf():
                return isinstance(value, list) and all(
                    self.fits(item, type.item) for item in value
                )
            case TupleOf():
                return isinstance(value, list) and len(value) == len(type.items)
            case MapOf():
                return isinstance(value, dict) and all(
                    self.fits(item, type.value) for item in value.values()
                )
            case Nullable():
                return value is None or self.fits(value, type.type)
            case Ref():
                return self._fits_declaration(value, self._declarations[type.id])
            case Anything():
                return True
            case Never():
                return False
            case _:
                assert_never(type)

    def _fits_declaration(self, value: JsonValue, declaration: Declaration) -> bool:
        match declaration:
            case Record():
                return isinstance(value, dict) and self._fits_record(value, declaration)
            case Union():
                index = decide(declaration.dispatch, value)
                if index is None:
                    return False
                return self.fits(value, declaration.variants[index].type)
            case Enumeration():
                if any(value == member.value for member in declaration.members):
                    return True
                return declaration.open and self.fits(value, declaration.base)
            case Alias():
                return self.fits(value, declaration.type)
            case _:
                assert_never(declaration)

    def _fits_record(self, value: dict[str, JsonValue], record: Record) -> bool:
        fields = {field.wire: field for field in record.fields}
        for name, item in value.items():
            field = fields.get(name)
            if field is None or not self.fits(item, field.type):
                return False
        return all(
            field.wire in value
            for field in record.fields
            if field.presence is Presence.REQUIRED and field.access is not Access.WRITE
        )


def _readable(value: JsonValue) -> JsonValue:
    """`value`; NoSample if it holds too much. Its parts are shared, so it may hold any amount."""
    count = 0
    pending = [value]
    while pending:
        count += 1
        if count > LARGEST:
            raise NoSample
        match pending.pop():
            case list(items):
                pending += items
            case dict(members):
                pending += members.values()
            case _:
                pass
    return value


def _scalar(type: Scalar, name: str, bounds: Constraints) -> JsonValue:
    match type.kind:
        case Kind.STRING:
            return _text(type.format, name, bounds)
        case Kind.INTEGER:
            return int(_number(bounds))
        case Kind.NUMBER:
            return _number(bounds)
        case Kind.BOOLEAN:
            return True
        case Kind.NULL:
            return None
        case Kind.ARRAY:
            return []
        case Kind.OBJECT:
            return {}
        case _:
            assert_never(type.kind)


def _text(format: Format, name: str, bounds: Constraints) -> str:
    text = _TEXTS.get(format.value or bounds.format, name)
    if bounds.max_length is not None:
        text = text[: max(bounds.max_length, 0)]
    if bounds.min_length is not None and len(text) < bounds.min_length <= 10_000:
        text += "x" * (bounds.min_length - len(text))
    return text


def _number(bounds: Constraints) -> int | float:
    if bounds.minimum is not None:
        return bounds.minimum
    if bounds.exclusive_minimum is not None:
        return bounds.exclusive_minimum + (bounds.multiple_of or 1)
    if bounds.maximum is not None:
        return min(1, bounds.maximum)
    if bounds.exclusive_maximum is not None:
        return min(1, bounds.exclusive_maximum - (bounds.multiple_of or 1))
    return bounds.multiple_of or 1
