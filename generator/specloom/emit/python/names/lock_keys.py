"""Stage 4, emit: what the name lock calls things by, so that a name outlives an edit.

Input: the ids of the model and the lock of the last run. Output: keys. A key says where a thing
stands and of what kind it is, never what it holds: the variables of a path are anonymous, an
inline enum of a union is known by its kind. An operation has a second key, its operationId: what
moved to another path takes along all names that it had. What the document does not have at the
moment stays in the lock, marked as absent, and has its names again when it comes back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from specloom.model.operations import Operation

ABSENT = "absent:"
_OPERATION = "operation:"

_PLACE = re.compile(r"#/paths/([^/\n]*)")
_VARIABLE = re.compile(r"\{[^{}/]*\}")
_CHOICES = re.compile(r"(/oneOf/(?:string|integer|number|boolean))=[^/\n]*")


def stable_key(id: str) -> str:
    """The key of an id: place and kind, without the names of variables and values of enums."""
    if "#/paths/" in id:
        id = _PLACE.sub(lambda m: "#/paths/" + _VARIABLE.sub("{}", m[1]), id)
    return _CHOICES.sub(r"\1=choices", id) if "/oneOf/" in id else id


def keys_of(ids: Iterable[str]) -> dict[str, str]:
    """The key of each id; those that would share one keep what tells them apart."""
    keys = {id: stable_key(id) for id in ids}
    count = Counter(keys.values())
    return {id: key if count[key] == 1 else id for id, key in keys.items()}


def recalled(
    lock: Mapping[str, str], operations: Iterable[Operation]
) -> dict[str, str]:
    """The lock with its entries at today's places: nothing is absent, moved operations moved."""
    present = {e: name for e, name in lock.items() if not e.startswith(ABSENT)}
    for entry, name in lock.items():
        present.setdefault(entry.removeprefix(ABSENT), name)
    known = {_stable_entry(entry): name for entry, name in present.items()}
    moves = _moves(known, operations)
    if not moves:
        return known
    kept = {e: n for e, n in known.items() if not _mentions(e, moves)}
    for entry, name in known.items():
        if (old := _mentions(entry, moves)) and not entry.startswith(_OPERATION):
            kept.setdefault(entry.replace(old, moves[old]), name)
    return kept


def operation_entries(operations: Iterable[Operation]) -> dict[str, str]:
    """The second key of every operation: its place → its operationId."""
    named = {o.id: o.operation_id for o in operations if o.operation_id}
    count = Counter(named.values())
    keys = keys_of(named)
    return {_OPERATION + keys[id]: n for id, n in named.items() if count[n] == 1}


def absent_entries(lock: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """The entries of `lock` that name nothing of this run, marked."""
    return {ABSENT + entry: name for entry, name in lock.items() if entry not in kept}


def lost_names(
    lock: Mapping[str, str], kept: Mapping[str, str], before: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Entries with an alias that name nothing since this run → the name, and the name of
    what is new and stands at the most similar place."""
    lost: dict[str, tuple[str, str]] = {}
    for alias in lock:
        entry = _stable_entry(alias).removeprefix("alias:").rpartition("\n")[0]
        if not alias.startswith("alias:") or entry in kept or entry in lost:
            continue
        kind = entry.partition(":")[0]
        new = [e for e in kept if e.startswith(f"{kind}:") and e not in before]
        near = get_close_matches(entry, new, 1)
        lost[entry] = (before.get(entry, ""), kept[near[0]] if near else "")
    return lost


def _stable_entry(entry: str) -> str:
    place, newline, old = entry.rpartition("\n")
    if entry.startswith("alias:") and newline:
        return f"{stable_key(place)}\n{old}"
    return stable_key(entry)


def _moves(lock: Mapping[str, str], operations: Iterable[Operation]) -> dict[str, str]:
    """Old place → new place, of operations that kept their operationId."""
    today = operation_entries(operations)
    before = {
        name: entry.removeprefix(_OPERATION)
        for entry, name in lock.items()
        if entry.startswith(_OPERATION)
    }
    moves: dict[str, str] = {}
    for entry, name in today.items():
        place, old = entry.removeprefix(_OPERATION), before.get(name)
        if old is None or old == place or today.get(_OPERATION + old) in before:
            continue
        if f"method:{place}" not in lock:
            moves[old] = place
    return moves


def _mentions(entry: str, places: Mapping[str, str]) -> str:
    """Which of the places an entry is about, itself or something below it."""
    if "#/paths/" not in entry:
        return ""
    for place in places:
        at = entry.find(place)
        if at >= 0 and entry[at + len(place) : at + len(place) + 1] in ("", "/", "\n"):
            return place
    return ""
