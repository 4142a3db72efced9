"""Groups and methods: where an operation is found in a client, and what it is called.

Part of stage 3. Input: all operations of the document and the configuration. Output: one
`Naming` per operation. The rules (docs, names, rule 10), the first that says something wins:

* group: `methods` of the configuration; `x-specloom-group`, `x-fern-sdk-group-name`,
  `x-speakeasy-group`, each a name, a dotted path or a list; the first tag, below its parent
  tags; the first segment of the path that is no version and no template. Then `groups` of
  the configuration moves whole groups.
* method: `methods` of the configuration; `x-specloom-method`, `x-fern-sdk-method-name`,
  `x-speakeasy-name-override`; the operationId without what the group says. An operationId
  that only repeats method and path (`GetAccountsAccount`) says nothing: then, as where
  nothing is left, the verb (`get`, `list`, `create`, `update`, `delete`) and those words of
  the path that the group does not say.

Methods of one group that coincide all keep the whole operationId, with the words of the path
that tell them apart where that is the same too, else method and path. The outcome is a
function of the set of operations: neither order nor selection matters, and no name is numbered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from difflib import get_close_matches
from typing import NamedTuple

from specloom.config import Sdk
from specloom.diagnostics import Bag
from specloom.lower.extensions import first_of
from specloom.lower.operation_ids import OperationIds, says_only_path
from specloom.lower.path_phrases import (
    Paths,
    last_resource,
    path_phrase,
    path_words,
)
from specloom.lower.phrases import Words, fold, is_verbal, spelled_out, stems, without
from specloom.model.names import Hint, Strength, words_of
from specloom.model.types import JsonValue
from specloom.openapi.document import Document, OperationObject

GROUP_KEYS = ("x-specloom-group", "x-fern-sdk-group-name", "x-speakeasy-group")
METHOD_KEYS = (
    "x-specloom-method",
    "x-fern-sdk-method-name",
    "x-speakeasy-name-override",
)


class Naming(NamedTuple):
    """What one operation is called. `title` names the types that it owns, and its page."""

    group: tuple[Hint, ...]
    method: Hint
    title: Hint


class _Wish(NamedTuple):
    """What an operation asks to be called, before it is compared with the others."""

    group: tuple[Words, ...]
    placed: bool
    method: Words
    named: bool


def operation_id(operation: OperationObject) -> str:
    """The stable id of an operation: its place in the document, whatever file holds it."""
    path = operation.path.replace("~", "~0").replace("/", "~1")
    return f"#/paths/{path}/{operation.method.lower()}"


def name_operations(document: Document, sdk: Sdk, bag: Bag) -> dict[str, Naming]:
    """The `Naming` of each operation of `document`, by its id."""
    operations = {operation_id(o): o for o in document.operations}
    ids = OperationIds(operations.values())
    wishes = _wishes(document, operations, ids, sdk, bag)
    ladders = _ladders(operations, ids)
    titles = settle(ladders)
    spelling = _group_spellings(wishes)
    inner: defaultdict[tuple[Words, ...], set[Words]] = defaultdict(set)
    for path in spelling:
        inner[path[:-1]].add(path[-1])
    namings: dict[str, Naming] = {}
    for path, members in _by_group(wishes).items():
        wanted = {id: (wishes[id].method, *ladders[id]) for id in members}
        fixed = frozenset(id for id in members if wishes[id].named)
        chosen = settle(wanted, fixed, inner[path])
        for id in members:
            wish, step = wishes[id], chosen[id]
            strength = (
                Strength.EXPLICIT if wish.named and not step else Strength.SUGGESTED
            )
            if wish.named and step:
                bag.report(
                    "W331",
                    f"another operation of the same group is called"
                    f" {'_'.join(fold(wish.method))} too",
                    operations[id].span,
                )
            namings[id] = Naming(
                tuple(
                    Hint(
                        spelling[path[: depth + 1]],
                        Strength.EXPLICIT if wish.placed else Strength.SUGGESTED,
                    )
                    for depth in range(len(path))
                ),
                _hint(wanted[id], step, strength),
                _hint(ladders[id], titles[id], Strength.SUGGESTED),
            )
    return namings


def _hint(ladder: Sequence[Words], step: int, strength: Strength) -> Hint:
    words = ladder[step]
    longer = dict.fromkeys(ladder[step + 1 :])
    longer.pop(words, None)
    return Hint(words, strength, tuple(longer))


def settle(
    ladders: Mapping[str, Sequence[Words]],
    fixed: frozenset[str] = frozenset(),
    taken: Set[Words] = frozenset(),
) -> dict[str, int]:
    """The step of its ladder that each id takes, so that no two have the same name.

    All that meet on a step go on to the next; those in `fixed` only when they meet each
    other. A name in `taken` is nobody's.
    """
    step = dict.fromkeys(ladders, 0)
    while True:
        held: defaultdict[Words, list[str]] = defaultdict(list)
        for id, ladder in ladders.items():
            held[fold(ladder[step[id]])].append(id)
        moved = False
        for name, ids in held.items():
            if len(ids) == 1 and name not in taken:
                continue
            kept = [id for id in ids if id in fixed and not step[id]]
            going = ids if len(kept) != 1 or name in taken else set(ids) - set(kept)
            for id in going:
                if step[id] + 1 < len(ladders[id]):
                    step[id] += 1
                    moved = True
        if not moved:
            return step


def _wishes(
    document: Document,
    operations: Mapping[str, OperationObject],
    ids: OperationIds,
    sdk: Sdk,
    bag: Bag,
) -> dict[str, _Wish]:
    configured = _configured_methods(operations, sdk, bag)
    parents = {tag.name: tag.parent for tag in document.tags}
    paths = Paths(operations.values())
    own = {id: _own_group(o, parents, paths) for id, o in operations.items()}
    placed = ids.namespaces({id: g[-1] for id, g in own.items() if g}, operations)
    wishes: dict[str, _Wish] = {}
    moved: set[str] = set()
    for id, operation in operations.items():
        if id in configured:
            *group, method = configured[id]
            wishes[id] = _Wish(tuple(group), True, method, True)
            continue
        given = _words_list(first_of(operation.extensions, *GROUP_KEYS))
        group_path = given if given is not None else own[id]
        target = _moved(group_path, sdk.groups, moved)
        name = first_of(operation.extensions, *METHOD_KEYS)
        explicit = words_of(name) if isinstance(name, str) else ()
        wishes[id] = _Wish(
            target,
            given is not None or target != group_path,
            explicit or _method(operation, group_path, paths, ids, id in placed),
            bool(explicit),
        )
    for key in sorted(set(sdk.groups) - moved):
        bag.report(
            "W330",
            f"the configuration moves a group {key!r} that the document does not have",
            help=_closest(
                key,
                {".".join("_".join(fold(w)) for w in x.group) for x in wishes.values()},
            ),
        )
    return wishes


def _own_group(
    operation: OperationObject, parents: Mapping[str, str], paths: Paths
) -> tuple[Words, ...]:
    chain: list[str] = []
    tag = operation.tags[0] if operation.tags else ""
    while tag and tag not in chain:
        chain.append(tag)
        tag = parents.get(tag, "")
    path = tuple(words for name in reversed(chain) if (words := words_of(name)))
    if not path:
        resource = paths.first_resource(operation.path)
        return (resource,) if resource else ()
    return path


def _method(
    operation: OperationObject,
    group: tuple[Words, ...],
    paths: Paths,
    ids: OperationIds,
    placed: bool,
) -> Words:
    """The operation's own name within `group`; `placed`: its first word says where it is."""
    words = ids.own_words(operation)[1 if placed else 0 :]
    repeats = says_only_path(operation)
    if words and not (repeats and ids.are_made_of_paths):
        left = words
        about = stems(last_resource(operation.path))
        for level in group:
            left = without(left, level, is_object=stems(level) == about)
        if repeats and (
            len(fold(words)) == 1 or fold(left) == (operation.method.lower(),)
        ):
            left = ()  # nothing of its own, or without borders between its words
        if left:
            return left
        if is_verbal(words) or not repeats and paths.is_action(operation.path):
            return words  # `search` in the group `search` is still what it does
    return path_phrase(operation, group, paths)


