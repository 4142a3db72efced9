"""Stage 4, emit: `Markdown`, the only thing that a template of pages prints.

Text of a document enters a page through the makers here, which escape it for CommonMark, for
GitHub's tables and for Python-Markdown (which MkDocs uses) alike. Where those differ, the form
that all of them read the same way is used: entities instead of backslashes for `<` and `~`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, LiteralString, Self
from urllib.parse import quote

from specloom.emit.prose.letters import safe_text

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment


class Markdown(str):
    """Markdown that one of the makers of this module made. Any other `str` is text."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Self:
        raise TypeError("Markdown is made by text(), code(), link(), markdown() …")


_NEW: Final[Callable[[type[Markdown], str], Markdown]] = str.__new__
_trusted: Final = partial(_NEW, Markdown)


# Putting together ----------------------------------------------------------------------


def markdown(template: LiteralString, *parts: Markdown) -> Markdown:
    """A literal of our own source, each `{}` in it replaced by a part."""
    pieces = _pieces(template)
    if len(pieces) != len(parts) + 1:
        raise ValueError(f"{len(parts)} parts for {template!r}")
    line = pieces[0]
    at = 0
    for part in parts:
        if type(part) is not Markdown:
            _check(part)
        at += 1
        line += part + pieces[at]
    return _trusted(line)


@lru_cache(maxsize=None)
def _pieces(template: str) -> tuple[str, ...]:
    """What stands around the `{}` of a template; put together faster than by `str.format`."""
    return tuple(template.split("{}"))


def join(separator: LiteralString, parts: Iterable[Markdown]) -> Markdown:
    """The parts with a literal of our own source between them."""
    items = list(parts)
    for part in items:
        if type(part) is not Markdown:
            _check(part)
    return _trusted(separator.join(items))


def row_of(cells: Iterable[Markdown]) -> Markdown:
    """The row of a table: the cells between bars."""
    line = "|"
    for cell in cells:
        if type(cell) is not Markdown:
            _check(cell)
        line += f" {cell} |" if cell else " |"
    return _trusted(line)


def indented(source: Markdown) -> Markdown:
    """The lines after the first one by four columns, where they belong to an item of a list."""
    _check(source)
    return _trusted(re.sub(r"\n(?!\n)", "\n    ", source))


def quoted(source: Markdown) -> Markdown:
    """A block quotation."""
    _check(source)
    return _trusted(re.sub("(?m)^(.?)", _quote_line, source))


def _quote_line(match: re.Match[str]) -> str:
    return f"> {match[1]}" if match[1] else ">"


EMPTY: Final = _trusted("")


# Text ----------------------------------------------------------------------------------

_SPECIAL: Final = re.compile(
    # A `!` at the end would make an image of a link that follows.
    r"[\\`*\[\]{}<~|]|&(?=#|\w+;)|(?<![^\W_])_|_(?![^\W_])|!\Z"
)
_ENTITIES: Final = {"<": "&lt;", "~": "&#126;", "&": "&amp;"}
_AT_START: Final = re.compile(r"[#>+!-]|\?\?\?|///|\d+(?=[.)])")


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _ENTITIES.get(char) or "\\" + char


def text(words: str) -> Markdown:
    """Words within a line: nothing in them is markup, not even in a cell of a table."""
    return _trusted(_SPECIAL.sub(_escape, safe_text(words).replace("\n", " ")))


def at_start(line: Markdown) -> Markdown:
    """The same, safe where a block begins: no heading, list, quotation or rule."""
    _check(line)
    found = _AT_START.match(line)
    if found is None:
        return line
    if found[0].isdigit():
        return _trusted(f"{found[0]}\\{line[found.end():]}")
    if len(found[0]) == 3:  # blocks of extensions, whose marks cannot be escaped
        return _trusted(f"&#{ord(line[0])};{line[1:]}")
    return _trusted("\\" + line)


