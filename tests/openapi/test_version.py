"""The version of the standard: what is read as which, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specloom.diagnostics import SpecloomError

from openapi.described import description, read_tree


@pytest.mark.parametrize(
    ("field", "value", "family", "codes"),
    [
        ("swagger", "2.0", "2.0", []),
        ("swagger", 2.0, "2.0", ["W203"]),
        ("openapi", "3.0.4", "3.0", []),
        ("openapi", "3.1.0", "3.1", []),
        ("openapi", "3.1.0-rc1", "3.1", []),
        ("openapi", "3.2.0", "3.2", []),
        ("openapi", 3.1, "3.1", ["W203"]),
        ("openapi", "3", "3.0", ["W203"]),
        ("openapi", "3.3.0", "3.2", ["W203"]),
        ("swagger", "3.0.0", "3.0", ["W203"]),
    ],
)
def test_versions(
    field: str, value: Any, family: str, codes: list[str], tmp_path: Path
) -> None:
    tree = {field: value, "info": {"title": "T", "version": "1"}, "paths": {}}
    read = read_tree(tree, tmp_path)
    assert read.document.dialect == family
    assert read.codes == codes


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        ({"asyncapi": "2.0.0"}, "E201"),
        ({}, "E201"),
        ([], "E201"),
        ("text", "E201"),
        ({"swagger": "1.2"}, "E202"),
        ({"openapi": "4.0.0"}, "E202"),
        ({"openapi": {}}, "E202"),
    ],
)
def test_what_is_no_description(tree: Any, code: str, tmp_path: Path) -> None:
    with pytest.raises(SpecloomError) as caught:
        read_tree(tree, tmp_path)
    assert caught.value.diagnostic.code == code


def test_the_root(tmp_path: Path) -> None:
    tree = description(
        "3.2",
        info={"title": "T", "summary": "s", "version": "2", "x-a": 1},
        tags=[
            {"name": "a", "parent": "b", "externalDocs": {"url": "u"}, "kind": "nav"},
            {"name": "b", "summary": "S"},
            {"name": "a"},
            {"name": "c", "parent": "d"},
            {"name": "e", "parent": "e"},
        ],
        x_groups=[1],
    )
    read = read_tree(tree, tmp_path)
    document = read.document
    assert document.info.summary == "s" and document.info.extensions == {"x-a": 1}
    assert [(t.name, t.parent) for t in document.tags] == [
        ("a", "b"),
        ("b", ""),
        ("c", ""),
        ("e", ""),
    ]
    assert document.tags[0].external_url == "u"
    assert document.extensions == {"x-groups": [1]}
    assert read.codes == ["N242", "N242", "N242"]


@pytest.mark.parametrize(
    ("version", "fields"),
    [
        ("3.0", {"webhooks": {}}),
        ("3.1", {"$self": "https://x.test/"}),
        ("3.1", {"definitions": {"S": {}}}),
        ("3.1", {"host": "h.test"}),
        ("2.0", {"components": {"schemas": {"S": {}}}}),
        ("2.0", {"servers": [{"url": "/"}]}),
    ],
)
def test_fields_of_other_versions_are_read(
    version: str, fields: dict[str, Any], tmp_path: Path
) -> None:
    read = read_tree(description(version, **fields), tmp_path)
    read.one("N214")
    assert read.document.servers[0].url in ("/", "https://h.test")
    assert list(read.document.schemas) in ([], ["S"])


@pytest.mark.parametrize("components", [[], {"schemas": []}, {"parameters": 1}])
def test_components_of_the_wrong_type(components: Any, tmp_path: Path) -> None:
    read = read_tree(description(components=components), tmp_path)
    read.one("W210")
    assert list(read.document.schemas) == []
