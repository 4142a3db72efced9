"""The change of a directory step by step, which an interrupted run leaves to the next one.

The staging folder beside the output holds the new files and then, in one step, a journal that
lists what to do. With a journal the change is decided and will be completed; without one it is
undone by removing the folder.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from specloom.diagnostics import Bag, fail
from specloom.source import Span
from specloom.write.exclusive import exclusive
from specloom.write.manifest import is_safe
from specloom.write.plan import CACHE, FileChange, Plan

_JOURNAL = "journal.json"
_FILES = "files"


def staging_of(output: Path) -> Path:
    """The folder beside `output` in which its change is prepared."""
    return output.parent / f".specloom-{output.name}"


def recover(output: Path, bag: Bag) -> None:
    """Completes or undoes what an interrupted run left beside `output`."""
    staging = staging_of(output)
    if not os.path.lexists(staging):
        return
    with exclusive(output.parent):
        if not os.path.lexists(
            staging
        ):  # it was another run's, and that has ended well
            return
        try:
            if (staging / _JOURNAL).exists():
                done = "completed"
                _carry_out(staging, output)
            else:
                done = "undone"
                discard(staging)
        except OSError as error:
            what = f"cannot clean up after an interrupted run: {error.strerror}"
            raise fail("E504", what, Span(str(error.filename or staging), "")) from None
    bag.report("N508", f"the interrupted change of {output} was {done}")


def change_by_journal(plan: Plan) -> None:
    """Carries a plan out file by file; from the journal on, only forward."""
    staging = staging_of(plan.output)
    _may_be_carried_out(plan)
    put_all(plan.changes, staging / _FILES, plan.output)
    steps = {
        "replace": [c.path for c in plan.changes if c.new is not None],
        "delete": [c.path for c in plan.changes if c.new is None],
    }
    draft = staging / "journal.draft"
    with open(draft, "w", encoding="utf-8") as file:
        json.dump(steps, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, staging / _JOURNAL)
    _carry_out(staging, plan.output)


def discard(folder: Path) -> None:
    """Removes a folder of ours, also if folders in it, taken from an output, are read-only."""
    try:
        shutil.rmtree(folder)
        return
    except PermissionError:
        os.chmod(folder, 0o700)
    for parent, folders, _ in os.walk(folder):
        for name in folders:
            path = os.path.join(parent, name)
            if not os.path.islink(path):
                os.chmod(path, 0o700)
    shutil.rmtree(folder)


def _may_be_carried_out(plan: Plan) -> None:
    """Raises what the system would say in the middle, while nothing has been decided."""
    folders = {os.path.dirname(plan.output / change.path) for change in plan.changes}
    for folder in folders:
        while not os.path.isdir(folder):
            folder = os.path.dirname(folder)
        if not _may_write(folder):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _may_write(folder: str) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=effective)


def put_all(changes: Iterable[FileChange], folder: Path, output: Path) -> None:
    """Writes the new files into `folder`, each with the permissions of the one it replaces."""
    made: set[str] = set()
    for change in changes:
        if change.new is None:
            continue
        path = os.path.join(folder, change.path)
        parent = os.path.dirname(path)
        if parent not in made:
            os.makedirs(parent, exist_ok=True)
            made.add(parent)
        # Thousands of small files: a buffer for each would cost more than it saves.
        with open(path, "wb", buffering=0) as file:
            rest = memoryview(change.new)
            while rest:  # an almost full disk takes a part, and refuses the next
                rest = rest[file.write(rest) :]
        if change.old is not None:
            shutil.copymode(os.path.join(output, change.path), path)


def _carry_out(staging: Path, output: Path) -> None:
    replace, delete = _steps(staging)
    for path in replace:
        staged, place = staging / _FILES / path, output / path
        if staged.exists():  # else an earlier attempt has moved it
            place.parent.mkdir(parents=True, exist_ok=True)
            _move(staged, place)
    for path in delete:
        place = output / path
        place.unlink(missing_ok=True)
        _remove_empty(place.parent, output)
    discard(staging)


def _move(staged: Path, place: Path) -> None:
    """Puts a file in its place in one step, also where that is on another file system.

    It leaves the staging folder last, so that an interrupted move is done again.
    """
    try:
        os.replace(staged, place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        draft = place.with_name(f".specloom-{place.name}")
        shutil.copy2(staged, draft)
        os.replace(draft, place)
        staged.unlink()


def _steps(staging: Path) -> tuple[list[str], list[str]]:
    try:
        data: Any = json.loads((staging / _JOURNAL).read_bytes())
        replace, delete = list(data["replace"]), list(data["delete"])
        if all(isinstance(p, str) and is_safe(p) for p in (*replace, *delete)):
            return replace, delete
    except (ValueError, KeyError, TypeError):
        pass
    what = "the journal of an interrupted run is damaged"
    help = f"look at {staging}, then remove it"
    raise fail("E504", what, Span(str(staging / _JOURNAL), ""), help=help)


def _remove_empty(folder: Path, output: Path) -> None:
    """Removes folders that the deletions left empty, Python's cache aside."""
    while folder != output and folder.is_dir() and set(os.listdir(folder)) <= {CACHE}:
        try:
            shutil.rmtree(folder)
        except OSError:  # a mount point, or somebody else's cache: it stays
            return
        folder = folder.parent
