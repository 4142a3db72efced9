"""What an operationId says of its own, without what tools add to make it unique.

Part of stage 3. Input: all operations of a document. Output: words. Exporters put the method,
the path, the class or the module around the name that somebody chose; each addition is taken
off only where the document itself proves that it is one, never because a tool is known to do so:

* the path and the method behind the name (`read_item_items__item_id__get`);
* the whole path, templates included, in front of all names (`ItemsItemIdReadItem`);
* a number behind it (`list_1`) where another operation is called the same without (`list`);
* words that all operationIds of the document begin with (`shop_api_create`), verbs aside;
* a first word that the group's own word begins and the others share (`CatsController_find`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from specloom.lower.path_phrases import rests, split
from specloom.lower.phrases import (
    VERBS,
    Words,
    fold,
    pieces_of,
    stems,
    words_from,
)
from specloom.model.names import words_of
from specloom.openapi.document import OperationObject

_NUMBERED = re.compile(r"(.+)_\d+")
_MOST = 0.8
"""From which share of a document's operationIds on it is a tool that writes them."""


class OperationIds:
    """The operationIds of one document, for what they have in common."""

    def __init__(self, operations: Iterable[OperationObject]) -> None:
        self._operations = [o for o in operations if o.operation_id]
        self._known = {o.operation_id for o in self._operations}
        repeated = sum(map(says_only_path, self._operations))
        self.are_made_of_paths = repeated >= _MOST * len(self._operations)
        """Whether operationIds only repeat method and path, as if nobody had chosen them."""
        self._path_first = len(self._operations) > 2 and all(
            map(_behind_path, self._operations)
        )
        self._shared = self._shared_words()

    def own_words(self, operation: OperationObject) -> Words:
        """The operationId as words, without what was added to it."""
        return self._bare(operation)[self._shared :]

    def namespaces(
        self, groups: Mapping[str, Words], operations: Mapping[str, OperationObject]
    ) -> frozenset[str]:
        """The ids of `operations` whose first word names where they stand, not what they do.

        `groups`: the innermost group of each, by id.
        """
        tails: defaultdict[Words, list[str]] = defaultdict(list)
        firsts: defaultdict[Words, set[Words]] = defaultdict(set)
        members: defaultdict[Words, list[str]] = defaultdict(list)
        several = 0
        for id, operation in operations.items():
            words, group = self.own_words(operation), stems(groups.get(id, ()))
            if not group or not words:
                continue
            firsts[group].add(fold(words[:1]))
            if len(words) < 2:
                continue
            several += 1
            first = stems(words[:1])
            if first[: len(group)] == group and len(first) > len(group):
                tails[first[len(group) :]].append(id)
                members[group].append(id)
        found: set[str] = set()
        for ids in tails.values():
            if len(ids) > 1 and len(ids) == several:
                found.update(ids)
        for group, ids in members.items():
            if len(ids) > 1 and len(firsts[group]) == 1:
                found.update(ids)
        return frozenset(found)

    def _bare(self, operation: OperationObject) -> Words:
        text = operation.operation_id
        numbered = _NUMBERED.fullmatch(text)
        if numbered and numbered[1] in self._known:
            text = numbered[1]
        if self._path_first:
            return _behind_path(operation)
        return _without_path(words_of(text), operation)

    def _shared_words(self) -> int:
        """How many words all operationIds begin with; something has to remain of each."""
        if len(self._operations) < 3:
            return 0
        rows = [self._bare(operation) for operation in self._operations]
        shared = 0
        while all(len(row) > shared + 1 for row in rows):
            words = {fold(row[shared : shared + 1]) for row in rows}
            if len(words) > 1 or VERBS.issuperset(next(iter(words))[:1]):
                break
            shared += 1
        return shared


def says_only_path(operation: OperationObject) -> bool:
    """Whether the operationId only repeats the method and the path."""
    joined = "".join(fold(words_of(operation.operation_id)))
    method = operation.method.lower()
    return joined.startswith(method) and "" in set(
        rests(joined[len(method) :], operation.path)
    )


def _without_path(words: Words, operation: OperationObject) -> Words:
    """`words` without a path and method at their end."""
    pieces = pieces_of(words)
    method = operation.method.lower()
    if len(pieces) > 2 and pieces[-1].text.lower() == method:
        for cut in range(1, len(pieces) - 1):
            tail = "".join(piece.text for piece in pieces[cut:-1]).lower()
            if "" in set(rests(tail, operation.path)):
                return words_from(pieces[:cut])
    return words


def _behind_path(operation: OperationObject) -> Words:
    """What stands in the operationId behind the whole path; empty where that is not in front."""
    text = operation.operation_id
    path = "".join(fold(words_of(split(operation.path)[0])))
    if not path or not text.isalnum() or not text.lower().startswith(path):
        return ()
    return words_of(text[len(path) :])
