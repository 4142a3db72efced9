"""Stage 4, emit: the annotation of what a part of a multipart body takes.

Input: a type. Output: `Code`; where the document says `format: binary` a file may be given: a
path, bytes, an open file, or one of them with its name and media type.
"""

from __future__ import annotations

from specloom.emit.python.calls.call_imports import CallImports
from specloom.emit.python.models.annotations import Annotator, union
from specloom.emit.python.printing.code import Code, code
from specloom.model.declarations import Alias, Union
from specloom.model.types import Format, ListOf, Nullable, Ref, Scalar, Type


def spell_part(type: Type, annotator: Annotator, imports: CallImports) -> list[Code]:
    """The alternatives of a value that is sent as a part, or as several."""
    if not _holds_file(type, annotator, frozenset()):
        return annotator.accepted(type)
    return _spell(type, annotator, imports)


def _spell(type: Type, annotator: Annotator, imports: CallImports) -> list[Code]:
    match type:
        case Scalar(format=Format.BINARY):
            return [imports.own_checked("files", "FileInput")]
        case ListOf():
            return [annotator.sequence(union(_spell(type.item, annotator, imports)))]
        case Nullable():
            return [*_spell(type.type, annotator, imports), code("None")]
        case Ref():
            inner = _inside(type, annotator)
            if any(_holds_file(t, annotator, frozenset({type.id})) for t in inner):
                return [part for t in inner for part in _spell(t, annotator, imports)]
            return annotator.accepted(type)
        case _:
            return annotator.accepted(type)


def _holds_file(type: Type, annotator: Annotator, seen: frozenset[str]) -> bool:
    match type:
        case Scalar():
            return type.format is Format.BINARY
        case ListOf():
            return _holds_file(type.item, annotator, seen)
        case Nullable():
            return _holds_file(type.type, annotator, seen)
        case Ref() if type.id not in seen:
            inner = _inside(type, annotator)
            return any(_holds_file(t, annotator, seen | {type.id}) for t in inner)
        case _:
            return False


def _inside(type: Ref, annotator: Annotator) -> list[Type]:
    """What an alias or a union stands for; nothing of a record, which is sent as JSON."""
    match annotator.declarations[type.id]:
        case Alias(type=target):
            return [target]
        case Union(variants=variants):
            return [variant.type for variant in variants]
        case _:
            return []
