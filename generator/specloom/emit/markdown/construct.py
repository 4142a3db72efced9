"""Stage 4, emit: a JSON value as the Python expression that makes the model of it.

Input: a value and its type. Output: an `Expression`, and the names that it needs imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from specloom.emit.markdown.decide import decide
from specloom.emit.markdown.expressions import (
    Expression,
    bracket,
    listed,
    mapped,
    plain,
)
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import (
    EMPTY,
    Code,
    code,
    identifier,
    join,
    literal,
    statement,
)
from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
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
)

_PARSERS: Mapping[Format, tuple[str, str, Code]] = {
    Format.DATE_TIME: ("datetime", "datetime", code("datetime.fromisoformat")),
    Format.DATE: ("datetime", "date", code("date.fromisoformat")),
    Format.UUID: ("uuid", "UUID", code("UUID")),
    Format.BYTE: ("base64", "b64decode", code("b64decode")),
    Format.BASE64URL: ("base64", "urlsafe_b64decode", code("urlsafe_b64decode")),
    Format.BASE32: ("base64", "b32decode", code("b32decode")),
    Format.BASE16: ("base64", "b16decode", code("b16decode")),
    Format.DECIMAL: ("decimal", "Decimal", code("Decimal")),
}


@dataclass(slots=True)
class Builder:
    """Builds expressions for one snippet and collects what it has to import."""

    names: Names
    declarations: Mapping[str, Declaration]
    models: set[str] = field(default_factory=set[str])
    """Classes of `<package>.models`."""
    standard: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """(module, name) of the standard library."""

    def expression(self, value: JsonValue, type: Type) -> Expression:
        """`value` as an expression of the type's Python form."""
        match type:
            case Scalar():
                return self._scalar(value, type)
            case Literal() | Anything() | Never():
                return plain(value)
            case Nullable():
                if value is None:
                    return literal(None)
                return self.expression(value, type.type)
            case ListOf():
                return self._list(value, type)
            case MapOf():
                return self._map(value, type)
            case TupleOf():
                if not isinstance(value, list):
                    return plain(value)
                types = [*type.items, *[type.rest or Anything()] * len(value)]
                parts = [self.expression(v, t) for v, t in zip(value, types)]
                items = [(EMPTY, part) for part in parts]
                return bracket(code("("), items, code(",)" if len(items) == 1 else ")"))
            case Ref():
                return self._declared(value, self.declarations[type.id])
            case _:
                assert_never(type)

    def _declared(self, value: JsonValue, declaration: Declaration) -> Expression:
        match declaration:
            case Alias():
                return self.expression(value, declaration.type)
            case Enumeration():
                return plain(value)
            case Union():
                index = decide(declaration.dispatch, value)
                if index is None:
                    return plain(value)
                return self.expression(value, declaration.variants[index].type)
            case Record():
                if not isinstance(value, dict):
                    return plain(value)
                return self._record(value, declaration)
            case _:
                assert_never(declaration)

    def _record(self, value: dict[str, JsonValue], record: Record) -> Expression:
        name = self.names.class_name(record.id)
        self.models.add(name)
        arguments = [
            (
                code("{}=", self.names.attribute(field.id)),
                self.expression(value[field.wire], field.type),
            )
            for field in record.fields
            if field.wire in value
        ]
        return bracket(code("{}(", name), arguments, code(")"))

    def _list(self, value: JsonValue, type: ListOf) -> Expression:
        if not isinstance(value, list):
            return plain(value)
        return listed([self.expression(item, type.item) for item in value])

    def _map(self, value: JsonValue, type: MapOf) -> Expression:
        if not isinstance(value, dict):
            return plain(value)
        return mapped([(k, self.expression(v, type.value)) for k, v in value.items()])

    def _scalar(self, value: JsonValue, type: Scalar) -> Expression:
        parser = _PARSERS.get(type.format)
        if type.kind is not Kind.STRING or parser is None or not isinstance(value, str):
            return plain(value)
        module, name, function = parser
        self.standard.add((module, name))
        return code("{}({})", function, literal(value))

    def imports(self, package: Code) -> list[Code]:
        """The import statements that the expressions need."""
        lines = [
            code("from {} import {}", identifier(module), identifier(name))
            for module, name in sorted(self.standard)
        ]
        if self.models:
            names = join(", ", map(identifier, sorted(self.models)))
            lines.append(code("from {}.models import {}", package, names))
        return list(map(statement, lines))
