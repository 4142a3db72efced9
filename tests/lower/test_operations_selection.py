"""Patterns of --include and --exclude."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from operations_of import Lowered, json_body, lower_document, operation
from specloom.config import Sdk
from specloom.lower.select import choose, path_pattern, select

ID: dict[str, Any] = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
}


@pytest.fixture
def lowered(tmp_path: Path) -> Lowered:
    """A document with five operations and a webhook."""
    owner = {"type": "object", "properties": {"name": {"type": "string"}}}
    pet = {
        "type": "object",
        "properties": {"owner": {"$ref": "#/components/schemas/Owner"}},
    }
    schemas = {"Owner": owner, "Pet": pet, "Other": owner}
    answer = {"200": json_body({"$ref": "#/components/schemas/Pet"})}
    paths = {
        "/pets": {
            "get": operation("listPets", tags=["Pets"], responses=answer),
            "post": operation("createPet", tags=["Pets"]),
        },
        "/pets/{id}": {"parameters": [ID], "get": operation("getPet", tags=["Pets"])},
        "/pets/{id}/toys/all": {"parameters": [ID], "get": operation("pets/toys")},
        "/stores#x": {"get": operation("store", tags=["Stores"])},
    }
    body = json_body({"$ref": "#/components/schemas/Other"})
    webhooks = {"petSold": {"post": operation(requestBody=body, tags=["Hooks"])}}
    return lower_document(
        tmp_path, paths, webhooks=webhooks, components={"schemas": schemas}
    )


def chosen(lowered: Lowered, *include: str, exclude: tuple[str, ...] = ()) -> set[str]:
    """The operationIds that patterns choose."""
    found = choose(lowered.document, include, exclude, lowered.bag).operations
    return {o.operation_id for o in lowered.calls.operations if o.id in found}


@pytest.mark.parametrize(
    ("patterns", "meant"),
    [
        (("/pets",), {"listPets", "createPet"}),
        (("/pets/*",), {"getPet"}),
        (("/pets/**",), {"getPet", "pets/toys"}),
        (("/**/all",), {"pets/toys"}),
        (("/*",), {"listPets", "createPet", "store"}),
        (("/stores",), {"store"}),
        (("/stores#x",), {"store"}),
        (("POST /pets",), {"createPet"}),
        (("get /pets/{id}",), {"getPet"}),
        (("getPet", "createPet"), {"getPet", "createPet"}),
        (("pets/toys",), {"pets/toys"}),
        (("tag:Pets",), {"listPets", "createPet", "getPet"}),
    ],
)
def test_include(lowered: Lowered, patterns: tuple[str, ...], meant: set[str]) -> None:
    assert chosen(lowered, *patterns) == meant
    assert lowered.codes == []


def test_exclude(lowered: Lowered) -> None:
    assert chosen(lowered, exclude=("tag:Pets", "store")) == {"pets/toys"}
    assert chosen(lowered, "/pets", exclude=("POST /**",)) == {"listPets"}


@pytest.mark.parametrize(
    ("pattern", "near"),
    [
        ("lstPets", "listPets"),
        ("/pet", "/pets"),
        ("POST /pest", "POST /pets"),
        ("tag:Pet", "tag:Pets"),
        ("Pets", "tag:Pets"),
    ],
)
def test_an_unknown_pattern_is_an_error_that_helps(
    lowered: Lowered, pattern: str, near: str
) -> None:
    chosen(lowered, pattern)
    (found,) = [d for d in lowered.bag if d.code == "E350"]
    assert pattern in found.message and repr(near) in found.help
    assert lowered.bag.failed


def test_nothing_left_is_an_error(lowered: Lowered) -> None:
    assert chosen(lowered, "/pets", exclude=("tag:Pets", "gone")) == set()
    assert lowered.codes == ["E352", "W351"]


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("/a/**/b", "/a/b", True),
        ("/a/**/b", "/a/x/y/b", True),
        ("/a/*/b", "/a/x/y/b", False),
        ("/a.b", "/axb", False),
        ("/{id}", "/{id}", True),
    ],
)
def test_globs(glob: str, path: str, fits: bool) -> None:
    assert (path_pattern(glob).fullmatch(path) is not None) is fits


def test_a_selection_holds_what_it_reaches(lowered: Lowered) -> None:
    sdk = Sdk(Path("x"), Path("y"), include=("listPets",))
    found = select(
        lowered.document, lowered.calls, lowered.lowering.declarations, sdk, lowered.bag
    )
    home = "#/components/schemas/"
    assert found.operations == {"#/paths/~1pets/get"}
    assert found.declarations == {home + "Pet", home + "Owner"}
    assert not found.incoming


def test_webhooks_belong_to_everything(lowered: Lowered) -> None:
    hook = {"#/webhooks/petSold/post"}
    for include in ((), ("petSold",), ("tag:Hooks",)):
        sdk = Sdk(Path("x"), Path("y"), include=include)
        found = select(
            lowered.document,
            lowered.calls,
            lowered.lowering.declarations,
            sdk,
            lowered.bag,
        )
        assert found.incoming == hook
