"""Encodings: a byte order mark decides, else zero bytes, else UTF-8; line breaks of all kinds."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from specloom.config import Limits
from specloom.diagnostics import Bag, SpecloomError
from specloom.document.encoding import decode
from specloom.document.opening import open_file

from document.reading import refused

TEXT = "a: é\nb: 😀\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32-le"),
        TEXT.encode("utf-32-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_the_same_text_in_every_encoding(data: bytes, tmp_path: Path) -> None:
    assert decode(data, "api.yaml") == TEXT
    path = tmp_path / "api.yaml"
    path.write_bytes(data)
    opened = open_file(path, "api.yaml", Limits(), Bag())
    assert opened.tree.value == {"a": "é", "b": "😀"}
    assert opened.tree.places.position(["b"]) == (2, 1)


def test_bytes_that_are_no_text_have_a_place() -> None:
    with pytest.raises(SpecloomError) as caught:
        decode("a: é\nbé: ".encode() + b"\xe9\n", "api.yaml")
    found = caught.value.diagnostic
    assert (found.code, found.position) == ("E104", (2, 5))
    assert "0xE9" in found.message


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_no_bytes(data: bytes) -> None:
    assert decode(data, "api.yaml") == ""
    assert refused("").code == "E103"
