"""Carries a plan out: the whole output changes at once, or not at all.

The new tree is built beside the output, with unchanged files linked from the old one, and the
two change places by one rename. Where that cannot be done (a mount point, a system without
that rename, special files or a repository in the output) a journal takes its place.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from specloom.diagnostics import fail
from specloom.source import Span
from specloom.write.exchange import exchange
from specloom.write.journal import change_by_journal, discard, put_all, staging_of
from specloom.write.plan import CACHE, Plan


class _NotMirrored(Exception):
    """The output holds something that cannot stand in two trees at once."""


def apply(plan: Plan) -> None:
    """Makes the directory what the plan says. The caller holds `exclusive(output.parent)`."""
    if not plan.changes:
        return
    staging = staging_of(plan.output)
    try:
        if not _by_exchange(plan, staging):
            if os.path.lexists(staging):
                discard(staging)
            staging.mkdir()
            change_by_journal(plan)
    except OSError as error:
        if not (staging / "journal.json").exists():
            with suppress(OSError):
                discard(staging)
        place = str(error.filename2 or error.filename or plan.output)
        what = f"cannot write {place}: {error.strerror}"
        raise fail("E504", what, Span(place, "")) from None


def replace_file(path: Path, text: str) -> None:
    """Writes one file in one step; what is no ordinary file (`/dev/null`, a pipe) is not replaced."""
    if not path.name:
        raise fail("E504", f"cannot write {path}: it is a folder", Span(str(path), ""))
    draft = path.with_name(f".specloom-{path.name}")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(text.encode())
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(text.encode())
        os.replace(draft, path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise fail(
            "E504", f"cannot write {path}: {error.strerror}", Span(str(path), "")
        ) from None


def _by_exchange(plan: Plan, staging: Path) -> bool:
    output, tree = plan.output, staging / "tree"
    there = output.exists()
    if there and (output.is_mount() or output.is_symlink()):
        return False
    tree.mkdir(parents=True)
    if there:
        try:
            _mirror(plan, tree)
        except (_NotMirrored, OSError):
            return False
    put_all(plan.changes, tree, output)
    if there:
        shutil.copystat(output, tree)
        if not exchange(tree, output):
            return False
    else:
        os.rename(tree, output)
    discard(staging)
    return True


def _mirror(plan: Plan, tree: Path) -> None:
    """Everything that stays, as links in the new tree: the user's own files too."""
    gone = {change.path for change in plan.changes}
    wanted = {os.path.dirname(c.path) for c in plan.changes if c.new is not None}
    made: set[str] = {""}
    for path, mode in _walk(plan.output, "", gone, wanted):
        old, new = os.path.join(plan.output, path), os.path.join(tree, path)
        parent = os.path.dirname(path)
        if parent not in made:
            os.makedirs(os.path.join(tree, parent), exist_ok=True)
            made.add(parent)
        if stat.S_ISREG(mode):
            if not hasattr(os, "link"):  # Android and WebAssembly have none
                raise _NotMirrored
            os.link(old, new)
        elif stat.S_ISLNK(mode):
            os.symlink(os.readlink(old), new)
        elif stat.S_ISDIR(mode):
            os.makedirs(new, exist_ok=True)
        else:
            raise _NotMirrored


def _walk(
    output: Path, inside: str, gone: set[str], wanted: set[str]
) -> Iterator[tuple[str, int]]:
    """What stays of the output; a folder only if it was empty before, or still holds something.

    A folder that loses its last file goes, and Python's cache in it does too.
    """
    entries = sorted(os.scandir(os.path.join(output, inside)), key=lambda e: e.name)
    if not entries and inside:
        yield inside, stat.S_IFDIR
    staying: list[tuple[str, int]] = []
    cache: list[tuple[str, int]] = []
    for entry in entries:
        path = f"{inside}/{entry.name}" if inside else entry.name
        if entry.name == ".git":
            raise _NotMirrored
        if entry.is_dir(follow_symlinks=False):
            kept = cache if entry.name == CACHE else staying
            kept.extend(_walk(output, path, gone, wanted))
        elif path not in gone:
            staying.append((path, entry.stat(follow_symlinks=False).st_mode))
    yield from staying
    if staying or inside in wanted:
        yield from cache
