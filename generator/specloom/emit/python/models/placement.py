"""Stage 4, emit: which declarations stand on which page of models, and in which order.

Input: the declarations that are generated. Output: pages by module name; on each the inline
children come before what is made of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from specloom.emit.python.names.naming import Names
from specloom.model.declarations import Declaration
from specloom.model.walk import inner_types, references


class ModelPage(NamedTuple):
    """One file under `models`: its owner's id and what stands on it."""

    owner: str
    module: str
    declarations: tuple[Declaration, ...]


def plan_pages(
    declarations: Iterable[Declaration], names: Names
) -> tuple[ModelPage, ...]:
    """The pages in the order of their modules' names."""
    by_owner: defaultdict[str, list[Declaration]] = defaultdict(list)
    for declaration in declarations:
        by_owner[declaration.owner].append(declaration)
    pages = [
        ModelPage(owner, names.modules[owner], _children_first(owner, found))
        for owner, found in by_owner.items()
    ]
    return tuple(sorted(pages, key=lambda page: page.module))


def _children_first(
    owner: str, found: Iterable[Declaration]
) -> tuple[Declaration, ...]:
    """A depth-first order over references within the page; the owner comes last."""
    here: Mapping[str, Declaration] = {d.id: d for d in found}
    ordered: dict[str, Declaration] = {}
    entered: set[str] = set()

    def visit(declaration: Declaration) -> None:
        stack = [(declaration, iter(_inner(declaration)))]
        entered.add(declaration.id)
        while stack:
            current, children = stack[-1]
            for id in children:
                if id in here and id not in entered:
                    entered.add(id)
                    child = here[id]
                    stack.append((child, iter(_inner(child))))
                    break
            else:
                stack.pop()
                ordered[current.id] = current

    for id, declaration in here.items():
        if id not in entered and id != owner:
            visit(declaration)
    if owner in here:
        top = here[owner]
        visit(top) if owner not in entered else None
        ordered[owner] = ordered.pop(owner)
    return tuple(ordered.values())


def _inner(declaration: Declaration) -> list[str]:
    return [id for type in inner_types(declaration) for id in references(type)]
