"""Stage 4, emit: `models/__init__.py`, where every name is, and `models/_unknown.py`.

Input: the pages of models. Output: the views of the two files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from specloom.emit.python.models.placement import ModelPage
from specloom.emit.python.models.traits import Traits
from specloom.emit.python.models.views import ModelsInitView, UnknownView
from specloom.emit.python.names.naming import Names
from specloom.emit.python.printing.code import code, identifier, item, string
from specloom.emit.python.printing.import_order import (
    Name,
    import_statements,
    sorted_names,
)
from specloom.model.declarations import Declaration, Record, Union
from specloom.model.walk import references


def unknown_view(
    chosen: Iterable[Declaration], declarations: Mapping[str, Declaration], names: Names
) -> UnknownView:
    """The attributes that tell the variants of any union apart."""
    tags: set[str] = set()
    for declaration in chosen:
        if isinstance(declaration, Union) and declaration.tag:
            tags |= _tag_attributes(declaration, declarations, names)
    tags -= {"tag", "raw"}
    return UnknownView(tuple(map(identifier, sorted(tags))))


def _tag_attributes(
    union: Union, declarations: Mapping[str, Declaration], names: Names
) -> set[str]:
    found: set[str] = set()
    for variant in union.variants:
        for id in references(variant.type):
            record = declarations[id]
            if isinstance(record, Record):
                found |= {
                    names.attributes[field.id]
                    for field in record.fields
                    if field.wire == union.tag
                }
    return found


def init_view(
    pages: Iterable[ModelPage], names: Names, traits: Traits
) -> ModelsInitView:
    """`models/__init__.py`."""
    homes: dict[str, str] = {"UnknownVariant": "_unknown"}
    for page in pages:
        for declaration in page.declarations:
            homes[names.types[declaration.id]] = page.module
            if traits.has_params(declaration.id):
                params = names.params[declaration.id]
                homes[params] = f"_params.{page.module}"
    renamed = _renamed(pages, names, traits)
    by_module: dict[str, list[Name]] = {}
    for name in {**homes, **renamed}:
        new = renamed.get(name, name)
        by_module.setdefault(f".{homes[new]}", []).append((new, name))
    return ModelsInitView(
        tuple(import_statements(by_module, 1)),
        tuple(
            item(code("{}: {}", string(name), string(homes[name])), 2)
            for name in sorted(homes)
        ),
        tuple(item(string(name), 1) for name in sorted_names({**homes, **renamed})),
        tuple(
            item(code("{}: {}", string(old), string(new)), 2)
            for old, new in sorted(renamed.items())
        ),
    )


def _renamed(
    pages: Iterable[ModelPage], names: Names, traits: Traits
) -> dict[str, str]:
    """Old names of types and of their input forms → the names they have now."""
    renamed: dict[str, str] = {}
    for declaration in (d for page in pages for d in page.declarations):
        id = declaration.id
        for old in names.old_types.get(id, ()):
            renamed[old] = names.types[id]
            if traits.has_params(id):
                renamed.setdefault(f"{old}Params", names.params[id])
    taken = {*names.types.values(), *names.params.values()}
    return {old: new for old, new in renamed.items() if old not in taken}
