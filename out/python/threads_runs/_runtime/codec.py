"""The public codec: models from JSON and back, for webhooks, logs, queues and tests.

Decoding is lenient: what does not fit its schema passes through as it came, so that encoding
gives it back unchanged. `strict=True` checks the types of everything and names every place that does not fit; rules
(patterns, bounds, lengths) are left to the API.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .decoders import list_of, map_of, nullable, tuple_of, untouched
from .json import HugeNumber, NotJsonError, dumps_whole, foreign, loads
from .model import UNSET, level
from .wiring import known_decoders, wire_of

if not TYPE_CHECKING:
    from .typed import overload
else:
    from collections.abc import Callable
    from typing import Any, TypeAlias, TypeVar, overload

    T = TypeVar("T")
    Decoder: TypeAlias = Callable[[Any], Any]


class DecodeError(ValueError):
    """Data that is not JSON, or, if asked for strictly, does not fit the type.

    `problems` are all that is wrong: a path (`$.tools[0].function.name`) and what was expected.
    """

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{path}: {text}" for path, text in problems))

    def __reduce__(self) -> Any:
        return (DecodeError, (self.problems,))


@overload
def decode(type: type[T], data: Any, *, strict: bool = False) -> T: ...
@overload
def decode(type: Any, data: Any, *, strict: bool = False) -> Any: ...
def decode(type: Any, data: Any, *, strict: bool = False) -> Any:
    """`data`, as `json.loads` gives it, as a `type`: a model, a union, `list[RunObject]`, …

    `strict`: raise `DecodeError` where a value is not of its type. Types are checked, rules
    (patterns, bounds, lengths) are not.
    """
    decoder = decoder_for(type)
    try:
        value = decoder(data)
        found = _problems(value, type) if strict else ()
    except RecursionError:
        raise DecodeError((("$", "nested too deeply"),)) from None
    if found:
        raise DecodeError(found)
    return value


def _problems(value: Any, type: Any) -> tuple[tuple[str, str], ...]:
    from .strict import problems

    return problems(value, type)


def encode(value: Any) -> Any:
    """What `json.dumps` takes: dicts and lists for a model, with all that came with it."""
    try:
        return _encode(value)
    except RecursionError:  # writing and reading go deeper
        return loads(dumps_whole(value))


def _encode(value: Any) -> Any:
    if value is None or value.__class__ in (str, int, float, bool):
        return value
    if isinstance(value, dict):
        items: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType]
        return {k: _encode(v) for k, v in items.items() if v is not UNSET}
    if isinstance(value, (list, tuple)):
        return [_encode(v) for v in value]  # pyright: ignore[reportUnknownVariableType]
    if hasattr(value, "__wire__"):
        return _encode(level(value, wire_of(value)))
    return value if isinstance(value, HugeNumber) else _encode(foreign(value))


@overload
def from_json(type: type[T], text: bytes | str, *, strict: bool = False) -> T: ...
@overload
def from_json(type: Any, text: bytes | str, *, strict: bool = False) -> Any: ...
def from_json(type: Any, text: bytes | str, *, strict: bool = False) -> Any:
    """A JSON text as a `type`. Raises `DecodeError` if it is not JSON."""
    try:
        data = loads(text)
    except NotJsonError as error:
        raise DecodeError((("$", f"not JSON: {error}"),)) from None
    if strict:
        return decode(type, data, strict=True)
    try:
        decoder = known_decoders[type]
    except (KeyError, TypeError):
        decoder = decoder_for(type)
    return decoder(data)


def to_json(value: Any) -> bytes:
    """The JSON text of a model, a union, or lists and dicts of them."""
    return dumps_whole(value)


# Finding the decoder of a type ---------------------------------------------------------


def decoder_for(type: Any) -> Decoder:
    """The function that decodes a type."""
    try:
        known = known_decoders.get(type)
    except TypeError:
        known = None
    if known is None:
        known = _derived(type)
    return known


def _derived(kind: Any) -> Decoder:
    """The decoder of a generic type, a standard type, or a class derived from a model."""
    if isinstance(kind, type) and hasattr(kind, "__model_fields__"):
        return _subclass_decoder(kind)
    import typing

    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list or origin is dict:
        inner = decoder_for(arguments[-1])
        if inner is untouched:
            return untouched
        return list_of(inner) if origin is list else map_of(inner)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if (
        origin is typing.Literal
        or kind in _PLAIN
        or isinstance(kind, typing.ForwardRef)
    ):
        # A forward reference is a recursive alias; one with models in it is known.
        return untouched
    if origin is typing.Annotated:
        return decoder_for(arguments[0])
    if origin is not None:
        rest = [a for a in arguments if a is not type(None)]
        if len(rest) == 1:
            inner = decoder_for(rest[0])
            return untouched if inner is untouched else nullable(inner)
        if len(rest) < len(arguments):
            make: Any = typing.Union
            union = known_decoders.get(make[tuple(rest)])
            if union is not None:
                return nullable(union)
        wanted = [decoder_for(a) for a in rest if a is not UNSET.__class__]
        if all(d is untouched for d in wanted):
            return untouched
    found = _format(kind)
    if found is not None:
        return found
    raise TypeError(f"not a type of this API: {kind!r}")


def _tuple_decoder(items: tuple[Any, ...]) -> Decoder:
    """The decoder of a tuple; `*tuple[X, ...]` among its items is for all that follow."""
    from .reflect import repeated

    rests = [r for r in map(repeated, items) if r is not None]
    single = [decoder_for(item) for item in items if repeated(item) is None]
    return tuple_of(*single, rest=decoder_for(rests[0]) if rests else untouched)


_PLAIN: frozenset[Any] = frozenset({str, int, float, bool, None, type(None), object})


def _format(kind: Any) -> Decoder | None:
    import typing

    from .formats import parsers

    if kind in (typing.Any, typing.Never, dict, list):
        return untouched
    return parsers.get(kind) if isinstance(kind, type) else None


def _subclass_decoder(kind: Any) -> Decoder:
    """The decoder of the nearest model, its result turned into the derived class."""
    base = next(b for b in kind.__mro__ if b in known_decoders)
    decode_base = known_decoders[base]
    names: tuple[str, ...] = base.__model_fields__
    extra: str = base.__model_extra__

    def decode_derived(data: Any) -> Any:
        value = decode_base(data)
        if value.__class__ is not base:
            return value
        made: Any = object.__new__(kind)
        for name in dict.fromkeys((*names, extra)):
            setattr(made, name, getattr(value, name))
        return made

    return decode_derived
