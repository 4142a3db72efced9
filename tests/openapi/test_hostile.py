"""Whatever a description holds, reading it ends with diagnostics, never with a traceback."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specloom.diagnostics import SpecloomError
from specloom.openapi.document import Document
from specloom.openapi.schema import Schema

from openapi.described import description, read_tree, with_schemas
from openapi.sample import NEWER, OLDER

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**20)
    | st.floats(allow_nan=False)
    | st.sampled_from(
        [
            *("", "x", "#", "#/", "string", "null", "A", "file.json", "#T"),
            *("#/components/schemas/A", "#/definitions/A", "#/paths/~1p~1{id}"),
        ]
    ),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            [
                *("$ref", "$dynamicRef", "type", "properties", "items", "x-a", "name"),
                *("in", "schema", "content", "description", "allOf", "get", "200"),
            ]
        ),
        inner,
        max_size=3,
    ),
    max_leaves=6,
)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[Any]:
    yield path
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _places(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _places(child, (*path, index))


def _replaced(tree: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    tree = copy.deepcopy(tree)
    owner = tree
    for token in path[:-1]:
        owner = owner[token]
    owner[path[-1]] = value
    return tree


CASES = [(tree, path) for tree in (*NEWER, OLDER) for path in _places(tree)]


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(case=st.sampled_from(CASES), value=JSON)
def test_any_value_in_any_place(
    case: tuple[Any, Any], value: Any, tmp_path: Path
) -> None:
    tree, path = case
    try:
        read = read_tree(_replaced(tree, path, value), tmp_path)
    except SpecloomError:
        return
    _visit(read.document)


def _visit(document: Document) -> None:
    """Reads every schema that can be reached."""
    seen: set[int] = set()
    pending: list[Any] = list(document.schemas.values())
    while pending:
        schema = pending.pop()
        if id(schema) in seen or not isinstance(schema, Schema):
            continue
        seen.add(id(schema))
        for value in vars(schema).values():
            if isinstance(value, Schema):
                pending.append(value)
            elif isinstance(value, tuple):
                pending += value
            elif isinstance(value, dict):
                pending += value.values()
        if schema.ref is not None:
            pending.append(document.schema_at(schema.ref))
            document.component_at(schema.ref)
    assert repr(document.operations)


def test_the_sample_has_no_mistakes(tmp_path: Path) -> None:
    for tree in (*NEWER, OLDER):
        read = read_tree(tree, tmp_path)
        _visit(read.document)
        assert set(read.codes) <= {"N214", "W210"}, list(read.bag)


def test_as_many_diagnostics_as_mistakes(tmp_path: Path) -> None:
    schemas: dict[str, Any] = {
        f"S{i}": {"type": "object", "properties": {"p": {"maxLength": "long"}}}
        for i in range(500)
    }
    read = read_tree(with_schemas(**schemas), tmp_path)
    assert len(list(read.document.schemas.values())) == 500
    assert read.codes == ["W210"] * 500


def test_deep_nesting(tmp_path: Path) -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(190):
        schema = {"not": schema}
    read = read_tree(with_schemas(S=schema), tmp_path)
    depth, inner = 0, read.schema()
    while inner.not_ is not None:
        depth, inner = depth + 1, inner.not_
    assert depth == 190


def test_values_that_multiply_over_files(tmp_path: Path) -> None:
    files: dict[str, Any] = {
        f"f{i}": {"a": {"$ref": f"f{i + 1}.json"}, "b": {"$ref": f"f{i + 1}.json"}}
        for i in range(60)
    }
    tree = description(x_a={"$ref": "f0.json"})
    assert read_tree(tree, tmp_path, **files, f60=1).document.extensions["x-a"]
