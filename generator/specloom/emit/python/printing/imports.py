"""Stage 4, emit: what a file imports, collected by using it.

Input: symbols as they are used. Output: the import statements of the file, those that its code
needs and those that only its annotations need. All imports inside a package are relative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from specloom.emit.python.printing.code import EMPTY, Code, code, identifier
from specloom.emit.python.printing.import_order import (
    Name,
    import_statements,
    is_standard,
)

NO_MEMBERS: Set[str] = frozenset()


class ImportBlock(NamedTuple):
    """Statements, in the order in which they are printed."""

    lines: tuple[Code, ...]


class Imports:
    """The imports of one file of a package.

    `here` is the file's place below the package: `("models", "run_object")`. `reserved` are
    names that belong to the API: what the standard library calls the same is imported under
    another name, in every file alike.
    """

    def __init__(self, here: tuple[str, ...], reserved: Set[str]) -> None:
        self._here = here
        self._reserved = reserved
        self._needed: dict[str, set[tuple[str, str]]] = {}
        self._typing: dict[str, set[tuple[str, str]]] = {}
        self._aliases: set[str] = set()
        self._relatives: dict[str, str] = {}

    def needed(self, module: str, name: str) -> Code:
        """A symbol of the standard library (`typing`) that the code needs when it runs."""
        return self._use(self._needed, module, name)

    def typing(self, module: str, name: str) -> Code:
        """A symbol of the standard library that only annotations use."""
        return self._use(self._typing, module, name)

    def runtime(self, path: str, name: str) -> Code:
        """A symbol of the package itself that the code needs: `_runtime.model`, `Unset`."""
        return self._use(self._needed, self._relative(path), name)

    def checked(self, path: str, name: str) -> Code:
        """A symbol of the package itself that only annotations use."""
        return self._use(self._typing, self._relative(path), name)

    def shadowed(self, name: Code, members: Set[str]) -> Code:
        """`name` as it can be written in a class that has these members."""
        if name not in members:
            return name
        if name == "tuple":
            # Assigned to another name it is no generic type to mypy.
            self._typing.setdefault("builtins", set()).add(("tuple", "_tuple"))
        else:
            self._aliases.add(str(name))
        return code("_{}", name)

    def leave_out(self, names: Set[str]) -> None:
        """Drops the names that the file defines itself."""
        for place in (self._needed, self._typing):
            for module, symbols in place.items():
                if module.startswith("."):
                    symbols -= {pair for pair in symbols if pair[0] in names}

    def _use(
        self, place: dict[str, set[tuple[str, str]]], module: str, name: str
    ) -> Code:
        local = name
        if name in self._reserved and not module.startswith("."):
            local = f"_{name}"
        place.setdefault(module, set()).add((name, local))
        return identifier(local)

    def _relative(self, path: str) -> str:
        known = self._relatives.get(path)
        if known is None:
            known = self._relatives[path] = self._find_relative(path)
        return known

    def _find_relative(self, path: str) -> str:
        target = path.split(".")
        folder = self._here[:-1]
        common = 0
        while (
            common < len(folder)
            and common < len(target) - 1
            and folder[common] == target[common]
        ):
            common += 1
        dots = "." * (len(folder) - common + 1)
        return dots + ".".join(target[common:])

    def block(self) -> tuple[Code, ...]:
        """The imports that the code needs: the standard library, a blank line, the package."""
        if any(self._checked().values()) or self._aliases:
            self.runtime("_runtime.checking", "TYPE_CHECKING")
        return _apart(_sections(self._needed, 0))

    def checking_block(self) -> tuple[Code, ...]:
        """What stands under `if TYPE_CHECKING:`, aliases of shadowed names last."""
        aliases = [
            code("_{} = {}", identifier(name), identifier(name))
            for name in sorted(self._aliases)
        ]
        return _apart([*_sections(self._checked(), 1), aliases])

    def _checked(self) -> dict[str, set[Name]]:
        return {
            module: names - self._needed.get(module, set())
            for module, names in self._typing.items()
        }


def _sections(place: Mapping[str, Set[Name]], depth: int) -> list[list[Code]]:
    """The standard library, other libraries, and the package itself."""
    sections: tuple[dict[str, Set[Name]], ...] = ({}, {}, {})
    for module, names in place.items():
        if module.startswith("."):
            sections[2][module] = names
        else:
            sections[0 if is_standard(module) else 1][module] = names
    return [import_statements(section, depth) for section in sections]


def _apart(parts: Iterable[list[Code]]) -> tuple[Code, ...]:
    lines: list[Code] = []
    for part in filter(None, parts):
        lines += [EMPTY] if lines else []
        lines += part
    return tuple(lines)
