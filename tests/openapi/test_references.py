"""References of schemas: where they lead, what stands beside them, what leads nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from specloom.source import Span

from openapi.described import (
    description,
    read_tree,
    with_operation,
    with_schemas,
)
from openapi.facts import facts

HOME = "/components/schemas"


def test_what_stands_beside_a_reference_is_kept(tmp_path: Path) -> None:
    raw = {"$ref": "#/components/schemas/T", "nullable": True, "description": "d"}
    read = read_tree(with_schemas("3.0", S=raw, T={}), tmp_path)
    assert facts(read.schema()) == {
        "ref": f"{HOME}/T",
        "nullable": True,
        "description": "d",
    }
    read.one("N224")


def test_annotations_beside_a_reference_are_no_mistake(tmp_path: Path) -> None:
    raw = {"$ref": "#/components/schemas/T", "description": "d", "x-a": 1}
    read = read_tree(with_schemas("3.0", S=raw, T={}), tmp_path)
    assert read.schema().description == "d"
    assert read.codes == []


def test_a_place_is_one_object_however_it_is_reached(tmp_path: Path) -> None:
    deep = {"$ref": "#/components/schemas/T/properties/a~1b/items"}
    tree = with_schemas(
        S=deep, T={"properties": {"a/b": {"items": {"type": "string"}}}}
    )
    read = read_tree(tree, tmp_path)
    reference = read.schema().ref
    assert reference is not None
    first = read.document.schema_at(reference)
    assert first is read.schema("T").properties["a/b"].items
    assert read.document.component_at(reference) == ""
    assert read.document.component_at(Span(reference.file, f"{HOME}/T")) == "T"


MEANT: list[tuple[str, str]] = [
    ("#/components/schemas/T", f"{HOME}/T"),
    ("#/definitions/T", f"{HOME}/T"),
    ("T", f"{HOME}/T"),
    ("api.json#/components/schemas/T", f"{HOME}/T"),
    ("#/components/schemas/A%20B", f"{HOME}/A B"),
    (
        "#/paths/~1things/get/responses/200/content/a~1b/schema",
        "/paths/~1things/get/responses/200/content/a~1b/schema",
    ),
    ("#named", f"{HOME}/N"),
    ("https://x.test/schemas/n", f"{HOME}/N"),
]


@pytest.mark.parametrize(("reference", "pointer"), MEANT)
def test_where_references_lead(reference: str, pointer: str, tmp_path: Path) -> None:
    content = {"a/b": {"schema": {"type": "string"}}}
    tree = with_operation(responses={"200": {"description": "", "content": content}})
    named = {"$id": "https://x.test/schemas/n", "$anchor": "named"}
    tree["components"] = {
        "schemas": {"S": {"$ref": reference}, "T": {}, "A B": {}, "N": named}
    }
    if reference == "#named":
        del named["$id"]
    read = read_tree(tree, tmp_path)
    assert facts(read.schema()) == {"ref": pointer}
    assert read.codes == (["N227"] if reference == "T" else [])


def test_an_absolute_reference_to_the_description_itself(tmp_path: Path) -> None:
    tree = with_schemas(
        "3.2", S={"$ref": "https://x.test/api.json#/components/schemas/T"}, T={}
    )
    tree["$self"] = "https://x.test/api.json"
    read = read_tree(tree, tmp_path)
    assert facts(read.schema()) == {"ref": f"{HOME}/T"}
    assert read.codes == []


def test_a_reference_that_leads_nowhere(tmp_path: Path) -> None:
    raw = {"$ref": "#/components/schemas/Pett", "description": "d"}
    read = read_tree(with_schemas(S=raw, Pet={}), tmp_path)
    assert facts(read.schema()) == {
        "broken": "#/components/schemas/Pett",
        "description": "d",
    }
    found = read.one("W220")
    assert "'Pet'" in found.help
    assert found.span is not None and found.span.pointer == f"{HOME}/S/$ref"


def test_a_reference_to_what_is_no_schema(tmp_path: Path) -> None:
    read = read_tree(with_schemas(S={"$ref": "#/info/title"}), tmp_path)
    assert facts(read.schema()) == {"broken": "#/info/title"}
    read.one("W222")


def test_references_that_lead_only_to_each_other(tmp_path: Path) -> None:
    tree = with_schemas(
        A={"$ref": "#/components/schemas/B"},
        B={"$ref": "#/components/schemas/A", "description": "d"},
        C={"$ref": "#/components/schemas/C"},
    )
    read = read_tree(tree, tmp_path)
    assert [read.schema(name).broken != "" for name in "ABC"] == [True, True, True]
    assert read.codes == ["W221"] * 3


def test_a_schema_may_hold_itself(tmp_path: Path) -> None:
    raw = {"properties": {"next": {"$ref": "#/components/schemas/S"}}}
    read = read_tree(with_schemas(S=raw), tmp_path)
    assert read.schema().properties["next"].ref == read.schema().span
    assert read.codes == []


@pytest.mark.parametrize("key", ["$recursiveRef", "$ref"])
def test_the_root_means_the_schema_around(key: str, tmp_path: Path) -> None:
    raw = {"properties": {"next": {"items": {key: "#"}}}}
    read = read_tree(with_schemas(S=raw), tmp_path)
    items = read.schema().properties["next"].items
    assert items is not None and items.ref == read.schema().span


def test_a_dynamic_reference_is_bound_where_it_is_used(tmp_path: Path) -> None:
    page = {
        "$id": "https://x.test/page",
        "$defs": {"item": {"$dynamicAnchor": "item", "not": {}}},
        "properties": {"data": {"items": {"$dynamicRef": "#item"}}},
    }
    pets = {
        "$id": "https://x.test/pets",
        "$defs": {
            "item": {"$dynamicAnchor": "item", "$ref": "#/components/schemas/Pet"}
        },
        "$ref": "#/components/schemas/Page",
    }
    read = read_tree(
        with_schemas(Page=page, Pets=pets, Pet={"type": "string"}), tmp_path
    )
    bound: Any = {"properties": {"data": {"items": {"ref": f"{HOME}/Pet"}}}}
    assert facts(read.schema("Pets")) == {"all_of": [bound]}
    plain: Any = {"properties": {"data": {"items": {"ref": f"{HOME}/Page/$defs/item"}}}}
    assert facts(read.schema("Page")) == plain
    assert read.codes == []


def test_a_component_that_is_only_another_name(tmp_path: Path) -> None:
    tree = with_schemas(S={"$ref": "#/components/schemas/T"}, T={"type": "string"})
    read = read_tree(tree, tmp_path)
    assert list(read.document.schemas) == ["S", "T"]
    assert read.document.component_at(read.schema().span) == "S"


def test_schemas_act_as_a_mapping(tmp_path: Path) -> None:
    read = read_tree(
        description(components={"schemas": {"A": {}, "x-b": {}}}), tmp_path
    )
    schemas = read.document.schemas
    assert "A" in schemas and "B" not in schemas and schemas.get("B") is None
    assert len(schemas) == len(list(schemas.values()))
    with pytest.raises(KeyError):
        schemas["B"]


def test_a_reference_whose_meaning_is_itself(tmp_path: Path) -> None:
    tree = with_schemas(A={"$ref": "#/definitions/A"})
    read = read_tree(tree, tmp_path)
    assert read.schema("A").broken
    read.one("W221")
