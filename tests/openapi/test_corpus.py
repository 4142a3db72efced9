"""Real documents, where they are at hand: nothing is lost between the file and the model."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from specloom.config import Limits
from specloom.diagnostics import Bag
from specloom.document import open_documents
from specloom.openapi import read_document

from openapi.described import Read

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
INDEX = CORPUS / "INDEX.tsv"
MULTI = CORPUS / "digitalocean-multi/specification/DigitalOcean-public.v2.yaml"

ROWS = (
    list(csv.DictReader(INDEX.read_text("utf-8").splitlines(), delimiter="\t"))
    if INDEX.exists()
    else []
)

BUNDLED_NAMES = {"urn", "urn-2", "version-2", "nfs_action-2"}
SPLIT_NAMES = {
    *("shared_urn", "vpcs_urn", "database_cluster_version"),
    "nfs_actions_nfs_action",
}
"""Where names collide the bundler numbers them; ours say which file they are from."""

pytestmark = pytest.mark.skipif(
    not (ROWS and os.environ.get("CORPUS")),
    reason="run by make corpus, where the documents are",
)


def _read(path: Path) -> Read:
    bag = Bag()
    documents = open_documents(path, limits=Limits(), bag=bag)
    return Read(read_document(documents, bag), documents, bag)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_all_operations_and_schemas_are_read(row: dict[str, str]) -> None:
    (path,) = CORPUS.glob(row["name"] + ".*")
    read = _read(path)
    document = read.document
    assert len(document.operations) == int(row["operations"])
    assert len(document.schemas) == int(row["component_schemas"])
    if int(row["webhooks"]):
        assert len(document.webhooks) == int(row["webhooks"])
    assert not any(schema.broken for schema in document.schemas.values())
    assert not [found for found in read.bag if found.code in ("W220", "W221", "W222")]
    for found in read.bag:
        assert found.span is not None


@pytest.mark.skipif(not MULTI.exists(), reason="no ../shared/corpus")
def test_the_split_document_is_the_bundled_one() -> None:
    split = _read(MULTI).document
    bundled = _read(CORPUS / "digitalocean.yaml").document
    assert set(bundled.schemas) - set(split.schemas) == BUNDLED_NAMES
    assert set(split.schemas) - set(bundled.schemas) == SPLIT_NAMES
    for one, other in zip(split.operations, bundled.operations, strict=True):
        assert (one.method, one.path, one.operation_id, one.tags) == (
            (other.method, other.path, other.operation_id, other.tags)
        )
        assert one.extensions == other.extensions
        assert [(p.location, p.name, p.style) for p in one.parameters] == (
            [(p.location, p.name, p.style) for p in other.parameters]
        )
        assert [r.status for r in one.responses] == [r.status for r in other.responses]
