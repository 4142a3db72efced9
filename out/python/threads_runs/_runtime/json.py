"""JSON in and out, exactly: what is read is written back with the same value.

`orjson` is used if it can be imported, else the standard library's C scanner and encoder. What
neither can keep is read and written by the careful functions below: integers beyond 64 bits,
numbers beyond the range of a float, lone surrogates, deep nesting, and models that lack a
required property. `NaN` and `Infinity` are not JSON (RFC 8259 section 6) and are refused.
"""

from __future__ import annotations

import json as _json
import re
from importlib import import_module
from json import encoder as _encoder
from json.encoder import encode_basestring_ascii as _quote
from math import isfinite

from .checking import TYPE_CHECKING
from .model import UNSET, level
from .shapes import is_array, is_object, is_tuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, NoReturn, Self, TypeAlias

    Text: TypeAlias = bytes | bytearray | memoryview | str

_fast_loads: Callable[[Text], Any] | None = None
_fast_dumps: Callable[[Any, Callable[[Any], Any], int], bytes] | None = None
_options = 0
try:
    # By its name, so that type checkers do not ask for it where it is not installed.
    _orjson = import_module("orjson")
except ImportError:
    pass
else:
    _fast_loads, _fast_dumps = _orjson.loads, _orjson.dumps
    # Models are dataclasses to it, and dates have kept their text: both are ours to write.
    _options = _orjson.OPT_PASSTHROUGH_DATACLASS | _orjson.OPT_PASSTHROUGH_DATETIME


class HugeNumber(float):
    """A number that neither `float` nor `int` can hold: infinite, with its text kept."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """The number that `text` writes."""
        number = super().__new__(cls, "-inf" if text.startswith("-") else "inf")
        number.text = text
        return number

    def __reduce__(self) -> Any:
        return (HugeNumber, (self.text,))


class NotJsonError(ValueError):
    """A body that is not JSON."""


# Reading -------------------------------------------------------------------------------


def loads(data: Text) -> Any:
    """The value that a JSON text stands for; `NotJsonError` if it is none."""
    if _fast_loads is None:
        return _standard_loads(data)
    raw = data if isinstance(data, bytes) else _bytes(data)
    # orjson would make a float of an integer beyond 64 bits. 19 digits are three in a row
    # among every sixth byte; where there are so many, a closer look is taken.
    samples = raw[::6].translate(_DIGITS)
    if b"000" in samples and _has_long_integer(raw, samples):
        return _careful_loads(data)
    try:
        return _fast_loads(data)
    except ValueError:
        return _careful_loads(data)


def _bytes(data: bytearray | memoryview | str) -> bytes:
    return data.encode("utf-8", "replace") if isinstance(data, str) else bytes(data)


_DIGITS = bytes(0x30 if 0x30 <= byte <= 0x39 else 0x20 for byte in range(256))
_LONG_INTEGER = re.compile(rb"(?:\A|[\[:,\s-])[0-9]{19}")


def _has_long_integer(raw: bytes, samples: bytes) -> bool:
    """Whether an integer of 19 digits or more stands in `raw`."""
    find = samples.find
    at = find(b"000")
    for _ in range(100):
        if at < 0:
            return False
        begin = 6 * at
        # Three samples in a row are rarely of one number: few bytes tell. Digits in a string
        # are as good as those of a number; the expression is slow and exact.
        if raw[begin : begin + 13].isdigit() and _LONG_INTEGER.search(
            raw, max(begin - 7, 0), begin + 19
        ):
            return True
        at = find(b"000", at + 1)
    return at >= 0 and _is_in_blocks(raw, samples, at)


def _is_in_blocks(raw: bytes, samples: bytes, at: int) -> bool:
    """The same for text that is full of digits, looked at in blocks."""
    while at >= 0:
        begin = max(6 * at - 6, 0)
        end = 6 * at + 4096
        if b"0" * 19 in raw[begin:end].translate(_DIGITS) and _LONG_INTEGER.search(
            raw, max(begin - 1, 0), end
        ):
            return True
        at = samples.find(b"000", max(at + 1, (end - 19) // 6))
    return False


def _standard_loads(data: Text) -> Any:
    """The same by the scanner of the standard library, which gives up where care is needed."""
    try:
        text = data if isinstance(data, str) else str(data, "utf-8")
        value, end = _scan(text, 0)
    except (ValueError, StopIteration, RecursionError):
        return _careful_loads(data)
    return value if end == len(text) else _careful_loads(data)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _float(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else HugeNumber(text)


def _int(text: str) -> int | float:
    return int(text) if len(text) < 4000 else HugeNumber(text)


_decoder = _json.JSONDecoder(parse_constant=_refuse, parse_float=_float, parse_int=_int)
_scanner: Any = _json.JSONDecoder(parse_constant=_refuse, parse_float=_float)
_scan: Callable[[str, int], tuple[Any, int]] = _scanner.scan_once


def _careful_loads(data: Text) -> Any:
    return _decoded(data, _decoder)


def _decoded(data: Text, decoder: _json.JSONDecoder) -> Any:
    try:
        if not isinstance(data, str):
            data = bytes(data)
            data = data.decode(_json.detect_encoding(data), "surrogatepass")
        return decoder.decode(data.removeprefix("\ufeff"))
    except RecursionError:
        raise NotJsonError("nested too deeply") from None
    except ValueError as error:
        raise NotJsonError(str(error)) from None


def loads_with(data: Text, constant: Callable[[str], Any]) -> Any:
    """The same, and what `constant` makes of `NaN`, `Infinity` and `-Infinity`."""
    decoder = _json.JSONDecoder(
        parse_constant=constant, parse_float=_float, parse_int=_int
    )
    return _decoded(data, decoder)


# Writing -------------------------------------------------------------------------------


def _whole(value: Any) -> Any:
    """The encoder's hook: one level of a model. `methodcaller` would be a tenth slower."""
    return value.__wire__()


