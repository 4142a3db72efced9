"""The types of models at run time: annotations with their names resolved.

The names in an annotation are imported for type checkers only, so that no model loads another
before such data arrives. Here they are looked up: in the module of the class, then among all
models of the package, then in the standard library.
"""

from __future__ import annotations

import ast
import builtins
import sys
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from typing import Any

_STANDARD = ("typing", "collections.abc", "datetime", "uuid", "decimal")


def hints(owner: Any) -> dict[str, Any]:
    """The annotations of a model class, or of a `TypedDict`, as types.

    What a user derives from a model may be annotated with names that only a type checker
    knows, so of such a class the nearest model is looked at.
    """
    mro: tuple[type, ...] = owner.__mro__
    model = next((base for base in mro if "__model_fields__" in vars(base)), owner)
    found: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        annotations: dict[str, Any] = getattr(base, "__annotations__", {})
        if annotations:
            found.update(_resolved(annotations, base.__module__))
    return found


def resolve(type: Any, module: str) -> Any:
    """An alias with the names in it resolved: what `AssistantTool` is."""
    return _resolved({"type": type}, module)["type"]


def repeated(item: Any) -> Any:
    """The `X` of the item `*tuple[X, ...]` of a tuple; None for an item that is one value.

    `Unpack[tuple[X, ...]]` is the same. Python 3.11 to 3.14 turn the one into the other where
    they look a name up in it.
    """
    if typing.get_origin(item) is typing.Unpack:
        (item,) = typing.get_args(item)
    elif not getattr(item, "__unpacked__", False):
        return None
    return typing.get_args(item)[0]


def _resolved(annotations: dict[str, Any], module: str) -> dict[str, Any]:
    """`annotations` of `module`, as types."""

    class Holder:
        pass

    Holder.__module__ = module
    Holder.__annotations__ = annotations
    names = _names(annotations, module)
    return typing.get_type_hints(Holder, localns=names, include_extras=True)


def _names(annotations: dict[str, Any], module: str) -> dict[str, Any]:
    """What the names in annotations stand for, and those in what they stand for.

    A mapping that looks a name up when it is asked for would do with 3.13. Since 3.14 the
    standard library copies what it is given into a dict, so all of them have to be there.
    """
    names: dict[str, Any] = {}
    waiting = list(annotations.values())
    while waiting:
        for name in _mentioned(waiting.pop()):
            if name not in names:
                try:
                    names[name] = _look_up(name, module)
                except KeyError:
                    continue  # a name that is nowhere: that will be told
                waiting.append(names[name])
    return names


def _mentioned(kind: Any) -> Iterator[str]:
    """The names in an annotation, or in a type that is not resolved yet."""
    if isinstance(kind, str):
        try:
            tree = ast.parse(kind, mode="eval")
        except SyntaxError:
            return  # that will be told
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                yield node.id
    elif isinstance(kind, typing.ForwardRef):
        yield from _mentioned(kind.__forward_arg__)
    elif typing.get_origin(kind) is typing.Annotated:
        yield from _mentioned(typing.get_args(kind)[0])
    elif typing.get_origin(kind) is not typing.Literal:
        for argument in typing.get_args(kind):
            yield from _mentioned(argument)


def _look_up(name: str, module: str) -> Any:
    """What a name in an annotation of `module` stands for."""
    own: dict[str, Any] = getattr(sys.modules.get(module), "__dict__", {})
    if name in own:
        return own[name]
    package = __name__.rpartition(".")[0].rpartition(".")[0]
    try:
        models = import_module(f"{package or __package__}.models")
        found = getattr(models, name)
        if not isinstance(found, types.ModuleType):  # a page may be called `list`
            return found
    except (AttributeError, ImportError):
        pass
    found = _in_library(name)
    if found is None and name.startswith("_"):
        # A name that a field or a model has too: the page calls it by an alias. What the
        # library has is meant, for a model is called by its own name beside such a field.
        found = _in_library(name[1:])
        return _look_up(name[1:], module) if found is None else found
    if found is None:
        raise KeyError(name)
    return found


def _in_library(name: str) -> Any:
    """What the runtime or the standard library calls so; None if they do not."""
    if name in ("Unset", "UNSET"):
        return getattr(import_module(f"{__name__.rpartition('.')[0]}.model"), name)
    if hasattr(builtins, name):
        return getattr(builtins, name)
    for place in _STANDARD:
        found = getattr(import_module(place), name, None)
        if found is not None:
            return found
    return None
