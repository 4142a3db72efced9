"""What a generated package would do, whatever its words: to compare it with its harmless twin."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from specloom.emit.target import OutputFile

from security.making import printed

_BUILTINS = frozenset(dir(builtins))


@dataclass(slots=True)
class Shape:
    """The shape of a package, or of one file of it."""

    nodes: set[str] = field(default_factory=set[str])
    """Types of AST nodes."""
    calls: set[str] = field(default_factory=set[str])
    """What is called; names of the package's own are `*`."""
    imports: set[str] = field(default_factory=set[str])
    """What is imported; names of the package's own are `*`."""
    own: set[str] = field(default_factory=set[str])
    """Names that the package gives: classes, functions, attributes, variables, modules."""

    def against(self, twin: Shape) -> tuple[set[str], set[str]]:
        """What only this one has, and what only its twin has."""
        own = self.own | twin.own
        one, other = self._facts(own), twin._facts(own)
        return one - other, other - one

    def _facts(self, own: set[str]) -> set[str]:
        # A name that is a built-in function is taken for that, whoever else has it.
        calls = {_said(call, own - _BUILTINS) for call in self.calls}
        imports = {_said(n, own) if n[0] == "." else n for n in self.imports}
        return {
            *self.nodes,
            *(f"call {name}" for name in calls),
            *(f"import {name}" for name in imports),
        }


def _said(dotted: str, own: set[str]) -> str:
    return ".".join("*" if part in own else part for part in dotted.split("."))


def shape_of(files: Iterable[OutputFile]) -> Shape:
    """The shape of all printed Python files; SyntaxError if one is none."""
    whole = Shape()
    for file in printed(files):
        if file.path.endswith(".py"):
            one = _shape_of_text(file.content)
            whole.nodes |= one.nodes
            whole.calls |= one.calls
            whole.imports |= one.imports
            whole.own |= one.own
            whole.own.update(file.path.removesuffix(".py").split("/"))
    return whole


@lru_cache(maxsize=400)
def _shape_of_text(text: str) -> Shape:
    shape = Shape()
    for node in ast.walk(ast.parse(text)):
        shape.nodes.add(type(node).__name__)
        match node:
            case ast.Call(func=func):
                shape.calls.add(_dotted(func))
            case ast.Import(names=names):
                shape.imports.update(name.name for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                start = "." * level + (module or "") if level else module
                shape.imports.update(f"{start}.{name.name}" for name in names)
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.arg(arg=name):
                shape.own.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]):
                shape.own.add(name)
            case (
                ast.ClassDef(name=name, decorator_list=decorators)
                | ast.FunctionDef(name=name, decorator_list=decorators)
                | ast.AsyncFunctionDef(name=name, decorator_list=decorators)
            ):
                shape.own.add(name)
                shape.calls.update(map(_dotted, decorators))
            case _:
                pass
    return shape


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}"
        case ast.Call(func=func):
            return f"{_dotted(func)}.()"
        case ast.Subscript(value=value):
            return f"{_dotted(value)}.[]"
        case _:
            return type(node).__name__
