"""What model pages are made of: `UNSET`, `dataclass`, and functions on models.

A type checker sees the standard `dataclasses.dataclass`. At run time a class gets its slots at
once and the rest on first use: the standard decorator compiles three methods per class, which
for a large API costs half a second of import time. What is built on first use is built by the
standard library, so `fields`, `asdict`, `replace`, `copy`, `pickle`, `match` and subclassing
work as on any dataclass.
"""

from __future__ import annotations

from _thread import get_ident

from .checking import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from dataclasses import dataclass
    from enum import Enum
    from typing import Any, Final, Literal, TypeVar

    M = TypeVar("M")

    class Unset(Enum):
        """The type of `UNSET`."""

        UNSET = "UNSET"

        def __bool__(self) -> Literal[False]: ...

    UNSET: Final = Unset.UNSET

    EXTRA_PROPERTIES: Any

else:

    class Unset:
        """The type of `UNSET`."""

        __slots__ = ()

        def __bool__(self) -> Literal[False]:
            return False

        def __repr__(self) -> str:
            return "UNSET"

        def __reduce__(self) -> str:
            return "UNSET"

        @classmethod
        def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
            """Lets pydantic build schemas of models: what is unset is an instance of this."""
            from pydantic_core.core_schema import is_instance_schema

            return is_instance_schema(cls)

    UNSET = Unset()
    Unset.UNSET = UNSET

    def dataclass(*, slots: bool, kw_only: bool) -> Callable[[type], type]:
        """Stands for `dataclasses.dataclass(slots=True, kw_only=True)`, see above."""
        if not (slots and kw_only):
            raise TypeError("models have slots and keyword-only arguments")
        return _slotted

    EXTRA_PROPERTIES = object()
    """The default of the field that holds typed additional properties."""

__all__ = [
    "EXTRA_PROPERTIES",
    "UNSET",
    "Unset",
    "dataclass",
    "extras",
    "is_model",
    "level",
    "replace",
]


def _slotted(cls: type) -> type:
    """`cls` with slots for its fields and one for unknown properties."""
    body = dict(cls.__dict__)
    if "__annotations__" not in body:
        body["__annotations__"] = _deferred(cls)
        body.pop("__annotate_func__", None)
    annotations: dict[str, Any] = body["__annotations__"]
    names = tuple(annotations)
    defaults = {name: body.pop(name) for name in names if name in body}
    extra = next((n for n, v in defaults.items() if v is EXTRA_PROPERTIES), "_extra")
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    body["__slots__"] = names if extra in names else (*names, extra)
    body["__match_args__"] = ()
    body["__model_fields__"] = names
    body["__model_extra__"] = extra
    body["__repr__"] = _repr
    body["__eq__"] = _eq
    body["__hash__"] = None
    body["__replace__"] = replace
    late = _Late(annotations, defaults)
    for name, attribute in _LATE.items():
        body[name] = attribute(late)
    made = type(cls)(cls.__name__, cls.__bases__, body)
    late.owner = made
    return made


def _deferred(cls: type) -> dict[str, Any]:
    """The annotations of a class as texts, where Python 3.14 has not evaluated them (PEP 649).

    Models are written with `from __future__ import annotations`, for other versions too; a
    template of the user's own may leave it out.
    """
    if getattr(cls, "__annotate__", None) is None:
        return {}
    from importlib import import_module

    library: Any = import_module("annotationlib")
    texts: dict[str, Any] = library.get_annotations(cls, format=library.Format.STRING)
    return texts


def _no_extra() -> dict[str, Any]:
    return {}


def _nothing() -> None:
    return None


class _Late:
    """The parts of one class that are built when they are first looked at."""

    __slots__ = ("annotations", "defaults", "owner")

    def __init__(self, annotations: dict[str, Any], defaults: dict[str, Any]) -> None:
        self.owner: type = type
        self.annotations = annotations
        self.defaults = defaults

    def standard(self, types: dict[str, Any]) -> type:
        """The class that the standard library makes of the same fields."""
        from dataclasses import MISSING, field, make_dataclass

        cls = self.owner
        specs: list[tuple[str, Any, Any]] = []
        for name in _names(cls):
            default = self.defaults.get(name, MISSING)
            if default is EXTRA_PROPERTIES:
                specs.append((name, types[name], field(default_factory=_no_extra)))
            else:
                specs.append((name, types[name], field(default=default)))
        hidden = cls.__dict__["__model_extra__"]
        if hidden not in types:
            specs.append((hidden, "Any", field(default_factory=_nothing, init=False)))
        return make_dataclass(cls.__name__, specs, kw_only=True, repr=False, eq=False)

    def init(self) -> Any:
        """`__init__`, as the standard library makes it."""
        made: Any = self.standard(self.annotations)
        init = made.__init__
        init.__qualname__ = f"{self.owner.__qualname__}.__init__"
        init.__module__ = self.owner.__module__
        init.__annotations__.pop(self.owner.__dict__["__model_extra__"], None)
        return init

    def fields(self) -> dict[str, Any]:
        """`__dataclass_fields__`, their types resolved."""
        from .reflect import hints

        made: Any = self.standard(hints(self.owner))
        found: dict[str, Any] = made.__dataclass_fields__
        return {name: found[name] for name in _names(self.owner)}

    def params(self) -> Any:
        """`__dataclass_params__`."""
        made: Any = self.standard(self.annotations)
        return made.__dataclass_params__


