"""Stage 4, emit: break a statement over lines as black would.

Input: one statement on one line, spaced as black spaces it. Output: the same statement within
88 columns where that is possible.

Running black over a whole package costs half a minute, so what is too long is laid out here, by
black's own method (`layout_splitting`). Statements are the kinds that we emit: there are no
comments, conditional expressions, lambdas or multi-line strings in them. A test compares the
result with black's.
"""

from __future__ import annotations

import re

from specloom.emit.python.printing.layout_leaves import (
    WIDTH,
    Leaf,
    Line,
    pair,
    read,
    tokens,
    width_of,
)
from specloom.emit.python.printing.layout_splitting import transform

__all__ = ["WIDTH", "lay_out", "lay_out_item", "lay_out_parameter", "width_of"]


def lay_out(statement: str, depth: int = 0) -> str:
    """`statement` at `depth` levels of indentation, without the first line's own indent."""
    if len(statement) + 4 * depth <= WIDTH and ",)" not in statement:
        if statement.isascii() or width_of(statement) + 4 * depth <= WIDTH:
            return statement
    quick = _quickly(statement, depth)
    if quick is not None:
        return quick
    lines = _lines(statement, depth)
    if lines[-1].endswith(":") and any(x.endswith(",") for x in _after(lines, ") -> ")):
        # The commas that came into a return type count now: black runs twice.
        lines = _lines(_join(lines), depth)
    return "\n".join(lines).lstrip(" ")


