"""Stage 4, emit: functions that load a decoder when the first answer is there.

Input: types of answers. Output: `Loader`s, one per decoder that a file of calls needs. Importing
a file of calls loads no model; the first answer does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, assert_never

from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.models.decoders import parser_of
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names import spelling
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import (
    Code,
    code,
    dotted,
    identifier,
    join,
    statement,
)
from specloom.model.declarations import Declaration
from specloom.model.operations import Operation
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


class Loader(NamedTuple):
    """One function: what it imports, and the decoder it returns."""

    name: Code
    head: Code
    imports: tuple[Code, ...]
    result: Code


class Loaders:
    """The loaders of one file."""

    def __init__(
        self,
        names: Names,
        declarations: Mapping[str, Declaration],
        traits: Traits,
        imports: CallImports,
    ) -> None:
        self.names = names
        self.declarations = declarations
        self.traits = traits
        self.imports = imports
        self._by_type: dict[Type, Loader] = {}
        self._taken: set[str] = set()

    def of(self, type: Type, operation: Operation, role: str) -> Code | None:
        """The loader of a type's decoder; None where values need none."""
        if not self.traits.is_decoded(type):
            return None
        loader = self._by_type.get(type)
        if loader is None:
            needs: dict[Code, None] = {}
            decoder = self._decoder(type, needs)
            name = identifier(self._name(type, operation, role))
            result = self.imports.own_checked("decoders", "Decoder")
            loader = self._by_type[type] = Loader(
                name,
                statement(code("def {}() -> {}:", name, result)),
                tuple(statement(line, 1) for line in sorted(needs)),
                statement(code("return {}", decoder), 1),
            )
        return loader.name

    def all(self) -> tuple[Loader, ...]:
        """Every loader of the file, in the order of their first use."""
        return tuple(self._by_type.values())

    def _name(self, type: Type, operation: Operation, role: str) -> str:
        if isinstance(type, Ref):
            wanted = f"_{self.names.stems[type.id]}"
        else:
            method = self.names.methods[operation.id].rstrip("_")
            wanted = f"_{method}_{spelling.snake([role], 'reply')}"
        while wanted in self._taken:
            wanted += "_"
        self._taken.add(wanted)
        return wanted

    def _decoder(self, type: Type, needs: dict[Code, None]) -> Code:
        match type:
            case Ref():
                name = self.names.decoder(type.id)
                module = dotted(f"..models.{self.names.module(type.id)}")
                needs[code("from {} import {}", module, name)] = None
                return name
            case ListOf():
                return self._combined("list_of", type.item, needs)
            case MapOf():
                return self._combined("map_of", type.value, needs)
            case Nullable():
                return self._decoder(type.type, needs)
            case TupleOf():
                parts = [self._part(item, needs) for item in type.items]
                if type.rest is not None:
                    parts.append(code("rest={}", self._part(type.rest, needs)))
                made = self._runtime("tuple_of", needs)
                return code("{}({})", made, join(", ", parts))
            case Scalar():
                home, function = parser_of(type.format)
                parser = identifier(function)
                place = dotted(f"..{home}")
                needs[code("from {} import {}", place, parser)] = None
                return parser
            case Literal() | Anything() | Never():
                return self._runtime("untouched", needs)
            case _:
                assert_never(type)

    def _combined(self, name: str, part: Type, needs: dict[Code, None]) -> Code:
        made = self._runtime(name, needs)
        return code("{}({})", made, self._part(part, needs))

    def _part(self, type: Type, needs: dict[Code, None]) -> Code:
        if self.traits.is_decoded(type):
            return self._decoder(type, needs)
        return self._runtime("untouched", needs)

    def _runtime(self, name: str, needs: dict[Code, None]) -> Code:
        made = identifier(name)
        needs[code("from .._runtime.decoders import {}", made)] = None
        return made
