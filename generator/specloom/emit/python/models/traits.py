"""Stage 4, emit: what follows from a declaration for Python, asked once for the whole API.

Input: the declarations. Output: whether a value of it has to be decoded at all, and whether
what a caller may give differs from what is received.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
from specloom.model.walk import inner_types, references


class Traits:
    """Answers about the declarations of one API."""

    def __init__(
        self, declarations: Mapping[str, Declaration], enum_classes: bool = False
    ) -> None:
        self._enum_classes = enum_classes
        self._decoded: set[str] = set()
        self._unknown: set[str] = set()
        self._params: set[str] = set()
        self._numerals: set[str] = set()
        self._encoded: set[str] = set()
        self._given: set[str] = set()
        questions: tuple[tuple[set[str], Callable[[Declaration], bool]], ...] = (
            (self._decoded, self._declaration_is_decoded),
            (self._unknown, self._declaration_may_be_unknown),
            (self._params, self._declaration_has_params),
            (self._numerals, self._declaration_holds_numerals),
            (self._encoded, self._declaration_holds_encoded),
            (self._given, self._declaration_takes_encoded),
        )
        users = _users(declarations.values())
        for known, question in questions:
            _close(known, declarations.values(), users, question)

    def is_decoded(self, type: Type) -> bool:
        """Whether a value of this type becomes anything but what JSON makes of it."""
        match type:
            case Scalar():
                return type.format not in _PLAIN
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
                return type.id in self._decoded
            case _:
                assert_never(type)

    def is_decoded_declaration(self, id: str) -> bool:
        """Whether a declaration has a decoder."""
        return id in self._decoded

    def _declaration_is_decoded(self, declaration: Declaration) -> bool:
        match declaration:
            case Record():
                return True
            case Union():
                return any(self.is_decoded(v.type) for v in declaration.variants)
            case Alias():
                return self.is_decoded(declaration.type)
            case Enumeration():
                return self.is_enum_class(declaration)
            case _:
                assert_never(declaration)

    def is_enum_class(self, enumeration: Enumeration) -> bool:
        """Whether an enum becomes a class: its values are all texts or all integers."""
        kinds = {member.value.__class__ for member in enumeration.members}
        return self._enum_classes and kinds in ({str}, {int})

    def has_params(self, id: str) -> bool:
        """Whether a declaration has an input form of its own (`RunObjectParams`)."""
        return id in self._params

    def may_be_unknown(self, id: str) -> bool:
        """Whether a value of a union can be an `UnknownVariant`: records are among it."""
        return id in self._unknown

    def _declaration_may_be_unknown(self, declaration: Declaration) -> bool:
        match declaration:
            case Record():
                return True
            case Union():
                return any(self._holds_record(v.type) for v in declaration.variants)
            case Alias():
                return self._holds_record(declaration.type)
            case Enumeration():
                return False
            case _:
                assert_never(declaration)

    def _holds_record(self, type: Type) -> bool:
        match type:
            case Scalar() | Literal() | Anything() | Never():
                return False
            case ListOf():
                return self._holds_record(type.item)
            case MapOf():
                return self._holds_record(type.value)
            case TupleOf():
                return any(map(self._holds_record, type.items))
            case Nullable():
                return self._holds_record(type.type)
            case Ref():
                return type.id in self._unknown
            case _:
                assert_never(type)

    def _declaration_has_params(self, declaration: Declaration) -> bool:
        if not declaration.usage.in_requests:
            return False
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
                return type.id in self._params
            case _:
                assert_never(type)

    def holds_numerals(self, type: Type) -> bool:
        """Whether a value of this type is a number that may have come as text, or lists and
        objects of them. (What stands in a record is the record's to write.)"""
        return self._holds(type, _NUMERALS, self._numerals)

    def holds_encoded(self, type: Type) -> bool:
        """The same of bytes that are written in another way than as base64."""
        return self._holds(type, _ENCODED, self._encoded)

    def takes_encoded(self, type: Type) -> bool:
        """Whether such bytes stand anywhere in what a caller may give, in records too."""
        return self._holds(type, _ENCODED, self._given)

    def _holds(self, type: Type, formats: frozenset[Format], known: set[str]) -> bool:
        """Whether a scalar of `formats` is in a type; `known` are the declarations it is in."""
        match type:
            case Scalar():
                return type.format in formats
            case Literal() | Anything() | Never():
                return False
            case ListOf():
                return self._holds(type.item, formats, known)
            case MapOf():
                return self._holds(type.value, formats, known)
            case TupleOf():
                rest = () if type.rest is None else (type.rest,)
                parts = (*type.items, *rest)
                return any(self._holds(part, formats, known) for part in parts)
            case Nullable():
                return self._holds(type.type, formats, known)
            case Ref():
                return type.id in known
            case _:
                assert_never(type)

    def _declaration_holds_numerals(self, declaration: Declaration) -> bool:
        return not isinstance(declaration, Record) and any(
            map(self.holds_numerals, inner_types(declaration))
        )

    def _declaration_holds_encoded(self, declaration: Declaration) -> bool:
        return not isinstance(declaration, Record) and any(
            map(self.holds_encoded, inner_types(declaration))
        )

    def _declaration_takes_encoded(self, declaration: Declaration) -> bool:
        return any(map(self.takes_encoded, inner_types(declaration)))


def _users(declarations: Iterable[Declaration]) -> Mapping[str, list[Declaration]]:
    """Declaration → those whose types mention it."""
    users: dict[str, list[Declaration]] = {}
    for declaration in declarations:
        for type in inner_types(declaration):
            for id in references(type):
                users.setdefault(id, []).append(declaration)
    return users


def _close(
    known: set[str],
    declarations: Iterable[Declaration],
    users: Mapping[str, list[Declaration]],
    question: Callable[[Declaration], bool],
) -> None:
    """Adds to `known` all for which `question` says yes, until nothing more follows.

    The answer for a declaration changes only with that for one that it mentions.
    """
    pending = list(declarations)
    while pending:
        declaration = pending.pop()
        if declaration.id not in known and question(declaration):
            known.add(declaration.id)
            pending += users.get(declaration.id, ())


_PLAIN = frozenset({Format.NONE, Format.BINARY})
_NUMERALS = frozenset({Format.NUMERAL})
_ENCODED = frozenset({Format.BASE64URL, Format.BASE32, Format.BASE16})
