"""Model → JSON data, by the shape of its dataclasses alone.

Each value becomes an object with its fields by name, and `is` with the name of its class where
a field may hold one of several (`Scalar`, `Record`, `ByTag`, …). Fields that have their
default are left out. A place is its JSON Pointer, after its file if that is not the root
document; so nothing depends on where the document lies.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum, IntEnum
from typing import Any, cast, get_args

from specloom.model.api import Api
from specloom.model.declarations import Declaration
from specloom.model.dispatch import Dispatch
from specloom.model.types import JsonValue, Type
from specloom.source import Span

_FAMILIES: frozenset[type] = frozenset(
    member for family in (Type, Dispatch, Declaration) for member in get_args(family)
)
"""The classes whose name is part of what they say."""

_SCALARS = frozenset((str, int, float, bool))
_ABSENT = object()


def dump(api: Api) -> JsonValue:
    """The selected part of `api` as JSON data, in a fixed order."""
    return _Dump(api.origin.file).api(api)


class _Dump:
    def __init__(self, root: str) -> None:
        self._root = root
        self._folder = posixpath.dirname(root)
        self._plans: dict[type, list[tuple[str, Any]]] = {}

    def api(self, api: Api) -> JsonValue:
        chosen = api.selection
        kept: dict[str, tuple[Any, frozenset[str]]] = {
            "declarations": (api.declarations, chosen.declarations),
            "operations": (api.operations, chosen.operations),
            "incoming": (api.incoming, chosen.incoming),
        }
        data: dict[str, JsonValue] = {}
        for name, value in self._fields(api):
            if name == "selection":
                continue
            if name in kept:
                items, ids = kept[name]
                value = tuple(item for item in items if item.id in ids)
            if name == "pages":
                owners = {
                    d.owner
                    for d in kept["declarations"][0]
                    if d.id in chosen.declarations
                }
                value = tuple(page for page in api.pages if page.id in owners)
            data[name] = self.value(value)
        return data

    def value(self, value: Any) -> JsonValue:
        """One value of the model. Data of the document (examples, defaults) goes through."""
        if value is None or value.__class__ in _SCALARS:
            return cast(JsonValue, value)
        if isinstance(value, Span):
            return self._span(value)
        if isinstance(value, (tuple, list)):
            return [self.value(item) for item in cast("list[Any]", value)]
        if is_dataclass(value):
            return self._object(value)
        if isinstance(value, Enum):
            return (
                value.name.lower() if isinstance(value, IntEnum) else str(value.value)
            )
        if isinstance(value, Mapping):
            items = cast("Mapping[str, Any]", value)
            return {key: self.value(item) for key, item in items.items()}
        raise TypeError(f"the model holds a {value.__class__.__name__}")

    def _object(self, value: Any) -> JsonValue:
        data: dict[str, JsonValue] = {}
        if value.__class__ in _FAMILIES:
            data["is"] = value.__class__.__name__
        for name, item in self._fields(value):
            data[name] = self.value(item)
        return data

    def _fields(self, value: Any) -> list[tuple[str, Any]]:
        """The fields of a dataclass that do not have their default."""
        plan = self._plans.get(value.__class__)
        if plan is None:
            plan = [(f.name, _default(f)) for f in fields(value)]
            self._plans[value.__class__] = plan
        items = [(name, getattr(value, name), default) for name, default in plan]
        return [(n, v) for n, v, default in items if default is _ABSENT or v != default]

    def _span(self, span: Span) -> JsonValue:
        if span.file == self._root:
            return f"#{span.pointer}"
        return f"{posixpath.relpath(span.file, self._folder or '.')}#{span.pointer}"


def _default(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return _ABSENT if field.default_factory is MISSING else field.default_factory()
