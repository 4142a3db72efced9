"""Properties: YAML and JSON of the same data read alike, and places agree with slow references."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.document.pointer import pointer_of
from specloom.model.types import JsonValue
from specloom.source import Position

from document.reading import read

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
OBJECTS = st.dictionaries(TEXT, JSON, min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(OBJECTS, st.sampled_from([None, 1, 3]), st.booleans())
def test_json_reads_to_the_same_data(
    value: Any, indent: int | None, ascii: bool
) -> None:
    assert read(json.dumps(value, indent=indent, ensure_ascii=ascii)).value == value


@settings(max_examples=200, deadline=None)
@given(OBJECTS, st.booleans())
def test_what_pyyaml_writes_reads_to_the_same_data(value: Any, flow: bool) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, default_style='"')
    assert read("--- \n" + text).value == value


@settings(max_examples=100, deadline=None)
@given(OBJECTS)
def test_places_in_json_agree_with_a_slow_reference(value: Any) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    result = read(text)
    for pointer, position in written_places(text):
        assert result.position(pointer) == position


@settings(max_examples=100, deadline=None)
@given(OBJECTS)
def test_places_in_yaml_agree_with_the_nodes_of_pyyaml(value: Any) -> None:
    text = yaml.safe_dump(value, sort_keys=False)
    result = read("# a comment, so that it is no JSON\n" + text)
    node = yaml.compose(
        "# a comment, so that it is no JSON\n" + text, Loader=yaml.SafeLoader
    )
    for pointer, position in node_places(node, ""):
        assert result.position(pointer) == position


def node_places(node: yaml.Node | None, pointer: str) -> Iterator[tuple[str, Position]]:
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            inner = pointer + pointer_of(key.value)
            yield inner, Position(key.start_mark.line + 1, key.start_mark.column + 1)
            yield from node_places(child, inner)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            inner = pointer + pointer_of(index)
            yield inner, Position(
                child.start_mark.line + 1, child.start_mark.column + 1
            )
            yield from node_places(child, inner)


def written_places(text: str) -> Iterator[tuple[str, Position]]:
    """The places in JSON that was written with one entry a line, by its indentation."""
    path: list[str | int] = []
    counts: list[int | None] = []
    for number, line in enumerate(text.split("\n"), 1):
        body = line.lstrip(" ")
        column = len(line) - len(body) + 1
        if body[:1] in "}]":
            counts.pop()
            path = path[: len(counts) - 1] if counts else []
            continue
        if counts:
            path = path[: len(counts) - 1]
            if counts[-1] is None:
                key, end = json.JSONDecoder().raw_decode(body)
                path.append(key)
                body = body[end + 2 :]
            else:
                path.append(counts[-1])
                counts[-1] += 1
            yield pointer_of(*path), Position(number, column)
        if body.rstrip(",") in ("{", "["):
            counts.append(None if body[0] == "{" else 0)


def test_the_slow_reference() -> None:
    text = json.dumps({"a": [{"b": 1}, 2], "c": {}}, indent=2)
    assert list(written_places(text)) == [
        ("/a", (2, 3)),
        ("/a/0", (3, 5)),
        ("/a/0/b", (4, 7)),
        ("/a/1", (6, 5)),
        ("/c", (8, 3)),
    ]
    found: JsonValue = read(text).value
    assert found == {"a": [{"b": 1}, 2], "c": {}}
