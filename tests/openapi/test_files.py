"""Descriptions of many files: references between them, and the names of what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openapi.described import Read, description, read_tree, with_operation


def _using(folder: Path, *references: str, **files: Any) -> Read:
    content = {
        f"a/{index}": {"schema": {"$ref": reference}}
        for index, reference in enumerate(references)
    }
    tree = with_operation(responses={"200": {"description": "", "content": content}})
    return read_tree(tree, folder, **files)


def test_a_schema_in_another_file_is_a_component(tmp_path: Path) -> None:
    read = _using(
        tmp_path,
        "models/pet.json",
        "models/all.json#/cat",
        models_pet={"properties": {"owner": {"$ref": "owner.json"}}},
        models_owner={"properties": {"cat": {"$ref": "all.json#/cat"}}},
        models_all={"cat": {"type": "string"}},
    )
    assert sorted(read.document.schemas) == ["cat", "owner", "pet"]
    pet = read.schema("pet")
    owner = pet.properties["owner"].ref
    assert owner is not None and read.document.component_at(owner) == "owner"
    assert read.document.schema_at(owner) is read.schema("owner")
    assert read.codes == []


def test_an_entry_that_only_refers_to_a_file_names_it(tmp_path: Path) -> None:
    tree = with_operation(
        root={"components": {"schemas": {"Pet": {"$ref": "models/animal.json"}}}},
        responses={
            "200": {
                "description": "",
                "content": {
                    "a/b": {"schema": {"$ref": "#/components/schemas/Pet"}},
                    "c/d": {"schema": {"$ref": "models/animal.json"}},
                },
            }
        },
    )
    read = read_tree(tree, tmp_path, models_animal={"type": "string"})
    assert list(read.document.schemas) == ["Pet"]
    places = {m.schema.ref for m in read.operation.responses[0].content if m.schema}
    (place,) = places
    assert place is not None and place.file.endswith("animal.json")
    assert read.document.component_at(place) == "Pet"
    assert read.schema("Pet").types == ("string",)


def test_a_file_may_list_the_components(tmp_path: Path) -> None:
    tree = description(
        components={"$ref": "components.json"},
        paths={"$ref": "paths.json"},
    )
    content = {"a/b": {"schema": {"$ref": "api.json#/components/schemas/Pet"}}}
    responses = {"200": {"description": "", "content": content}}
    read = read_tree(
        tree,
        tmp_path,
        paths={"/a": {"get": {"responses": responses}}},
        components={"schemas": {"$ref": "schemas/index.json"}},
        schemas_index={"Pet": {"$ref": "Pet.json"}, "Cat": {"type": "string"}},
        schemas_Pet={"properties": {"cat": {"$ref": "index.json#/Cat"}}},
    )
    assert list(read.document.schemas) == ["Pet", "Cat"]
    assert read.schema("Pet").properties["cat"].ref == read.schema("Cat").span
    found = read.operation.responses[0].content[0].schema
    assert found is not None and found.ref == read.schema("Pet").span
    assert set(read.codes) == {"N223"}


def test_names_that_collide_take_what_tells_them_apart(tmp_path: Path) -> None:
    read = _using(
        tmp_path,
        "cats/models/urn.json",
        "dogs/models/urn.json",
        "cats/version.json",
        "cats/all.json#/version",
        cats_models_urn={"type": "string"},
        dogs_models_urn={"type": "integer"},
        cats_version={"type": "string"},
        cats_all={"version": {"type": "integer"}},
    )
    assert sorted(read.document.schemas) == [
        "all_version",
        "cats_urn",
        "dogs_urn",
        "version",
    ]
    assert read.schema("version").types == ("string",)
    assert read.schema("all_version").types == ("integer",)


def test_a_component_of_the_root_keeps_its_name(tmp_path: Path) -> None:
    tree = with_operation(
        root={"components": {"schemas": {"pet": {"type": "object"}}}},
        requestBody={"content": {"a/b": {"schema": {"$ref": "models/pet.json"}}}},
    )
    read = read_tree(tree, tmp_path, models_pet={"type": "string"})
    assert len(read.document.schemas) == 2
    assert read.schema("pet").types == ("object",)


def test_what_is_kept_in_other_files_is_put_in(tmp_path: Path) -> None:
    tree = with_operation(
        responses={"200": {"$ref": "responses/ok.json"}},
        x_samples=[{"$ref": "samples/curl.json"}],
        x_own={"$ref": "#/components/schemas/S"},
    )
    read = read_tree(
        tree,
        tmp_path,
        responses_ok={
            "description": "d",
            "content": {
                "a/b": {"examples": {"e": {"value": {"$ref": "../samples/curl.json"}}}}
            },
        },
        samples_curl={"source": "curl"},
    )
    (response,) = read.operation.responses
    assert response.span.file.endswith("ok.json")
    assert [e.value for e in response.content[0].examples] == [{"source": "curl"}]
    assert read.operation.extensions == {
        "x-samples": [{"source": "curl"}],
        "x-own": {"$ref": "#/components/schemas/S"},
    }


def test_a_part_means_the_root_by_components(tmp_path: Path) -> None:
    tree = description(
        paths={"/a": {"$ref": "paths/a.json"}},
        components={"schemas": {"S": {"type": "string"}}},
    )
    schema = {"$ref": "#/components/schemas/S"}
    content = {"a/b": {"schema": schema}}
    item = {"get": {"responses": {"200": {"description": "", "content": content}}}}
    read = read_tree(tree, tmp_path, paths_a=item)
    found = read.operation.responses[0].content[0].schema
    assert found is not None and found.ref is not None
    assert read.document.component_at(found.ref) == "S"
    assert read.codes == []


def test_files_that_lead_in_circles(tmp_path: Path) -> None:
    tree = with_operation(x_a={"$ref": "a.json"}, parameters=[{"$ref": "a.json"}])
    read = read_tree(tree, tmp_path, a={"$ref": "b.json"}, b={"$ref": "a.json"})
    assert read.operation.parameters == ()
    assert read.codes == ["W221"]


def test_a_long_chain_of_references(tmp_path: Path) -> None:
    entries: dict[str, Any] = {
        f"P{i}": {"$ref": f"#/components/parameters/P{i + 1}"} for i in range(3000)
    }
    entries["P3000"] = {"name": "p", "in": "query", "schema": {}}
    tree = with_operation(
        root={"components": {"parameters": entries}},
        parameters=[{"$ref": "#/components/parameters/P0"}],
    )
    read = read_tree(tree, tmp_path)
    assert [p.name for p in read.operation.parameters] == ["p"]