_IMPORT = re.compile(r"from ([\w.]+) import ([\w, ]+)")
_CALL = re.compile(
    r"((?:return |[\w.]+ = |\w+: TypeAlias = )?[\w.]+)([(\[])(.+)([)\]])"
)
_ASSIGNMENT = re.compile(
    r"""(return\ |\w+:\ |[\w.]+(?:\[(?:\w+|"[^"\\]*")\])?(?::\ [^=]+)?\ =\ )
    ("[^"\\]*"|[\w.]+)""",
    re.VERBOSE,
)
_CLASS = re.compile(r"(class \w+)\(([\w, =]+)\):")
_WRAPPING = re.compile(r"(return |[\w.]+ = )([\w.]+\()(.+)\)")
_DEFINITION = re.compile(r"(def \w+)\((\w+: \w+)\)( -> [\w\[\], ]+:)")
_UNION = re.compile(r"(\w+: |\w+: TypeAlias = )([^=]+\|[^=]+)( = UNSET)?")
_NESTING = re.compile(r"""[(\[{]|[)\]}]|, | \| |"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")


def _quickly(statement: str, depth: int) -> str | None:
    """What nearly every long statement is, an import or a call, without the full method."""
    found = _IMPORT.fullmatch(statement)
    indent = "    " * (depth + 1)
    if found:
        names = _one_a_line(found[2].split(", "), indent)
        return f"from {found[1]} import (\n{names}{indent[4:]})"
    if not statement.isascii():
        return None
    found = _DEFINITION.fullmatch(statement)
    if found:
        if len(indent) + max(len(found[2]), len(found[3])) > WIDTH:
            return None
        return f"{found[1]}(\n{indent}{found[2]},\n{indent[4:]}){found[3]}"
    found = _UNION.fullmatch(statement)
    if found:
        return _quick_union(found[1], found[2], found[3] or "", indent)
    found = _ASSIGNMENT.fullmatch(statement)
    if found:
        if len(found[1]) + 1 + 4 * depth > WIDTH or len(found[2]) + len(indent) > WIDTH:
            return None
        return f"{found[1]}(\n{indent}{found[2]}\n{indent[4:]})"
    found = _CLASS.fullmatch(statement)
    if found:
        if len(indent) + len(found[2]) > WIDTH:
            return None
        return f"{found[1]}(\n{indent}{found[2]}\n{indent[4:]}):"
    found = _CALL.fullmatch(statement)
    if found is None:
        return None
    head, opening, inner, closing = found.groups()
    if ",)" in inner or ",]" in inner:
        return None
    if len(head) + 1 + 4 * depth > WIDTH:
        return _quick_wrapping(statement, indent)
    items = _items(inner, ", ")
    if items is None:
        return None
    if len(inner) + len(indent) <= WIDTH:
        return f"{head}{opening}\n{indent}{inner}\n{indent[4:]}{closing}"
    if len(items) < 2:
        return None
    for number, item in enumerate(items):
        if len(item) + len(indent) + 1 > WIDTH and not item.isidentifier():
            opened = _quick_argument(item, indent)
            if opened is None:
                return None
            items[number] = opened
    return f"{head}{opening}\n{_one_a_line(items, indent)}{indent[4:]}{closing}"


def _quick_argument(item: str, indent: str) -> str | None:
    """A call among the arguments of a call, opened."""
    found = _WRAPPING.fullmatch(f"return {item}")
    if found is None or _items(found[3], ", ") != [found[3]]:
        return None
    if len(indent) + max(len(found[2]), len(found[3]) + 4) > WIDTH:
        return None
    return f"{found[2]}\n{indent}    {found[3]}\n{indent})"


def _quick_wrapping(statement: str, indent: str) -> str | None:
    """A call of a function with a long name: in parentheses, and opened if need be."""
    found = _WRAPPING.fullmatch(statement)
    if found is None or _items(found[3], ", ") is None:
        return None
    call = f"{found[2]}{found[3]})"
    if len(call) + len(indent) > WIDTH:
        if len(indent) + max(len(found[2]), len(found[3]) + 4) > WIDTH:
            return None
        call = f"{found[2]}\n{indent}    {found[3]}\n{indent})"
    return f"{found[1]}(\n{indent}{call}\n{indent[4:]})"


def _quick_union(head: str, inner: str, tail: str, indent: str) -> str | None:
    """Several alternatives in parentheses; of two, the last must be a plain name."""
    parts = _items(inner, " | ")
    if parts is None or len(parts) < 2:
        return None
    if len(parts) == 2 and not parts[1].isidentifier():
        return None
    if len(indent) + len(head) > WIDTH or len(indent) + len(head + inner) < WIDTH + 3:
        return (
            None  # the name alone is too long, or the annotation may stay on its line
        )
    if len(inner) + len(indent) <= WIDTH:
        return f"{head}(\n{indent}{inner}\n{indent[4:]}){tail}"
    shown = [parts[0], *(f"| {part}" for part in parts[1:])]
    for number, part in enumerate(shown):
        if len(part) + len(indent) > WIDTH:
            exploded = _exploded(part, indent)
            if exploded is None:
                return None
            shown[number] = exploded
    body = f"\n{indent}".join(shown)
    return f"{head}(\n{indent}{body}\n{indent[4:]}){tail}"


_SUBSCRIPT = re.compile(r"((?:\| )?[\w.]+\[)(.+)\]")


def _exploded(part: str, indent: str) -> str | None:
    """`Literal[...]`, opened: its items on one line or one a line."""
    found = _SUBSCRIPT.fullmatch(part)
    items = _items(found[2], ", ") if found else None
    if found is None or items is None or ",)" in part or ",]" in part:
        return None
    deeper = indent + "    "
    if len(found[2]) + len(deeper) <= WIDTH:
        return f"{found[1]}\n{deeper}{found[2]}\n{indent}]"
    if len(items) < 2 or any(len(x) + len(deeper) + 1 > WIDTH for x in items):
        return None
    return f"{found[1]}\n{_one_a_line(items, deeper)}{indent}]"


def _items(inner: str, separator: str) -> list[str] | None:
    """What a separator separates in a bracket; None if the text leaves the bracket."""
    items: list[str] = []
    depth = start = 0
    for match in _NESTING.finditer(inner):
        text = match[0]
        if text in "([{":
            depth += 1
        elif text in ")]}":
            depth -= 1
            if depth < 0:
                return None
        elif text == separator and not depth:
            items.append(inner[start : match.start()])
            start = match.end()
    items.append(inner[start:])
    return items


def _lines(statement: str, depth: int) -> list[str]:
    leaves, kind = read(statement)
    line = Line(leaves, depth, inside=False, kind=kind, tracked=True)
    return [str(piece) for piece in transform(line, force=False)]


def _after(lines: list[str], text: str) -> list[str]:
    at = next((i for i, x in enumerate(lines) if text in x), len(lines))
    return lines[at:]


def _join(lines: list[str]) -> str:
    """A broken statement on one line again, its trailing commas kept."""
    joined = ""
    for line in map(str.strip, lines):
        tight = not joined or joined[-1] in "([{" or line[0] in ")]}"
        joined += line if tight else f" {line}"
    return joined


_WHOLE = re.compile(
    r"""(?:"[^"\\]*":\ )?(?:"[^"\\]*"|'(?:[^'\\]|\\.)*'|[\w.]+)""", re.VERBOSE
)
"""What cannot be split: a name or a text, or a pair of a dict with nothing else in it."""
_DISPLAY = re.compile(r"\{([^{}]+)\}")


