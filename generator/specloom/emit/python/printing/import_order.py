"""Stage 4, emit: the order of imports and of `__all__`, as isort and Ruff have it.

Input: modules and what is imported of them. Output: statements. Names are sorted by their
kind first (constants, classes, others), then naturally: `Item2` before `Item10`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping

from specloom.emit.python.printing.code import (
    Code,
    code,
    dotted,
    identifier,
    join,
    statement,
)

Name = tuple[str, str]
"""A name in its module, and what the file calls it."""

_Natural = tuple[str | tuple[int, int, str], ...]
_Kind = tuple[int, _Natural, _Natural]


def sorted_names(names: Iterable[str]) -> list[str]:
    """Names as they stand in `__all__`."""
    return sorted(names, key=lambda name: (_kind(name), _natural(name)))


def is_standard(module: str) -> bool:
    """Whether a module is of the standard library."""
    return module.partition(".")[0] in sys.stdlib_module_names


def import_statements(
    modules: Mapping[str, Iterable[Name]], depth: int = 0
) -> list[Code]:
    """`from … import …` of one section; what gets another name has a statement of its own."""
    parts: list[tuple[str, list[Name]]] = []
    for module, names in modules.items():
        plain: list[Name] = []
        for pair in names:
            if pair[0] == pair[1]:
                plain.append(pair)
            else:
                parts.append((module, [pair]))
        if plain:
            plain.sort(key=_member_key)
            parts.append((module, plain))
    parts.sort(key=_part_key)
    return [
        statement(
            code("from {} import {}", dotted(module), join(", ", map(_renamed, names))),
            depth,
        )
        for module, names in parts
    ]


def _part_key(
    part: tuple[str, list[Name]],
) -> tuple[int, _Natural, _Natural, _Kind, _Natural]:
    """The furthest modules first; those imported twice by the first name."""
    module, names = part
    path = module.lstrip(".")
    name, local = names[0]
    return (
        len(path) - len(module),
        _natural(path.lower()),
        _natural(path),
        _member_key((name, name)),
        () if name == local else _natural(local),
    )


def _member_key(pair: Name) -> _Kind:
    name = pair[0]
    return (_kind(name), _natural(name.lower()), _natural(name))


def _kind(name: str) -> int:
    """0 for a constant, 1 for a class, 2 for anything else, told by the letters' case."""
    if name.isupper() and len(name.encode()) > 1:
        return 0
    return 1 if name[:1].isupper() else 2


_DIGITS = re.compile("([0-9]+)")


def _natural(text: str) -> _Natural:
    """A key that compares runs of digits as numbers, and all else by characters."""
    pieces = _DIGITS.split(text)
    if len(pieces) == 1:
        return (text,)
    key: list[str | tuple[int, int, str]] = []
    for at in range(0, len(pieces) - 1, 2):
        digits = pieces[at + 1]
        # A digit stands for the number where only one side has one.
        key.append(pieces[at] + "0")
        # After a leading zero digits count one by one, as those of a fraction.
        key.append((0, 0, digits) if digits[0] == "0" else (1, len(digits), digits))
    return (*key, pieces[-1])


def _renamed(pair: Name) -> Code:
    name, local = pair
    if name == local:
        return identifier(name)
    return code("{} as {}", identifier(name), identifier(local))
