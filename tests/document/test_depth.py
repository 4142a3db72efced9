"""How deep a document nests is bounded by our limit alone, whatever its parser has of its own.

libyaml has a limit of 1,000 levels since 0.2.6 (PyYAML 6.0.4), and looks ahead inside brackets.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml
from document.reading import codes, read, refused
from yaml.scanner import ScannerError

from specloom.config import Limits
from specloom.document import yaml_reader
from specloom.document.limits import room_for
from specloom.model.types import JsonValue
from specloom.source import Position

_THEIRS = 1_000


class _Limited(yaml.BaseLoader):
    """A parser that stops at 1,000 levels, as libyaml does, in any release of PyYAML."""

    def fetch_flow_collection_start(self, TokenClass: type[yaml.Token]) -> None:
        if self.flow_level >= _THEIRS:
            self._stop("while increasing flow level")
        super().fetch_flow_collection_start(TokenClass)

    def add_indent(self, column: int) -> bool:
        if len(self.indents) >= _THEIRS and self.indent < column:
            self._stop("while increasing block level")
        return super().add_indent(column)

    def _stop(self, context: str) -> None:
        mark = self.get_mark()
        raise ScannerError(context, mark, "exceeded maximum nesting depth", mark)


_PARSERS = {
    "as installed": yaml_reader._Events,
    "of Python alone": yaml.BaseLoader,
    "that stops at 1,000": _Limited,
}


@pytest.fixture(params=_PARSERS.values(), ids=_PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "_Events", request.param)


_NESTED: dict[str, Callable[[int], str]] = {
    "lists in brackets": lambda n: "# \n" + "[" * n + "]" * n,
    "mappings in brackets": lambda n: "# \n" + "{a: " * n + "}" * n,
    "lists by indentation": lambda n: "- " * n + "x",
    "mappings by indentation": lambda n: "".join(" " * i + "a:\n" for i in range(n)),
    "both by indentation": lambda n: (
        "".join("  " * i + "- a:\n" for i in range(n // 2))
        + "  " * (n // 2)
        + "- x" * (n % 2)
    ),
    "brackets in an indented list": lambda n: "- " * 2 + "[" * (n - 2) + "]" * (n - 2),
    "brackets after an indented key": lambda n: (
        "é:\r\n  b\x7f: " + "[" * (n - 2) + "]" * (n - 2)
    ),
    "JSON": lambda n: '{"a":' * (n - 1) + "[]" + "}" * (n - 1),
}

_PLACES: dict[str, Position] = {
    "lists in brackets": Position(2, 201),
    "mappings in brackets": Position(2, 801),
    "lists by indentation": Position(1, 401),
    "mappings by indentation": Position(201, 201),
    "both by indentation": Position(101, 201),
    "brackets in an indented list": Position(1, 203),
    "brackets after an indented key": Position(2, 205),
    "JSON": Position(1, 1001),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("style", _NESTED)
@pytest.mark.parametrize("levels", [201, 1_101])
def test_what_is_too_deep_is_told_alike(style: str, levels: int) -> None:
    found = refused(_NESTED[style](levels))
    assert found.code == "E107"
    assert "deeper than 200 levels (limit `depth`)" in found.message
    assert found.position == _PLACES[style]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("style", _NESTED)
def test_a_document_may_nest_as_deep_as_the_limit_allows(style: str) -> None:
    levels = _THEIRS + 1
    text = _NESTED[style](levels)
    less, enough = Limits(depth=levels - 1), Limits(depth=levels)
    with room_for(enough):
        assert _depth(read(text, enough).value) == levels
        found = refused(text, less)
    assert (found.code, f"{levels - 1:,} levels" in found.message) == ("E107", True)


def _depth(value: JsonValue) -> int:
    depth = 0
    while isinstance(value, dict | list) and value is not None:
        depth += 1
        (value,) = (value.values() if isinstance(value, dict) else value) or (None,)
    return depth


@pytest.mark.usefixtures("parser")
def test_what_stands_before_the_depth_is_told_once() -> None:
    text = "a: 1\na: 2\nb: " + "[" * 1_001 + "]" * 1_001
    assert codes(read(text, Limits(depth=2_000))) == ["W120"]


@pytest.mark.usefixtures("parser")
def test_a_mistake_before_the_depth_is_the_mistake() -> None:
    found = refused("a: [}\nb: " + "[" * 1_001)
    assert (found.code, found.position) == ("E105", (1, 5))


@pytest.mark.usefixtures("parser")
def test_a_mistake_beyond_their_limit_is_told() -> None:
    found = refused("a: " + "[" * 1_001 + "}", Limits(depth=2_000))
    assert (found.code, found.position) == ("E105", (1, 1_005))
