"""JSON in and out, exactly: what is read is written back with the same value.

`orjson` is used if it can be imported, else the standard library's C scanner and encoder. What
neither can keep is read and written by the careful functions below: integers beyond 64 bits,
numbers beyond the range of a float, lone surrogates, deep nesting, and models that lack a
required property. `NaN` and `Infinity` are not JSON (RFC 8259 section 6) and are refused.
"""

from __future__ import annotations

import json as _json
import re
from json.encoder import encode_basestring_ascii as _quote

from .model import UNSET
from .wiring import read_only, wire_of, wires

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn


class HugeNumber(float):
    """A number that neither `float` nor `int` can hold: infinite, with its text kept."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> HugeNumber:
        """The number that `text` writes."""
        number = super().__new__(cls, "-inf" if text.startswith("-") else "inf")
        number.text = text
        return number

    def __reduce__(self) -> Any:
        return (HugeNumber, (self.text,))


class NotJsonError(ValueError):
    """A body that is not JSON."""


# Reading -------------------------------------------------------------------------------


def loads(data: bytes | str) -> Any:
    """The value that a JSON text stands for; `NotJsonError` if it is none."""
    return _loads(data)


def _first_loads(data: bytes | str) -> Any:
    """Finds out at the first call what is installed."""
    global _loads
    try:
        import orjson
    except ImportError:
        _loads = _careful_loads
    else:
        _loads = _orjson_loads(orjson.loads)
    return _loads(data)


_loads: Callable[[bytes | str], Any] = _first_loads


def _orjson_loads(fast: Callable[[bytes | str], Any]) -> Callable[[bytes | str], Any]:
    def load(data: bytes | str) -> Any:
        raw = data if isinstance(data, bytes) else data.encode("utf-8", "replace")
        if _may_overflow(raw):
            return _careful_loads(data)
        try:
            return fast(data)
        except ValueError:
            return _careful_loads(data)

    return load


_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
_LONG_INTEGER = re.compile(rb"(?:\A|[\[:,\s-])[0-9]{19}")


def _may_overflow(raw: bytes) -> bool:
    """Whether an integer of 19 digits or more may stand in `raw`: one beyond 64 bits.

    orjson would make a float of it. So many digits have three in a row in every sixth byte,
    so that a look at a sixth of the bytes rules it out for nearly all bodies.
    """
    digits = raw.translate(_DIGITS) if len(raw) < 64 else raw[::6].translate(_DIGITS)
    return b"000" in digits and _LONG_INTEGER.search(raw) is not None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _float(text: str) -> float:
    number = float(text)
    return HugeNumber(text) if number in (_INFINITY, -_INFINITY) else number


def _int(text: str) -> int | float:
    return int(text) if len(text) < 4000 else HugeNumber(text)


_INFINITY = float("inf")
_decoder = _json.JSONDecoder(parse_constant=_refuse, parse_float=_float, parse_int=_int)


def _careful_loads(data: bytes | str) -> Any:
    try:
        if not isinstance(data, str):
            data = bytes(data)
            data = data.decode(_json.detect_encoding(data), "surrogatepass")
        return _decoder.decode(data.removeprefix("\ufeff"))
    except RecursionError:
        raise NotJsonError("nested too deeply") from None
    except ValueError as error:
        raise NotJsonError(str(error)) from None


# Writing -------------------------------------------------------------------------------


class _Careful(Exception):
    """A value that the fast encoder cannot leave out or write exactly."""


def dumps(value: Any, *, whole: bool = False) -> bytes:
    """`value`, models included, as a JSON text.

    What only the API sets (`readOnly`) is left out, as requests want it, unless `whole`.
    """
    try:
        return _dumps(value, _wire if whole else _request_wire)
    except (_Careful, ValueError, TypeError, RecursionError):
        # Either it is an error or needs care: the careful way tells.
        pieces: list[str] = []
        _write(value, _wire if whole else _request_wire, pieces.append, 0)
        return "".join(pieces).encode()


def _wire(value: Any) -> Any:
    """One level of what the encoder does not know; called by it."""
    wire = wires.get(value.__class__)
    if wire is not None:
        return wire(value)
    if value is UNSET:
        raise _Careful
    return foreign(value)


def _request_wire(value: Any) -> Any:
    """The same for a request."""
    wire = wires.get(value.__class__)
    if wire is None:
        if value is UNSET:
            raise _Careful
        if not hasattr(value, "__model_fields__"):
            return foreign(value)
        wire = wire_of(value)
    data = wire(value)
    if read_only:
        for name in read_only.get(value.__class__, ()):
            data.pop(name, None)
    return data


def foreign(value: Any) -> Any:
    """A value of the standard library, or any mapping or sequence."""
    from collections.abc import Mapping, Set
    from enum import Enum

    from .formats import text_of

    if hasattr(value, "__model_fields__"):
        return wire_of(value)(value)
    if isinstance(value, HugeNumber):
        raise _Careful
    text = text_of(value)
    if text is not None:
        return text
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(k): v for k, v in value.items()}  # pyright: ignore
    if isinstance(value, Set) or hasattr(value, "__iter__"):
        return list(value)  # pyright: ignore
    raise TypeError(f"not a JSON value: {value.__class__.__qualname__}")


def _first_dumps(value: Any, hook: Callable[[Any], Any]) -> bytes:
    """Finds out at the first call what is installed."""
    global _dumps
    try:
        import orjson
    except ImportError:
        _dumps = _standard_dumps
    else:
        _dumps = _orjson_dumps(orjson)
    return _dumps(value, hook)


_dumps: Callable[[Any, Callable[[Any], Any]], bytes] = _first_dumps


def _orjson_dumps(orjson: Any) -> Callable[[Any, Callable[[Any], Any]], bytes]:
    fast: Callable[..., bytes] = orjson.dumps
    # Models are dataclasses to it, and dates have kept their text: both are ours to write.
    options: int = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME

    def dump(value: Any, hook: Callable[[Any], Any]) -> bytes:
        return fast(value, hook, options)

    return dump


_encoders: dict[Callable[[Any], Any], Callable[[Any], str]] = {}


def _standard_dumps(value: Any, hook: Callable[[Any], Any]) -> bytes:
    encode = _encoders.get(hook)
    if encode is None:
        encode = _encoders[hook] = _json.JSONEncoder(
            default=hook,
            check_circular=False,
            allow_nan=False,
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode
    return encode(value).encode()


_DEPTH = 900


def _write(
    value: Any, hook: Callable[[Any], Any], write: Callable[[str], object], depth: int
) -> None:
    """Writes a value the careful way: what is unset is left out, every number exact."""
    if value is None:
        write("null")
    elif value is True:
        write("true")
    elif value is False:
        write("false")
    elif isinstance(value, str):
        write(_quote(value))
    elif isinstance(value, int):
        write(int.__repr__(value))
    elif isinstance(value, HugeNumber):
        write(value.text)
    elif isinstance(value, float):
        if value != value or value in (_INFINITY, -_INFINITY):
            raise ValueError(f"{value!r} is not a JSON number")
        write(float.__repr__(value))
    elif depth > _DEPTH:
        raise ValueError("nested too deeply, or within itself")
    elif isinstance(value, dict):
        _write_object(value, hook, write, depth)  # pyright: ignore
    elif isinstance(value, (list, tuple)):
        before = "["
        for item in value:  # pyright: ignore
            write(before)
            before = ","
            _write(item, hook, write, depth + 1)
        write("]" if value else "[]")
    elif value is UNSET:
        raise ValueError("UNSET can only be the value of a field")
    else:
        _write(hook(value), hook, write, depth + 1)


def _write_object(
    value: dict[Any, Any],
    hook: Callable[[Any], Any],
    write: Callable[[str], object],
    depth: int,
) -> None:
    before = "{"
    for key, item in value.items():
        if item is UNSET:
            continue
        if not isinstance(key, str):
            raise TypeError(f"keys of JSON objects are strings, not {key!r}")
        write(before + _quote(key) + ":")
        before = ","
        _write(item, hook, write, depth + 1)
    write("}" if before == "," else "{}")
