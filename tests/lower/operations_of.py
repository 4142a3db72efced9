"""Lowers small documents written in tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag
from specloom.document import open_documents
from specloom.lower.context import Lowering
from specloom.lower.lower_operations import LoweredCalls, lower_calls
from specloom.lower.phrases import fold
from specloom.model.api import Page
from specloom.model.operations import Operation
from specloom.openapi.document import Document
from specloom.openapi.read_document import read_document


@dataclass(frozen=True)
class Lowered:
    """What came of a document."""

    document: Document
    lowering: Lowering
    calls: LoweredCalls
    bag: Bag

    @property
    def only(self) -> Operation:
        """The one operation of the document."""
        (operation,) = self.calls.operations
        return operation

    @property
    def codes(self) -> list[str]:
        """The codes of this stage's diagnostics, but for the missing server."""
        found = [d.code for d in self.bag if d.code[1] == "3" and d.code != "N342"]
        return sorted(found)

    @property
    def pages(self) -> list[Page]:
        """The pages on which something stands."""
        used = {d.owner for d in self.lowering.declarations.values()}
        used |= {draft.place.owner for draft in self.lowering.drafts.values()}
        return [page for page in self.calls.pages if page.id in used]

    def names(self) -> dict[str, str]:
        """`METHOD path` → `group.method`."""
        return {
            _written(o): ".".join("_".join(fold(h.words)) for h in (*o.group, o.hint))
            for o in self.calls.operations
        }


def _written(operation: Operation) -> str:
    _, _, path, method = operation.id.split("/")
    return f"{method.upper()} {path.replace('~1', '/').replace('~0', '~')}"


def lower_document(
    folder: Path, paths: dict[str, Any], sdk: Sdk | None = None, **fields: Any
) -> Lowered:
    """The operations of a document with `paths`, and further fields of its root."""
    file = folder / "openapi.json"
    root = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    file.write_text(json.dumps({**root, **fields}), encoding="utf-8")
    bag = Bag()
    documents = open_documents(file, limits=Limits(), overlays=(), bag=bag)
    document = read_document(documents, bag)
    lowering = Lowering(document, sdk or Sdk(file, folder / "acme"), bag)
    lowering.lower_components()
    return Lowered(document, lowering, lower_calls(lowering), bag)


def json_body(schema: Any) -> dict[str, Any]:
    """A request body or a response with a JSON schema."""
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def operation(operation_id: str = "", **fields: Any) -> dict[str, Any]:
    """An operation that answers 204 unless `fields` say otherwise."""
    named = {"operationId": operation_id} if operation_id else {}
    return {**named, "responses": {"204": {"description": ""}}, **fields}