def _request(value: Any) -> Any:
    """The same without what only the API sets."""
    return value.__wire_request__()


def dumps(value: Any) -> bytes:
    """`value`, models included, as the JSON text of a request.

    What only the API sets (`readOnly`) is left out.
    """
    try:
        if _fast_dumps is not None:
            return _fast_dumps(value, _request, _options)
        return _encode_request(value).encode()
    except _NEEDS_CARE:
        return _careful_dumps(value, _request)


def dumps_whole(value: Any) -> bytes:
    """`value`, models included, as a JSON text with all that came with it."""
    try:
        if _fast_dumps is not None:
            return _fast_dumps(value, _whole, _options)
        return _encode_whole(value).encode()
    except _NEEDS_CARE:
        return _careful_dumps(value, _whole)


_NEEDS_CARE = (AttributeError, ValueError, TypeError, RecursionError)
"""Either it is an error or it needs care, as dates and unset properties do."""


def _careful_dumps(value: Any, hook: Callable[[Any], Any]) -> bytes:
    pieces: list[str] = []
    _write(value, hook, pieces.append)
    return "".join(pieces).encode()


def _standard_encoder(hook: Callable[[Any], Any]) -> Callable[[Any], str]:
    module: Any = _encoder
    make: Callable[..., Any] | None = getattr(module, "c_make_encoder", None)
    if make is None:  # an interpreter without the C encoder
        return _json.JSONEncoder(
            default=hook,
            check_circular=False,
            allow_nan=False,
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode
    quote = module.encode_basestring
    encode = make(None, hook, quote, None, ":", ",", False, False, False)
    return lambda value: "".join(encode(value, 0))


_encode_whole = _standard_encoder(_whole)
_encode_request = _standard_encoder(_request)


def foreign(value: Any) -> Any:
    """A value of the standard library, or any mapping or sequence, as JSON has it."""
    from collections.abc import Mapping
    from enum import Enum

    from .formats import text_of

    text = text_of(value)
    if text is not None:
        return text
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(k): v for k, v in _items(value)}
    if hasattr(value, "__iter__"):
        return [*value]
    raise TypeError(f"expected a JSON value, got {value.__class__.__qualname__}")


def _items(mapping: Any) -> Any:
    return mapping.items()


_DEPTH = 5_000


def _write(
    whole: Any, hook: Callable[[Any], Any], write: Callable[[str], object]
) -> None:
    """Writes a value the careful way: what is unset is left out, every number exact.

    Where it is in lists and objects is kept in a list of its own, so that nothing nests too
    deeply for the stack that could be read before.
    """
    around: list[tuple[Iterator[tuple[str, Any]], str]] = []
    parts: Iterator[tuple[str, Any]] = iter([("", whole)])
    end = ""
    while True:
        for before, value in parts:
            write(before)
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
                if not isfinite(value):
                    raise ValueError(f"{value!r} is not a JSON number")
                write(float.__repr__(value))
            elif value is UNSET:
                raise ValueError("UNSET can only be the value of a field")
            else:
                if len(around) > _DEPTH:
                    raise ValueError("nested too deeply, or within itself")
                around.append((parts, end))
                if is_object(value):
                    write("{")
                    parts, end = _object_parts(value), "}"
                elif is_array(value) or is_tuple(value):
                    write("[")
                    parts, end = _list_parts(value), "]"
                else:
                    is_model = hasattr(value, "__wire__")
                    meant = level(value, hook) if is_model else foreign(value)
                    parts, end = iter([("", meant)]), ""
                break
        else:
            write(end)
            if not around:
                return
            parts, end = around.pop()


def _object_parts(value: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    """The values, each after its key."""
    comma = ""
    for key, item in value.items():
        if item is UNSET:
            continue
        if not isinstance(key, str):
            raise TypeError(f"keys of JSON objects are strings, not {key!r}")
        yield f"{comma}{_quote(key)}:", item
        comma = ","


def _list_parts(value: list[Any] | tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """The items, each after its comma."""
    comma = ""
    for item in value:
        yield comma, item
        comma = ","
