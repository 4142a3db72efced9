"""Stage 4, emit: types as values, on the right of `X: TypeAlias =`.

Such a line runs when its page is imported, so a name that another page defines is quoted: no
model loads another because an alias mentions it. Otherwise like `annotations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specloom.emit.python.models.annotations import Annotator, union
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import Code, code, join, string
from specloom.emit.python.printing.imports import Imports
from specloom.model.declarations import Declaration
from specloom.model.types import Type


class AliasAnnotator(Annotator):
    """Spells types for aliases. `defined` are the ids of what the page has defined so far."""

    def __init__(
        self,
        names: Names,
        declarations: Mapping[str, Declaration],
        traits: Traits,
        imports: Imports,
        defined: set[str],
    ) -> None:
        super().__init__(names, declarations, traits, imports)
        self._defined = defined

    def alternatives(self, type: Type) -> list[Code]:
        """What a received value may be, to be joined by `either`."""
        return self._output(type)

    def input_alternatives(self, type: Type) -> list[Code]:
        """What a given value may be, to be joined by `either`."""
        return self._input(type)

    def either(self, parts: Iterable[Code]) -> Code:
        """`A | B`, or `Union["A", B]` where one of them is quoted."""
        unique = list(dict.fromkeys(parts))
        if len(unique) == 1 or not any(part.startswith(('"', "'")) for part in unique):
            return union(unique)
        name = self.imports.needed("typing", "Union")
        return code("{}[{}]", name, join(", ", unique))

    def output(self, type: Type) -> Code:
        return self.either(self._output(type))

    def input(self, type: Type) -> Code:
        return self.either(self._input(type))

    def reference(self, id: str) -> Code:
        name = self.names.class_name(id)
        if id in self._defined:
            return name
        super().reference(id)
        return string(name)

    def params(self, id: str) -> Code:
        return string(super().params(id))

    def _typing(self, module: str, name: str) -> Code:
        if module == "typing":
            return self.imports.needed(module, name)
        return string(self.imports.typing(module, name))

    def mapping(self, value: Code) -> Code:
        name = self.imports.needed("collections.abc", "Mapping")
        return code("{}[str, {}]", name, value)

    def sequence(self, item: Code) -> Code:
        name = self.imports.needed("collections.abc", "Sequence")
        return code("{}[{}]", name, item)
