"""Stage 1: the files of a description as plain data, references between them, and places.

Input: the path of the root document, overlays, limits. Output: `Documents`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

from specloom.config import Limits
from specloom.config.elsewhere import STANDARD_INPUT
from specloom.diagnostics import Bag, SpecloomError, fail
from specloom.document.identifiers import Identifiers, absolute, may_identify
from specloom.document.limits import too_much
from specloom.document.opening import Opened, open_bytes, open_file
from specloom.document.overlay import read_overlay
from specloom.document.overlay_actions import apply_overlay
from specloom.document.patching import Patched
from specloom.document.pointer import child_of, tokens_of
from specloom.document.references import Folder, Refusal
from specloom.document.remote import ChangedError, Remote, RemoteError, remote_url
from specloom.document.yaml_scalars import read_plain
from specloom.model.types import JsonValue
from specloom.source import Position, SourceFile, Span

_PLAIN = re.compile(r"[^\s,\[\]{}#:\"']+(?=[\s,\]}]|$)")
_KEY = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s:]+)\s*:\s*""")


class Written(Span):
    """A place in a file as its author wrote it, where no overlay has moved anything."""

    __slots__ = ()


class Documents:
    """A root document and the files that references lead to, each read when first needed."""

    def __init__(
        self,
        path: Path | None,
        root: Opened,
        limits: Limits,
        bag: Bag,
        folder: Path | None = None,
        remote: Remote | None = None,
    ) -> None:
        """`path` of the root document; None: it is no file here. Relative references of one
        that came through standard input start in the working directory."""
        file = root.source.path
        self.root = Span(file, "")
        self._limits = limits
        self._bag = bag
        self._folder = Folder(folder, path or Path(STANDARD_INPUT))
        self._remote = remote
        self._opened: dict[str, Opened] = {}
        self._files_by_real: dict[str, str | None] = {}
        if path is not None:
            self._files_by_real[os.path.realpath(path)] = file
        self._paths: dict[str, str | None] = {file: file}
        self._nodes = 0
        self._identifiers: dict[str, Identifiers] = {}
        self._resources: dict[str, Span] = {}
        self._resolved: dict[tuple[str, str], Span | None] = {}
        self._patched: Patched | None = None
        self._overlays: dict[str, Opened] = {}
        self._add(root)

    @property
    def files(self) -> tuple[str, ...]:
        """The display paths of the files read so far, the root document first."""
        return tuple(self._opened)

    @property
    def digests(self) -> Mapping[str, str]:
        """Display path → SHA-256 of the file's bytes, of the files read so far."""
        return {file: opened.digest for file, opened in self._opened.items()}

    @property
    def missing(self) -> tuple[str, ...]:
        """The files that references name and that could not be read: they may come to be."""
        return tuple(path for path, file in self._paths.items() if file is None)

    def value(self, span: Span) -> JsonValue:
        """The data at a place; LookupError if there is none."""
        value = self._root_of(span.file)
        for token in tokens_of(span.pointer):
            value = child_of(value, token)
        return value

    def source(self, file: str) -> SourceFile | None:
        """The text of a file that was read, overlays included."""
        opened = self._opened.get(file) or self._overlays.get(file)
        return opened.source if opened else None

    def origin(self, span: Span) -> Written:
        """Where the data at a place was written: the place itself, or one in an overlay.

        After overlays the items of a list may stand at other indices than in the file.
        """
        if isinstance(span, Written):
            return span
        if self._patched is not None and span.file == self.root.file:
            try:
                span = self._patched.origin(tokens_of(span.pointer))
            except LookupError:
                pass
        return Written(*span)

    def locate(self, span: Span) -> Position | None:
        """The line and column of a place, in the file of its `origin`.

        That is where its key stands, or in a list the value itself.
        """
        origin = self.origin(span)
        opened = self._opened.get(origin.file) or self._overlays.get(origin.file)
        return (
            opened.tree.places.position(tokens_of(origin.pointer)) if opened else None
        )

    def written(self, span: Span) -> str | None:
        """A plain scalar as its author wrote it (`1.10`, `0x1F`, `TRUE`), not as it is read.

        None where it does not stand in one line with its key.
        """
        origin = self.origin(span)
        position, source = self.locate(origin), self.source(origin.file)
        if position is None or source is None:
            return None
        line = source.line(position.line)
        key = _KEY.match(line, position.column - 1)
        found = _PLAIN.match(line, key.end() if key else position.column - 1)
        if found is None:
            return None
        try:
            value = self.value(span)
        except LookupError:
            return None
        read = read_plain(found[0])
        return found[0] if read == value and read.__class__ is value.__class__ else None

    def overlay(self, path: Path) -> None:
        """Changes the root document by the overlay at `path`.

        Raises SpecloomError if that is none; actions that cannot be applied are reported.
        """
        file = path.as_posix()
        opened = open_file(path, file, self._limits, self._bag)
        overlay = read_overlay(opened.tree.value, Span(file, ""), self._bag)
        self._overlays[file] = opened
        if overlay.extends and self._is_other_document(overlay.extends, file):
            where = Span(file, "/extends")
            self._bag.report(
                "W129", "this overlay says it is for another document", where
            )
        if self._patched is None:
            self._patched = Patched(self._opened[self.root.file].tree.value, self.root)
        apply_overlay(overlay, self._patched, self._bag)
        self._resolved.clear()
        self._identify(self._opened[self.root.file])

    def resolve(self, reference: str, base: Span) -> Span | None:
        """The place that `reference`, which stands at `base`, leads to; None: nowhere.

        Why a file cannot be had is reported; that there is nothing in it is left to the
        caller. A pointer that passes through a `$ref` follows it. What stands at the place may
        be a reference again.
        """
        if base.file in self._identifiers:
            return self._resolve(reference, base, frozenset())
        key = (base.file, reference)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(reference, base, frozenset())
        return self._resolved[key]

    def lacking(self, reference: str, base: Span) -> str | None:
        """The file that a reference names, as shown to people, if there is none."""
        uri = reference.partition("#")[0]
        if not uri or remote_url(uri, base.file) is not None:
            return None
        path = self._folder.path_of(uri, base.file)
        # Whether there is a file outside of the folder is not for a document to know.
        if isinstance(path, Refusal) or isinstance(self._folder.real(path), Refusal):
            return None
        return path if path in self._paths and self._paths[path] is None else None

    def base(self, span: Span) -> str:
        """The URI that relative references at a place are relative to: that of the nearest
        `$id` around it, else the folder of its file."""
        identifiers = self._identifiers.get(span.file)
        if identifiers is not None:
            return identifiers.uri_of(identifiers.enclosing(span.pointer))
        return span.file.rpartition("/")[0]

    # Resolving ------------------------------------------------------------------------------

    def _resolve(
        self, reference: str, base: Span, seen: frozenset[Span]
    ) -> Span | None:
        uri, _, fragment = reference.partition("#")
        resource = self._resource(uri, base)
        if resource is None:
            return None
        return self._inside(resource, fragment, seen) or (
            self._inside(Span(resource.file, ""), fragment, seen)
            if resource.pointer
            else None
        )

    def _resource(self, uri: str, base: Span) -> Span | None:
        """The root that the fragment of a reference starts from."""
        identifiers = self._identifiers.get(base.file)
        enclosing = identifiers.enclosing(base.pointer) if identifiers else ""
        if not uri:
            return Span(base.file, enclosing)
        if self._resources:
            outer = identifiers.uri_of(enclosing) if identifiers else base.file
            named = self._resources.get(absolute(outer, uri))
            if named is not None:
                return named
        file = self._file(uri, base)
        return Span(file, "") if file is not None else None

    def _inside(
        self, resource: Span, fragment: str, seen: frozenset[Span]
    ) -> Span | None:
        """The place of a fragment, read as it is if percent-decoding it finds nothing."""
        spellings = (
            (fragment,) if "%" not in fragment else (unquote(fragment), fragment)
        )
        for spelling in spellings:
            if spelling[:1] in ("", "/"):
                found = self._follow(resource, tokens_of(spelling), seen)
            else:
                found = self._anchor(resource, spelling)
            if found is not None:
                return found
        return None

    def _anchor(self, resource: Span, name: str) -> Span | None:
        identifiers = self._identifiers.get(resource.file)
        pointer = identifiers.anchor(name, resource.pointer) if identifiers else None
        return Span(resource.file, pointer) if pointer is not None else None

    def _follow(
        self, start: Span, tokens: list[str], seen: frozenset[Span]
    ) -> Span | None:
        value, done = self.value(start), start
        for index, token in enumerate(tokens):
            try:
                value = child_of(value, token)
            except LookupError:
                reference = value.get("$ref") if isinstance(value, dict) else None
                if not isinstance(reference, str) or done in seen:
                    return None
                target = self._resolve(reference, done, seen | {done})
                if target is None:
                    return None
                return self._follow(target, tokens[index:], seen | {done})
            done = done.child(token)
        return done

    # Files ----------------------------------------------------------------------------------

    def _file(self, uri: str, base: Span) -> str | None:
        """The display path of the file that a reference names, read if it was not yet."""
        url = remote_url(uri, base.file)
        if url is not None:
            return self._file_elsewhere(url, uri, base)
        path = self._folder.path_of(uri, base.file)
        if isinstance(path, Refusal):
            self._refuse(path, uri, base)
            return None
        if path not in self._paths:
            self._paths[path] = self._find(path, uri, base)
        return self._paths[path]

    def _file_elsewhere(self, url: str, uri: str, base: Span) -> str | None:
        """The same for a file on another host."""
        if self._remote is None or not self._remote.allows(url):
            self._refuse(Refusal.REMOTE, uri, base)
            return None
        if url not in self._paths:
            found = self._fetch(self._remote, url, base)
            self._paths[url] = url if found else None
        return self._paths[url]

    def _fetch(self, remote: Remote, url: str, base: Span) -> bool:
        if len(self._opened) >= self._limits.files:
            raise too_much("files", self._limits.files, self.root.file)
        try:
            data = remote.fetch(url)
        except ChangedError as error:
            raise fail(
                "E115", f"this file has changed since it was locked: {error}", base
            ) from None
        except RemoteError as error:
            self._unreadable(url, str(error), None, base)
            return False
        return self._take(
            url, lambda: open_bytes(data, url, self._limits, self._bag), base
        )

    def _find(self, path: str, uri: str, base: Span) -> str | None:
        real = self._folder.real(path)
        if isinstance(real, Refusal):
            self._refuse(real, uri, base)
            return None
        if real not in self._files_by_real:
            self._files_by_real[real] = path if self._read(path, real, base) else None
        return self._files_by_real[real]

    def _read(self, path: str, real: str, base: Span) -> bool:
        if not os.path.exists(real):
            return False
        if len(self._opened) >= self._limits.files:
            raise too_much("files", self._limits.files, self.root.file)
        if not os.path.isfile(real):
            self._unreadable(path, "this is no file", None, base)
            return False
        return self._take(
            path, lambda: open_file(Path(real), path, self._limits, self._bag), base
        )

    def _take(self, file: str, open: Callable[[], Opened], base: Span) -> bool:
        """Whether a file that a reference names could be read."""
        try:
            self._add(open())
        except SpecloomError as error:
            found = error.diagnostic
            if found.code == "E107":
                raise
            self._unreadable(file, found.message, found.position, base)
            return False
        return True

    def _add(self, opened: Opened) -> None:
        file = opened.source.path
        self._nodes += opened.tree.nodes
        if self._nodes > self._limits.nodes:
            raise too_much("nodes", self._limits.nodes, file)
        self._opened[file] = opened
        self._identify(opened)

    def _is_other_document(self, reference: str, base: str) -> bool:
        """Whether a reference names a file on this machine that is not the root document."""
        path = self._folder.path_of(reference, base)
        if isinstance(path, Refusal) or not self._files_by_real:
            return False
        return self._files_by_real.get(os.path.realpath(path)) != self.root.file

    def _identify(self, opened: Opened) -> None:
        file = opened.source.path
        texts = [opened, *self._overlays.values()]
        if any(may_identify(one.source.text) for one in texts):
            identifiers = self._identifiers[file] = Identifiers(
                file, self._root_of(file)
            )
            for uri, pointer in identifiers.resources.items():
                self._resources.setdefault(uri, Span(file, pointer))

    def _root_of(self, file: str) -> JsonValue:
        if self._patched is not None and file == self.root.file:
            return self._patched.value
        return self._opened[file].tree.value

    def _refuse(self, refusal: Refusal, uri: str, base: Span) -> None:
        why = {
            Refusal.OUTSIDE: "is outside the folder of the root document",
            Refusal.REMOTE: "is not on this machine, and its host is not allowed",
        }
        self._bag.report(
            refusal.value, f"{uri!r} {why[refusal]}; it is not followed", base
        )

    def _unreadable(
        self, path: str, why: str, where: Position | None, base: Span
    ) -> None:
        note = ("it is referred to from here", base)
        self._bag.report("W121", why, Span(path, ""), position=where, notes=(note,))
