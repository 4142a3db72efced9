"""Small APIs by hand, so that emission is tested without the stages before it."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from specloom.emit.python.models.model_files import emit_models
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.names.naming import Names, allocate
from specloom.emit.python.printing.code import environment
from specloom.model.api import Api, Page, Selection
from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Field,
    Member,
    Presence,
    Record,
    Union,
    Usage,
    Variant,
)
from specloom.model.dispatch import Dispatch
from specloom.model.doc import NO_DOC
from specloom.model.names import Hint, Strength, words_of
from specloom.model.types import JsonScalar, Kind, Literal, Ref, Scalar, Type
from specloom.source import Span

TEMPLATES = Path(__file__).parents[2] / "templates" / "python"
SPAN = Span("api.yaml", "")
BOTH = Usage(in_requests=True, in_responses=True)

STRING = Scalar(Kind.STRING)
INTEGER = Scalar(Kind.INTEGER)
NUMBER = Scalar(Kind.NUMBER)
BOOLEAN = Scalar(Kind.BOOLEAN)


def component(name: str) -> str:
    return f"#/components/schemas/{name}"


def ref(name: str) -> Ref:
    return Ref(component(name))


def hint(name: str) -> Hint:
    return Hint(words_of(name) or ("Schema",), Strength.REQUIRED, (words_of(name),))


def field(wire: str, type: Type, optional: bool = False, **more: Any) -> Field:
    presence = Presence.OPTIONAL if optional else Presence.REQUIRED
    words = Hint(words_of(wire), Strength.DERIVED)
    return Field(wire, wire, words, type, presence, SPAN, **more)


def constant(wire: str, value: JsonScalar) -> Field:
    return field(wire, Literal((value,)))


def record(name: str, *fields: Field, extra: Type | None = None, **more: Any) -> Record:
    id = component(name)
    placed = tuple(
        Field(
            f"{id}/properties/{f.wire}",
            f.wire,
            f.hint,
            f.type,
            f.presence,
            f.origin,
            f.access,
            f.default,
            f.constraints,
            f.examples,
            f.doc,
            f.deprecated,
        )
        for f in fields
    )
    owner = more.pop("owner", id)
    return Record(id, hint(name), owner, placed, extra, SPAN, usage=BOTH, **more)


def union(name: str, dispatch: Dispatch, *types: Type, tag: str = "") -> Union:
    id = component(name)
    variants = tuple(Variant(type) for type in types)
    return Union(id, hint(name), id, variants, dispatch, SPAN, tag=tag, usage=BOTH)


def alias(name: str, type: Type) -> Alias:
    id = component(name)
    return Alias(id, hint(name), id, type, SPAN, usage=BOTH)


def enumeration(name: str, *values: JsonScalar, open: bool = True) -> Enumeration:
    id = component(name)
    members = tuple(Member(v, Hint((str(v),), Strength.DERIVED)) for v in values)
    base = INTEGER if isinstance(values[0], int) else STRING
    return Enumeration(id, hint(name), id, members, base, open, SPAN, usage=BOTH)


def api(*declarations: Declaration, pages: tuple[Page, ...] = ()) -> Api:
    everything = frozenset(d.id for d in declarations)
    return Api(
        "Test",
        "1",
        NO_DOC,
        (),
        (),
        (),
        declarations,
        (),
        (),
        pages,
        (),
        Selection(frozenset(), frozenset(), everything),
        SPAN,
    )


def write_models(made: Api, folder: Path, enum_classes: bool = False) -> Names:
    """The package at `folder`: its models and the runtime."""
    names = allocate(made, {})
    traits = Traits({d.id: d for d in made.declarations}, enum_classes)
    files = emit_models(made, names, traits, environment(TEMPLATES))
    shutil.copytree(
        TEMPLATES / "runtime",
        folder / "_runtime",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (folder / "_runtime" / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "py.typed").touch()
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.content, encoding="utf-8")
    return names


def load(folder: Path) -> tuple[ModuleType, ModuleType]:
    """The models of the package at `folder`, and its codec."""
    sys.path.insert(0, str(folder.parent))
    try:
        models = importlib.import_module(f"{folder.name}.models")
        return models, importlib.import_module(f"{folder.name}._runtime.codec")
    finally:
        sys.path.remove(str(folder.parent))
