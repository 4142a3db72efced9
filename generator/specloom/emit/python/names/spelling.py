"""Stage 4, emit: words and wire names → Python's spelling (rules 2 and 8 of the names).

Input: the words of a hint, or a name as the document has it. Output: a Python identifier in
PascalCase or snake_case, always the same for the same text.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import overload

from specloom.model.names import humps, words_of

MAX_LENGTH = 100
"""Longer names are cut; a file's name must fit into 255 bytes with its suffix."""

_SYMBOLS = {
    "<=": "le",
    ">=": "ge",
    "!=": "ne",
    "<": "lt",
    ">": "gt",
    "=": "eq",
    "!": "not",
    "+": "plus",
    "&": "and",
    "|": "or",
    "*": "star",
    "%": "percent",
    "#": "hash",
    "~": "tilde",
    "^": "caret",
    "?": "query",
    "$": "dollar",
    "@": "at",
    "_": "underscore",
    "-": "dash",
    ".": "dot",
    ":": "colon",
    "/": "slash",
    "\\": "backslash",
    " ": "space",
    ",": "comma",
    ";": "semicolon",
    "'": "quote",
    '"': "quotes",
    "`": "backtick",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    "{": "open",
    "}": "close",
}
# Symbols that say something wherever they stand; the others only separate words.
_SPOKEN = re.compile(r"<=|>=|!=|[<>=!+&*%~^|]")
_ANY_SYMBOL = re.compile(r"<=|>=|!=|.", re.DOTALL)


def letters(text: str) -> str:
    """`text` in the form that Python compares names in (NFKC), other characters spelled out."""
    if text.isascii():
        return text
    spelled: list[str] = []
    for char in unicodedata.normalize("NFKC", text):
        if char.isascii() or ("a" + char).isidentifier():
            spelled.append(char)
        else:
            spelled.append(f"_u{ord(char):x}_")
    return unicodedata.normalize("NFC", "".join(spelled))


