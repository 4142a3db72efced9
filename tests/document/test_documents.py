"""`Documents`: files that cannot be opened, references of every form, and what is refused."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from specloom.config import Limits
from specloom.diagnostics import Bag, Diagnostic, SpecloomError
from specloom.document import open_documents
from specloom.source import Span

from document.reading import Opened, opened, write


def failing(path: Path, limits: Limits | None = None) -> Diagnostic:
    with pytest.raises(SpecloomError) as caught:
        open_documents(path, limits=limits or Limits(), bag=Bag())
    return caught.value.diagnostic


# Files that cannot be opened ----------------------------------------------------------------


def test_no_file(tmp_path: Path) -> None:
    write(tmp_path, {"openapi.yaml": "a: 1"})
    found = failing(tmp_path / "openapi.yml")
    assert found.code == "E101"
    assert "openapi.yaml" in found.help
    assert failing(tmp_path / "no" / "such.yaml").code == "E101"
    assert failing(Path("a\0b")).code == "E101"


def test_a_directory(tmp_path: Path) -> None:
    write(tmp_path, {"api/openapi.yaml": "a: 1"})
    found = failing(tmp_path / "api")
    assert found.code == "E102"
    assert "openapi.yaml" in found.help


def test_an_empty_file(tmp_path: Path) -> None:
    write(tmp_path, {"api.yaml": "\n# nothing\n"})
    assert failing(tmp_path / "api.yaml").code == "E103"


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    write(tmp_path, {"api.yaml": "a: 1234567890"})
    found = failing(tmp_path / "api.yaml", Limits(bytes=10))
    assert (found.code, "`bytes`" in found.message) == ("E107", True)
    assert failing(Path("/dev/zero"), Limits(bytes=100)).code == "E107"


# References ---------------------------------------------------------------------------------

ROOT = """
openapi: 3.1.0
a/b: {c~d: [zero, {x y: 1}]}
alias: {$ref: '#/target'}
target: {inner: {deep: 1}, '100%': 2}
loop: {$ref: '#/loop/x'}
file: {$ref: 'parts/one.yaml'}
"""
FILES = {
    "api.yaml": ROOT,
    "parts/one.yaml": "two: {$ref: 'two.json#/x'}\nback: {$ref: '../api.yaml#/target'}\n",
    "parts/two.json": '{"x": {"y": 1}, "self": {"$ref": "#/x"}}',
    "parts/a b.yaml": "v: 1",
}


@pytest.fixture
def api(tmp_path: Path) -> Opened:
    return opened(tmp_path, FILES)


@pytest.mark.parametrize(
    ("reference", "pointer"),
    [
        ("#", ""),
        ("", ""),
        ("#/", None),
        ("#/a~1b/c~0d/1/x%20y", "/a~1b/c~0d/1/x y"),
        ("#/a~1b/c~0d/1/x y", "/a~1b/c~0d/1/x y"),
        ("#/a~1b/c~0d/01", None),
        ("#/a~1b/c~0d/2", None),
        ("#/a~1b/c~0d/-1", None),
        ("#/a~1b/c~0d/-", None),
        ("#/target/100%", "/target/100%"),
        ("#/target/100%25", "/target/100%"),
        ("#/alias/inner/deep", "/target/inner/deep"),
        ("#/alias", "/alias"),
        ("#/loop/x", None),
        ("#/loop", "/loop"),
        ("#/nowhere", None),
        ("#nowhere", None),
        ("api.yaml#/target", "/target"),
        ("./parts/../api.yaml#/target", "/target"),
    ],
)
def test_inside_one_file(api: Opened, reference: str, pointer: str | None) -> None:
    found = api.resolve(reference)
    assert found == (api.place(pointer) if pointer is not None else None)
    assert api.codes == []
    if found:
        api.documents.value(found)


def test_other_files(api: Opened) -> None:
    folder = str(Path(api.documents.root.file).parent)
    one, two = f"{folder}/parts/one.yaml", f"{folder}/parts/two.json"
    assert api.resolve("parts/one.yaml") == Span(one, "")
    assert api.resolve("./parts//one.yaml#/two") == Span(one, "/two")
    assert api.resolve("two.json#/self/y", file=one) == Span(two, "/x/y")
    assert api.resolve("#/file/two/y") == Span(two, "/x/y")
    assert api.resolve("parts/one.yaml#/back/inner") == api.place("/target/inner")
    assert api.resolve("parts/a%20b.yaml#/v") == Span(f"{folder}/parts/a b.yaml", "/v")
    assert api.resolve(f"{folder}/parts/one.yaml#/two") == Span(one, "/two")
    assert api.resolve(f"file://{folder}/parts/one.yaml#/two") == Span(one, "/two")
    assert api.documents.files[:3] == (api.documents.root.file, one, two)
    assert (
        api.documents.digests[two]
        == hashlib.sha256(FILES["parts/two.json"].encode()).hexdigest()
    )
    assert api.documents.locate(Span(two, "/x/y")) == (1, 8)
    assert api.codes == []


def test_a_relative_root_shows_relative_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    documents = open_documents(Path("api.yaml"), limits=Limits(), bag=Bag())
    assert documents.root == Span("api.yaml", "")
    assert documents.resolve("parts/one.yaml#/two", documents.root) == Span(
        "parts/one.yaml", "/two"
    )
    assert (
        documents.resolve("../api.yaml", Span("parts/one.yaml", "/back"))
        == documents.root
    )


def test_a_missing_file_is_left_to_the_caller(api: Opened) -> None:
    assert api.resolve("parts/none.yaml") is None
    assert api.codes == []


@pytest.mark.parametrize(
    "reference",
    [
        "https://example.com/a.yaml",
        "HTTP://x/",
        "//host/a.yaml",
        "urn:x:y",
        "ftp://x/y",
        "file://host/a",
    ],
)
def test_the_network_is_not_asked(api: Opened, reference: str) -> None:
    assert api.resolve(reference + "#/x", "/alias") is None
    (found,) = api.bag
    assert (found.code, found.span) == ("W123", api.place("/alias"))


@pytest.mark.parametrize(
    "reference",
    [
        "../outside.yaml",
        "/etc/hostname",
        "link.yaml",
        "far/outside.yaml",
        "..",
        "%2e%2e/outside.yaml",
    ],
)
def test_the_folder_of_the_root_is_not_left(tmp_path: Path, reference: str) -> None:
    write(tmp_path, {"outside.yaml": "a: 1"})
    api = opened(tmp_path / "in", {"api.yaml": "a: 1"})
    os.symlink("../outside.yaml", tmp_path / "in" / "link.yaml")
    os.symlink("..", tmp_path / "in" / "far")
    assert api.resolve(reference) is None
    assert api.codes == ["W122"]


def test_a_link_that_stays_inside_is_the_same_file(tmp_path: Path) -> None:
    api = opened(tmp_path, {"api.yaml": "a: 1", "one.yaml": "b: 2"})
    os.symlink("one.yaml", tmp_path / "two.yaml")
    assert api.resolve("two.yaml") == api.resolve("one.yaml")
    assert len(api.documents.files) == 2


def test_a_folder_whose_name_begins_like_ours_is_outside(tmp_path: Path) -> None:
    write(tmp_path, {"api-private/x.yaml": "a: 1"})
    api = opened(tmp_path / "api", {"api.yaml": "a: 1"})
    assert api.resolve("../api-private/x.yaml") is None
    assert api.codes == ["W122"]


def test_a_referenced_file_that_cannot_be_read(tmp_path: Path) -> None:
    api = opened(tmp_path, {"api.yaml": "a: 1", "bad.yaml": "x: [1\ny: 2", "dir/x": ""})
    assert api.resolve("bad.yaml#/x", "/a") is None
    assert api.resolve("bad.yaml#/y", "/b") is None
    assert api.resolve("dir") is None
    first, second = api.bag
    assert (first.code, first.position) == ("W121", (2, 2))
    assert first.span and first.span.file.endswith("bad.yaml")
    assert first.notes[0][1] == api.place("/a")
    assert second.message == "this is no file"


def test_limits_hold_for_all_files_together(tmp_path: Path) -> None:
    files = {"api.yaml": "a: 1", "b.yaml": "b: 1", "c.yaml": "c: 1"}
    api = opened(tmp_path, files, limits=Limits(files=2))
    assert api.resolve("b.yaml")
    with pytest.raises(SpecloomError, match="`files`"):
        api.resolve("c.yaml")
    api = opened(tmp_path, files, limits=Limits(nodes=3))
    with pytest.raises(SpecloomError, match="`nodes`"):
        api.resolve("b.yaml")


def test_files_that_refer_to_each_other(tmp_path: Path) -> None:
    api = opened(
        tmp_path,
        {"a.yaml": "x: {$ref: 'b.yaml#/x'}", "b.yaml": "x: {$ref: 'a.yaml#/x'}"},
    )
    assert api.resolve("b.yaml#/x/y") is None
    assert api.resolve("b.yaml#/x")


# Identifiers --------------------------------------------------------------------------------

IDENTIFIED = """
openapi: 3.1.0
components:
  schemas:
    Tree:
      $id: https://example.com/schemas/tree
      $anchor: root
      $defs:
        node: {$anchor: node, type: object}
        leaf: {$id: leaf, properties: {a: {$dynamicAnchor: a}}}
      properties: {x: {$ref: '#node'}}
    Other: {$anchor: node}
    Data: {example: {$id: https://example.com/schemas/data}, const: {$anchor: c}}
"""
TREE = "/components/schemas/Tree"


@pytest.mark.parametrize(
    ("reference", "base", "pointer"),
    [
        ("#node", "/components", "/components/schemas/Other"),
        ("#node", f"{TREE}/properties/x", f"{TREE}/$defs/node"),
        ("#/$defs/node", f"{TREE}/properties/x", f"{TREE}/$defs/node"),
        (
            "#/components/schemas/Other",
            f"{TREE}/properties/x",
            "/components/schemas/Other",
        ),
        ("#", f"{TREE}/properties/x", TREE),
        ("https://example.com/schemas/tree", "", TREE),
        ("https://example.com/schemas/tree#root", "", TREE),
        ("https://example.com/schemas/tree#/properties", "", f"{TREE}/properties"),
        ("leaf", f"{TREE}/properties/x", f"{TREE}/$defs/leaf"),
        ("leaf#a", f"{TREE}/properties/x", f"{TREE}/$defs/leaf/properties/a"),
        ("https://example.com/schemas/leaf", "", f"{TREE}/$defs/leaf"),
        ("#c", "", None),
    ],
)
def test_identifiers(
    tmp_path: Path, reference: str, base: str, pointer: str | None
) -> None:
    api = opened(tmp_path, {"api.yaml": IDENTIFIED})
    found = api.resolve(reference, base)
    assert found == (api.place(pointer) if pointer else None)
    assert api.codes == []


def test_data_that_looks_like_an_identifier_is_none(tmp_path: Path) -> None:
    api = opened(tmp_path, {"api.yaml": IDENTIFIED})
    assert api.resolve("https://example.com/schemas/data") is None
    assert api.codes == ["W123"]


@pytest.mark.parametrize("whole", [False, True])
def test_a_forest_of_links_is_as_what_they_lead_to(tmp_path: Path, whole: bool) -> None:
    """The way in which build systems lay out the inputs of a step; `whole`: with `--root`."""
    source, forest = tmp_path / "src", tmp_path / "sandbox"
    files = {"apis/api.yaml": "a: 1", "apis/parts/one.yaml": "b: 2", "all.yaml": "c: 3"}
    write(source, files)
    write(tmp_path, {"secret.yaml": "d: 4"})
    for file in (*files, "apis/secret.yaml"):
        (forest / file).parent.mkdir(parents=True, exist_ok=True)
        (forest / file).symlink_to(source / file)
    (source / "apis/secret.yaml").symlink_to(tmp_path / "secret.yaml")
    bag = Bag()
    documents = open_documents(
        forest / "apis/api.yaml",
        limits=Limits(),
        bag=bag,
        folder=forest if whole else None,
    )

    def leads(reference: str) -> bool:
        return documents.resolve(reference, documents.root) is not None

    assert leads("parts/one.yaml") and not len(bag)
    assert leads("../all.yaml") == whole
    assert not leads("secret.yaml")
    assert {d.code for d in bag} == {"W122"}
