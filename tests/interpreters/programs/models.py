"""Uses every model of a generated package as the dataclass that it is; any Python runs this.

    python models.py FOLDER PACKAGE...

`FOLDER` is what the packages are imported from: a folder or a zip file. Every exported name is
imported, and what it is looked at through `dataclasses`, `copy`, `match`, `pickle` and strict
decoding, each instance made from the types of its fields alone. Nothing but the package and
the standard library is needed. It prints one line for each package, the same on every Python:
how much was seen, and a digest of all types and of all that was encoded and refused.
"""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import importlib
import inspect
import json
import pickle
import sys
import types
import typing
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

_DEEPEST = 5
"""Below this depth what may be left out is left out, so that recursive models end."""

_PLAIN: dict[Any, Any] = {
    str: "text",
    bool: True,
    int: 7,
    float: 1.5,
    bytes: b"\x00\xff",
    None: None,
    type(None): None,
    datetime: datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc),
    date: date(2026, 1, 2),
    time: time(3, 4, 5),
    timedelta: timedelta(seconds=90),
    UUID: UUID(int=1),
    Decimal: Decimal("1.50"),
    Any: {"any": [1]},
    object: "anything",
    typing.Never: None,
}


class Package:
    """A generated package, values for its types, and how many were looked at."""

    def __init__(self, name: str) -> None:
        self.models = importlib.import_module(f"{name}.models")
        self.model = importlib.import_module(f"{name}._runtime.model")
        self.codec = importlib.import_module(f"{name}._runtime.codec")
        self.reflect = importlib.import_module(f"{name}._runtime.reflect")
        self.values = 0
        self.refusals = 0

    def _is_unset(self, kind: Any) -> bool:
        return isinstance(kind, type) and issubclass(kind, self.model.Unset)

    def example(self, kind: Any, depth: int = 0) -> Any:
        """A value of a type: the first member of a union, lists and maps of one."""
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is typing.Literal:
            return arguments[0]
        if origin is typing.Union or origin is types.UnionType:
            if depth > _DEEPEST and any(map(self._is_unset, arguments)):
                return self.model.UNSET
            wanted = [a for a in arguments if not self._is_unset(a)]
            return self.example(wanted[0], depth + 1)
        if origin is typing.Annotated:
            return self.example(arguments[0], depth)
        if origin is list or kind is list:
            inner = arguments if depth < _DEEPEST else ()
            return [self.example(a, depth + 1) for a in inner]
        if origin is dict or kind is dict:
            inner = arguments[1:] if depth < _DEEPEST else ()
            return {"key": self.example(a, depth + 1) for a in inner}
        if origin is typing.Unpack or getattr(kind, "__unpacked__", False):
            return self.example(_repeated(kind), depth)
        if origin is tuple:
            return tuple(self.example(a, depth + 1) for a in arguments)
        if isinstance(kind, typing.ForwardRef):
            return None  # the innermost of a recursive alias
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            return kind(
                **{
                    field.name: self.example(field.type, depth + 1)
                    for field in dataclasses.fields(kind)
                }
            )
        return _PLAIN[kind]

    def decoded(self, kind: Any, value: Any) -> Any:
        """`value` encoded, after a look at what comes of that; why it is refused, if it is.

        The example of a union may be: its tag is any text.
        """
        encoded = self.codec.encode(value)
        text = self.codec.to_json(value)
        must(json.loads(text) == encoded)
        must(self.codec.encode(self.codec.decode(kind, encoded)) == encoded)
        must(self.codec.encode(self.codec.from_json(kind, text)) == encoded)
        self.values += 1
        refused = self.refused(kind, encoded)
        self.refusals += bool(refused)
        return [encoded, refused]

    def refused(self, kind: Any, encoded: Any) -> str:
        """What strict decoding says against `encoded`; empty if it has no objection."""
        try:
            self.codec.decode(kind, encoded, strict=True)
        except self.codec.DecodeError as error:
            return str(error)
        return ""


