"""Strict decoding: every place where a decoded value is not what its annotation says.

A lenient decoder lets through what does not fit. So the decoded value itself shows what was
wrong: a `str` where a `datetime` should be, a dict where a model should be, an unset field that
is required. It is compared here with the annotations of its class.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from .json import HugeNumber
from .model import UNSET, Unset
from .reflect import hints, repeated
from .unknown import UnknownVariant
from .wiring import omissible, renamed

Problem = tuple[str, str]


def problems(value: Any, type: Any) -> tuple[Problem, ...]:
    """What is wrong with `value` as a `type`, place by place."""
    found: list[Problem] = []
    _check(type)(value, "$", found)
    return tuple(found)


Check = Callable[[Any, str, list[Problem]], None]
_checks: dict[Any, Check] = {}


def _check(kind: Any) -> Check:
    """The check of a type, made once. Models are looked into when they are first met."""
    try:
        found = _checks.get(kind)
        if found is None:
            found = _checks[kind] = _made(kind)
        return found
    except TypeError:
        return _made(kind)


def _made(kind: Any) -> Check:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return _list_check(arguments[0])
    if origin is dict:
        return _dict_check(arguments[1])
    if origin is tuple:
        return _tuple_check(arguments)
    if origin is typing.Literal:
        return _literal_check(arguments)
    if origin is typing.Union or origin is types.UnionType:
        return _union_check(arguments)
    if origin is typing.Annotated:
        return _check(arguments[0])
    if kind is None or kind is type(None):
        return _simple("null", lambda v: v is None)
    if isinstance(kind, type) and kind is not Any:
        return _class_check(kind)
    return _anything


def _anything(_value: Any, _path: str, _found: list[Problem]) -> None:
    """`Any`, and a name that only a recursive alias has."""


def _simple(expected: str, fits: Callable[[Any], bool]) -> Check:
    def check(value: Any, path: str, found: list[Problem]) -> None:
        if not fits(value):
            found.append((path, _complaint(expected, value)))

    return check


def _complaint(expected: str, value: Any) -> str:
    if value is UNSET:
        return f"expected {expected}, but it is missing"
    return f"expected {expected}, got {_kind(value)}"


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the string {value if len(value) < 40 else value[:37] + '...'!r}"
    if isinstance(value, (list, tuple)):
        return "an array"
    if isinstance(value, UnknownVariant):
        return _kind(value.raw) if value.tag is None else f"the tag {value.tag!r}"
    return "an object"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_integer(value: Any) -> bool:
    if not _is_number(value):
        return False
    return isinstance(value, (int, HugeNumber)) or value == value // 1


_SIMPLE: dict[Any, tuple[str, Callable[[Any], bool]]] = {
    str: ("a string", lambda v: isinstance(v, str)),
    bool: ("true or false", lambda v: isinstance(v, bool)),
    int: ("an integer", _is_integer),
    float: ("a number", _is_number),
    dict: ("an object", lambda v: isinstance(v, dict)),
    list: ("an array", lambda v: isinstance(v, list)),
    object: ("anything", lambda _: True),
}
_FORMATS = {
    "datetime": "a date-time",
    "date": "a date",
    "time": "a time",
    "timedelta": "a duration",
    "UUID": "a UUID",
    "bytes": "base64",
    "Decimal": "a decimal",
}


def _class_check(kind: Any) -> Check:
    if kind in _SIMPLE:
        return _simple(*_SIMPLE[kind])
    if hasattr(kind, "__model_fields__"):
        return _model_check(kind)
    if issubclass(kind, Unset):
        return _simple("nothing", lambda v: v is UNSET)
    if issubclass(kind, UnknownVariant):
        return _simple("a known variant", lambda _: False)
    if issubclass(kind, Enum):
        values = ", ".join(repr(member.value) for member in kind)
        return _simple(f"one of {values}", lambda v: isinstance(v, kind))
    name: str = kind.__name__
    expected = _FORMATS.get(name, name)
    return _simple(expected, lambda v: isinstance(v, kind))


def _list_check(item: Any) -> Check:
    inner = _later(item)

    def check(value: Any, path: str, found: list[Problem]) -> None:
        if not isinstance(value, list):
            found.append((path, _complaint("an array", value)))
            return
        items: list[Any] = value  # pyright: ignore[reportUnknownVariableType]
        for number, part in enumerate(items):
            inner(part, f"{path}[{number}]", found)

    return check


def _dict_check(item: Any) -> Check:
    inner = _later(item)

    def check(value: Any, path: str, found: list[Problem]) -> None:
        if not isinstance(value, dict):
            found.append((path, _complaint("an object", value)))
            return
        items: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        for key, part in items.items():
            inner(part, _below(path, key), found)

    return check


def _tuple_check(arguments: tuple[Any, ...]) -> Check:
    checks: list[Check] = []
    more: Check | None = None
    for argument in arguments:
        rest = repeated(argument)
        if rest is not None:
            more = _later(rest)
        else:
            checks.append(_later(argument))

    def check(value: Any, path: str, found: list[Problem]) -> None:
        if not isinstance(value, tuple):
            expected = (
                f"an array of {len(checks)} items" if more is None else "an array"
            )
            found.append((path, _complaint(expected, value)))
            return
        parts: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        if len(parts) > len(checks) and more is None:
            expected = f"at most {len(checks)} items, got {len(parts)}"
            found.append((path, f"expected {expected}"))
        for number, part in enumerate(parts):
            inner = checks[number] if number < len(checks) else more
            if inner is not None:
                inner(part, f"{path}[{number}]", found)

    return check


def _literal_check(values: tuple[Any, ...]) -> Check:
    known = {(v.__class__, v) for v in values}
    spelled = ", ".join(map(repr, values))
    expected = f"one of {spelled}" if len(values) > 1 else spelled

    def fits(value: Any) -> bool:
        if value.__class__ is float and value == value // 1:
            value = int(value)  # to JSON 1.0 is 1
        return isinstance(value, (str, int)) and (value.__class__, value) in known

    return _simple(expected, fits)


def _union_check(members: Iterable[Any]) -> Check:
    """The member that fits; if none does, the complaints of the one that is nearest."""
    kinds = [m for m in members if not _is_class(m, UnknownVariant)]
    checks = [_later(m) for m in kinds]
    models = {m: c for m, c in zip(kinds, checks, strict=True) if _is_model(m)}
    expected = " or ".join(_named(m) for m in kinds if not _is_class(m, Unset))

    def check(value: Any, path: str, found: list[Problem]) -> None:
        known = models.get(value.__class__)
        if known is not None:
            known(value, path, found)
            return
        nearest: list[Problem] | None = None
        for inner in checks:
            wrong: list[Problem] = []
            inner(value, path, wrong)
            if not wrong:
                return
            if wrong[0][0] != path and (nearest is None or len(wrong) < len(nearest)):
                nearest = wrong
        found.extend(nearest or [(path, _complaint(expected, value))])

    return check


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and hasattr(kind, "__model_fields__")


def _is_class(kind: Any, base: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, base)


def _named(kind: Any) -> str:
    if kind is None or kind is type(None):
        return "null"
    if kind in _SIMPLE:
        return _SIMPLE[kind][0]
    if typing.get_origin(kind) is typing.Literal:
        return ", ".join(map(repr, typing.get_args(kind)))
    origin = typing.get_origin(kind)
    if origin is list or origin is tuple:
        return "an array"
    if origin is dict:
        return "an object"
    name = getattr(kind, "__name__", str(kind))
    return _FORMATS.get(name, name)


def _later(kind: Any) -> Check:
    """The check of a type, made when it is needed, so that types may be recursive."""
    made: list[Check] = []

    def check(value: Any, path: str, found: list[Problem]) -> None:
        if not made:
            made.append(_check(kind))
        made[0](value, path, found)

    return check


def _model_check(kind: Any) -> Check:
    types_of = hints(kind)
    wire: dict[str, str] = {}
    absent: tuple[str, ...] = ()
    for base in kind.__mro__:
        wire = wire or renamed.get(base, wire)
        absent = absent or omissible.get(base, absent)
    extra: str = kind.__model_extra__
    names: tuple[str, ...] = kind.__model_fields__
    fields = [
        (name, wire.get(name, name), _later(types_of[name]))
        for name in names
        if name != extra
    ]
    typed_extra = _later(types_of[extra]) if extra in types_of else None

    def check(value: Any, path: str, found: list[Problem]) -> None:
        if not isinstance(value, kind):
            found.append((path, _complaint(kind.__name__, value)))
            return
        for name, key, inner in fields:
            part = getattr(value, name, UNSET)
            if part is not UNSET or key not in absent:
                inner(part, _below(path, key), found)
        if typed_extra is not None:
            typed_extra(getattr(value, extra), path, found)

    return check


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if key.isidentifier() else f"{path}[{key!r}]"
