"""`Api`: the whole input of every target."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.model.declarations import Declaration
from specloom.model.doc import NO_DOC, Doc
from specloom.model.names import Hint
from specloom.model.operations import Incoming, Operation, SecurityScheme, Server
from specloom.source import Span


@dataclass(frozen=True, slots=True)
class Tag:
    """A group of operations, as the document describes it."""

    name: str
    doc: Doc = NO_DOC
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a set of inline declarations stands under: an operation that owns them."""

    id: str
    hint: Hint


@dataclass(frozen=True, slots=True)
class Omitted:
    """An operation that cannot be called correctly, and why."""

    operation: str
    reason: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Selection:
    """What a run generates, by id. All of the API is named; only this is printed."""

    operations: frozenset[str]
    incoming: frozenset[str]
    declarations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Api:
    """One API, complete: every declaration and operation of the document, and the selection."""

    title: str
    version: str
    doc: Doc
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    tags: tuple[Tag, ...]
    declarations: tuple[Declaration, ...]
    operations: tuple[Operation, ...]
    incoming: tuple[Incoming, ...]
    pages: tuple[Page, ...]
    omitted: tuple[Omitted, ...]
    selection: Selection
    origin: Span
