"""What has to change on the disk: planned files against the manifest and what is there.

Nothing is written here; `apply` carries a plan out, `check` prints one.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from pathlib import Path

from specloom.diagnostics import Bag, fail
from specloom.source import Span
from specloom.write.manifest import (
    MANIFEST,
    Inputs,
    Manifest,
    digest_of,
    is_safe,
    read_manifest,
)
from specloom.write.three_way_merge import find_base, merge

LOCK = "specloom.lock"
CACHE = "__pycache__"

_COUNTED = 1000
"""Who names a whole disk as the output need not wait until its files are counted."""


class Edited(Enum):
    """What to do with files that were edited by hand."""

    REFUSE = "refuse"
    FORCE = "force"
    KEEP = "keep"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file before and after; None: not there."""

    path: str
    old: bytes | None
    new: bytes | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that has to happen in one output directory."""

    output: Path
    changes: tuple[FileChange, ...]
    files: int
    """How many files of the output are specloom's, the manifest included."""


def plan_write(
    files: Mapping[str, str],
    output: Path,
    inputs: Inputs,
    edited: Edited,
    bag: Bag,
    lock: str | None = None,
) -> Plan:
    """The plan that makes `output` hold `files`, the manifest, and `lock` if it is given.

    Whatever forbids it is reported to `bag`; the plan may then not be carried out.
    """
    try:
        return _Planner(output, edited, bag).plan(files, inputs, lock)
    except OSError as error:
        what = f"cannot read {error.filename}: {error.strerror}"
        raise fail("E504", what, Span(str(error.filename), "")) from None


@dataclass(slots=True)
class _Planner:
    output: Path
    edited: Edited
    bag: Bag
    changes: list[FileChange] = field(default_factory=list[FileChange])
    foreign: list[str] = field(default_factory=list[str])
    by_hand: list[str] = field(default_factory=list[str])
    unmerged: list[str] = field(default_factory=list[str])
    digests: dict[str, str] = field(default_factory=dict[str, str])
    bases: dict[str, str] = field(default_factory=dict[str, str])
    away: dict[str, bool] = field(default_factory=dict[str, bool])

    def plan(self, files: Mapping[str, str], inputs: Inputs, lock: str | None) -> Plan:
        old = self._old_manifest()
        for path, text in files.items():
            if not is_safe(path):
                raise ValueError(f"a target made a file outside its output: {path!r}")
            self._file(path, text.encode(), old)
        for path, digest in old.files.items() if old else ():
            if path not in files:
                self._stale(path, digest, old)
        own = {MANIFEST: Manifest(inputs, self.digests, self.bases).dump()}
        if lock is not None:
            own[LOCK] = lock.encode()
        for path, content in own.items():
            there = self._read(path)
            if there != content:
                self.changes.append(FileChange(path, there, content))
        self._report()
        changes = sorted(self.changes, key=lambda change: change.path)
        return Plan(self.output, tuple(changes), len(self.digests) + len(own))

    def _old_manifest(self) -> Manifest | None:
        if not os.path.lexists(self.output):
            return None
        if not self.output.is_dir():
            self.foreign.append("")
            return None
        manifest = read_manifest(self.output)
        if manifest is None:
            self.foreign.extend(islice(_contents(self.output), _COUNTED + 1))
        return manifest

    def _file(self, path: str, new: bytes, old: Manifest | None) -> None:
        digest = digest_of(new)
        self.digests[path] = digest
        there = self._read(path)
        if there == new:
            return
        known = old.files.get(path) if old else None
        if there is None:
            self.changes.append(FileChange(path, None, new))
        elif known is None or old is None:
            self.foreign.append(path)
        elif digest_of(there) == known or self.edited is Edited.FORCE:
            self.changes.append(FileChange(path, there, new))
        elif self.edited is Edited.KEEP:
            self.digests[path] = known
            if path in old.bases:
                self.bases[path] = old.bases[path]
        elif self.edited is Edited.MERGE:
            self._merge(path, there, new, old)
        else:
            self.by_hand.append(path)

    def _merge(self, path: str, there: bytes, new: bytes, old: Manifest) -> None:
        if digest_of(new) == old.files[path]:
            merged: bytes | None = there
        else:
            kept = old.bases.get(path)
            base = (
                kept.encode()
                if kept
                else find_base(self.output / path, old.files[path])
            )
            merged = None if base is None else merge(there, base, new)
        if merged is None:
            self.unmerged.append(path)
            return
        self.bases[path] = new.decode()
        if merged != there:
            self.changes.append(FileChange(path, there, merged))

    def _stale(self, path: str, digest: str, old: Manifest | None) -> None:
        there = self._read(path)
        if there is None:
            return
        if digest_of(there) == digest or self.edited is Edited.FORCE:
            self.changes.append(FileChange(path, there, None))
        elif self.edited is Edited.MERGE:
            self.unmerged.append(path)
        elif self.edited is Edited.REFUSE:
            self.by_hand.append(path)

    def _read(self, path: str) -> bytes | None:
        """What stands at `path`; a link or a directory there, or on the way, is foreign."""
        full = os.path.join(self.output, path)
        try:
            mode = os.lstat(full).st_mode
        except (FileNotFoundError, NotADirectoryError):
            mode = 0
        if (mode and not stat.S_ISREG(mode)) or self._leads_away(os.path.dirname(path)):
            self.foreign.append(path)
            return None
        if not mode:
            return None
        with open(full, "rb") as file:
            return file.read()

    def _leads_away(self, folder: str) -> bool:
        """Whether a link, or anything but a folder, stands on the way to `folder`."""
        if not folder:
            return False
        if folder not in self.away:
            full = os.path.join(self.output, folder)
            odd = os.path.islink(full) or (
                os.path.lexists(full) and not os.path.isdir(full)
            )
            self.away[folder] = odd or self._leads_away(os.path.dirname(folder))
        return self.away[folder]

    def _report(self) -> None:
        span = Span(str(self.output), "")
        if "" in self.foreign:
            self.bag.report("E501", f"{self.output} is a file, not a directory", span)
        elif self.foreign:
            self._list("E501", "somebody else's", self.foreign, span)
        if self.by_hand:
            self._list("E502", "edited by hand", self.by_hand, span)
        if self.unmerged:
            self._list("E506", "edited and cannot be merged", self.unmerged, span)

    def _list(self, code: str, what: str, paths: list[str], span: Span) -> None:
        unique = sorted(set(paths))
        verb = "file is" if len(unique) == 1 else "files are"
        notes = [(str(self.output / path), None) for path in unique[:20]]
        number = str(len(unique))
        if len(unique) > _COUNTED:
            number = f"more than {_COUNTED}"
            notes.append(("and more", None))
        elif len(unique) > 20:
            notes.append((f"and {len(unique) - 20} more", None))
        message = f"in {self.output}, {number} {verb} {what}"
        self.bag.report(code, message, span, notes=tuple(notes))


def _contents(folder: Path) -> Iterator[str]:
    """What makes a directory without a manifest somebody's: anything but empty folders,
    Python's caches and a name lock."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != CACHE)
        inside = os.path.relpath(parent, folder)
        for name in sorted(names):
            path = name if inside == "." else f"{inside}/{name}"
            if path != LOCK:
                yield path
        for name in folders:
            if os.path.islink(os.path.join(parent, name)):
                yield name if inside == "." else f"{inside}/{name}"
