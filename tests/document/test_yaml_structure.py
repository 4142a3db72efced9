"""Anchors, merge keys, repeated keys, several documents; and bombs, each named by its limit."""

from __future__ import annotations

import time

import pytest
from specloom.config import Limits

from document.reading import codes, read, refused


def test_an_anchor_defined_twice_means_the_last_one_before_the_alias() -> None:
    result = read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    assert result.value == {"a": 1, "b": 1, "c": 2, "d": 2}
    assert codes(result) == []


def test_an_anchor_defined_again_inside_itself() -> None:
    assert read("a: &x {b: &x 1, c: *x}\nd: *x\n").value == {
        "a": {"b": 1, "c": 1},
        "d": 1,
    }


def test_what_an_alias_repeats_stands_at_its_anchor() -> None:
    result = read("a: &x\n  b: 1\nc: *x\n")
    assert result.position("/c") == (3, 1)
    assert result.position("/c/b") == (2, 3)


def test_merge_keys() -> None:
    result = read(
        "base: &base {a: 1, b: 2}\n"
        "more: &more {b: 3, c: 4}\n"
        "one: {<<: *base, b: 5}\n"
        "two: {b: 6, <<: [*base, *more]}\n"
        "three: {<<: {z: 1}}\n"
        "four: {<<: *base, <<: *more}\n"
    )
    value = result.value
    assert isinstance(value, dict)
    assert value["one"] == {"a": 1, "b": 5}
    assert value["two"] == {"b": 6, "a": 1, "c": 4}
    assert value["three"] == {"z": 1}
    assert value["four"] == {"a": 1, "b": 2, "c": 4}
    assert codes(result) == []
    assert result.position("/one/a") == (1, 14)
    assert result.position("/one/b") == (3, 18)


def test_a_merge_key_without_mappings_is_a_key() -> None:
    assert read("a: {<<: 1, b: 2}").value == {"a": {"<<": 1, "b": 2}}


def test_a_repeated_key_is_reported_with_both_places() -> None:
    result = read("paths:\n  /a: 1\n  /b: 2\n  /a: 3\n")
    assert result.value == {"paths": {"/a": 3, "/b": 2}}
    (found,) = result.bag
    assert (found.code, found.position) == ("W120", (4, 3))
    assert found.span and found.span.pointer == "/paths/~1a"
    assert found.notes == (("the first one is in line 2", None),)


def test_only_the_first_document_of_a_stream_is_read() -> None:
    result = read("a: 1\n---\nb: 2\n")
    assert result.value == {"a": 1}
    (found,) = result.bag
    assert (found.code, found.position) == ("W125", (2, 1))
    assert codes(read("%YAML 1.2\n---\na: 1\n...\n")) == []


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n...\n"])
def test_nothing(text: str) -> None:
    assert text.startswith("---") or refused(text).code == "E103"


def test_an_alias_inside_its_anchor() -> None:
    found = refused("a: &x\n  b: [1, *x]\n")
    assert (found.code, found.position) == ("E108", (2, 10))


def test_an_alias_without_an_anchor() -> None:
    found = refused("pattern: *json\n")
    assert (found.code, found.position) == ("E109", (1, 10))


@pytest.mark.parametrize(
    "text", ["{a: {{name}: 1}}", "[a]: 1", "? {a: 1}\n: 2", "x: &a [1]\n*a : 2"]
)
def test_a_key_that_is_no_text(text: str) -> None:
    assert refused(text).code == "E110"


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("a: b: c\n", (1, 5), "': '"),
        ("a:\n\t- b\n", (2, 1), "tab"),
        ("a: 'it's'\n", (1, 8), "key"),
        ('a: "x\n', (2, 1), "quoted text"),
        ("a: [1, 2\nb: 3\n", (2, 2), "']'"),
        ("- a\nb: c\n", (2, 1), "item"),
        ("a: @x\n", (1, 4), "'@'"),
        ('a: "\\q"\n', (1, 5), "escape"),
        ('a: "\\ud83d\\ude00"\n', (1, 7), "surrogate"),
        ("a: 1\nb: x\x01y\n", (2, 5), "U+0001"),
        ("%YAML 3.0\n---\na: 1\n", (1, 1), "version"),
        ("pattern: *.json\n", (1, 11), "anchor"),
        ("{a: 1}}\n", (1, 7), "ended"),
    ],
)
def test_syntax_errors_say_where_and_what(
    text: str, position: tuple[int, int], words: str
) -> None:
    found = refused(text)
    assert found.code == "E105"
    assert found.position == position
    assert words in found.message
    assert found.help


def laughs(levels: int, width: int) -> str:
    lines = ["l0: &l0 [" + "x, " * width + "]"]
    for level in range(1, levels):
        lines.append(f"l{level}: &l{level} [" + f"*l{level - 1}, " * width + "]")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        (laughs(9, 9), "aliases"),
        (laughs(60, 2), "aliases"),
        (
            "a: &a {b: 1}\n"
            + "c: &c {d: ["
            + "*a, " * 999
            + "]}\n"
            + "e: ["
            + "*c, " * 2000
            + "]",
            "aliases",
        ),
        ("- " + "[" * 100_000, "depth"),
        ("a: " + "{b: " * 100_000, "depth"),
        ("- " * 5_000 + "x", "depth"),
        ("\n".join(" " * i + "a:" for i in range(1_000)), "depth"),
    ],
)
def test_bombs_stop_at_a_limit_that_is_named(text: str, limit: str) -> None:
    begin = time.process_time()
    found = refused(text)
    assert found.code == "E107"
    assert f"limit `{limit}`" in found.message
    assert time.process_time() - begin < 5


def test_limits_can_be_chosen() -> None:
    assert "`nodes`" in refused("[a, b, c]", Limits(nodes=3)).message
    assert read("[a, b, c]", Limits(nodes=4)).value == ["a", "b", "c"]
    assert "`nodes`" in refused("- []\n" * 50, Limits(nodes=3)).message
    assert "`depth`" in refused("- - - a", Limits(depth=2)).message
    assert read("- - - a", Limits(depth=3)).value == [[["a"]]]
