"""What the functions below the classes of a model page are made of.

`decode_*` functions read attributes straight from a JSON object, `wire_*` functions give one
level of it back and leave the rest to the JSON encoder. Decoders of other modules are loaded
when such data arrives.
"""

from __future__ import annotations

from .model import UNSET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

new: Callable[[type], Any] = object.__new__
"""Makes an instance without calling `__init__`; the decoders store its attributes."""


def pad(data: dict[str, Any], missing: KeyError) -> dict[str, Any]:
    """`data` with the required key that it lacks, unset."""
    key = missing.args[0]
    if key in data:
        raise missing
    return {**data, key: UNSET}


def rest(data: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What `data` has beside the known properties."""
    return {key: value for key, value in data.items() if key not in known}


def each(decode: Callable[[Any], Any], value: Any) -> Any:
    """A list, its items decoded."""
    return [*map(decode, value)] if value.__class__ is list else value


def each_value(decode: Callable[[Any], Any], value: Any) -> Any:
    """An object with any keys, its values decoded."""
    if value.__class__ is not dict:
        return value
    return {key: decode(item) for key, item in value.items()}


def late(page: dict[str, Any], module: str, name: str) -> Callable[[Any], Any]:
    """Stands for a decoder of another module until it is first called.

    `page` are the globals of the module that uses it: the decoder takes its place there.
    """
    found: list[Callable[[Any], Any]] = []

    def load(value: Any) -> Any:
        if not found:
            from importlib import import_module

            home = import_module(f".{module}", page["__package__"])
            page[name] = getattr(home, name)
            found.append(page[name])
        return found[0](value)

    return load


# The registry --------------------------------------------------------------------------

wires: dict[type, Callable[[Any], dict[str, Any]]] = {}
"""Model class → the function that gives its properties under their wire names."""
known_decoders: dict[Any, Callable[[Any], Any]] = {}
"""Model class or union → its decoder."""
renamed: dict[type, dict[str, str]] = {}
"""Model class → attribute → wire name, where the two differ."""
read_only: dict[type, tuple[str, ...]] = {}
"""Model class → the wire names of what only the API sets."""


def register(
    cls: type,
    decode: Callable[[Any], Any],
    wire: Callable[[Any], dict[str, Any]],
    *,
    names: dict[str, str] | None = None,
    read: tuple[str, ...] = (),
) -> None:
    """Makes a model known to the codec."""
    known_decoders[cls] = decode
    wires[cls] = wire
    if names:
        renamed[cls] = names
    if read:
        read_only[cls] = read


def wire_of(value: object) -> Callable[[Any], dict[str, Any]]:
    """The wire function of a model's class, or of the class that it is derived from."""
    cls = value.__class__
    wire = wires.get(cls)
    if wire is None:
        for base in cls.__mro__[1:]:
            if base in wires:
                wire = wires[cls] = wires[base]
                if base in read_only:
                    read_only[cls] = read_only[base]
                return wire
        _not_json(value)
    return wire


def _not_json(value: object) -> NoReturn:
    raise TypeError(f"not a JSON value: {value.__class__.__qualname__}")


def best_fit(
    data: dict[str, Any], cases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
) -> int:
    """The case with all its required keys in `data` and the fewest unknown ones; -1 if none.

    Each case is its required keys and all its declared keys. The first one wins a tie.
    """
    best, fewest = -1, len(data) + 1
    for number, (required, declared) in enumerate(cases):
        if all(key in data for key in required):
            unknown = sum(1 for key in data if key not in declared)
            if unknown < fewest:
                best, fewest = number, unknown
    return best


def enum_of(kind: Any) -> Callable[[Any], Any]:
    """The decoder of an enum class; a value that it does not have stays as it is."""
    members: dict[Any, Any] = {member.value: member for member in kind}
    scalar = next(iter(members)).__class__

    def decode(value: Any) -> Any:
        return members.get(value, value) if value.__class__ is scalar else value

    return decode
