"""Makes JSON values for the types of a model: valid ones, and ones from a later API version.

Input: an `Api`. Output: payloads, always the same ones. What tells the variants of a union apart
is read from its dispatch here a second time, in the plainest way, so that a mistake in what a
target prints shows as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import assert_never

from specloom.model.api import Api
from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Field,
    Presence,
    Record,
    Union,
    Variant,
)
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
from specloom.model.wire_types import declared, listed
from specloom.model.types import (
    Anything,
    Format,
    JsonScalar,
    JsonValue,
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
    kind_of,
)

DEPTH = 3
"""How deep optional properties are filled in."""

NEW_PROPERTY, NEW_VALUE = "zz_new-property", "zz_new_value"

_ENDLESS = 1_000_000

_TEXTS = {
    Format.NONE: ("text", "", "ünï ☃ 𝄞"),
    Format.DATE_TIME: (
        "2024-02-29T12:34:56.123456789Z",
        "1985-04-12t23:20:50-00:00",
    ),
    Format.DATE: ("2024-02-29",),
    Format.TIME: ("12:34:56Z",),
    Format.DURATION: ("P3DT4H",),
    Format.UUID: ("F81D4FAE-7dec-11d0-a765-00a0c91e6bf6",),
    Format.BYTE: ("aGVsbG8=",),
    Format.BASE64URL: ("-__-", "aGVsbG8"),
    Format.BASE32: ("NBSWY3DP",),
    Format.BASE16: ("68656c6C6F",),
    Format.BINARY: ("raw",),
    Format.DECIMAL: ("12.50",),
}
_NUMBERS: dict[Kind, tuple[JsonScalar, ...]] = {
    Kind.NULL: (None,),
    Kind.BOOLEAN: (True, False),
    Kind.INTEGER: (7, 0, 2**70),
    Kind.NUMBER: (1.5, 3, -0.25),
}


@dataclass(frozen=True)
class Form:
    """What kind of payloads to make."""

    optional: bool = True
    """With the properties that may be left out, as deep as `DEPTH`."""
    new_properties: bool = False
    """With a property that no record declares, in every record."""
    new_values: bool = False
    """With a value that no enum lists, in every enum of strings that is told apart by it."""


class Payloads:
    """Payloads for the declarations of one API."""

    def __init__(self, api: Api) -> None:
        self._known = {d.id: d for d in api.declarations}
        self._heights = _heights(self._known)

    def of(self, id: str, form: Form, seed: int = 0) -> JsonValue:
        """A payload of the declaration; `seed` turns variants, enum values and texts on."""
        return self._value(Ref(id), form, seed, 0)

    def variant(self, union: Union, number: int, form: Form) -> JsonValue:
        """A payload of one variant of a union, with the tag that leads to it."""
        variant = union.variants[number]
        made = self._value(variant.type, form, 0, 1)
        if variant.tags and union.tag and isinstance(made, dict):
            made = {**made, union.tag: variant.tags[0]}
        elif variant.type == Ref(f"{union.id}/base") and isinstance(made, dict):
            # What has no tag is the base's own; any value may be that of one of its children.
            made = {key: part for key, part in made.items() if key != union.tag}
        return made

    def is_finite(self, id: str) -> bool:
        """Whether a value can end: no required property leads back for ever."""
        return self._heights[id] < _ENDLESS

    def _value(self, type: Type, form: Form, seed: int, depth: int) -> JsonValue:
        match type:
            case Scalar(Kind.STRING, format):
                texts = _TEXTS[format]
                return texts[seed % len(texts)]
            case Scalar(kind=kind):
                numbers = _NUMBERS[kind]
                return numbers[seed % len(numbers)]
            case Literal(values):
                return values[seed % len(values)]
            case ListOf(item):
                if isinstance(item, Never) or depth > DEPTH:
                    return []
                return [self._value(item, form, seed + n, depth + 1) for n in (0, 1)]
            case TupleOf(items, rest):
                made = [self._value(t, form, seed, depth + 1) for t in items]
                if rest is not None and depth < DEPTH:
                    made.append(self._value(rest, form, seed, depth + 1))
                return made
            case MapOf(value):
                if isinstance(value, Never) or depth > DEPTH:
                    return {}
                return {"a key": self._value(value, form, seed, depth + 1)}
            case Nullable(inner):
                if seed % 3 == 2 or depth > DEPTH:
                    return None
                return self._value(inner, form, seed, depth)
            case Anything():
                return {"anything": [1, "x", None, 1.5]}
            case Never():
                return None
            case Ref(id):
                return self._of_declaration(self._known[id], form, seed, depth)
            case _:
                assert_never(type)

    def _of_declaration(
        self, declared: Declaration, form: Form, seed: int, depth: int
    ) -> JsonValue:
        match declared:
            case Alias():
                return self._value(declared.type, form, seed, depth)
            case Enumeration():
                if form.new_values and declared.base == Scalar(Kind.STRING):
                    return NEW_VALUE
                return declared.members[seed % len(declared.members)].value
            case Record():
                return self._record(declared, form, seed, depth)
            case Union():
                return self._any_variant(declared, form, seed, depth)
            case _:
                assert_never(declared)

    def _record(self, record: Record, form: Form, seed: int, depth: int) -> JsonValue:
        made: dict[str, JsonValue] = {}
        for number, field in enumerate(record.fields):
            if field.presence is Presence.REQUIRED or (
                form.optional and depth < DEPTH and self._ends(field, depth)
            ):
                made[field.wire] = self._value(
                    field.type, form, seed + number, depth + 1
                )
        if form.new_properties:
            extra = record.extra
            made[NEW_PROPERTY] = (
                {"new": [1, None]}
                if extra is None or isinstance(extra, (Anything, Never))
                else self._value(extra, form, seed, DEPTH + 1)
            )
        return made

    def _ends(self, field: Field, depth: int) -> bool:
        return self._height(field.type) + depth < DEPTH + 12

    def _any_variant(
        self, union: Union, form: Form, seed: int, depth: int
    ) -> JsonValue:
        """A variant that its own dispatch finds again; the shortest one when it is deep."""
        numbers = list(range(len(union.variants)))
        if depth >= DEPTH:
            numbers.sort(key=lambda n: self._height(union.variants[n].type))
        else:
            turn = seed % len(numbers)
            numbers = numbers[turn:] + numbers[:turn]
        made: JsonValue = None
        for number in numbers[:4]:
            variant = union.variants[number]
            made = self._value(variant.type, form, seed, depth + 1)
            if variant.tags and union.tag and isinstance(made, dict):
                tags = self._allowed_tags(variant, union.tag)
                if not tags:
                    continue
                made = {**made, union.tag: tags[seed % len(tags)]}
            if route(union.dispatch, made) == number:
                return made
        return made

    def _allowed_tags(self, variant: Variant, name: str) -> list[JsonScalar]:
        """The tags that lead to a variant, of those that its own schema allows."""
        record = declared(variant.type, self._known.get)
        for field in record.fields if isinstance(record, Record) else ():
            own = listed(field.type, self._known.get)
            if field.wire == name and own is not None:
                return [tag for tag in variant.tags if tag in own]
        return list(variant.tags)

    def _height(self, type: Type) -> int:
        return _height(type, self._heights.__getitem__)


def _heights(known: dict[str, Declaration]) -> dict[str, int]:
    """How deep the smallest value of each declaration is; `_ENDLESS` if it has no end."""
    heights = dict.fromkeys(known, _ENDLESS)
    changed = True
    while changed:
        changed = False
        for id, declared in known.items():
            found = _declared_height(declared, heights.__getitem__)
            if found < heights[id]:
                heights[id] = found
                changed = True
    return heights


def _declared_height(declared: Declaration, height: Callable[[str], int]) -> int:
    match declared:
        case Alias():
            return _height(declared.type, height)
        case Enumeration():
            return 1
        case Record():
            inner = [
                _height(f.type, height)
                for f in declared.fields
                if f.presence is Presence.REQUIRED
            ]
            return min(1 + max(inner, default=0), _ENDLESS)
        case Union():
            return min(
                1 + min(_height(v.type, height) for v in declared.variants), _ENDLESS
            )
        case _:
            assert_never(declared)


def _height(type: Type, height: Callable[[str], int]) -> int:
    match type:
        case Ref(id):
            return height(id)
        case Never():
            return _ENDLESS
        case TupleOf(items, _):
            return 1 + max((_height(t, height) for t in items), default=0)
        case _:
            return 1


# What a dispatch says of a value --------------------------------------------------------------


def route(tree: Dispatch, value: JsonValue) -> int | None:
    """The variant that a dispatch takes `value` for; None if for none."""
    return _route(tree, value, value)


def _route(tree: Dispatch, value: JsonValue, whole: JsonValue) -> int | None:
    match tree:
        case Take(variant):
            return variant
        case Unknown():
            return None
        case ByKind(cases):
            found = dict(cases)
            kind = kind_of(value)
            if kind is Kind.INTEGER and kind not in found:
                kind = Kind.NUMBER
            return _route(found.get(kind, Unknown()), value, whole)
        case ByTag():
            if not isinstance(value, dict) or tree.property not in value:
                return _route(tree.absent, value, whole)
            inner = _listed(tree.cases, value[tree.property], tree.otherwise)
            return _route(inner, value, whole)
        case ByValue(cases, otherwise):
            return _route(_listed(cases, value, otherwise), value, whole)
        case ByKeys(cases, otherwise):
            for asked in (all, any):
                for keys, inner in cases:
                    if isinstance(value, dict) and asked(key in value for key in keys):
                        return _route(inner, value, whole)
            return _route(otherwise, value, whole)
        case ByFit(cases):
            return _route(_fittest(cases, value), value, whole)
        case ByFormat(variants, otherwise):
            return variants[0] if variants else _route(otherwise, value, whole)
        case At(path, then, absent, or_null):
            part = whole
            for step in path:
                if isinstance(part, dict) and step in part:
                    part = part[str(step)]
                elif isinstance(part, list) and part and step == 0:
                    part = part[0]
                else:
                    return _route(absent, whole, whole)
            if part is None and or_null:
                return _route(absent, whole, whole)
            return _route(then, part, whole)
        case _:
            assert_never(tree)


def _listed(
    cases: tuple[tuple[tuple[JsonScalar, ...], Dispatch], ...],
    found: JsonValue,
    otherwise: Dispatch,
) -> Dispatch:
    for values, inner in cases:
        if any(found == v and kind_of(found) is kind_of(v) for v in values):
            return inner
    return otherwise


def _fittest(
    cases: tuple[tuple[Dispatch, tuple[str, ...], tuple[str, ...]], ...],
    value: JsonValue,
) -> Dispatch:
    fits = [
        (len(value.keys() - set(declared)), inner)
        for inner, required, declared in cases
        if isinstance(value, dict) and value.keys() >= set(required)
    ]
    return min(fits, key=lambda fit: fit[0])[1] if fits else Unknown()


def is_a_guess(tree: Dispatch) -> bool:
    """Whether a dispatch ends in the best fit, or in formats, somewhere."""
    return any(isinstance(part, (ByFit, ByFormat)) for part in parts(tree))


def parts(tree: Dispatch) -> Iterator[Dispatch]:
    """A dispatch and all that it is made of."""
    yield tree
    match tree:
        case Take() | Unknown():
            return
        case ByKind(cases):
            inner = [i for _, i in cases]
        case ByTag():
            inner = [*(i for _, i in tree.cases), tree.absent, tree.otherwise]
        case ByKeys(cases, otherwise) | ByValue(cases, otherwise):
            inner = [*(i for _, i in cases), otherwise]
        case ByFit(cases):
            inner = [i for i, _, _ in cases]
        case ByFormat(_, otherwise):
            inner = [otherwise]
        case At():
            inner = [tree.then, tree.absent]
        case _:
            assert_never(tree)
    for part in inner:
        yield from parts(part)
