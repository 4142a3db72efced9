"""What `options.py` says about its options, read from its own docstrings."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from specloom.config import options


def docs_of(cls: type[Any]) -> dict[str, str]:
    """Field → the docstring below it."""
    module = ast.parse(inspect.getsource(options))
    body = next(
        node.body
        for node in module.body
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__
    )
    docs: dict[str, str] = {}
    for field, text in zip(body, body[1:], strict=False):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(doc))),
            ):
                docs[name] = " ".join(doc.split())
            case _:
                pass
    return docs
