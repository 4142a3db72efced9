"""Stage 4, emit: Python expressions of snippets, laid out as black lays them out.

Input: expressions as trees of brackets. Output: their text: on one line if it fits, else one
item a line, each with a comma, which black leaves as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from specloom.emit.python.printing.code import EMPTY, Code, code, join, literal, string
from specloom.emit.python.printing.layout import WIDTH
from specloom.model.types import JsonValue


@dataclass(frozen=True, slots=True)
class Bracket:
    """A call, a list or a dict: what opens it, its items, what closes it, and all on one line."""

    opening: Code
    items: tuple[tuple[Code, Expression], ...]
    """Each with what stands before it: `name=`, `"key": `, or nothing."""
    closing: Code
    flat: Code


Expression: TypeAlias = Code | Bracket


def bracket(
    opening: Code, items: list[tuple[Code, Expression]], closing: Code
) -> Bracket:
    """A bracket of these items."""
    parts = (code("{}{}", before, flat(item)) for before, item in items)
    line = code("{}{}{}", opening, join(", ", parts), closing)
    return Bracket(opening, tuple(items), closing, line)


def listed(items: list[Expression]) -> Expression:
    """A list."""
    return bracket(code("["), [(EMPTY, item) for item in items], code("]"))


def mapped(items: list[tuple[str, Expression]]) -> Expression:
    """A dict."""
    keyed = [(code("{}: ", string(key)), item) for key, item in items]
    return bracket(code("{"), keyed, code("}"))


def plain(value: JsonValue) -> Expression:
    """A JSON value as it is."""
    match value:
        case list():
            return listed([plain(item) for item in value])
        case dict():
            return mapped([(key, plain(item)) for key, item in value.items()])
        case _:
            return literal(value)


def flat(expression: Expression) -> Code:
    """The expression on one line."""
    return expression.flat if isinstance(expression, Bracket) else expression


def lay_out(
    before: Code, expression: Expression, after: Code = EMPTY, depth: int = 0
) -> list[str]:
    """The lines of a statement or item; `before` and `after` stand on its first and last."""
    indent = "    " * depth
    line = f"{indent}{before}{flat(expression)}{after}"
    if len(line) <= WIDTH or isinstance(expression, str) or not expression.items:
        return [line]
    comma = code(",")
    lines = [f"{indent}{before}{expression.opening}"]
    for name, item in expression.items:
        lines += lay_out(name, item, comma, depth + 1)
    lines.append(f"{indent}{expression.closing}{after}")
    return lines
