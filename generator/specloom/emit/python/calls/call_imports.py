"""Stage 4, emit: the imports of a file of calls.

The API's own names keep their plain spelling; where one is also the name of a part of the
runtime, or of a class of the file, the other is imported under another name.
"""

from __future__ import annotations

from collections.abc import Set

from specloom.emit.python.printing.code import EMPTY, Code, code, dotted, identifier
from specloom.emit.python.printing.imports import Imports


class CallImports(Imports):
    """Imports of symbols of the runtime, kept apart from the API's.

    `reserved` are the names of the API, `classes` those that the file itself defines, and
    those of its inner groups.
    """

    def __init__(
        self, here: tuple[str, ...], reserved: Set[str], classes: Set[str]
    ) -> None:
        super().__init__(here, reserved)
        self._api = reserved | classes
        self._classes = classes
        self.reduced: dict[str, tuple[Code, ...]] = {}
        """Options of calls some of whose arguments have the name of an option."""
        self.overload = EMPTY
        """How `overload` is imported at run time, if it is used. To checkers it is that of
        `typing`: some know it by where it is from."""

    def own(self, module: str, name: str) -> Code:
        """A symbol of the runtime that the code needs."""
        return self._own(self._needed, module, name)

    def own_checked(self, module: str, name: str) -> Code:
        """A symbol of the runtime that only annotations use."""
        return self._own(self._typing, module, name)

    def use_overload(self) -> None:
        """Makes the file import `overload`."""
        module = dotted(self._relative("_runtime.typed"))
        self.overload = code("from {} import overload", module)
        self.typing("typing", "overload")

    def renamed(self, module: str, name: str, local: str) -> Code:
        """A symbol of another package that only annotations use, under another name."""
        if local in self._api or local in self._classes:
            local = f"_{local}"
        self._typing.setdefault(module, set()).add((name, local))
        return identifier(local)

    def group(self, module: str, name: str) -> Code:
        """The class of an inner group, which the file treats as one of its own."""
        return super().checked(f"resources.{module}", name)

    def checked(self, path: str, name: str) -> Code:
        """A symbol of the API that only annotations use."""
        if name not in self._classes:
            return super().checked(path, name)
        local = _beside_class(name)
        self._typing.setdefault(self._relative(path), set()).add((name, local))
        return identifier(local)

    def shadowed(self, name: Code, members: Set[str]) -> Code:
        """`name` as it can be written in a class of this file that has these members."""
        if name in self._classes:
            return identifier(_beside_class(name))
        return super().shadowed(name, members)

    def _own(
        self, place: dict[str, set[tuple[str, str]]], module: str, name: str
    ) -> Code:
        local = f"_{name}" if name in self._api else name
        relative = self._relative(f"_runtime.{module}")
        place.setdefault(relative, set()).add((name, local))
        return identifier(local)


def _beside_class(name: str) -> str:
    """What a type is called in a file whose class has its name: no name of a call's constant."""
    return f"_{name}Model" if name.isupper() else f"_{name}"
