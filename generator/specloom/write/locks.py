"""The name locks of a run: one beside the configuration, or one inside each output."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from specloom.write.apply import replace_file
from specloom.write.exclusive import exclusive
from specloom.write.name_lock import dump_lock, read_lock
from specloom.write.plan import LOCK

_OWN = "."
"""The section of a lock that lies in the output it is for."""
_FETCHED = "files from other hosts"
"""The section of URL → SHA-256; no SDK's place, as those are relative paths without blanks
that somebody would have to choose."""


class Locks:
    """Hands out the names of earlier runs, and takes those of this one."""

    def __init__(self, shared: Path | None) -> None:
        self._shared = shared
        self._sections = read_lock(shared) if shared else {}
        self._fetched: dict[str, str] = dict(self._sections.get(_FETCHED, {}))

    @property
    def files(self) -> tuple[Path, ...]:
        """The lock that lies beside the outputs, if there is one."""
        return () if self._shared is None else (self._shared,)

    def digests(self, output: Path) -> Mapping[str, str]:
        """URL → SHA-256 of what earlier runs fetched for the SDK in `output`."""
        if self._shared is None:
            return read_lock(output / LOCK).get(_FETCHED, {})
        return self._sections.get(_FETCHED, {})

    def fetched(self, digests: Mapping[str, str]) -> None:
        """Takes what this run has fetched."""
        self._fetched |= digests

    @staticmethod
    def only(path: Path) -> Mapping[str, str]:
        """The names in a lock that is given by itself: of its first SDK."""
        sections = read_lock(path)
        sections.pop(_FETCHED, None)
        return next(iter(sections.values()), dict[str, str]())

    def of(self, output: Path) -> Mapping[str, str]:
        """The names that earlier runs gave to the parts of the SDK in `output`."""
        if self._shared is None:
            return read_lock(output / LOCK).get(_OWN, {})
        return self._sections.get(self._section(output), {})

    def inside(self, names: Mapping[str, str]) -> str | None:
        """The lock file that belongs into the output itself; None where none does."""
        if self._shared is not None or not (names or self._fetched):
            return None
        return dump_lock({_OWN: names, _FETCHED: self._fetched})

    def outdated(self, named: Mapping[Path, Mapping[str, str]]) -> str | None:
        """The new text of the shared lock; None where there is none or it is right already."""
        if self._shared is None:
            return None
        sections: dict[str, Mapping[str, str]] = dict(self._sections)
        for output, names in named.items():
            sections[self._section(output)] = names
        sections[_FETCHED] = {**self._sections.get(_FETCHED, {}), **self._fetched}
        text = dump_lock(sections)
        there = self._shared.read_text("utf-8") if self._shared.exists() else None
        return (
            None
            if text == there or (there is None and not any(sections.values()))
            else text
        )

    def save(self, named: Mapping[Path, Mapping[str, str]]) -> None:
        """Brings the shared lock up to date.

        It is read again first: another run may have written the sections of its own SDKs.
        The caller holds `exclusive` of its folder.
        """
        if self._shared is None:
            return
        self._sections = read_lock(self._shared)
        text = self.outdated(named)
        if text is not None:
            replace_file(self._shared, text)

    def write(self, named: Mapping[Path, Mapping[str, str]]) -> list[Path]:
        """Writes names without generating anything; the result is where they are now."""
        if self._shared is not None:
            with exclusive(self._shared.parent):
                self.save(named)
            return [self._shared]
        for output, names in named.items():
            kept = {_OWN: names, _FETCHED: self.digests(output)}
            replace_file(output / LOCK, dump_lock(kept))
        return [output / LOCK for output in named]

    def _section(self, output: Path) -> str:
        """An SDK is known by its place relative to the lock."""
        assert self._shared is not None
        return os.path.relpath(output, self._shared.parent).replace(os.sep, "/")
