"""Names before a target spells them: words, how strongly they are meant, and where from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache


class Strength(IntEnum):
    """Who keeps the plain name when two meet: the stronger one."""

    DERIVED = 0
    """Made from an owner and a place in it (an inline schema)."""
    SUGGESTED = 1
    """Belongs to an operation."""
    REQUIRED = 2
    """A component's own name."""
    EXPLICIT = 3
    """Asked for by an extension, an overlay or the configuration."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a thing would like to be called.

    `words` are pieces of the document's own spelling with their case kept. `context` are the
    longer names to try when the plain one is taken, the shortest first; the last one is
    unique in the API. A target spells and allocates the final name, last of all.
    """

    words: tuple[str, ...]
    strength: Strength
    context: tuple[tuple[str, ...], ...] = ()


_SEPARATORS = re.compile(r"[^0-9A-Za-z\u00aa-\U0010ffff]+")


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """The pieces of `text` between characters that are neither letter nor digit."""
    return tuple(w for w in _SEPARATORS.split(text) if w)


_ARITY = re.compile(r"`\d+")
_ASSEMBLY = re.compile(r"(\[[^\[\],]+),[^\[\]]*(?=\])")
_NAMESPACE = re.compile(r"(?<=\[)[\w.]*\.(?=\w)")


def type_words(name: str) -> tuple[str, ...]:
    """The words of a type's name, its generic arguments behind it: `Page«Foo»` → Page, Foo.

    What .NET writes of an argument beside its name goes: the number of arguments (`` `1``),
    its assembly, and, inside brackets, its namespace.
    """
    if "`" in name or "[" in name:
        name = _NAMESPACE.sub("", _ASSEMBLY.sub(r"\1", _ARITY.sub("", name)))
    return words_of(_QUOTES.sub(" ", name))


_QUOTES = re.compile("[«»‹›]")
"""Letters that are none to `words_of` alone: Java's exporters write generics between them."""

# Names whose capitals are no word borders; a version belongs to the name before it.
_BRANDS = (
    "OAuth OpenAI OpenAPI OpenID GraphQL GitHub GitLab YouTube LinkedIn PayPal WhatsApp "
    "JavaScript TypeScript PostgreSQL MySQL NoSQL MongoDB macOS iOS IPv4 IPv6 LaTeX"
).split()
_HUMPS = re.compile(
    "|".join(rf"{brand}\d*(?![a-z])" for brand in _BRANDS) + r"""
    |[A-Z]{2,}s(?![a-z])        # the plural of an initialism: IDs
    |[A-Z]+(?=[A-Z][a-z])
    |[A-Z]?[^A-Z\W_]+
    |[A-Z]+
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=65536)
def humps(word: str) -> tuple[str, ...]:
    """The parts of a word between its camel-case humps, as they are written."""
    return tuple(_HUMPS.findall(word))
