"""Reading small descriptions in tests, from files, as the pipeline does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specloom.config import Limits
from specloom.diagnostics import Bag, Diagnostic
from specloom.document import Documents, open_documents
from specloom.openapi import read_document
from specloom.openapi.document import Document, OperationObject
from specloom.openapi.schema import Schema

VERSIONS = {"2.0": "2.0", "3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0"}


@dataclass(frozen=True)
class Read:
    """What came of a description."""

    document: Document
    documents: Documents
    bag: Bag

    @property
    def codes(self) -> list[str]:
        """The codes of the diagnostics in the order they were found."""
        return [found.code for found in self.bag]

    @property
    def operation(self) -> OperationObject:
        """The only operation."""
        (operation,) = self.document.operations
        return operation

    def schema(self, name: str = "S") -> Schema:
        """A component schema."""
        return self.document.schemas[name]

    def one(self, code: str) -> Diagnostic:
        """The only diagnostic, which has this code and a place that exists."""
        (found,) = self.bag
        assert found.code == code, found
        assert found.span is not None
        assert self.documents.locate(found.span) is not None, found
        return found


def read_tree(tree: Any, folder: Path, **files: Any) -> Read:
    """Reads a tree as the root document; `files` are trees beside it (`a_b` is `a/b.json`)."""
    for name, content in files.items():
        path = folder / (name.replace("_", "/") + ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), "utf-8")
    root = folder / "api.json"
    root.write_text(json.dumps(tree), "utf-8")
    bag = Bag()
    documents = open_documents(root, limits=Limits(), bag=bag)
    return Read(read_document(documents, bag), documents, bag)


def description(version: str = "3.1", **fields: Any) -> dict[str, Any]:
    """A valid description of `version` with `fields` in its root."""
    word = "swagger" if version == "2.0" else "openapi"
    return {
        word: VERSIONS[version],
        "info": {"title": "T", "version": "1"},
        "paths": {},
        **_named(fields),
    }


def with_schemas(version: str = "3.1", **schemas: Any) -> dict[str, Any]:
    """A description whose components are `schemas`."""
    if version == "2.0":
        return description(version, definitions=schemas)
    return description(version, components={"schemas": schemas})


def with_operation(
    version: str = "3.1",
    path: str = "/things",
    method: str = "get",
    root: dict[str, Any] | None = None,
    item: dict[str, Any] | None = None,
    **fields: Any,
) -> dict[str, Any]:
    """A description of one operation with `fields`."""
    operation = {"responses": {"200": {"description": "Done."}}, **_named(fields)}
    paths = {path: {**(item or {}), method: operation}}
    return description(version, **{"paths": paths, **(root or {})})


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields as the description spells them: extensions are given as `x_a`."""
    return {("x-" + k[2:] if k[:2] == "x_" else k): v for k, v in fields.items()}