def must(true: bool, told: object = "") -> None:
    """An assertion that is there with `-O` too."""
    if not true:
        raise AssertionError(told)


def _repeated(kind: Any) -> Any:
    """The `X` of `*tuple[X, ...]`, of which there are two spellings at run time."""
    if typing.get_origin(kind) is typing.Unpack:
        (kind,) = typing.get_args(kind)
    return typing.get_args(kind)[0]


def spelled(kind: Any) -> str:
    """A type as text, in words that no version of Python changes."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    must(not isinstance(kind, str), kind)
    if isinstance(kind, typing.ForwardRef):
        return f"<{kind.__forward_arg__}>"
    if origin is typing.Literal:
        return " | ".join(map(repr, arguments))
    if origin is typing.Unpack or getattr(kind, "__unpacked__", False):
        return f"*{spelled(_repeated(kind))}"
    if origin is typing.Annotated:
        return f"{spelled(arguments[0])} with {arguments[1:]}"
    inside = ", ".join(map(spelled, arguments))
    if origin is typing.Union or origin is types.UnionType:
        return f"Union[{inside}]"
    if origin is not None:
        return f"{getattr(origin, '__name__', origin)}[{inside}]"
    return kind.__name__ if isinstance(kind, type) else str(kind)


def check(package: Package, name: str) -> Iterator[Any]:
    """Looks at one exported name; yields what should be the same on every Python."""
    kind = getattr(package.models, name)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        yield from check_model(package, kind)
    elif isinstance(kind, type) and name.endswith("Params"):
        # What a call takes: a dict, which is never decoded.
        yield {k: spelled(t) for k, t in package.reflect.hints(kind).items()}
    elif not isinstance(kind, type):
        yield spelled(kind)
        if not name.endswith("Params"):
            yield package.decoded(kind, package.example(kind))


def check_model(package: Package, kind: Any) -> Iterator[Any]:
    """Looks at one model as a dataclass."""
    fields = dataclasses.fields(kind)
    must([f.name for f in fields] == list(inspect.signature(kind).parameters))
    must(list(kind.__model_fields__) == [f.name for f in fields])
    yield {field.name: spelled(field.type) for field in fields}
    value = package.example(kind)
    yield package.decoded(kind, value)
    yield package.refused(kind, "no object")
    must(dataclasses.is_dataclass(value) and value == value)
    whole = dataclasses.asdict(value)
    must(list(whole) == [f.name for f in fields])
    must(len(dataclasses.astuple(value)) == len(fields))
    for other in (
        dataclasses.replace(value),
        package.model.replace(value),
        copy.copy(value),
        copy.deepcopy(value),
        pickle.loads(pickle.dumps(value)),
    ):
        must(other == value and other is not value and other.__class__ is kind)
        must(repr(other) == repr(value))
    if hasattr(copy, "replace"):  # since 3.13
        must(copy.replace(value) == value)
        for field in fields[:1]:
            must(getattr(copy.replace(value, **{field.name: 3}), field.name) == 3)
    matched = False
    match value:
        case kind():
            matched = True
    must(matched)
    for field in fields[:1]:
        # A pattern with the name of an attribute, which only source code can say.
        program = f"match value:\n    case kind({field.name}=found): pass"
        place = {"value": value, "kind": kind}
        exec(program, place)
        must(place["found"] == getattr(value, field.name))


def main(folder: str, names: list[str]) -> None:
    """Looks at all that the packages export."""
    sys.path.insert(0, folder)
    for name in names:
        package = Package(name)
        seen = hashlib.sha256()
        exports: list[str] = package.models.__all__
        for export in exports:
            one: dict[str, Any] = {}
            exec(f"from {name}.models import {export}", one)
            must(one[export] is getattr(package.models, export))
            for found in check(package, export):
                seen.update(json.dumps([export, found], sort_keys=True).encode())
        refused = f"{package.refusals} refused" if package.refusals else "none refused"
        print(
            f"{name}: {len(exports)} names, {package.values} values, {refused},"
            f" {seen.hexdigest()[:16]}"
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
