"""Stage 4, emit: what the templates of model pages receive. Everything in it is decided.

A template loops over these, tests what may be absent, and prints `Code`.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from specloom.emit.python.printing.code import Code


class FieldView(NamedTuple):
    """A field of a class: its line, and the docstring below it, or None."""

    line: Code
    doc: Code | None


class RecordView(NamedTuple):
    """A class."""

    kind: Code
    name: Code
    doc: Code
    fields: tuple[FieldView, ...]


class AliasView(NamedTuple):
    """An alias: one statement, and the docstring below it, or None."""

    kind: Code
    line: Code
    doc: Code | None


class EnumView(NamedTuple):
    """An enum class."""

    kind: Code
    name: Code
    base: Code
    doc: Code
    members: tuple[FieldView, ...]


DeclarationView: TypeAlias = RecordView | AliasView | EnumView


class DecodeView(NamedTuple):
    """A required property that becomes an object; `guard` asks whether it is null."""

    guard: Code | None
    line: Code


class OptionalView(NamedTuple):
    """An optional property of a record, in both directions."""

    is_there: Code
    read: Code
    unset: Code
    is_set: Code
    write: Code


class RecordCodecView(NamedTuple):
    """The two functions of a class.

    `copies` are the statements that read required properties, `decodes` those that turn some
    of them into objects; `counting` begins to count the properties that are there; `entries` are
    the items of the dict that is written.
    """

    kind: Code
    head: Code
    make: Code
    retry: Code
    copies: tuple[Code, ...]
    decodes: tuple[DecodeView, ...]
    optionals: tuple[OptionalView, ...]
    required_count: Code
    counting: Code
    extra_none: Code
    extra_rest: Code
    wire_head: Code
    entries: tuple[Code, ...]
    extra: Code
    extra_sent: Code


class UnionCodecView(NamedTuple):
    """The decoder of a union: its head and its statements."""

    kind: Code
    head: Code
    lines: tuple[Code, ...]


CodecView: TypeAlias = RecordCodecView | UnionCodecView


class TableView(NamedTuple):
    """A dict, or a list, below the functions."""

    name: Code
    opening: Code
    closing: Code
    entries: tuple[Code, ...]


class ModelPageView(NamedTuple):
    """A file under `models`. `close`: one blank line, not two, comes before the first alias."""

    doc: Code
    close: bool
    imports: tuple[Code, ...]
    checking: tuple[Code, ...]
    declarations: tuple[DeclarationView, ...]
    late: tuple[Code, ...]
    codecs: tuple[CodecView, ...]
    tables: tuple[TableView, ...]
    constants: tuple[Code, ...]
    registrations: tuple[Code, ...]


class ParamsView(NamedTuple):
    """A `TypedDict` (`fields`), or one whose keys are no identifiers (`entries`), or an alias."""

    kind: Code
    name: Code
    doc: Code
    fields: tuple[Code, ...]
    entries: tuple[Code, ...]
    line: Code


class ParamsPageView(NamedTuple):
    """A file under `models/_params`."""

    doc: Code
    close: bool
    imports: tuple[Code, ...]
    checking: tuple[Code, ...]
    declarations: tuple[ParamsView, ...]


class ModelsInitView(NamedTuple):
    """`models/__init__.py`: every name, and the module it stands in."""

    imports: tuple[Code, ...]
    homes: tuple[Code, ...]
    names: tuple[Code, ...]
    renamed: tuple[Code, ...]


class UnknownView(NamedTuple):
    """`models/_unknown.py`: the tag properties of all unions."""

    tags: tuple[Code, ...]
