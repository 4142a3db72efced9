"""What the tests of stage 1 share: a text read, with what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from specloom.config import Limits
from specloom.diagnostics import Bag, Diagnostic, SpecloomError
from specloom.document import Documents, open_documents
from specloom.document.opening import read_text
from specloom.document.pointer import tokens_of
from specloom.document.tree import Tree
from specloom.model.types import JsonValue
from specloom.source import Position, Span


@dataclass
class Result:
    """One text that could be read."""

    tree: Tree
    bag: Bag

    @property
    def value(self) -> JsonValue:
        return self.tree.value

    def position(self, pointer: str) -> Position | None:
        return self.tree.places.position(tokens_of(pointer))


def read(text: str, limits: Limits | None = None) -> Result:
    bag = Bag()
    return Result(read_text(text, "api.yaml", limits or Limits(), bag), bag)


def refused(text: str, limits: Limits | None = None) -> Diagnostic:
    """The diagnostic that ends the reading of a text."""
    try:
        read(text, limits)
    except SpecloomError as error:
        return error.diagnostic
    raise AssertionError("this text was read")


def codes(result: Result) -> list[str]:
    return [d.code for d in result.bag]


@dataclass
class Opened:
    """A description that was opened."""

    documents: Documents
    bag: Bag

    def place(self, pointer: str, file: str = "") -> Span:
        return Span(file or self.documents.root.file, pointer)

    def resolve(self, reference: str, base: str = "", file: str = "") -> Span | None:
        return self.documents.resolve(reference, self.place(base, file))

    @property
    def codes(self) -> list[str]:
        return [d.code for d in self.bag]


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def opened(
    folder: Path,
    files: dict[str, str],
    *,
    limits: Limits | None = None,
    overlays: tuple[str, ...] = (),
) -> Opened:
    """Writes files, of which the first is the root document, and opens them."""
    write(folder, files)
    bag = Bag()
    documents = open_documents(
        folder / next(iter(files)),
        limits=limits or Limits(),
        overlays=[folder / o for o in overlays],
        bag=bag,
    )
    return Opened(documents, bag)
