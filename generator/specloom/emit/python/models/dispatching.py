"""Stage 4, emit: the decision tree of a union → the body of its decoder.

Input: a union and its `Dispatch`. Output: statements. A tag that leads straight to a variant is
looked up in a table; whatever else decides is an `if`. What no variant describes becomes an
`UnknownVariant`, except null and what is absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, assert_never

from specloom.emit.python.models.decoders import Decoders
from specloom.emit.python.printing.code import (
    Code,
    code,
    join,
    literal,
    statement,
    string,
)
from specloom.emit.python.printing.imports import Imports
from specloom.model.declarations import Union
from specloom.model.dispatch import (
    At,
    ByFit,
    ByFormat,
    ByKeys,
    ByKind,
    ByTag,
    ByValue,
    Dispatch,
    Take,
    Unknown,
)
from specloom.model.types import JsonScalar, Kind, ListOf, MapOf, Ref, TupleOf


class Table(NamedTuple):
    """A dict from tags to decoders, below the functions of a page."""

    name: Code
    entries: tuple[Code, ...]
    ordered: bool = False
    """A list, not a dict."""


_KINDS: dict[Kind, Code] = {
    Kind.NULL: code("is None"),
    Kind.OBJECT: code("is dict"),
    Kind.ARRAY: code("is list"),
    Kind.STRING: code("is str"),
    Kind.BOOLEAN: code("is bool"),
    Kind.INTEGER: code("is int"),
    Kind.NUMBER: code("in (int, float)"),
}


class Dispatching:
    """Writes the decoder of one union. `stem` begins the names of its tables."""

    def __init__(
        self,
        union: Union,
        stem: Code,
        decoders: Decoders,
        imports: Imports,
        unknown: Code | None,
    ) -> None:
        self._union = union
        self._stem = stem
        self._decoders = decoders
        self._imports = imports
        self._unknown = unknown
        self._tags: set[str] = set()
        # Bytes that a caller gives become, by the same way, those of the member's encoding.
        self._takes_bytes = decoders.traits.holds_encoded(Ref(union.id))
        self.tables: list[Table] = []

    def body(self) -> tuple[Code, ...]:
        """The statements of the decoder, indented by four."""
        dispatch = self._union.dispatch
        guard = _asked_of(dispatch)
        if guard is None or self._takes_bytes:
            return tuple(self._closed(dispatch, _DATA, 1))
        # Whatever decides below can only be asked of one kind of value.
        test = code("data.__class__ is not {}", guard)
        refused = self._line(2, self._nothing())
        return (self._if(test, 1), refused, *self._closed(dispatch, _DATA, 1))

    def _closed(self, dispatch: Dispatch, subject: Code, depth: int) -> list[Code]:
        """Statements that end in a `return` whatever the value is."""
        lines = self._open(dispatch, subject, depth)
        if not self._returns(dispatch):
            lines.append(self._line(depth, self._nothing()))
        return lines

    def _returns(self, dispatch: Dispatch) -> bool:
        """Whether the statements of `_open` always end in a `return`."""
        match dispatch:
            case Take() | Unknown() | ByTag():
                return True
            case ByKeys() | ByValue() | ByFormat():
                return self._returns(dispatch.otherwise)
            case ByKind() | ByFit():
                return False
            case At():
                return self._returns(dispatch.then)
            case _:
                assert_never(dispatch)

    def _open(self, dispatch: Dispatch, subject: Code, depth: int) -> list[Code]:
        match dispatch:
            case Take():
                return [self._line(depth, self._take(dispatch.variant))]
            case Unknown():
                return [self._line(depth, self._nothing())]
            case ByKind():
                return self._by_kind(dispatch, subject, depth)
            case ByTag():
                return self._by_tag(dispatch, subject, depth)
            case ByKeys():
                tests = (
                    (
                        join(
                            " and " if every else " or ",
                            (_has(key, subject) for key in keys),
                        ),
                        inner,
                    )
                    for keys, every, inner in dispatch.steps
                )
                return self._ifs(tests, dispatch.otherwise, subject, depth)
            case ByValue():
                tests = (
                    (_is_one_of(subject, values), inner)
                    for values, inner in dispatch.cases
                )
                return self._ifs(tests, dispatch.otherwise, subject, depth)
            case ByFit():
                return self._by_fit(dispatch, subject, depth)
            case ByFormat():
                return self._by_format(dispatch, subject, depth)
            case At():
                return self._at(dispatch, depth)
            case _:
                assert_never(dispatch)

    # The rungs -------------------------------------------------------------------------

    def _by_kind(self, dispatch: ByKind, subject: Code, depth: int) -> list[Code]:
        lines: list[Code] = []
        seen = {kind for kind, _ in dispatch.cases}
        for kind, inner in dispatch.cases:
            if kind is Kind.NULL and subject == _DATA:
                continue  # null is no variant of a union
            test = _KINDS[kind]
            if kind is Kind.STRING and self._takes_bytes:
                test = code("in (str, bytes)")
            if kind is Kind.NUMBER and Kind.INTEGER in seen:
                test = code("is float")
            of = code("{}" if kind is Kind.NULL else "{}.__class__", subject)
            lines.append(self._if(code("{} {}", of, test), depth))
            lines += self._closed(inner, subject, depth + 1)
        return lines

    def _ifs(
        self,
        tests: Iterable[tuple[Code, Dispatch]],
        otherwise: Dispatch,
        subject: Code,
        depth: int,
    ) -> list[Code]:
        lines: list[Code] = []
        for test, inner in tests:
            lines.append(self._if(test, depth))
            lines += self._closed(inner, subject, depth + 1)
        return lines + self._open(otherwise, subject, depth)

    def _by_tag(self, dispatch: ByTag, subject: Code, depth: int) -> list[Code]:
        tag = code("tag")
        key = string(dispatch.property)
        lines: list[Code] = []
        entries = self._entries(dispatch)
        if entries is not None:
            table = self._table(dispatch.property, entries)
            there = code("{}.get({})", subject, key)
            return [
                self._line(depth, code("try:")),
                self._line(depth + 1, code("decode = {}[{}[{}]]", table, subject, key)),
                self._line(depth, code("except (KeyError, TypeError):")),
                self._line(depth + 1, self._nothing(there)),
                self._line(depth, code("return decode(data)")),
            ]
        if isinstance(dispatch.absent, Unknown):
            lines.append(self._line(depth, code("{} = {}.get({})", tag, subject, key)))
        else:
            lines.append(self._if(code("{} not in {}", key, subject), depth))
            lines += self._closed(dispatch.absent, subject, depth + 1)
            lines.append(self._line(depth, code("{} = {}[{}]", tag, subject, key)))
        straight: list[Code] = []
        for values, inner in dispatch.cases:
            decoder = self._straight(inner)
            texts = [v for v in values if isinstance(v, str)]
            if decoder is not None and len(texts) == len(values):
                straight += [code("{}: {}", string(text), decoder) for text in texts]
            else:
                lines.append(self._if(_is_one_of(tag, values), depth))
                lines += self._closed(inner, subject, depth + 1)
        if straight:
            table = self._table(dispatch.property, straight)
            lines += [
                self._if(code("tag.__class__ is str and tag in {}", table), depth),
                self._line(depth + 1, code("return {}[tag](data)", table)),
            ]
        if isinstance(dispatch.otherwise, Unknown):
            lines.append(self._line(depth, self._nothing(tag)))
        else:
            lines += self._closed(dispatch.otherwise, subject, depth)
        return lines

    def _entries(self, dispatch: ByTag) -> list[Code] | None:
        """What a table says for every tag, where all of the decision is in it."""
        if not isinstance(dispatch.absent, Unknown):
            return None
        if not isinstance(dispatch.otherwise, Unknown):
            return None
        entries: list[Code] = []
        for values, inner in dispatch.cases:
            decoder = self._straight(inner)
            for value in values:
                if decoder is None or not isinstance(value, str):
                    return None
                entries.append(code("{}: {}", string(value), decoder))
        return entries

    def _by_fit(self, dispatch: ByFit, subject: Code, depth: int) -> list[Code]:
        best = self._imports.runtime("_runtime.wiring", "best_fit")
        table = self._table(
            "fit",
            [
                code("({}, {})", _keys(required), _keys(declared))
                for _, required, declared in dispatch.cases
            ],
            ordered=True,
        )
        lines = [self._line(depth, code("fit = {}({}, {})", best, subject, table))]
        for number, (inner, _, _) in enumerate(dispatch.cases):
            lines.append(self._if(code("fit == {}", literal(number)), depth))
            lines += self._closed(inner, subject, depth + 1)
        return lines

    def _by_format(self, dispatch: ByFormat, subject: Code, depth: int) -> list[Code]:
        lines: list[Code] = []
        for variant in dispatch.variants:
            decoder = self._decoders.of(self._union.variants[variant].type)
            if decoder is None:
                continue
            lines += [
                self._line(depth, code("parsed = {}({})", decoder, subject)),
                self._if(code("parsed.__class__ is not str"), depth),
                self._line(depth + 1, code("return parsed")),
            ]
        return lines + self._open(dispatch.otherwise, subject, depth)

    def _at(self, dispatch: At, depth: int) -> list[Code]:
        """Goes to another part of the value; where there is none, something else decides."""
        if not dispatch.path:
            return self._open(dispatch.then, _DATA, depth)
        absent = self._closed(dispatch.absent, _DATA, depth + 1)
        if dispatch.path == (0,):
            item = code("item")
            return [
                self._if(code("not {}", _DATA), depth),
                *absent,
                self._line(depth, code("{} = {}[0]", item, _DATA)),
                *self._open(dispatch.then, item, depth),
            ]
        part = code("item") if dispatch.path[-1] == 0 else code("found")
        found, is_absent = self._part(dispatch, part)
        return [
            self._line(depth, code("{} = {}", part, found)),
            self._if(is_absent, depth),
            *absent,
            *self._open(dispatch.then, part, depth),
        ]

    def _part(self, dispatch: At, part: Code) -> tuple[Code, Code]:
        """What finds a part of the value, and what says that there is none."""
        first, *more = dispatch.path
        if not more and dispatch.or_null:
            found = code("{}.get({})", _DATA, literal(first))
            return found, code("{} is None", part)
        unset = self._imports.runtime("_runtime.model", "UNSET")
        found = code("{}.get({}, {})", _DATA, literal(first), unset)
        if more:
            inside = self._imports.runtime("_runtime.wiring", "inside")
            names = join(", ", map(literal, dispatch.path))
            found = code("{}({}, {})", inside, _DATA, names)
        is_absent = code("{} is {}", part, unset)
        if dispatch.or_null:
            is_absent = code("{} is None or {}", part, is_absent)
        return found, is_absent

    # Their ends ------------------------------------------------------------------------

    def _take(self, variant: int) -> Code:
        decoded = self._decoders.applied(
            self._union.variants[variant].type,
            _DATA,
            code("_decode{}_{}", self._stem, self._variant_label(variant)),
        )
        return code("return {}", decoded)

    def _variant_label(self, variant: int) -> Code:
        """What tells the combined decoders of a union apart: they are of different shapes."""
        type = self._union.variants[variant].type
        depth: list[Code] = []
        while isinstance(type, (ListOf, MapOf)):
            inner = isinstance(type, ListOf)
            depth.append(code("list") if inner else code("map"))
            type = type.item if isinstance(type, ListOf) else type.value
        if isinstance(type, TupleOf):
            depth.append(code("tuple"))
        same = [
            v for v in self._union.variants[:variant] if isinstance(v.type, TupleOf)
        ]
        return join("_of_", depth + [code("other")] * len(same))

    def _straight(self, dispatch: Dispatch) -> Code | None:
        """The decoder that a decision leads to at once; None if there is more to ask."""
        if not isinstance(dispatch, Take):
            return None
        type = self._union.variants[dispatch.variant].type
        if isinstance(type, (ListOf, MapOf, TupleOf)):
            return None
        return self._decoders.of(type)

    def _nothing(self, tag: Code | None = None) -> Code:
        if self._unknown is None:
            return code("return data")
        unlisted = self._imports.runtime("_runtime.unknown", "unlisted")
        if tag is None:
            return code("return {}({}, data)", unlisted, self._unknown)
        return code("return {}({}, data, {})", unlisted, self._unknown, tag)

    def _table(self, key: str, entries: Sequence[Code], ordered: bool = False) -> Code:
        label = spell_table(key, self._tags)
        name = code("{}_by_{}", self._stem, label)
        self.tables.append(Table(name, tuple(entries), ordered))
        return name

    def _if(self, test: Code, depth: int) -> Code:
        return self._line(depth, code("if {}:", test))

    def _line(self, depth: int, line: Code) -> Code:
        return code("{}{}", _INDENTS[min(depth, 19)], statement(line, depth))


def _asked_of(dispatch: Dispatch) -> Code | None:
    """The one kind of value that a decision can be asked of; None if any will do."""
    match dispatch:
        case ByTag() | ByKeys() | ByFit():
            return code("dict")
        case ByFormat():
            return code("str")
        case At():
            return code("list") if dispatch.path[:1] == (0,) else code("dict")
        case Take() | Unknown() | ByKind() | ByValue():
            return None
        case _:
            assert_never(dispatch)


_DATA = code("data")
_INDENTS = [
    join("", [code("    ")] * depth) for depth in range(20)
]  # no document nests its decisions deeper


def spell_table(key: str, taken: set[str]) -> Code:
    """The last part of a table's name: the property, told apart if it decides twice."""
    from specloom.emit.python.names import spelling
    from specloom.emit.python.printing.code import identifier

    label = spelling.snake(spelling.wire_words(key), "tag")
    while label in taken:
        label += "_too"
    taken.add(label)
    return identifier(spelling.safe(label))


def _has(key: str, subject: Code) -> Code:
    return code("{} in {}", string(key), subject)


def _keys(names: Iterable[str]) -> Code:
    parts = [string(name) for name in names]
    if len(parts) == 1:
        return code("({},)", parts[0])
    return code("({})", join(", ", parts))


def _is_one_of(subject: Code, values: Sequence[JsonScalar]) -> Code:
    """A test for one of some values; `True` is not `1`, and a list is not hashed."""
    if all(isinstance(v, str) for v in values):
        if len(values) == 1:
            return code("{} == {}", subject, literal(values[0]))
        return code("{} in {}", subject, code("({})", join(", ", map(literal, values))))
    tests = [_is_value(subject, value) for value in values]
    return (
        tests[0] if len(tests) == 1 else join(" or ", (code("({})", t) for t in tests))
    )


def _is_value(subject: Code, value: JsonScalar) -> Code:
    if value is None or isinstance(value, bool):
        return code("{} is {}", subject, literal(value))
    if isinstance(value, str):
        return code("{} == {}", subject, literal(value))
    return code(
        "{}.__class__ is not bool and {} == {}", subject, subject, literal(value)
    )
