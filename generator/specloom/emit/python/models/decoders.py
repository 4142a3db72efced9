"""Stage 4, emit: the expressions that decode a type, in one file.

Input: a type. Output: `Code` of something that can be called with a JSON value, or None where
the value passes through as it is. Decoders of other pages are loaded when they are first called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import (
    Code,
    code,
    identifier,
    join,
    statement,
    string,
)
from specloom.emit.python.printing.imports import Imports
from specloom.model.declarations import Declaration
from specloom.model.types import (
    Anything,
    Format,
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


def parser_of(format: Format) -> tuple[str, str]:
    """The module of the runtime, and in it the function that decodes a format."""
    module = _MODULES.get(format, "formats")
    return f"_runtime.{module}", f"decode_{format.value.replace('-', '_')}"


_MODULES: Mapping[Format, str] = {
    Format.NUMERAL: "numerals",
    Format.BASE64URL: "encodings",
    Format.BASE32: "encodings",
    Format.BASE16: "encodings",
}
"""Where the decoders are that few documents need."""


class Decoders:
    """Decoders as one page of models names them."""

    def __init__(
        self,
        owner: str,
        names: Names,
        declarations: Mapping[str, Declaration],
        traits: Traits,
        imports: Imports,
    ) -> None:
        self._owner = owner
        self._names = names
        self._declarations = declarations
        self.traits = traits
        self._imports = imports
        self._late: dict[str, str] = {}
        self._constants: dict[Code, Code] = {}

    def of(self, type: Type) -> Code | None:
        """The decoder of a type; None if its values pass through."""
        if not self.traits.is_decoded(type):
            return None
        match type:
            case Scalar():
                return self._imports.runtime(*parser_of(type.format))
            case ListOf():
                return code(
                    "{}({})", self._combinator("list_of"), self._part(type.item)
                )
            case MapOf():
                return code(
                    "{}({})", self._combinator("map_of"), self._part(type.value)
                )
            case TupleOf():
                return self._placed(type)
            case Nullable():
                return self.of(type.type)
            case Ref():
                return self.declared(type.id)
            case Literal() | Anything() | Never():
                return None
            case _:
                assert_never(type)

    def _certain(self, type: Type) -> Code:
        decoder = self.of(type)
        assert decoder is not None
        return decoder

    def _placed(self, type: TupleOf) -> Code:
        parts = [self._part(item) for item in type.items]
        if type.rest is not None:
            parts.append(code("rest={}", self._part(type.rest)))
        return code("{}({})", self._combinator("tuple_of"), join(", ", parts))

    def _part(self, type: Type) -> Code:
        return self.of(type) or self._combinator("untouched")

    def _combinator(self, name: str) -> Code:
        return self._imports.runtime("_runtime.decoders", name)

    def _wiring(self, name: str) -> Code:
        return self._imports.runtime("_runtime.wiring", name)

    def declared(self, id: str) -> Code:
        """The decoder of a declaration, here or on another page."""
        name = self._names.decoder(id)
        if self._declarations[id].owner != self._owner:
            self._late[str(name)] = str(self._names.module(id))
        return name

    def of_items(self, type: Type) -> Code | None:
        """The decoder of a list's items; None for any other type, and what is left as it is."""
        type = _bare(type)
        if not isinstance(type, ListOf) or not self.traits.is_decoded(type):
            return None
        if isinstance(_bare(type.item), (ListOf, MapOf, TupleOf)):
            return None
        return self.of(type.item)

    def applied(self, type: Type, value: Code, label: Code) -> Code:
        """The expression of `value` decoded. `label` names a decoder that has to be made."""
        if isinstance(type, Nullable):
            type = type.type
        if not self.traits.is_decoded(type):
            return value
        if isinstance(type, (ListOf, MapOf)):
            inner = type.item if isinstance(type, ListOf) else type.value
            if not isinstance(_bare(inner), (ListOf, MapOf, TupleOf)):
                each = self._wiring(
                    "each" if isinstance(type, ListOf) else "each_value"
                )
                return code("{}({}, {})", each, self._certain(inner), value)
        return code("{}({})", self.named(type, label), value)

    def named(self, type: Type, label: Code) -> Code:
        """The decoder of a type that has one, as a name: `label` where it has to be made."""
        decoder = self._certain(type)
        if isinstance(_bare(type), (ListOf, MapOf, TupleOf)):
            return self._constants.setdefault(decoder, label)
        return decoder

    def late(self) -> tuple[Code, ...]:
        """The statements that stand for decoders of other pages."""
        if not self._late:
            return ()
        late = self._wiring("late")
        return tuple(
            statement(
                code(
                    "{} = {}(globals(), {}, {})",
                    identifier(name),
                    late,
                    string(module),
                    string(name),
                )
            )
            for name, module in sorted(self._late.items())
        )

    def constants(self) -> tuple[Code, ...]:
        """The decoders that had to be made, to stand below all functions."""
        return tuple(
            statement(code("{} = {}", label, decoder))
            for decoder, label in self._constants.items()
        )


def _bare(type: Type) -> Type:
    return type.type if isinstance(type, Nullable) else type
