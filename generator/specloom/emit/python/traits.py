"""Stage 4, emit: what follows from a declaration for Python, asked once for the whole API.

Input: the declarations. Output: whether a value of it has to be decoded at all, and whether
what a caller may give differs from what is received.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from specloom.model.declarations import Alias, Declaration, Enumeration, Record, Union
from specloom.model.types import (
    Anything,
    Format,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Never,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
)


class Traits:
    """Answers about the declarations of one API."""

    def __init__(
        self, declarations: Mapping[str, Declaration], enum_classes: bool = False
    ) -> None:
        self.declarations = declarations
        self.enum_classes = enum_classes
        """Whether enums are classes (`StrEnum`), not `Literal` aliases."""
        self._decoded: dict[str, bool] = {}
        self._params: dict[str, bool] = {}

    def is_decoded(self, type: Type) -> bool:
        """Whether a value of this type becomes anything but what JSON makes of it."""
        match type:
            case Scalar():
                return type.kind is Kind.STRING and type.format not in _PLAIN
            case Literal() | Anything() | Never():
                return False
            case ListOf():
                return self.is_decoded(type.item)
            case MapOf():
                return self.is_decoded(type.value)
            case TupleOf():
                return True
            case Nullable():
                return self.is_decoded(type.type)
            case Ref():
                return self._ask(self._decoded, type.id, self._declaration_is_decoded)
            case _:
                assert_never(type)

    def _declaration_is_decoded(self, declaration: Declaration) -> bool:
        match declaration:
            case Record():
                return True
            case Union():
                return any(self.is_decoded(v.type) for v in declaration.variants)
            case Alias():
                return self.is_decoded(declaration.type)
            case Enumeration():
                return self.enum_classes
            case _:
                assert_never(declaration)

    def has_params(self, id: str) -> bool:
        """Whether a declaration has an input form of its own (`RunObjectParams`)."""
        return self._ask(self._params, id, self._declaration_has_params)

    def _declaration_has_params(self, declaration: Declaration) -> bool:
        match declaration:
            case Record():
                return True
            case Union():
                return any(self._accepts_more(v.type) for v in declaration.variants)
            case Alias():
                return self._accepts_more(declaration.type)
            case Enumeration():
                return False
            case _:
                assert_never(declaration)

    def _accepts_more(self, type: Type) -> bool:
        match type:
            case Scalar():
                return type.kind is Kind.STRING and type.format not in _PLAIN
            case Literal() | Anything() | Never():
                return False
            case ListOf() | MapOf():
                return True
            case TupleOf():
                rest = () if type.rest is None else (type.rest,)
                return any(map(self._accepts_more, (*type.items, *rest)))
            case Nullable():
                return self._accepts_more(type.type)
            case Ref():
                return self.has_params(type.id)
            case _:
                assert_never(type)

    def _ask(
        self, known: dict[str, bool], id: str, question: Callable[[Declaration], bool]
    ) -> bool:
        """The least answer that satisfies a recursion: no, until something says yes."""
        answer = known.get(id)
        if answer is None:
            known[id] = False
            known[id] = answer = question(self.declarations[id])
        return answer


_PLAIN = frozenset({Format.NONE, Format.BINARY})
