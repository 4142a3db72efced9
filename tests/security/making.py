"""Documents in memory → generated files in memory, by all the stages but the last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import specloom.emit.markdown.markdown_target as markdown
import specloom.emit.python.package.python_target as python
from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag, Diagnostic
from specloom.document.documents import Documents
from specloom.document.limits import room_for
from specloom.document.opening import Opened, read_text
from specloom.document.validate_root import validate
from specloom.emit.target import Emission, OutputFile
from specloom.installation import templates_root
from specloom.lower import lower
from specloom.model.api import Api
from specloom.openapi import read_document
from specloom.source import SourceFile

SDK = Sdk(Path("openapi.yaml"), Path("package"))


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one document."""

    python: tuple[OutputFile, ...]
    markdown: tuple[OutputFile, ...]
    diagnostics: tuple[Diagnostic, ...]


def read(text: str, bag: Bag, limits: Limits = Limits(), file: str = "a.yaml") -> Api:
    """Stages 1 to 3. The document has no folder: no other file can be read."""
    opened = Opened(SourceFile(file, text), read_text(text, file, limits, bag), "0")
    documents = Documents(Path("/nonexistent") / file, opened, limits, bag)
    validate(documents, bag, full=False)
    with room_for(limits):
        return lower(read_document(documents, bag), SDK, bag, limits)


def make(text: str, limits: Limits = Limits(), file: str = "a.yaml") -> Made:
    """Stages 1 to 4, for both targets that make text."""
    bag = Bag()
    api = read(text, bag, limits, file)
    emission = Emission(SDK, {}, templates_root())
    package = python.emit(api, emission, bag).files
    pages = markdown.emit(api, emission, bag).files
    return Made(package, pages, tuple(bag))


def printed(files: Iterable[OutputFile]) -> list[OutputFile]:
    """Without what is copied and knows nothing of the document."""
    return [file for file in files if file.template]
