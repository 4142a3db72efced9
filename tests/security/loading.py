"""Imports a generated package from memory and tells whether that did anything but define."""

from __future__ import annotations

import builtins
import importlib
import os
import sys
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

from specloom.emit.target import OutputFile

_PACKAGE = "hostile_package"
_HARMFUL = (
    *("os.", "subprocess.", "socket.", "shutil.", "ctypes.", "pty.", "webbrowser."),
    *("urllib.", "http.", "ftplib.", "smtplib.", "tempfile.", "pickle.", "code."),
)
_ALLOWED = ("os.listdir", "os.scandir")  # looking for modules
_watching: list[list[str]] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not _watching:
        return
    if event == "open":
        _, mode, _ = arguments
        if isinstance(mode, str) and set(mode) & set("wax+"):
            _watching[-1].append(f"open {arguments}")
    elif event.startswith(_HARMFUL) and event not in _ALLOWED:
        _watching[-1].append(f"{event} {arguments}")


sys.addaudithook(_watch)


def effects_of_importing(files: Iterable[OutputFile]) -> list[str]:
    """What happened while every module of the package was imported and all it has looked up."""
    sources = {f.path: f.content for f in files if f.path.endswith(".py")}
    with _importable(sources) as names, _watched() as effects:
        for name in names:
            module = importlib.import_module(name)
            for attribute in dir(module):
                getattr(module, attribute)
    return effects


@contextmanager
def _watched() -> Generator[list[str]]:
    effects: list[str] = []
    setattr(builtins, "canary", lambda *_: effects.append("canary"))
    _watching.append(effects)
    try:
        yield effects
    finally:
        _watching.pop()
        delattr(builtins, "canary")


class _Finder(MetaPathFinder, Loader):
    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources

    def path_of(self, module: str) -> str | None:
        stem = module.removeprefix(_PACKAGE).lstrip(".").replace(".", "/")
        for path in (f"{stem}.py", f"{stem}/__init__.py".lstrip("/")):
            if path in self._sources:
                return path
        return None

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] != _PACKAGE:
            return None
        found = self.path_of(fullname)
        if found is None:
            return None
        is_package = found.endswith("__init__.py")
        return ModuleSpec(fullname, self, is_package=is_package)

    def exec_module(self, module: ModuleType) -> None:
        path = self.path_of(module.__name__)
        assert path is not None
        exec(_compiled(path, self._sources[path]), vars(module))


@contextmanager
def _importable(sources: dict[str, str]) -> Generator[list[str]]:
    finder = _Finder(sources)
    sys.meta_path.insert(0, finder)
    try:
        stems = (path.removesuffix(".py") for path in sources)
        modules = (s.removesuffix("__init__").rstrip("/") for s in stems)
        names = [".".join([_PACKAGE, *filter(None, m.split("/"))]) for m in modules]
        yield [name for name in names if "._runtime" not in name]
    finally:
        sys.meta_path.remove(finder)
        for name in list(sys.modules):
            if name.partition(".")[0] == _PACKAGE:
                del sys.modules[name]


@lru_cache(maxsize=400)
def _compiled(path: str, text: str) -> CodeType:
    return compile(text, path, "exec")


_CHANGES = {"os.mkdir": (0,), "os.rename": (0, 1), "os.link": (1,), "os.symlink": (1,)}
_noting: list[list[str]] = []


@contextmanager
def written(places: list[str]) -> Generator[None]:
    """Notes the path of whatever this process opens to write, makes, moves or links."""
    _noting.append(places)
    try:
        yield
    finally:
        _noting.pop()


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if not _noting:
        return
    if event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if writes and not isinstance(path, int):
            _noting[-1].append(os.path.abspath(os.fsdecode(path)))  # type: ignore[arg-type]
    elif event in _CHANGES:
        for index in _CHANGES[event]:
            _noting[-1].append(os.path.abspath(os.fsdecode(arguments[index])))  # type: ignore[arg-type]


sys.addaudithook(_note)
