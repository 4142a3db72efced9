"""Stage 4, emit: `Type` → an annotation, for what is received and for what is accepted.

Input: a type of the model. Output: `Code` on one line, its symbols imported by being used.
Received: `list[RunObject]`. Accepted: `Sequence[RunObject | RunObjectParams]`, so that at every
depth a plain mapping with the wire names will do where a model does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import assert_never

from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import Code, code, join, literal
from specloom.emit.python.printing.imports import NO_MEMBERS, Imports
from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
from specloom.model.types import (
    Anything,
    Format,
    JsonScalar,
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

_FORMATS: Mapping[Format, tuple[str, str]] = {
    Format.DATE_TIME: ("datetime", "datetime"),
    Format.DATE: ("datetime", "date"),
    Format.TIME: ("datetime", "time"),
    Format.DURATION: ("datetime", "timedelta"),
    Format.UUID: ("uuid", "UUID"),
    Format.DECIMAL: ("decimal", "Decimal"),
}


class Annotator:
    """Spells types in one file. `members` are the names of the class that they stand in."""

    def __init__(
        self,
        names: Names,
        declarations: Mapping[str, Declaration],
        traits: Traits,
        imports: Imports,
        members: Set[str] = NO_MEMBERS,
    ) -> None:
        self.names = names
        self.declarations = declarations
        self.traits = traits
        self.imports = imports
        self.members = members

    def within(self, members: Set[str]) -> Annotator:
        """The same, inside a class that has these members."""
        return Annotator(
            self.names, self.declarations, self.traits, self.imports, members
        )

    # Received --------------------------------------------------------------------------

    def output(self, type: Type) -> Code:
        """The annotation of a value that the API sends."""
        return union(self._output(type))

    def _output(self, type: Type) -> list[Code]:
        match type:
            case Scalar():
                return [self._scalar(type)]
            case Literal():
                return self._literal(type)
            case ListOf():
                return [code("{}[{}]", self.builtin("list"), self.output(type.item))]
            case TupleOf():
                parts = [self.output(item) for item in type.items]
                rest = None if type.rest is None else self.output(type.rest)
                return [self._tuple(parts, rest)]
            case MapOf():
                return [
                    code(
                        "{}[{}, {}]",
                        self.builtin("dict"),
                        self.builtin("str"),
                        self.output(type.value),
                    )
                ]
            case Nullable():
                return [*self._output(type.type), code("None")]
            case Ref():
                return self.referenced(type.id)
            case Anything():
                return [self._typing("typing", "Any")]
            case Never():
                return [self._typing("typing", "Never")]
            case _:
                assert_never(type)

    # Accepted --------------------------------------------------------------------------

    def input(self, type: Type) -> Code:
        """The annotation of a value that a caller gives."""
        return union(self._input(type))

    def accepted(self, type: Type) -> list[Code]:
        """The alternatives of a value that a caller gives."""
        return self._input(type)

    def _input(self, type: Type) -> list[Code]:
        match type:
            case Scalar():
                spelled = self._scalar(type)
                text = type.kind is Kind.STRING and type.format in _TEXTUAL
                return [spelled, self.builtin("str")] if text else [spelled]
            case Literal():
                return self._literal(type)
            case ListOf():
                return [self.sequence(self.input(type.item))]
            case TupleOf():
                parts = [self.input(item) for item in type.items]
                rest = None if type.rest is None else self.input(type.rest)
                return [self._tuple(parts, rest)]
            case MapOf():
                return [self.mapping(self.input(type.value))]
            case Nullable():
                return [*self._input(type.type), code("None")]
            case Ref():
                return self._input_reference(type.id)
            case Anything() | Never():
                return self._output(type)
            case _:
                assert_never(type)

    def _input_reference(self, id: str) -> list[Code]:
        declaration = self.declarations[id]
        if not self.traits.has_params(id):
            return self.referenced(id)
        params = self.params(id)
        match declaration:
            case Record() | Union():
                return [self.reference(id), params]
            case Alias() | Enumeration():
                return [params]
            case _:
                assert_never(declaration)

    def mapping(self, value: Code) -> Code:
        """A mapping with any keys."""
        return code(
            "{}[{}, {}]",
            self._typing("collections.abc", "Mapping"),
            self.builtin("str"),
            value,
        )

    def sequence(self, item: Code) -> Code:
        """A list or anything like one."""
        return code("{}[{}]", self._typing("collections.abc", "Sequence"), item)

    def any(self) -> Code:
        """`Any`."""
        return self._typing("typing", "Any")

    # Symbols ---------------------------------------------------------------------------

    def referenced(self, id: str) -> list[Code]:
        """A declaration, and what else may come where it is an open enum class."""
        declaration = self.declarations[id]
        if isinstance(declaration, Enumeration) and declaration.open:
            if self.traits.is_enum_class(declaration):
                return [self.reference(id), *self._output(declaration.base)]
        return [self.reference(id)]

    def reference(self, id: str) -> Code:
        """A declaration's class or alias."""
        name = self.names.class_name(id)
        self.imports.checked(f"models.{self.names.module(id)}", name)
        return self.imports.shadowed(name, self.members)

    def params(self, id: str) -> Code:
        """A declaration's input form."""
        name = self.names.params_name(id)
        self.imports.checked(f"models._params.{self.names.module(id)}", name)
        return self.imports.shadowed(name, self.members)

    def builtin(self, name: str) -> Code:
        """A built-in type."""
        return self.imports.shadowed(_BUILTINS[name], self.members)

    def _typing(self, module: str, name: str) -> Code:
        return self.imports.shadowed(self.imports.typing(module, name), self.members)

    def _tuple(self, parts: Iterable[Code], rest: Code | None) -> Code:
        base = self.builtin("tuple")
        items = list(parts)
        if rest is not None:
            items.append(code("*{}[{}, ...]", base, rest))
        return code("{}[{}]", base, join(", ", items) if items else code("()"))

    def _scalar(self, type: Scalar) -> Code:
        match type.kind:
            case Kind.STRING:
                if type.format in _BYTES:
                    return self.builtin("bytes")
                if type.format in _FORMATS:
                    return self._typing(*_FORMATS[type.format])
                return self.builtin("str")
            case Kind.INTEGER:
                return self.builtin("int")
            case Kind.NUMBER:
                return self.builtin("float")
            case Kind.BOOLEAN:
                return self.builtin("bool")
            case Kind.NULL:
                return code("None")
            case Kind.ARRAY:
                return code("{}[{}]", self.builtin("list"), self.any())
            case Kind.OBJECT:
                return code(
                    "{}[{}, {}]",
                    self.builtin("dict"),
                    self.builtin("str"),
                    self.any(),
                )
            case _:
                assert_never(type.kind)

    def _literal(self, type: Literal) -> list[Code]:
        return self.values(type.values)

    def values(self, values: Iterable[JsonScalar]) -> list[Code]:
        """The alternatives of a type that is one of these values."""
        exact = [v for v in values if v is not None and not isinstance(v, float)]
        spelled: list[Code] = []
        if exact:
            name = self._typing("typing", "Literal")
            spelled.append(code("{}[{}]", name, join(", ", map(literal, exact))))
        if any(isinstance(v, float) for v in values):
            spelled.append(self.builtin("float"))
        if any(v is None for v in values):
            spelled.append(code("None"))
        return spelled or [self._typing("typing", "Never")]


_BYTES = frozenset({Format.BYTE, Format.BASE64URL, Format.BASE32, Format.BASE16})
_TEXTUAL = _BYTES | frozenset(_FORMATS)
_BUILTINS: Mapping[str, Code] = {
    "list": code("list"),
    "dict": code("dict"),
    "tuple": code("tuple"),
    "str": code("str"),
    "int": code("int"),
    "float": code("float"),
    "bool": code("bool"),
    "bytes": code("bytes"),
}


def union(parts: Iterable[Code]) -> Code:
    """`A | B`, each once, `None` last."""
    unique = list(dict.fromkeys(parts))
    if code("None") in unique and unique[-1] != "None":
        unique.remove(code("None"))
        unique.append(code("None"))
    return join(" | ", unique)