def _lower_humps(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from (hump.lower() for hump in humps(letters(word)))


@lru_cache(maxsize=None)
def _snake(words: tuple[str, ...], lead: str) -> str:
    return _finished("_".join(_lower_humps(words)), lead)


def snake(words: Iterable[str], lead: str) -> str:
    """`run_steps`. `lead` comes before a name that would begin with a digit or be empty."""
    return _snake(tuple(words), lead)


def pascal(words: Iterable[str], lead: str = "Type") -> str:
    """`RunSteps`: the words as they are, their first letters raised."""
    return _pascal(tuple(words), lead)


@lru_cache(maxsize=None)
def _pascal(words: tuple[str, ...], lead: str) -> str:
    joined = "".join(w[0].upper() + w[1:] for w in map(_solid, words) if w)
    return _finished(joined, lead)


def pascal_of(text: str) -> str:
    """A part of a name as `pascal` has it, empty where it has no letters."""
    return "".join(w[0].upper() + w[1:] for w in map(_solid, words_of(text)) if w)


def joined(words: Iterable[str], lead: str = "Type") -> str:
    """`Run_Steps`: like `pascal`, what separates the words kept."""
    solid = [w for w in map(_solid, words) if w]
    return _finished("_".join(w[0].upper() + w[1:] for w in solid), lead)


def constant(words: Iterable[str], lead: str = "VALUE") -> str:
    """`IN_PROGRESS`: a member of an enum."""
    return _finished("_".join(_lower_humps(words)).upper(), lead)


@lru_cache(maxsize=None)
def _solid(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word
    return "".join(c for c in letters(word) if c.isalnum() or c == "_").strip("_")


def _finished(name: str, lead: str) -> str:
    if not name or not (name[0].isalpha() and name.isidentifier()):
        bare = "".join(c for c in name if ("a" + c).isidentifier())
        separator = "_" if bare and lead != lead.title() else ""
        name = f"{lead}{separator}{bare}"
    if len(name) > MAX_LENGTH:
        name = f"{name[:MAX_LENGTH]}_{digest(name)}"
    return name


def digest(text: str) -> str:
    """A few letters that stand for a text; no digits, so that no name looks numbered."""
    data = sha256(text.encode("utf-8", "surrogatepass")).digest()
    return "".join("abcdefghijklmnop"[byte & 15] for byte in data[:8])


# Names from the wire -------------------------------------------------------------------


def wire_words(wire: str) -> tuple[str, ...]:
    """The words of a wire name: `+1` → plus, 1; `StartTime<` → StartTime, lt."""
    if wire.isidentifier() and wire.isascii():
        return (wire,)
    text = letters(wire)
    if text[:1] == "-" and text[1:2].isdigit():
        text = f"minus {text[1:]}"
    text = _SPOKEN.sub(lambda m: f" {_SYMBOLS[m[0]]} ", text)
    return tuple(re.findall(r"[^\W]+", text))


def every_symbol(wire: str) -> tuple[str, ...]:
    """The words of a wire name with each of its symbols said."""
    words: list[str] = []
    plain = ""
    for match in _ANY_SYMBOL.finditer(letters(wire)):
        char = match[0]
        if char.isalnum():
            plain += char
            continue
        words += [plain] if plain else []
        plain = ""
        words.append(_SYMBOLS.get(char) or f"u{ord(char[0]):x}")
    return (*words, plain) if plain else tuple(words)


def case_word(wire: str) -> str:
    """How a name is written: what tells `userId`, `user_id` and `UserID` apart."""
    core = wire.strip("_-.$@ ")
    if core.isupper():
        return "upper"
    if "-" in core:
        return "kebab"
    if "." in core:
        return "dotted"
    if core.islower():
        return "snake" if "_" in core else "lower"
    return "pascal" if core[:1].isupper() else "camel"


def safe(name: str) -> str:
    """`name`, with a trailing `_` where it is a keyword or `self`."""
    return f"{name}_" if keyword.iskeyword(name) or name == "self" else name


def is_name(name: str) -> bool:
    """Whether `name` can be used as it is."""
    return name.isidentifier() and not keyword.iskeyword(name)


class Ladder(Sequence[str]):
    """A plain name, and names that are only made when the plain one is contested."""

    __slots__ = ("plain", "_others", "_made")

    def __init__(self, plain: str, others: Callable[[], Sequence[str]]) -> None:
        self.plain = plain
        self._others = others
        self._made: Sequence[str] | None = None

    @property
    def _rest(self) -> Sequence[str]:
        if self._made is None:
            self._made = self._others()
        return self._made

    def __len__(self) -> int:
        return 1 + len(self._rest)

    @overload
    def __getitem__(self, step: int) -> str: ...
    @overload
    def __getitem__(self, step: slice) -> Sequence[str]: ...
    def __getitem__(self, step: int | slice) -> str | Sequence[str]:
        if isinstance(step, slice):
            return [self.plain, *self._rest][step]
        return self.plain if step == 0 else self._rest[step - 1]


def wire_ladder(wire: str, lead: str, *ends: str) -> Ladder:
    """Names for something that has a wire name, the plain one first (rule 8)."""
    plain = safe(snake(wire_words(wire), lead))

    def others() -> list[str]:
        stem, case = plain.rstrip("_"), case_word(wire)
        said = snake(every_symbol(wire), "name")
        return [
            *(safe(f"{stem}_{end}") for end in ends),
            safe(said),
            safe(f"{stem}_{case}"),
            safe(f"{said}_{case}"),
            f"{stem}_{digest(wire)}",
        ]

    return Ladder(plain, others)


# Files ---------------------------------------------------------------------------------

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin", "conout"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in range(10)]
)
"""What Windows takes for a device whatever the suffix."""


def module(words: Iterable[str]) -> str:
    """The name of a module: snake_case that every file system and `import` accepts."""
    name = snake(words, "schema")
    if name in _DEVICES or keyword.iskeyword(name):
        return f"{name}_"
    return name