def lay_out_item(item: str, depth: int) -> str:
    """One item of a bracket that is open, with its trailing comma: an argument, a value."""
    if len(item) + 4 * depth + 1 <= WIDTH:
        if item.isascii() or width_of(item) + 4 * depth + 1 <= WIDTH:
            return item + ","
    quick = _quick_item(item, "    " * (depth + 1))
    if quick is not None:
        return quick
    leaves = pair(tokens(item))
    line = Line(leaves, depth, inside=True, kind="", tracked=True)
    line.leaves.append(Leaf(",", ""))
    line = Line(line.leaves, depth, inside=True, kind="", tracked=True)
    lines = [str(piece) for piece in transform(line, force=False)]
    lines[0] = lines[0].lstrip(" ")
    return "\n".join(lines)


def _quick_item(item: str, indent: str) -> str | None:
    if _WHOLE.fullmatch(item):
        return item + ","
    if not item.isascii():
        return None
    found = _DISPLAY.fullmatch(item)
    if found:
        items = _items(found[1], ", ")
        if items is None or len(items) < 2 or not all(map(_WHOLE.fullmatch, items)):
            return None
        return f"{{\n{_one_a_line(items, indent)}{indent[4:]}}},"
    found = _CALL.fullmatch(item)
    if found is None or " = " in found[1] or found[1].startswith("return "):
        return None
    head, opening, inner, closing = found.groups()
    items = _items(inner, ", ")
    if items is None or ",)" in inner or ",]" in inner or len(indent) + len(head) > 80:
        return None
    if len(inner) + len(indent) <= WIDTH:
        return f"{head}{opening}\n{indent}{inner}\n{indent[4:]}{closing},"
    if len(items) < 2 or not all(map(_WHOLE.fullmatch, items)):
        return None
    return f"{head}{opening}\n{_one_a_line(items, indent)}{indent[4:]}{closing},"


def _one_a_line(items: list[str], indent: str) -> str:
    return "".join(f"{indent}{item},\n" for item in items)


def lay_out_parameter(parameter: str, depth: int) -> str:
    """One parameter of a `def` whose parameters stand one a line."""
    if width_of(parameter) + 4 * depth + 1 <= WIDTH:
        return parameter + ","
    leaves, _ = read(f"def f({parameter}): ...")
    body = leaves[3 : next(i for i, x in enumerate(leaves) if x.pair is leaves[2])]
    body.append(Leaf(",", ""))
    body[0].space = ""
    line = Line(body, depth, inside=True, kind="", tracked=True)
    lines = [str(piece) for piece in transform(line, force=False)]
    lines[0] = lines[0].lstrip(" ")
    return "\n".join(lines)