def _ladders(
    operations: Mapping[str, OperationObject], ids: OperationIds
) -> dict[str, tuple[Words, ...]]:
    """For each operation its names from the shortest that says which one it is, upwards."""
    same: defaultdict[Words, list[Words]] = defaultdict(list)
    for operation in operations.values():
        same[fold(words_of(operation.operation_id))].append(path_words(operation.path))
    ladders: dict[str, tuple[Words, ...]] = {}
    for id, operation in operations.items():
        whole = words_of(operation.operation_id)
        method = operation.method.lower()
        steps: list[Words] = []
        if whole:
            shared = set(fold(path_words(operation.path)))
            shared.intersection_update(*map(fold, same[fold(whole)]))
            apart = tuple(
                word
                for word in path_words(operation.path)
                if not shared.issuperset(fold((word,)))
            )
            steps += [ids.own_words(operation), whole, (*whole, *apart)]
        steps.append((method, *path_words(operation.path)))
        steps.append((method, *spelled_out(operation.path)))
        ladders[id] = tuple(steps)
    return ladders


def _by_group(wishes: Mapping[str, _Wish]) -> dict[tuple[Words, ...], list[str]]:
    groups: defaultdict[tuple[Words, ...], list[str]] = defaultdict(list)
    for id, wish in wishes.items():
        groups[tuple(fold(level) for level in wish.group)].append(id)
    return dict(groups)