class _Attribute:
    """A class attribute that replaces itself by what it builds."""

    __slots__ = ("late",)
    name = ""

    def __init__(self, late: _Late) -> None:
        self.late = late

    def build(self) -> Any:
        """What the attribute is."""
        raise NotImplementedError

    def __get__(self, instance: object, owner: type) -> Any:
        built = self.build()
        setattr(self.late.owner, self.name, built)
        bind = getattr(built, "__get__", None)
        return built if bind is None else bind(instance, owner)


class _Init(_Attribute):
    __slots__ = ()
    name = "__init__"

    def build(self) -> Any:
        return self.late.init()


class _Fields(_Attribute):
    __slots__ = ()
    name = "__dataclass_fields__"

    def build(self) -> Any:
        return self.late.fields()


class _Params(_Attribute):
    __slots__ = ()
    name = "__dataclass_params__"

    def build(self) -> Any:
        return self.late.params()


_LATE: dict[str, type[_Attribute]] = {
    attribute.name: attribute for attribute in (_Init, _Fields, _Params)
}


def _names(cls: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = cls.__model_fields__
    return names


def is_model(value: object) -> bool:
    """Whether `value` is an instance of a model."""
    return hasattr(value.__class__, "__model_fields__")


def _shown(value: Any) -> Iterator[str]:
    for name in _names(value.__class__):
        part = getattr(value, name, UNSET)
        if part is not UNSET:
            yield f"{name}={part!r}"
    more = getattr(value, value.__model_extra__, None)
    if more and value.__model_extra__ not in _names(value.__class__):
        yield f"extras={more!r}"


_showing: set[tuple[int, int]] = set()


def _repr(self: Any) -> str:
    """`RunObject(id='run_1', ...)`; what is unset is left out."""
    own = (get_ident(), id(self))  # another thread may show it too
    if own in _showing:
        return "..."
    _showing.add(own)
    try:
        return f"{self.__class__.__qualname__}({', '.join(_shown(self))})"
    finally:
        _showing.discard(own)


def _eq(self: Any, other: Any) -> Any:
    """Equal if of one class, with equal fields and equal unknown properties."""
    if self is other:
        return True
    if other.__class__ is not self.__class__:
        return NotImplemented
    for name in _names(self.__class__):
        if getattr(self, name, UNSET) != getattr(other, name, UNSET):
            return False
    extra = self.__model_extra__
    own, others = getattr(self, extra, None), getattr(other, extra, None)
    return bool((own or None) == (others or None))


def extras(model: object) -> dict[str, Any]:
    """The properties that came with `model` beside its fields: a dict that may be changed.

    What is put into it is sent.
    """
    if not is_model(model):
        raise TypeError(f"not a model: {type(model).__name__}")
    owner: Any = model
    found: dict[str, Any] | None = getattr(owner, owner.__model_extra__, None)
    if found is None:
        found = {}
        setattr(owner, owner.__model_extra__, found)
    return found


def level(value: Any, wire: Callable[[Any], Any]) -> Any:
    """One level of a model, as `wire` gives it.

    Whoever makes an instance without `__init__`, as pydantic does, may leave slots empty:
    they are filled then. (`__getattr__` would do it too, and slow every attribute down.)
    """
    try:
        return wire(value)
    except AttributeError:
        if not is_model(value):
            raise
        for name in _names(value.__class__):
            if not hasattr(value, name):
                setattr(value, name, UNSET)
        extras(value)
        return wire(value)


def replace(model: M, /, **changes: Any) -> M:
    """A copy of `model` with some fields changed; its unknown properties come along."""
    owner: Any = model
    cls: Any = model.__class__
    for name in changes:
        if name not in _names(cls):
            raise TypeError(f"{cls.__qualname__} has no field {name!r}")
    copy: Any = object.__new__(cls)
    for name in _names(cls):
        setattr(copy, name, changes.get(name, getattr(owner, name, UNSET)))
    extra: str = owner.__model_extra__
    if extra not in changes:
        more = getattr(owner, extra, None)
        setattr(copy, extra, dict(more) if more is not None else None)
    for name, value in getattr(owner, "__dict__", {}).items():
        setattr(copy, name, value)
    made: M = copy
    return made