@lru_cache(maxsize=4096)
def code(source: str) -> Markdown:
    """Code within a line. A `|` ends a cell even in code, unless it is written as HTML."""
    source = safe_text(source).replace("\n", " ")
    if not source.strip():
        return EMPTY
    if "|" in source:
        inner = _SPECIAL.sub(_escape, source).replace("\\|", "&#124;")
        return _trusted(f"<code>{inner}</code>")
    return _trusted(_span(source))


def name(dotted: str) -> Markdown:
    """A Python name, for a block of code of a template."""
    if not all(part.isidentifier() for part in dotted.split(".")):
        raise ValueError(f"not a name: {dotted!r}")
    return _trusted(dotted)


def _span(source: str) -> str:
    if "`" not in source:
        # Python-Markdown reads a backslash before the closing tick as an escape of nothing.
        return f"`{source}`"
    fence = "`" * (max(map(len, re.findall("`+", source))) + 1)
    return f"{fence} {source} {fence}"


def fence(source: str, language: LiteralString | str = "") -> Markdown:
    """A block of code. The fence is longer than any that is in it."""
    source = safe_text(source).rstrip("\n")
    ticks = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", source))])
    info = language if _LANGUAGE.fullmatch(language) else ""
    return _trusted(f"{ticks}{info}\n{source}\n{ticks}")


_LANGUAGE: Final = re.compile(r"[A-Za-z0-9+#-]{1,20}")


# Links ---------------------------------------------------------------------------------

ROOT: Final = "\ue000"
"""Stands before the path of a page until the page that holds the link is known. No document
can write it: `safe_text` spells out the private use area."""

_SCHEME: Final = re.compile(r"(?i)(?:https?://|mailto:)[^\s]")
_KEPT: Final = "%/:?#@!$&+,;=-._"


def is_safe(target: str) -> bool:
    """Whether a link to `target` leads out of the pages to a place that is safe to open."""
    return _SCHEME.match(target) is not None


def page_link(label: Markdown, target: Markdown) -> Markdown:
    """A link to a page or a heading of a page; the target is from `page()`."""
    return markdown("[{}]({})", label, target)


def page(path: str, anchor: str = "") -> Markdown:
    """The target of a link inside the pages: a path from their root, and a heading's id."""
    path = quote(path, safe="/.-_")
    return _trusted(f"{ROOT}{path}#{quote(anchor)}" if anchor else f"{ROOT}{path}")


_SIMPLE_URL: Final = re.compile(r"https?://[\w/:?#@&+,;=.%-]+", re.ASCII)


def web_address(target: str) -> Markdown:
    """A link that shows where it leads."""
    if _SIMPLE_URL.fullmatch(target):
        return _trusted(f"<{target}>")
    return web_link(text(target), target)


def web_link(label: Markdown, target: str) -> Markdown:
    """A link out of the pages; `target` must be safe."""
    if not is_safe(target):
        raise ValueError(f"not a safe link: {target!r}")
    _check(label)
    return _trusted(f"[{label}]({quote(safe_text(target), safe=_KEPT)})")


# Pages ---------------------------------------------------------------------------------


def placed(source: str, path: str) -> str:
    """The text of the page that stands at `path` below the root, its links leading there."""
    folder = path.rpartition("/")[0]
    text = source.replace(f"({ROOT}{path}#", "(#")
    if folder:
        text = text.replace(f"{ROOT}{folder}/", "")
    return text.replace(ROOT, "../" * path.count("/"))


def plain(pages: Iterable[tuple[str, str]]) -> str:
    """All pages in one text, each under its path; links say paths from the root."""
    parts = (f"<!-- {path} -->\n\n{text}" for path, text in pages)
    return "\n".join(parts).replace(ROOT, "")


def _check(part: object) -> None:
    if not isinstance(part, Markdown):
        raise TypeError(f"not Markdown: {part!r}")


def _finalize(value: object) -> Markdown:
    if not isinstance(value, Markdown):
        raise TypeError(f"a template printed what is not Markdown: {value!r}")
    return value


@cache
def _compiled() -> BytecodeCache:
    """What was compiled for any environment of ours."""
    from specloom.emit.compiled import Compiled

    return Compiled()


def environment(*folders: Path) -> Environment:
    """Where templates are found, the first folder first. They print only `Markdown`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
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
