"""Who owns the inline schemas of a call: the operation, or the shared part they stand in.

Part of stage 3. Input: the span of a parameter, body or response. Output: its `Place`.
An inline schema of a part that several operations share (a component, a part of a path item,
a file) belongs to that part, so that no name depends on which operation is read first.
"""

from __future__ import annotations

from posixpath import dirname, relpath, splitext

from specloom.lower.phrases import Words, fold
from specloom.lower.places import Place
from specloom.model.api import Page
from specloom.model.names import Hint, Strength, words_of
from specloom.model.operations import Response
from specloom.openapi.document import Document
from specloom.source import Span, unescape_token


class Owners:
    """Gives places to the parts of operations, and remembers the pages that they stand on."""

    def __init__(self, document: Document) -> None:
        self._root = document.span.file
        self.pages: dict[str, Page] = {}
        self.responses: dict[tuple[Span, str], Response] = {}
        """Shared responses that have been lowered, by place and status."""

    def page(self, id: str, hint: Hint) -> None:
        """The page of an operation, webhook or callback."""
        self.pages.setdefault(id, Page(id, hint))

    def place(
        self,
        part: Span,
        below: str,
        base: Span,
        own: Place,
        suffix: Words,
        longer: str,
    ) -> Place:
        """The place of the part at `part`: `own`, where it stands inside `base`, its operation.

        `below` is the part's stable path under its owner where that is a path item; `suffix`
        are the words that say what it is, and `longer` the word that a shared part adds where
        a component schema has its name.
        """
        if part.file == base.file and part.pointer.startswith(base.pointer + "/"):
            return own
        tokens = [unescape_token(token) for token in part.pointer.split("/")[1:]]
        if tokens[:1] == ["paths"] and len(tokens) > 2:
            id = "#" + "/".join(part.pointer.split("/")[:3])
            words = words_of(tokens[1])
            self.page(id, Hint(words, Strength.SUGGESTED))
            return Place(id + below, id, words + suffix)
        name = tokens[-1] if tokens else splitext(part.file.rpartition("/")[2])[0]
        words = words_of(name) or suffix
        if fold(words)[-len(suffix) :] != fold(suffix):
            words += suffix
        id = "#" + part.pointer
        if part.file != self._root:
            id = relpath(part.file, dirname(self._root) or ".") + id
        context = ((*words, longer),)
        self.page(id, Hint(words, Strength.DERIVED, context))
        return Place(id, id, words, context=context)
