"""YAML 1.2 core scalars, exactly (section 10.3.2), and what JSON cannot hold."""

from __future__ import annotations

import pytest
from specloom.model.types import JsonValue

from document.reading import codes, read


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        *((word, word) for word in ("yes", "no", "on", "off", "OFF", "y", "N")),
        ("12", 12),
        ("+12", 12),
        ("-0", 0),
        ("007", 7),
        ("0o17", 15),
        ("0xFf", 255),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("18446744073709551616123", 18446744073709551616123),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5e-3", -0.0005),
        ("1e3", 1000.0),
        ("1E+2", 100.0),
        (".", "."),
        ("-", None),
        ("1.2.3", "1.2.3"),
        ("2024-01-01", "2024-01-01"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("!!float 3", 3.0),
        ("!!bool 'true'", True),
        ("! 12", "12"),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_core_schema(text: str, value: JsonValue) -> None:
    expected = [None] if text == "-" else value
    found = read(f"a: {text}" if text != "-" else "-").value
    found = found["a"] if isinstance(found, dict) else found
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("text", [".inf", "-.Inf", ".NAN", "1e999", "9" * 5000])
def test_a_number_that_json_does_not_have_stays_text(text: str) -> None:
    result = read(f"a: [{text}, {text}]")
    assert result.value == {"a": [text, text]}
    assert codes(result) == ["W126", "W126"]
    assert [d.span.pointer for d in result.bag if d.span] == ["/a/0", "/a/1"]


@pytest.mark.parametrize("text", ["!!int x", "!!binary aGk=", "!custom 1", "!!bool 1"])
def test_a_tag_that_does_not_fit_leaves_the_text(text: str) -> None:
    result = read(f"a: {text}")
    assert result.value == {"a": text.split()[1]}
    assert codes(result) == ["W128"]


def test_keys_are_the_text_that_was_written() -> None:
    result = read("200: a\ntrue: b\n1e3: c\n~: d\n? e\n'<<': f\n2024-01-01: g\n")
    assert result.value == {
        "200": "a",
        "true": "b",
        "1e3": "c",
        "~": "d",
        "e": None,
        "<<": "f",
        "2024-01-01": "g",
    }


def test_an_alias_as_a_key_is_its_text() -> None:
    assert read("a: &x 0x10\n*x : b").value == {"a": 16, "0x10": "b"}


def test_characters_that_libyaml_refuses_or_breaks_lines_at() -> None:
    text = 'a: "x\x9f\x7fy\x85z"\nb: p\u2028q\u2029r\ufeffs\nc: \U0010f000é\n'
    result = read(text)
    assert result.value == {
        "a": "x\x9f\x7fy\x85z",
        "b": "p\u2028q\u2029r\ufeffs",
        "c": "\U0010f000é",
    }
    assert result.position("/b") == (2, 1)
    assert result.position("/c") == (3, 1)
