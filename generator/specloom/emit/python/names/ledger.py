"""Stage 4, emit: the name lock while names are given, read first and written anew.

Input: the lock of the last run. Output: names, each as it was unless something asked for another
one; what had another name before keeps the old one as an alias.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from specloom.emit.python.names import spelling
from specloom.emit.python.names.allocation import Wish, fold, settle
from specloom.emit.python.names.lock_keys import keys_of

_ALIAS = "alias:"
_WITH_ALIASES = frozenset({"type", "method", "group"})
"""The kinds of names that leave an alias behind when they change."""

Aliases = Mapping[str, tuple[str, ...]]
"""What was renamed, by its id → its old names."""


def alias_entry(entry: str, old: str) -> str:
    """The place in the lock of a name that the thing of another entry had before."""
    return f"{_ALIAS}{entry}\n{old}"


class Ledger:
    """Gives names; `kept` is the lock of the next run."""

    def __init__(self, lock: Mapping[str, str]) -> None:
        self._lock = lock
        self.kept: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        """Entries of the lock whose name is none, or is another's, and so was not kept."""
        self._old: dict[str, list[str]] = {}
        for entry, name in lock.items():
            if entry.startswith(_ALIAS) and spelling.is_name(name):
                place = entry.removeprefix(_ALIAS).rpartition("\n")[0]
                self._old.setdefault(place, []).append(name)
        self._aliases: dict[str, dict[str, tuple[str, ...]]] = {}
        self.entries: dict[tuple[str, str], str] = {}
        """Kind and id → the place in the lock."""

    def aliases(self, kind: str) -> Aliases:
        """The old names of what was settled of one kind."""
        return self._aliases.get(kind, {})

    def settle(
        self,
        kind: str,
        wishes: Iterable[Wish],
        taken: Iterable[str] = (),
        key: Callable[[str], str] = fold,
    ) -> dict[str, str]:
        """Names of one kind, which stand in the lock as `kind:id`."""
        wanted = list(wishes)
        entries = {
            id: f"{kind}:{place}" for id, place in keys_of(w.id for w in wanted).items()
        }
        self.entries |= {(kind, id): entry for id, entry in entries.items()}
        locked: dict[str, str] = {}
        before: dict[str, str] = {}
        for wish in wanted:
            name = self._lock.get(entries[wish.id])
            if name is not None and spelling.is_name(name):
                before[wish.id] = name
                if not wish.asked or key(name) == key(wish.ladder[0]):
                    locked[wish.id] = name
        reserved = [*taken, *self._reserved(kind, wanted, before, key)]
        names = settle(wanted, locked, reserved, key)
        for id, name in names.items():
            self.kept[entries[id]] = name
        for wish in wanted:
            entry = entries[wish.id]
            if (
                not wish.asked
                and self._lock.get(entry, names[wish.id]) != names[wish.id]
            ):
                self.refused[entry] = self._lock[entry]
        if kind in _WITH_ALIASES:
            self._keep_aliases(kind, names, before, {key(n) for n in taken}, key)
        return names

    def _reserved(
        self,
        kind: str,
        wanted: Iterable[Wish],
        before: Mapping[str, str],
        key: Callable[[str], str],
    ) -> Iterable[str]:
        """Old names that no newcomer gets. What is asked for, or locked, has its name."""
        if not self._old or kind not in _WITH_ALIASES:
            return
        claimed = {key(name) for name in before.values()}
        claimed |= {key(wish.ladder[0]) for wish in wanted if wish.asked}
        for wish in wanted:
            for name in self._old.get(self.entries[kind, wish.id], ()):
                if key(name) not in claimed:
                    yield name

    def _keep_aliases(
        self,
        kind: str,
        names: Mapping[str, str],
        before: Mapping[str, str],
        taken: set[str],
        key: Callable[[str], str],
    ) -> None:
        used = taken | {key(name) for name in names.values()}
        for id, name in names.items():
            old = [*self._old.get(self.entries[kind, id], ()), before.get(id, name)]
            kept = tuple(o for o in dict.fromkeys(old) if key(o) not in used)
            if kept:
                self._aliases.setdefault(kind, {})[id] = kept
                used |= {key(o) for o in kept}
                for one in kept:
                    self.kept[alias_entry(self.entries[kind, id], one)] = one
