"""What the functions below the classes of a model page are made of.

`decode_*` functions read attributes straight from a JSON object, `wire_*` functions give one
level of it back and leave the rest to the JSON encoder. Decoders of other modules are loaded
when such data arrives.
"""

from __future__ import annotations

from .checking import TYPE_CHECKING
from .model import UNSET

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

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
            decode = getattr(home, name)
            found.append(decode)
            page[name] = decode
            for table in page.values():
                if table.__class__ is dict:
                    _put(table, load, decode)
        return found[0](value)

    return load


def _put(table: dict[Any, Any], old: object, new: object) -> None:
    for key, value in table.items():
        if value is old:
            table[key] = new


# The registry --------------------------------------------------------------------------

known_decoders: dict[Any, Callable[[Any], Any]] = {}
"""Model class or union → its decoder."""
renamed: dict[type, dict[str, str]] = {}
"""Model class → attribute → wire name, where the two differ."""
omissible: dict[type, tuple[str, ...]] = {}
"""Model class → the properties that are always sent and may be missing in what is received."""


def register(
    cls: type,
    decode: Callable[[Any], Any],
    wire: Callable[[Any], dict[str, Any]],
    *,
    names: dict[str, str] | None = None,
    read: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
) -> None:
    """Makes a model known to the codec: how it is decoded and written.

    `names` are attributes that are called otherwise on the wire; `read` are the properties
    that only the API sets, left out of requests; `tags` are always sent, and the API may leave
    them out.
    """
    known_decoders[cls] = decode
    if tags:
        omissible[cls] = tags
    if names:
        renamed[cls] = names
    own: Any = cls
    own.__wire__ = wire
    own.__wire_request__ = _without(wire, read) if read else wire


def wire_of(value: object) -> Callable[[Any], dict[str, Any]]:
    """The function that gives a model's properties under their wire names."""
    cls: Any = value.__class__
    wire: Callable[[Any], dict[str, Any]] = cls.__wire__
    return wire


def _without(
    wire: Callable[[Any], dict[str, Any]], names: tuple[str, ...]
) -> Callable[[Any], dict[str, Any]]:
    def wire_request(value: Any) -> dict[str, Any]:
        data = wire(value)
        for name in names:
            data.pop(name, None)
        return data

    return wire_request


def best_fit(
    data: dict[str, Any], cases: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
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


def inside(data: Any, *path: str | int) -> Any:
    """What stands at a path below `data`: names of properties, 0 for the first item of a list;
    `UNSET` where there is nothing."""
    for step in path:
        if data.__class__ is dict and step in data:
            data = data[step]
        elif data.__class__ is list and step == 0 and data:
            data = data[0]
        else:
            return UNSET
    return data


def enum_of(kind: Any) -> Callable[[Any], Any]:
    """The decoder of an enum class; a value that it does not have stays as it is."""
    members: dict[Any, Any] = {member.value: member for member in kind}
    scalar = next(iter(members)).__class__

    def decode(value: Any) -> Any:
        return members.get(value, value) if value.__class__ is scalar else value

    return decode
