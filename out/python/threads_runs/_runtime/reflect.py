"""The types of models at run time: annotations with their names resolved.

The names in an annotation are imported for type checkers only, so that no model loads another
before such data arrives. Here they are looked up: in the module of the class, then among all
models of the package, then in the standard library.
"""

from __future__ import annotations

import builtins
import sys
import typing
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

_STANDARD = ("typing", "collections.abc", "datetime", "uuid", "decimal")


class _Scope(Mapping[str, Any]):
    """The names that an annotation of a module may use."""

    def __init__(self, module: str) -> None:
        self._own = vars(sys.modules[module])
        self._runtime = __name__.rpartition(".")[0]
        self._package = self._runtime.rpartition(".")[0]

    def __getitem__(self, name: str) -> Any:
        if name in self._own:
            return self._own[name]
        try:
            models = import_module(f"{self._package or __package__}.models")
            found = getattr(models, name)
            if not isinstance(found, ModuleType):  # a page may be called `list`
                return found
        except (AttributeError, ImportError):
            pass
        if name in ("Unset", "UNSET"):
            return getattr(import_module(f"{self._runtime}.model"), name)
        if hasattr(builtins, name):
            return getattr(builtins, name)
        for module in _STANDARD:
            found = getattr(import_module(module), name, None)
            if found is not None:
                return found
        if name.startswith("_"):
            # A name that a field of the class has too: the page calls it by an alias.
            return self[name[1:]]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._own)

    def __len__(self) -> int:
        return len(self._own)


def hints(owner: Any) -> dict[str, Any]:
    """The annotations of a model class, or of a `TypedDict`, as types."""
    scope: Any = _Scope(owner.__module__)
    return typing.get_type_hints(owner, localns=scope, include_extras=True)


def resolve(type: Any, module: str) -> Any:
    """An alias with the names in it resolved: what `AssistantTool` is."""

    class Holder:
        pass

    Holder.__module__ = module
    Holder.__annotations__ = {"type": type}
    return hints(Holder)["type"]
