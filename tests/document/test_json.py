"""JSON: the mistakes of hand-written JSON with their places, and what YAML readers choke on."""

from __future__ import annotations

import json

import pytest
from specloom.config import Limits

from document.reading import codes, read, refused


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ('{"a": 1,}', (1, 8), "property is expected after this ','"),
        ('{\n  "a": [1, 2,\n  ]\n}', (2, 13), "value is expected after this ','"),
        ('{"a": 1 "b": 2}', (1, 9), "','"),
        ('{"a" 1}', (1, 6), "':'"),
        ('{"a": }', (1, 7), "a value is expected"),
        ('{"a": tru}', (1, 7), "a value is expected"),
        ('{"a": "x}', (1, 7), "not closed"),
        ('{"a": "x\ny"}', (1, 9), "may not stand in text"),
        ('{"a": "\\q"}', (1, 8), "escape"),
        ('{"a": 1} x', (1, 10), "ended before"),
        ('{"a": 1, // x\n"b": 2}', (1, 10), "comment"),
        ('{ /* x */ "a": 1}', (1, 3), "comment"),
        ('{"a": [1, 2', (1, 12), "file ends"),
        ('{"a": 1,', (1, 9), "file ends"),
        ('{"a": 1, b: 2}', (1, 10), "property name in double quotes"),
    ],
)
def test_syntax_errors_say_where_and_what(
    text: str, position: tuple[int, int], words: str
) -> None:
    found = refused(text)
    assert found.code == "E106"
    assert words in found.message
    assert found.position == position


def test_the_content_decides_not_the_name() -> None:
    assert read("{a: 1, 'b': on,}").value == {"a": 1, "b": "on"}
    assert read('  \n{ "a": 1 }').value == {"a": 1}
    assert refused('{"a": on}').code == "E106"
    assert read("[]").value == []
    assert read('{"a": 1}', None).position("/a") == (1, 2)


def test_repeated_keys_are_reported_with_all_places() -> None:
    result = read('{"x": [{"a": 1,\n"b": 2,\n"a": 3, "a": 4}]}')
    assert result.value == {"x": [{"a": 4, "b": 2}]}
    (found,) = result.bag
    assert (found.code, found.position) == ("W120", (3, 9))
    assert [text for text, _ in found.notes] == [
        "another one is in line 1",
        "another one is in line 3",
    ]


def test_numbers() -> None:
    digits = "9" * 5_000
    result = read(
        f'{{"a": [12345678901234567890123, 1e400, NaN, -Infinity, {digits}, 1e2]}}'
    )
    assert result.value == {
        "a": [12345678901234567890123, "1e400", "NaN", "-Infinity", digits, 100.0]
    }
    assert codes(result) == ["W126"] * 4


def test_surrogates() -> None:
    result = read(r'{"a": "\ud83d\ude00", "b": "x\ud83dy", "\udc00": "\\ud83d"}')
    assert result.value == {"a": "😀", "b": "x\ufffdy", "\ufffd": "\\ud83d"}
    assert codes(result) == ["W127", "W127"]
    assert [d.position for d in result.bag] == [(1, 30), (1, 41)]


def test_raw_control_characters_beyond_ascii() -> None:
    assert read('{"a": "x\x9fy\u2028"}').value == {"a": "x\x9fy\u2028"}


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000]
)
def test_nesting_stops_at_the_limit(text: str) -> None:
    found = refused(text)
    assert (found.code, "`depth`" in found.message) == ("E107", True)
    assert found.position and found.position.line == 1


def test_limits() -> None:
    assert "`depth`" in refused("[[[1]]]", Limits(depth=2)).message
    assert read("[[[1]]]", Limits(depth=3)).tree.nodes == 4
    assert "`nodes`" in refused("[1,2,3]", Limits(nodes=3)).message


def test_places() -> None:
    result = read('{\n  "a/b": {"c~d": [10,\n    [], "]}" ] },\n  "e": "\\"{"\n}')
    assert result.position("") == (1, 1)
    assert result.position("/a~1b") == (2, 3)
    assert result.position("/a~1b/c~0d") == (2, 11)
    assert result.position("/a~1b/c~0d/1") == (3, 5)
    assert result.position("/a~1b/c~0d/2") == (3, 9)
    assert result.position("/e") == (4, 3)
    assert result.position("/e/x") is None
    assert result.position("/a~1b/c~0d/3") is None


def test_json_is_read_as_the_standard_library_reads_it() -> None:
    value = {"a": [1, -2.5e-3, None, True, "é\u0000\x1f", {}], "": {"x": []}}
    assert read(json.dumps(value)).value == value
