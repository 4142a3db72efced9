"""A description of many files gives the same API as the one file that it was bundled into."""

from __future__ import annotations

import re

import pytest
from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag
from specloom.document import open_documents
from specloom.emit.model_json.dump import dump
from specloom.emit.python.names.naming import allocate
from specloom.lower import lower
from specloom.model.api import Api
from specloom.model.types import JsonValue
from specloom.openapi import read_document

from corpus.documents import Sample, find_samples

SAMPLES = {sample.name: sample for sample in find_samples()}
NUMBERED_BY_THE_BUNDLER = re.compile(r"\d$")


def test_the_bundled_document_and_its_files_are_one_api() -> None:
    if "digitalocean-multi" not in SAMPLES:
        pytest.skip("the documents are not there")
    whole = model(SAMPLES["digitalocean"])
    split = model(SAMPLES["digitalocean-multi"])
    pairs = Pairs(whole, split)
    assert pairs.differences == []
    assert len(whole.declarations) == len(split.declarations)
    assert len(pairs.ids) > 0.95 * len(whole.declarations)
    names, other_names = allocate(whole, {}), allocate(split, {})
    assert names.methods == other_names.methods
    assert names.groups == other_names.groups
    for kind in ("arguments", "attributes", "members"):
        ours, others = getattr(names, kind), getattr(other_names, kind)
        assert sorted(ours.values()) == sorted(others.values())
    moved = {
        names.types[a]: other_names.types[b]
        for a, b in pairs.ids.items()
        if names.types[a] != other_names.types[b]
    }
    # Where two files have a schema of one name, a bundler numbers the second; we do not.
    numbered = {a for a in moved if NUMBERED_BY_THE_BUNDLER.search(a)}
    assert 0 < len(numbered) and len(moved) <= 4 * len(numbered), moved
    assert not any(NUMBERED_BY_THE_BUNDLER.search(b) for b in moved.values())


def model(sample: Sample) -> Api:
    bag = Bag()
    documents = open_documents(sample.path, limits=Limits(), bag=bag)
    sdk = Sdk(spec=sample.path, output=sample.path.with_name("sdk"))
    return lower(read_document(documents, bag), sdk, bag)


class Pairs:
    """Walks two models side by side, from their operations, and pairs their declarations."""

    def __init__(self, a: Api, b: Api) -> None:
        self._a = _by_id(a, "declarations")
        self._b = _by_id(b, "declarations")
        self.ids: dict[str, str] = {}
        self.differences: list[str] = []
        self._pending: list[tuple[JsonValue, JsonValue, str]] = []
        ones, others = _by_id(a, "operations"), _by_id(b, "operations")
        if ones.keys() != others.keys():
            self.differences.append("the operations are not the same")
        self._pending += (
            (ones[id], others[id], id) for id in ones.keys() & others.keys()
        )
        while self._pending:
            self._compare(*self._pending.pop())

    def _pair(self, a: str, b: str) -> None:
        known = self.ids.get(a)
        if known is None:
            self.ids[a] = b
            self._pending.append((self._a[a], self._b[b], a))
        elif known != b:
            self.differences.append(f"{a} is {known} and {b}")

    def _compare(self, one: JsonValue, other: JsonValue, at: str) -> None:
        if isinstance(one, dict) and isinstance(other, dict):
            if one.get("is") == "Ref" == other.get("is"):
                self._pair(str(one["id"]), str(other["id"]))
                return
            for key in (one.keys() | other.keys()) - _OF_THE_PLACE:
                self._pending.append((one.get(key), other.get(key), f"{at}/{key}"))
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                self.differences.append(f"{at}: {len(one)} and {len(other)} items")
            self._pending += (
                (x, y, f"{at}[{n}]") for n, (x, y) in enumerate(zip(one, other))
            )
        elif one != other and not _is_rewritten(one, other):
            self.differences.append(f"{at}: {one!r} and {other!r}")


def _is_rewritten(one: JsonValue, other: JsonValue) -> bool:
    """What a bundler cannot keep: numbers beyond 2^53, and that a file ends without a newline."""
    if isinstance(one, str) and isinstance(other, str):
        return one.rstrip("\n") == other.rstrip("\n")
    return isinstance(one, int | float) and abs(one) > 2**53


def _by_id(api: Api, key: str) -> dict[str, JsonValue]:
    dumped = dump(api)
    assert isinstance(dumped, dict)
    items = dumped[key]
    assert isinstance(items, list)
    return {str(item["id"]): item for item in items if isinstance(item, dict)}


_OF_THE_PLACE = frozenset({"id", "origin", "hint", "owner", "extends", "spread"})
