"""Phrases: an operation's name as a row of words, and what may be taken out of it.

Part of stage 3. Input: an operationId, a path, a group's name. Output: words that keep the
document's own spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from specloom.lower.places import singular
from specloom.model.names import humps, words_of

Words = tuple[str, ...]

_CONJUNCTIONS = frozenset({"and", "or"})
_ARTICLES = frozenset({"a", "an", "the"})
_PREPOSITIONS = frozenset(
    "as at by for from in into of on per through to under via with within".split()
)
_VERBAL = frozenset(
    "backup check checkout compare copy deploy diff download embed export import invite login"
    " logout merge monitor move ping preview query rerank search sign sync test transfer"
    " translate upload validate verify watch".split()
)
"""Words that are names of groups and verbs of operations: `search` / `search_points`."""


VERBS = frozenset(
    "add assign cancel check clear close create delete destroy disable enable execute fetch find"
    " generate get head list modify move open options patch post put query read remove replace"
    " reset restore retrieve run save search send set show start stop submit sync trace unset"
    " update upsert".split()
)
"""First words of a phrase that says what is done."""
_LITTLE = frozenset(
    "a all an and any as at by for from has in into is new no non not of off on only or out own"
    " per self the to un up via with without".split()
)
"""Words that say nothing alone."""


class Piece(NamedTuple):
    """A hump of a word; pieces of one word are put together again when both are kept."""

    text: str
    word: int


def pieces_of(words: Iterable[str]) -> tuple[Piece, ...]:
    """`words` taken apart at their camel-case humps."""
    return tuple(
        Piece(hump, number) for number, word in enumerate(words) for hump in humps(word)
    )


def words_from(pieces: Sequence[Piece]) -> Words:
    """The words that `pieces` make; neighbours from one word stand together as they did."""
    words: list[str] = []
    last = -1
    for piece in pieces:
        if piece.word == last:
            words[-1] += piece.text
        else:
            words.append(piece.text)
        last = piece.word
    return tuple(words)


def fold(words: Iterable[str]) -> Words:
    """`words` in the form in which two names are compared: humps apart and in lower case."""
    return tuple(hump for word in words for hump in _lower_humps(word))


@cache
def _lower_humps(word: str) -> tuple[str, ...]:
    return tuple(hump.lower() for hump in humps(word))


def stems(words: Iterable[str]) -> Words:
    """Like `fold`, in the singular."""
    return tuple(singular(word) for word in fold(words))


def is_plural(words: Words) -> bool:
    """Whether the last of `words` is an English plural."""
    folded = fold(words)
    return bool(folded) and singular(folded[-1]) != folded[-1]


def is_verbal(words: Words) -> bool:
    """Whether `words` are one word that is rather done than owned (`search`, `export`)."""
    folded = fold(words)
    return len(folded) == 1 and folded[0] in _VERBAL


def in_singular(words: Words) -> Words:
    """`words` with the last one in the singular."""
    return (*words[:-1], singular(words[-1])) if words else ()


def without(words: Words, said: Words, *, is_object: bool = False) -> Words:
    """`words` without what `said` says already, as far as a readable name remains.

    Singular and plural count as the same. It is taken out in front (`issues/list`), after the
    verb (`getRunStep` without `runs`: `getStep`) and at the end together with its preposition
    (`removeItemForPortfolio` without `portfolios`: `removeItem`); elsewhere it is the head of
    a longer noun, and what remained would name something else (`createSiteAsset`). With
    `is_object`, the call is about what `said` names: its plural after the verb stays, whatever
    noun follows (`removeAlbumsUser`). A little word never remains alone (`noAuth`).
    """
    wanted = stems(said)
    pieces = list(pieces_of(words))
    at = 0
    while wanted and at + len(wanted) <= len(pieces):
        end = at + len(wanted)
        run = tuple(singular(piece.text.lower()) for piece in pieces[at:end])
        if run == wanted:
            shorter = _cut(pieces, at, end, fold(said), is_object)
            if shorter is not None:
                pieces = shorter
                continue
        at += 1
    return words_from(pieces)


def _cut(
    pieces: list[Piece], start: int, end: int, said: Words, is_object: bool
) -> list[Piece] | None:
    """`pieces` without those from `start` to `end`; None where that reads badly."""

    def is_any(index: int, family: frozenset[str]) -> bool:
        return 0 <= index < len(pieces) and pieces[index].text.lower() in family

    if is_any(start - 1, _CONJUNCTIONS):
        return None
    if start == 0 and end < len(pieces):
        # In front it is a namespace (`issues/list`), unless it may be a verb: `inviteUser`.
        spelled = tuple(piece.text.lower() for piece in pieces[:end])
        if spelled != said or end == 1 and spelled[0] in _VERBAL:
            return None
        if is_any(end, _CONJUNCTIONS) or is_any(end, _PREPOSITIONS):
            return None
    while is_any(start - 1, _ARTICLES):
        start -= 1
    if is_any(start - 1, _PREPOSITIONS):
        if end < len(pieces):
            return None
        start -= 1
    elif start > 1:
        return None
    elif is_object and start == 1 and end < len(pieces):
        last = pieces[end - 1].text.lower()
        if singular(last) != last and not is_any(end, _PREPOSITIONS):
            return None
    left = pieces[:start] + pieces[end:]
    if left and all(piece.text.lower() in _LITTLE for piece in left):
        return None
    return left


def spelled_out(text: str) -> Words:
    """Words for all of `text`, punctuation and capitals included: as good as unique."""
    words: list[str] = []
    for part in re.findall(r"[a-z0-9]+|.", text, re.DOTALL):
        if re.fullmatch("[a-z0-9]+", part):
            words.append(part)
        else:
            words += words_of(unicodedata.name(part, f"U{ord(part):04X}").lower())
    return tuple(words)
