"""Stage 4, emit: `Code`, the only thing that a template prints.

Text of a document ends in code that people execute. So it enters the output through the makers
here, each of which can only make one kind of thing (a name, a literal, a docstring, a comment),
and everything else is put together from those and from literals in our own source.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Final, LiteralString, NoReturn, cast

from specloom.emit.prose.letters import UNSAFE, safe_text
from specloom.emit.python.printing import layout
from specloom.model.types import JsonValue

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment


class Code(str):
    """Python source that one of the makers of this module made. Any other `str` is text."""

    __slots__ = ()

    def __new__(cls, *_: object) -> NoReturn:
        raise TypeError("Code is made by identifier(), literal(), code() and the like")


_trusted: Callable[[str], Code] = partial(str.__new__, Code)


def _not_code(part: object) -> TypeError:
    return TypeError(f"not Code: {part!r}")


# Putting together ----------------------------------------------------------------------


def code(template: LiteralString, *parts: Code) -> Code:
    """A literal of our own source, each `{}` in it replaced by a part."""
    if not parts:
        return _constant(template)
    pieces = _pieces(template)
    if len(pieces) != len(parts) + 1:
        raise ValueError(f"{len(parts)} parts for {template!r}")
    text = pieces[0]
    at = 0
    for part in parts:
        if part.__class__ is not Code:
            raise _not_code(part)
        at += 1
        text += part + pieces[at]
    return _trusted(text)


_constant = lru_cache(maxsize=None)(_trusted)


@lru_cache(maxsize=None)
def _pieces(template: str) -> tuple[str, ...]:
    """What stands around the `{}` of a template. `str.format` takes three times as long."""
    pieces = [""]
    for text, field, _, _ in Formatter().parse(template):
        pieces[-1] += text
        if field is not None:
            pieces.append("")
    return tuple(pieces)


def join(separator: LiteralString, parts: Iterable[Code]) -> Code:
    """The parts with a literal of our own source between them."""
    items = list(parts)
    for part in items:
        if part.__class__ is not Code:
            raise _not_code(part)
    return _trusted(separator.join(items))


EMPTY: Final = _trusted("")


# Names ---------------------------------------------------------------------------------


@lru_cache(maxsize=None)
def identifier(name: str) -> Code:
    """A Python name; anything else is refused."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"not an identifier: {name!r}")
    return _trusted(name)


@lru_cache(maxsize=None)
def dotted(name: str) -> Code:
    """Names joined by dots, leading dots allowed: a module to import from."""
    for part in name.lstrip(".").split("."):
        if part:
            identifier(part)
    return _trusted(name)


# Literals ------------------------------------------------------------------------------

_LONGEST: Final = 10**4000
"""Python refuses to read integers of more digits than this, except in hexadecimal."""

_NAMED: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if char in _NAMED:
        return _NAMED[char]
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


@lru_cache(maxsize=None)
def string(text: str) -> Code:
    """A string literal on one line, in the quotes that need the fewest escapes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    if not (body.isascii() and body.isprintable()):
        body = UNSAFE.sub(_escape, body)
    return _trusted(f"{quote}{body}{quote}")


def literal(value: JsonValue) -> Code:
    """A JSON value as a Python expression, on one line."""
    match value:
        case None | bool():
            return _trusted(repr(value))
        case str():
            return string(value)
        case int():
            return _trusted(repr(value) if abs(value) < _LONGEST else hex(value))
        case float():
            if value != value or value in (float("inf"), float("-inf")):
                return _trusted(f'float("{value!r}")')
            return _trusted(repr(value))
        case list():
            return code("[{}]", join(", ", (literal(item) for item in value)))
        case dict():
            items = (code("{}: {}", string(k), literal(v)) for k, v in value.items())
            return _trusted("{" + join(", ", items) + "}")


# Text for people -----------------------------------------------------------------------


def dedented(text: str) -> str:
    """`text` without the indentation that all its lines after the first have (PEP 257)."""
    first, *rest = text.strip().split("\n")
    if not rest:
        return first
    margin = min((len(x) - len(x.lstrip(" ")) for x in rest if x.strip()), default=0)
    return (
        "\n".join([first, *(line[margin:] for line in rest)])
        if margin
        else text.strip()
    )


@lru_cache(maxsize=None)
def docstring(text: str, depth: int) -> Code:
    """A docstring in black's form; `depth` is the indentation of where it stands.

    One line, or: the first line, the rest, and the closing quotes on a line of their own.
    """
    lines = [line.rstrip() for line in dedented(safe_text(text)).split("\n")]
    body = "\n".join(lines)
    body = body.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if body.startswith('"'):
        body = "\\" + body
    indent = "    " * depth
    if "\n" not in body:
        return _trusted(f'"""{body}{" " * body.endswith(chr(34))}"""')
    body = body.replace("\n", "\n" + indent)
    body = "\n".join(line.rstrip() for line in body.split("\n"))
    return _trusted(f'"""{body}\n{indent}"""')


def comment(text: str) -> Code:
    """A comment on one line."""
    return _trusted("# " + " ".join(safe_text(text).split()))


# Layout --------------------------------------------------------------------------------


def statement(line: Code, depth: int = 0) -> Code:
    """A statement, broken over lines as black would where it is too long."""
    if line.__class__ is not Code:
        raise _not_code(line)
    laid_out = layout.lay_out(line, depth)
    return line if laid_out is line else _trusted(laid_out)


def item(expression: Code, depth: int) -> Code:
    """One item of an exploded bracket, with its comma (see `layout.lay_out_item`)."""
    if expression.__class__ is not Code:
        raise _not_code(expression)
    return _trusted(layout.lay_out_item(expression, depth))


def parameter(declaration: Code, depth: int) -> Code:
    """One parameter of a `def` that has one a line, with its comma."""
    if declaration.__class__ is not Code:
        raise _not_code(declaration)
    return _trusted(layout.lay_out_parameter(declaration, depth))


# Templates -----------------------------------------------------------------------------


def _finalize(value: object) -> Code:
    if value.__class__ is not Code:
        raise TypeError(f"a template printed what is not Code: {value!r}")
    return cast(Code, value)


def _lines(items: Iterable[Code], indent: int = 0) -> Code:
    """The filter `lines`: one item a line, those after the first indented as the first is."""
    margin = "\n" + " " * indent
    text = ""
    for item in items:
        if item.__class__ is not Code:
            raise _not_code(item)
        text += margin + item if item else "\n"
    return _trusted(text[len(margin) :])


@cache
def _compiled() -> BytecodeCache:
    """What was compiled for any environment of ours."""
    from specloom.emit.compiled import Compiled

    return Compiled()


def environment(*folders: Path) -> Environment:
    """Where templates are found, the first folder first. They can print nothing but `Code`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        undefined=StrictUndefined,
        finalize=_finalize,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_compiled(),
    )
    made.filters["lines"] = _lines
    return made
