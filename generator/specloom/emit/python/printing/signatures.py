"""Stage 4, emit: the first line of a function, and long calls, laid out as black would.

Input: the parts of a `def` or a call. Output: `Code`. What `layout` would find by its general method is
known here from the parts, and the same parameter of several overloads is laid out once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from specloom.emit.python.printing.code import (
    Code,
    code,
    item,
    join,
    parameter,
    statement,
)
from specloom.emit.python.printing.layout import WIDTH, width_of

# Overloads and the two flavours of a method share their parameters and bodies.
_parameter = lru_cache(maxsize=4096)(parameter)
_item = lru_cache(maxsize=4096)(item)


def lay_out_def(head: Code, parts: Sequence[Code], tail: Code, depth: int) -> Code:
    """`head(parts) tail`; there are at least two parts, so no comma is put after the last one.

    On one line; else the parameters on a line of their own; else each on one.
    """
    inner = join(", ", parts)
    line = code("{}({}) {}", head, inner, tail)
    if width_of(line) + 4 * depth <= WIDTH:
        return line
    if width_of(tail) + 4 * depth + 2 > WIDTH or len(parts) < 2:
        return statement(line, depth)
    indent = join("", [code("    ")] * depth)
    if width_of(inner) + 4 * depth + 4 <= WIDTH:
        return code("{}(\n{}    {}\n{}) {}", head, indent, inner, indent, tail)
    lines = [code("{}(", head)]
    lines += [code("{}    {}", indent, _parameter(part, depth + 1)) for part in parts]
    lines.append(code("{}) {}", indent, tail))
    return join("\n", lines)


def lay_out_call(head: Code, parts: Sequence[Code], depth: int) -> Code:
    """`head(parts)`, in the same three ways. The call is all of the statement's right side."""
    inner = join(", ", parts)
    line = code("{}({})", head, inner)
    if width_of(line) + 4 * depth <= WIDTH:
        return line
    if width_of(head) + 4 * depth + 1 > WIDTH or len(parts) < 2:
        return statement(line, depth)
    indent = join("", [code("    ")] * depth)
    if width_of(inner) + 4 * depth + 4 <= WIDTH:
        return code("{}(\n{}    {}\n{})", head, indent, inner, indent)
    lines = [code("{}(", head)]
    lines += [code("{}    {}", indent, _item(part, depth + 1)) for part in parts]
    lines.append(code("{})", indent))
    return join("\n", lines)
