"""Stage 4, emit: the input form of a declaration, for `models/_params`.

Input: a declaration that requests hold. Output: the view of a `TypedDict` with the wire names, or
of an alias. Fields that only the API sets are left out.
"""

from __future__ import annotations

import keyword
from typing import assert_never

from specloom.emit.python.models.alias_types import AliasAnnotator
from specloom.emit.python.models.annotations import Annotator
from specloom.emit.python.models.views import ParamsView
from specloom.emit.python.printing.code import (
    Code,
    code,
    docstring,
    identifier,
    item,
    statement,
    string,
)
from specloom.emit.python.printing.imports import Imports
from specloom.model.declarations import (
    Access,
    Alias,
    Declaration,
    Enumeration,
    Field,
    Presence,
    Record,
    Union,
)
from specloom.model.types import Ref, Type


def params_view(
    declaration: Declaration,
    annotator: Annotator,
    aliases: AliasAnnotator,
    imports: Imports,
) -> ParamsView:
    """The input form of a declaration."""
    name = annotator.names.params_name(declaration.id)
    match declaration:
        case Record():
            return _record(declaration, name, annotator, aliases, imports)
        case Union():
            parts = [
                part
                for variant in declaration.variants
                for part in _mapping_forms(variant.type, aliases)
            ]
        case Alias():
            parts = aliases.input_alternatives(declaration.type)
        case Enumeration():
            parts = [aliases.reference(declaration.id)]
        case _:
            assert_never(declaration)
    return _alias(declaration, name, aliases.either(parts), aliases)


def _mapping_forms(type: Type, aliases: AliasAnnotator) -> list[Code]:
    """What may be given beside the objects that the union itself names."""
    if isinstance(type, Ref) and aliases.traits.has_params(type.id):
        return [aliases.params(type.id)]
    return aliases.input_alternatives(type)


def _alias(
    declaration: Declaration, name: Code, value: Code, aliases: AliasAnnotator
) -> ParamsView:
    alias = aliases.imports.needed("typing", "TypeAlias")
    line = statement(code("{}: {} = {}", name, alias, value))
    doc = docstring(_about(declaration, aliases), 0)
    return ParamsView(code("alias"), name, doc, (), (), line)


def _about(declaration: Declaration, annotator: Annotator) -> str:
    return f"What can be given for `{annotator.names.types[declaration.id]}`."


def _record(
    record: Record,
    name: Code,
    annotator: Annotator,
    aliases: AliasAnnotator,
    imports: Imports,
) -> ParamsView:
    fields = [field for field in record.fields if field.access is not Access.READ]
    doc = docstring(f"`{annotator.names.types[record.id]}` as a mapping.", 1)
    if any(not field.wire for field in fields):
        # A `TypedDict` cannot have the empty key.
        anything = aliases.mapping(aliases.any())
        return _alias(record, name, anything, aliases)
    typed_dict = imports.needed("typing", "TypedDict")
    if all(_is_attribute(field.wire) for field in fields):
        inside = annotator.within({field.wire for field in fields})
        lines = tuple(
            statement(
                code(
                    "{}: {}",
                    identifier(field.wire),
                    _annotation(field, inside, imports),
                ),
                1,
            )
            for field in fields
        )
        head = statement(code("class {}({}, total=False):", name, typed_dict))
        return ParamsView(code("class"), name, doc, lines, (), head)
    items = tuple(
        item(
            code(
                "{}: {}",
                string(field.wire),
                string(_annotation(field, annotator, imports)),
            ),
            2,
        )
        for field in fields
    )
    about = docstring(f"`{annotator.names.types[record.id]}` as a mapping.", 0)
    return ParamsView(code("call"), name, about, (), items, typed_dict)


def _is_attribute(wire: str) -> bool:
    """Whether a class body can declare this key; it would change names with two `_`."""
    return (
        wire.isidentifier()
        and wire.isascii()
        and not keyword.iskeyword(wire)
        and not (wire.startswith("__") and not wire.endswith("__"))
        and wire not in ("__slots__", "__annotations__", "__doc__", "__module__")
    )


def _annotation(field: Field, annotator: Annotator, imports: Imports) -> Code:
    spelled = annotator.input(field.type)
    if field.presence is Presence.OPTIONAL and not field.tag:
        return spelled
    required = imports.shadowed(imports.needed("typing", "Required"), annotator.members)
    return code("{}[{}]", required, spelled)
