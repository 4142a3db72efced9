"""Places: what an inline schema is called and known by, from where it stands.

A place is a function of the document and a span alone, so that no name depends on what was
lowered before. Identity is the stable path: the JSON Pointer with each array index replaced
by what stands there (a `$ref`'s target, a tag's value, a key only that member has, a kind).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from specloom.model.names import Hint, Strength, type_words, words_of
from specloom.source import escape_token


@dataclass(frozen=True, slots=True)
class Place:
    """Where a schema stands: its stable `id`, the page (`owner`) it belongs to, and the words
    of its name. `context` are longer names for a collision, the last one unique."""

    id: str
    owner: str
    words: tuple[str, ...]
    strength: Strength = Strength.DERIVED
    context: tuple[tuple[str, ...], ...] = ()

    @property
    def hint(self) -> Hint:
        """The name that a declaration here asks for."""
        return Hint(self.words, self.strength, (*self.context, id_words(self.id)))

    def property(self, name: str) -> Place:
        """The schema of the property `name`: owner + property."""
        return self._below(("properties", name), words_of(name) or ("Property",))

    def items(self) -> Place:
        """The schema of an array's items: the singular, `Item` where there is none."""
        return replace(self._below(("items",), ()), words=singular_words(self.words))

    def position(self, index: int) -> Place:
        """The schema of one position of a tuple; a position is an identity, not an order."""
        return self._below(("prefixItems", str(index)), (ORDINALS[min(index, 9)],))

    def value(self, keyword: str, pattern: str = "") -> Place:
        """The schema of a map's values (`additionalProperties`, `patternProperties`, …)."""
        return self._below((keyword, pattern) if pattern else (keyword,), ("Value",))

    def variant(self, key: str, words: tuple[str, ...]) -> Place:
        """The member of a union that `key` tells from the others."""
        return self._below(("oneOf", key), words)

    def part(self, key: str, words: tuple[str, ...]) -> Place:
        """Any other place below this one, such as the record of a base with children."""
        return self._below((key,), words)

    def named(self, words: tuple[str, ...]) -> Place:
        """This place under a name that the document asks for."""
        return replace(self, words=words, strength=Strength.EXPLICIT)

    def _below(self, tokens: tuple[str, ...], words: tuple[str, ...]) -> Place:
        path = "".join("/" + escape_token(token) for token in tokens)
        return Place(
            self.id + path,
            self.owner,
            self.words + words,
            Strength.DERIVED,
            tuple(longer + words for longer in self.context)
            + ((*self.words, *words_of(tokens[0]), *words),),
        )


ORDINALS = (
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Further",
)


def component_place(name: str) -> Place:
    """The place of a component schema: it keeps its own words."""
    return Place(
        f"#/components/schemas/{escape_token(name)}",
        f"#/components/schemas/{escape_token(name)}",
        type_words(name) or ("Schema",),
        Strength.REQUIRED,
    )


def id_words(id: str) -> tuple[str, ...]:
    """The words of a stable path: the last resort of a name, because it is unique."""
    return words_of(id.replace("~1", "/").replace("~0", "~")) or ("Root",)


def singular_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of one item of a list called `words`."""
    if not words:
        return ("Item",)
    last = singular(words[-1])
    return (*words, "Item") if last == words[-1] else (*words[:-1], last)


# Words whose singular no rule below gives, or that only look like a plural.
_IRREGULAR = {
    "children": "child",
    "people": "person",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "criteria": "criterion",
    "movies": "movie",
    "cookies": "cookie",
    "aliases": "alias",
    "statuses": "status",
    "buses": "bus",
    "databases": "database",
    "cases": "case",
    "bases": "base",
    "responses": "response",
    "expenses": "expense",
    "licenses": "license",
    "releases": "release",
    "purchases": "purchase",
    "courses": "course",
    "houses": "house",
    "caches": "cache",
    "archives": "archive",
}
_UNCHANGED = frozenset(
    (
        "news",
        "series",
        "species",
        "analysis",
        "analytics",
        "kubernetes",
        "dns",
        "https",
        "aws",
        "ios",
        "sms",
        "gps",
        "tls",
        "css",
        "js",
        "os",
        "bus",
        "gas",
        "lens",
        "status",
        "alias",
        "always",
        "previous",
        "address",
        "access",
        "process",
        "progress",
        "success",
        "class",
        "business",
    )
)


def singular(word: str) -> str:
    """The singular of an English word, or the word itself where it has none that we know.

    Only the last camel-case hump counts: `LineItems` → `LineItem`.
    """
    start = len(word)
    while start > 0 and not word[start - 1].isupper():
        start -= 1
    head = max(start - 1, 0)
    prefix, last = word[:head], word[head:]
    low = last.lower()
    found = low
    if low in _UNCHANGED or len(low) < 3:
        return word
    if low in _IRREGULAR:
        found = _IRREGULAR[low]
    elif low.endswith("ies") and len(low) > 4:
        found = low[:-3] + "y"
    elif low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        found = low[:-2]
    elif low.endswith(("ss", "us", "is")):
        return word
    elif low.endswith("s"):
        found = low[:-1]
    if found == low:
        return word
    # Keep the document's letters wherever the singular has the same ones.
    kept = 0
    while kept < min(len(found), len(last)) and found[kept] == low[kept]:
        kept += 1
    return prefix + last[:kept] + found[kept:]