def _group_spellings(wishes: Mapping[str, _Wish]) -> dict[tuple[Words, ...], Words]:
    """How each group is written: its spellings that differ only in case are one group."""
    spellings: dict[tuple[Words, ...], Words] = {}
    for wish in wishes.values():
        folded = tuple(fold(level) for level in wish.group)
        for depth, level in enumerate(wish.group):
            key = folded[: depth + 1]
            spellings[key] = min(spellings.get(key, level), level)
    return spellings


def _words_list(value: JsonValue) -> tuple[Words, ...] | None:
    """A group as extensions write it: a name, a dotted path, or a list of names."""
    names = value.split(".") if isinstance(value, str) else value
    if not isinstance(names, list):
        return None
    found = tuple(
        w for name in names if isinstance(name, str) and (w := words_of(name))
    )
    return found or None


def _moved(
    group: tuple[Words, ...], moves: Mapping[str, str], used: set[str]
) -> tuple[Words, ...]:
    """`group` after the configuration's moves; the longest that fits counts."""
    folded = [fold(level) for level in group]
    for depth in range(len(group), 0, -1):
        for key, target in moves.items():
            if [fold(words_of(part)) for part in key.split(".")] == folded[:depth]:
                used.add(key)
                return (*(_words_list(target) or ()), *group[depth:])
    return group


def _configured_methods(
    operations: Mapping[str, OperationObject], sdk: Sdk, bag: Bag
) -> dict[str, tuple[Words, ...]]:
    """The group and the method that the configuration gives to operations."""
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for id, operation in operations.items():
        by_name[f"{operation.method.upper()} {operation.path}"].append(id)
        if operation.operation_id:
            by_name[operation.operation_id].append(id)
    found: dict[str, tuple[Words, ...]] = {}
    for key, target in sdk.methods.items():
        method, space, path = key.partition(" ")
        name = f"{method.upper()} {path}" if space else key
        words = _words_list(target)
        if words is None or name not in by_name:
            bag.report(
                "W330",
                f"the configuration names an operation {key!r} that the document does"
                " not have",
                help=_closest(key, by_name),
            )
            continue
        for id in by_name[name]:
            found[id] = words
    return found


def _closest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(known), n=3)
    return "did you mean " + " or ".join(repr(x) for x in near) + "?" if near else ""
