"""Stage 4, emit: who gets which name (rule 6 of the names).

Input: wishes, each with a ladder of names, the plain one first. Output: one name per wish, no
two alike even on a file system that ignores case. The outcome depends on neither order nor
chance: a stronger wish keeps the plain name, equals that meet all go one step up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from specloom.emit.python.names.spelling import digest


@dataclass(frozen=True, slots=True)
class Wish:
    """What something would like to be called; the rank says who may keep a plain name."""

    id: str
    ladder: Sequence[str]
    rank: int = 0
    asked: bool = False
    """Whether somebody asked for the plain name: then an earlier name does not stand."""


def fold(name: str) -> str:
    """Names with the same fold must not stand beside each other."""
    return name.casefold()


def settle(
    wishes: Iterable[Wish],
    locked: Mapping[str, str],
    taken: Iterable[str] = (),
    key: Callable[[str], str] = fold,
) -> dict[str, str]:
    """A name for each wish. `locked` names are kept, `taken` ones are nobody's."""
    wishes = list(wishes)
    held: dict[str, str] = {key(name): "" for name in taken}
    if not locked:
        plain = {key(wish.ladder[0]) for wish in wishes}
        if len(plain) == len(wishes) and plain.isdisjoint(held):
            return {wish.id: wish.ladder[0] for wish in wishes}
    names: dict[str, str] = {}
    by_rank: defaultdict[int, list[Wish]] = defaultdict(list)
    for wish in wishes:
        kept = locked.get(wish.id)
        if kept is not None and key(kept) not in held:
            names[wish.id] = kept
            held[key(kept)] = wish.id
        else:
            by_rank[wish.rank].append(wish)
    for rank in sorted(by_rank, reverse=True):
        _settle_equals(by_rank[rank], names, held, key)
    return names


def _settle_equals(
    wishes: Sequence[Wish],
    names: dict[str, str],
    held: dict[str, str],
    key: Callable[[str], str],
) -> None:
    pending = list(wishes)
    step = 0
    while pending:
        meeting: defaultdict[str, list[tuple[Wish, str]]] = defaultdict(list)
        for wish in pending:
            name = _at(wish, step)
            meeting[key(name)].append((wish, name))
        waiting: list[Wish] = []
        for folded, group in meeting.items():
            if len(group) == 1 and folded not in held:
                wish, name = group[0]
                names[wish.id] = name
                held[folded] = wish.id
            else:
                # A name that equals met on is nobody's: who has it would be no rule.
                held.setdefault(folded, "")
                waiting += [wish for wish, _ in group]
        pending = waiting
        step += 1


def _at(wish: Wish, step: int) -> str:
    if (
        step == 0
    ):  # without asking the ladder for the others, which may be made on demand
        return wish.ladder[0]
    if step < len(wish.ladder):
        return wish.ladder[step]
    return f"{wish.ladder[0].rstrip('_')}_{digest(wish.id + '/' * step)}"
