"""base64url, base32 and base16: the text that came goes back, and bytes get their text."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from runtime.encodings import (
    decode_base16,
    decode_base32,
    decode_base64url,
    encoded,
)
from runtime.json import dumps, dumps_whole


@pytest.mark.parametrize(
    ("decode", "text", "value"),
    [
        (decode_base64url, "-__-", b"\xfb\xff\xfe"),
        (decode_base64url, "aGVsbG8=", b"hello"),
        (decode_base64url, "aGVsbG8", b"hello"),
        (decode_base64url, "", b""),
        (decode_base32, "NBSWY3DP", b"hello"),
        (decode_base32, "nbswy3dp", b"hello"),
        (decode_base32, "NBUQ====", b"hi"),
        (decode_base32, "NBUQ", b"hi"),
        (decode_base16, "FBFFFE", b"\xfb\xff\xfe"),
        (decode_base16, "fbfffe", b"\xfb\xff\xfe"),
    ],
)
def test_texts_are_kept(decode: Callable[[Any], Any], text: str, value: bytes) -> None:
    parsed = decode(text)
    assert parsed == value and isinstance(parsed, bytes)
    again = [
        parsed,
        decode(parsed),
        copy.copy(parsed),
        copy.deepcopy(parsed),
        pickle.loads(pickle.dumps(parsed)),
    ]
    for other in again:
        assert other == parsed and other.__class__ is parsed.__class__
        assert dumps(other).decode() == f'"{text}"'
        assert dumps_whole([other]).decode() == f'["{text}"]'


@pytest.mark.parametrize(
    ("decode", "value", "text"),
    [
        (decode_base64url, b"\xfb\xff\xfe", "-__-"),
        (decode_base64url, bytearray(b"hello"), "aGVsbG8="),
        (decode_base64url, memoryview(b"hello"), "aGVsbG8="),
        (decode_base64url, decode_base16("FBFFFE"), "-__-"),
        (decode_base32, b"hi", "NBUQ===="),
        (decode_base16, b"\xfb\xff\xfe", "FBFFFE"),
    ],
)
def test_bytes_get_their_text(
    decode: Callable[[Any], Any], value: Any, text: str
) -> None:
    assert dumps(decode(value)).decode() == f'"{text}"'


@pytest.mark.parametrize(
    ("decode", "value"),
    [
        (decode_base64url, "+//+"),
        (decode_base64url, "a"),
        (decode_base64url, "aGVs bG8="),
        (decode_base64url, "ä"),
        (decode_base32, "1"),
        (decode_base32, "NBSWY3D!"),
        (decode_base16, "FBF"),
        (decode_base16, "FB FF"),
        *((decode_base64url, value) for value in (None, 5, True, [b"a"], {"a": b"a"})),
    ],
)
def test_all_else_is_left_as_it_is(decode: Callable[[Any], Any], value: Any) -> None:
    assert decode(value) is value


def test_what_a_caller_gives_may_be_of_any_class() -> None:
    from types import MappingProxyType

    from runtime.decoders import list_of, map_of

    decode = map_of(list_of(decode_base64url))
    given = MappingProxyType({"a": (b"\xfb", "-w"), "b": []})
    assert dumps(encoded(decode, given)) == b'{"a":["-w==","-w"],"b":[]}'
