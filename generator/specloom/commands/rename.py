"""`specloom rename`: another name for a type, a group or a method, kept in the name lock.

The old name stays as a deprecated alias: regeneration prints both.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from specloom.commands.configured import configured
from specloom.diagnostics import SpecloomError, fail
from specloom.emit.python.names.ledger import alias_entry
from specloom.emit.python.names.naming import Names, allocate
from specloom.emit.python.names.spelling import is_name
from specloom.model.api import Api
from specloom.report.present import present_outcome
from specloom.run.outcome import conclude
from specloom.run.pipeline import Pipeline
from specloom.write.locks import Locks


@dataclass(frozen=True, slots=True)
class _Named:
    """Something that can be renamed. `inside`: the group that holds it, dotted."""

    kind: str
    id: str
    inside: str
    name: str

    @property
    def shown(self) -> str:
        """As users write it."""
        return f"{self.inside}.{self.name}" if self.inside else self.name


def rename(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Writes the new name into the lock of every SDK that has the old one."""
    config, _ = configured(options, parser)
    if config is None:
        return 1
    locks = Locks(config.lock)
    changed: dict[Path, Mapping[str, str]] = {}
    known: set[str] = set()

    def work(pipeline: Pipeline) -> None:
        for sdk in config.sdks:
            if sdk.target == "model-json":
                continue
            api = pipeline.model(sdk)
            names = allocate(api, locks.of(sdk.output))
            things = {thing.shown: thing for thing in _things(api, names)}
            known.update(things)
            thing = things.get(_plain(options.old))
            if thing is not None:
                changed[sdk.output] = _renamed(thing, _plain(options.new), api, names)

    outcome = conclude(config, work, lambda stage, what: None)
    if outcome.failed:
        present_outcome(outcome, "text", notes=False)
        return 1
    if not changed:
        close = get_close_matches(_plain(options.old), known, 3)
        help = f"did you mean {' or '.join(close)}?" if close else None
        raise fail("E609", f"nothing is called {options.old}", help=help)
    for place in locks.write(changed):
        sys.stdout.write(f"wrote {place}\n")
    sys.stdout.write("now run: specloom generate\n")
    return 0


def _plain(name: str) -> str:
    return name.removeprefix("client.").removeprefix("models.").rstrip("()")


def _things(api: Api, names: Names) -> Iterator[_Named]:
    for id, name in names.types.items():
        yield _Named("type", id, "", name)
    groups = {
        entry.removeprefix("group:"): name
        for entry, name in names.lock.items()
        if entry.startswith("group:")
    }
    for id, name in groups.items():
        outer = id.split(".")[:-1]
        path = [groups[".".join(outer[: d + 1])] for d in range(len(outer))]
        yield _Named("group", id, ".".join(path), name)
    for operation in api.operations:
        inside = map(str, names.group(operation))
        name = names.methods[operation.id]
        yield _Named("method", operation.id, ".".join(inside), name)


def _renamed(thing: _Named, new: str, api: Api, names: Names) -> Mapping[str, str]:
    """The lock with the new name, if it can be given."""
    inside, _, name = new.rpartition(".")
    if inside and inside != thing.inside:
        what = f"{thing.shown} cannot move to {inside} by a new name"
        help = "`groups` and `methods` of the configuration move calls"
        raise fail("E610", what, help=help)
    if not is_name(name) or name.startswith("_"):
        raise fail("E610", f"{name} is no name for public Python code", help="")
    entry = names.entries[thing.kind, thing.id]
    lock = {
        **names.lock,
        entry: name,
        alias_entry(entry, thing.name): thing.name,
    }
    after = allocate(api, lock)
    expected = {**names.lock, entry: name}
    moved = [
        place
        for place, kept in expected.items()
        if not place.startswith("alias:") and after.lock.get(place) != kept
    ]
    if moved:
        raise _taken(name)
    return after.lock


def _taken(name: str) -> SpecloomError:
    return fail("E610", f"the name {name} is taken")
