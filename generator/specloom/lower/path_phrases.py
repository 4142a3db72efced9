"""What a path says: the resource it is about, and a name for an operation on it.

Part of stage 3. Input: an openapi operation. Output: words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from specloom.lower.phrases import (
    VERBS,
    Words,
    fold,
    in_singular,
    is_plural,
    is_verbal,
    stems,
)
from specloom.model.names import words_of
from specloom.openapi.document import OperationObject

_VERSION = re.compile(
    r"v\d+([._-]?\d+)*((alpha|beta|rc)\d*)?|\d+([._-]\d+)*|api|rest|latest",
    re.IGNORECASE,
)
_VERBS = {
    "GET": "get",
    "QUERY": "query",
    "HEAD": "head",
    "POST": "create",
    "PUT": "update",
    "PATCH": "update",
    "DELETE": "delete",
}


class Segment(NamedTuple):
    """One segment of a path. `owned`: a template follows, so the word is about one thing."""

    words: Words
    template: bool
    owned: bool = False


def split(path: str) -> tuple[str, str, str]:
    """A path as written → (the path proper, its `?query`, its `#fragment`)."""
    rest, _, fragment = path.partition("#")
    plain, _, query = rest.partition("?")
    return plain, query, fragment


def path_words(path: str) -> Words:
    """The words of a path, templates, query and fragment included."""
    return words_of(path)


def last_resource(path: str) -> Words:
    """The last segment that is no version and no template."""
    found = [segment.words for segment in _segments(path) if not segment.template]
    return found[-1] if found else ()


class Paths:
    """All paths of a document, for what one path says about another."""

    def __init__(self, operations: Iterable[OperationObject]) -> None:
        self._methods: defaultdict[str, set[str]] = defaultdict(set)
        self._collections: set[str] = set()
        for operation in operations:
            plain = split(operation.path)[0].rstrip("/")
            self._methods[plain].add(operation.method.upper())
            parent, _, last = plain.rpartition("/")
            if last.startswith("{"):
                self._collections.add(parent)
        self._shared = _shared_segments(self._methods)

    def first_resource(self, path: str) -> Words:
        """The first segment that is no version, no template, and not before all paths alike."""
        found = [s.words for s in _segments(path) if not s.template]
        return found[self._shared] if found else ()

    def is_collection(self, path: str) -> bool:
        """Whether `path` holds things that have paths of their own, or is called so."""
        plain = split(path)[0].rstrip("/")
        return plain in self._collections or is_plural(words_of(plain.split("/")[-1]))

    def is_action(self, path: str) -> bool:
        """Whether the last word of `path` is something to do: nothing but POST goes there."""
        plain = split(path)[0].rstrip("/")
        return self._methods[plain] == {"POST"} and not self.is_collection(path)


def _shared_segments(paths: Iterable[str]) -> int:
    """How many segments stand before all paths and name nothing: each has more behind them."""
    rows = [list(_segments(path)) for path in paths]
    shared = 0
    while len(rows) > 1:
        heads = {fold(row[shared].words) for row in rows if len(row) > shared}
        if len(heads) > 1 or any(
            len(row) < shared + 2 or row[shared].template or row[shared + 1].template
            for row in rows
        ):
            break
        shared += 1
    return shared


def path_phrase(
    operation: OperationObject, group: tuple[Words, ...], paths: Paths
) -> Words:
    """A name for `operation` from its method and path, without what the group says."""
    said = {stem for level in group for stem in stems(level)}
    _, _, fragment = split(operation.path)
    if fragment and (words := words_of(fragment)):
        return _unsaid(words, said) or words
    segments = list(_segments(operation.path))
    statics = [s for s in segments if not s.template]
    last = segments[-1] if segments else None
    method = operation.method.upper()
    verb: Words = (_VERBS.get(method, method.lower()),)
    if last is not None and not last.template:
        collection = paths.is_collection(operation.path)
        if (
            _is_phrase(last.words)
            or paths.is_action(operation.path)
            or (is_verbal(last.words) and _unsaid(last.words, said))
        ):
            verb = last.words
            statics.pop()
        elif method == "GET" and collection:
            verb = ("list",)
        elif method == "POST" and not collection:
            verb = ("update",)
    elif last is not None and method == "POST":
        verb = ("update",)
    nouns: list[tuple[Words, bool]] = []
    owners: list[Words] = []
    for segment in statics:
        words = _unsaid(segment.words, said)
        if not words:
            # What stands before the group's own word owns it: /files/{id}/comments.
            owners += [noun for noun, owned in nouns if owned]
            nouns = []
            continue
        single = segment.owned or verb == ("create",) and segment is statics[-1]
        nouns.append((in_singular(words) if single else words, segment.owned))
    phrase = verb + tuple(word for noun, _ in nouns for word in noun)
    if owners:
        phrase += ("for", *(word for noun in owners for word in noun))
    return phrase


def _is_phrase(words: Words) -> bool:
    """Whether a segment is a whole phrase: `GetAll`, `find-active`."""
    folded = fold(words)
    return len(folded) > 1 and folded[0] in VERBS


def _unsaid(words: Words, said: set[str]) -> Words:
    """`words`, or nothing where the group says all of them."""
    return () if set(stems(words)) <= said else words


def _segments(path: str) -> Iterator[Segment]:
    """The segments of a path without its versions."""
    plain, _, _ = split(path)
    parts = [p for p in plain.split("/") if p and not _VERSION.fullmatch(p)]
    for number, part in enumerate(parts):
        template = "{" in part
        following = parts[number + 1] if number + 1 < len(parts) else ""
        words = words_of(part)
        if words:
            yield Segment(words, template, "{" in following)


def rests(text: str, path: str) -> Iterator[str]:
    """What may remain of `text` after the words of `path`; a template may be left out, or be
    `id`."""
    plain, _, fragment = split(path)
    parts = [part for part in (*plain.split("/"), fragment) if part]
    rests = {text}
    skipped = True
    for part in parts:
        word = _joined(words_of(part))
        options = {word}
        if "{" in part:
            options |= {"id", "by" + word, ""}
        elif skipped and _VERSION.fullmatch(part):
            options.add("")
        else:
            skipped = False
        rests = {
            rest[len(option) :]
            for rest in rests
            for option in options
            if rest.startswith(option)
        }
    yield from rests


def _joined(words: Words) -> str:
    return "".join(fold(words))
