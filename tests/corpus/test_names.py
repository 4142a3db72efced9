"""Names of real documents: none is numbered, and none moves because something else did."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag
from specloom.document import open_documents
from specloom.emit.python.names.naming import Names, allocate
from specloom.lower import lower
from specloom.model.api import Api
from specloom.model.declarations import Enumeration
from specloom.openapi import read_document
from specloom.source import unescape_token

from corpus.building import Built
from corpus.documents import LARGEST, Sample


def test_no_name_is_numbered(built: Built) -> None:
    """A number at the end of a name is one that the document has in the very same place."""
    texts = _texts(built.api)
    numbered = [
        (place, name)
        for place, name in _all_names(built.names)
        if (number := re.search(r"(\d+)_?$", name))
        and number[1] not in _digits(f"{place} {texts.get(place, '')}")
    ]
    assert numbered == []


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", unescape_token(text)))


def _texts(api: Api) -> dict[str, str]:
    """What gives enum members and methods their names, by their places."""
    members = {
        f"{declared.id}\n{number}": f"{member.value} {' '.join(member.hint.words)}"
        for declared in api.declarations
        if isinstance(declared, Enumeration)
        for number, member in enumerate(declared.members)
    }
    methods = {
        operation.id: " ".join(operation.hint.words) for operation in api.operations
    }
    return members | methods


def _all_names(names: Names) -> Iterator[tuple[str, str]]:
    for kind in (
        names.types,
        names.params,
        names.modules,
        names.stems,
        names.attributes,
        names.extras,
        names.members,
        names.methods,
        names.arguments,
    ):
        yield from ((str(place), name) for place, name in kind.items())
    for place, group in names.groups.items():
        yield from ((str(place), name) for name in group)


# Stability --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def tree(sample: Sample) -> dict[str, Any]:
    """The plain data of a document."""
    if sample.name not in LARGEST:
        pytest.skip("the largest documents are changed in every way")
    documents = open_documents(sample.path, limits=Limits(), bag=Bag())
    value = documents.value(documents.root)
    assert isinstance(value, dict)
    return value


@pytest.fixture(scope="session")
def before(tree: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Names:
    return allocate(model(tree, tmp_path_factory.mktemp("before")), {})


def model(tree: dict[str, Any], folder: Path, **options: Any) -> Api:
    path = folder / "openapi.json"
    path.write_text(json.dumps(tree), "utf-8")
    bag = Bag()
    documents = open_documents(path, limits=Limits(), bag=bag)
    sdk = replace(Sdk(spec=path, output=folder / "sdk"), **options)
    return lower(read_document(documents, bag), sdk, bag)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Any]:
    return {
        id: (name, after.get(id))
        for id, name in before.items()
        if after.get(id) != name
    }


@pytest.mark.parametrize("locked", [False, True], ids=["free", "locked"])
def test_an_unrelated_schema_changes_no_name(
    tree: dict[str, Any], before: Names, locked: bool, tmp_path: Path
) -> None:
    schemas = tree["components"]["schemas"]
    unrelated = {
        "type": "object",
        "properties": {
            "data": {"type": "object", "properties": {"id": {"type": "string"}}},
            "kind": {"type": "string", "enum": ["one", "another"]},
            "either": {
                "oneOf": [
                    {"type": "string"},
                    {"type": "object", "properties": {"key": {"enum": ["a", "b"]}}},
                ]
            },
        },
    }
    grown = {
        **tree,
        "components": {
            **tree["components"],
            "schemas": {"AnUnrelatedOne": unrelated, **schemas, "Zebra": unrelated},
        },
    }
    after = allocate(model(grown, tmp_path), before.lock if locked else {})
    assert changes(before.lock, after.lock) == {}
    assert len(after.lock) > len(before.lock)


@pytest.mark.parametrize("locked", [False, True], ids=["free", "locked"])
def test_a_selection_changes_no_name(
    tree: dict[str, Any], before: Names, locked: bool, tmp_path: Path
) -> None:
    paths = sorted(path.partition("?")[0] for path in tree["paths"])
    api = model(tree, tmp_path, include=tuple(paths[::20]))
    assert 0 < len(api.selection.operations) < len(api.operations)
    after = allocate(api, before.lock if locked else {})
    assert changes(before.lock, after.lock) == {}


@pytest.mark.parametrize("locked", [False, True], ids=["free", "locked"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_a_document_changes_no_name(
    tree: dict[str, Any], before: Names, seed: int, locked: bool, tmp_path: Path
) -> None:
    shuffled = reordered(tree, random.Random(seed))
    after = allocate(model(shuffled, tmp_path), before.lock if locked else {})
    assert after.lock == before.lock


def reordered(value: Any, chance: random.Random, keyword: str = "") -> Any:
    """The same document with its keys, and lists without an order, in another order."""
    if isinstance(value, dict):
        items = [(k, reordered(v, chance, k)) for k, v in value.items()]
        chance.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        made = [reordered(v, chance) for v in value]
        if keyword in ("allOf", "anyOf", "oneOf", "parameters", "required"):
            chance.shuffle(made)
        return made
    return value
