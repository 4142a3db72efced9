"""The ladder on hand-made models: which variant each JSON value goes to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from specloom.lower.dispatch import Tags, decide
from specloom.model.declarations import (
    Alias,
    Declaration,
    Default,
    Enumeration,
    Field,
    Member,
    Presence,
    Record,
)
from specloom.model.dispatch import (
    ByFit,
    ByFormat,
    ByItem,
    ByKeys,
    ByKind,
    ByTag,
    ByValue,
    Dispatch,
    Take,
    Unknown,
)
from specloom.model.names import Hint, Strength
from specloom.model.types import (
    Anything,
    Format,
    JsonValue,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Ref,
    Scalar,
    Type,
    kind_of,
)
from specloom.source import Span

HERE = Span("test", "")
HINT = Hint(("X",), Strength.DERIVED)
TEXT, INTEGER, NUMBER = Scalar(Kind.STRING), Scalar(Kind.INTEGER), Scalar(Kind.NUMBER)


def fields(id: str, **types: Type | tuple[Type, JsonValue]) -> Record:
    """A record whose fields are required, or optional where the name starts with `_`."""
    made: list[Field] = []
    for name, type in types.items():
        default = None
        if isinstance(type, tuple):
            type, value = type
            default = Default(value)
        presence = Presence.OPTIONAL if name.startswith("_") else Presence.REQUIRED
        wire = name.lstrip("_")
        made.append(
            Field(f"{id}/{wire}", wire, HINT, type, presence, HERE, default=default)
        )
    return Record(id, HINT, id, tuple(made), Anything(), HERE)


def const(value: str) -> Literal:
    return Literal((value,))


def route(tree: Dispatch, value: JsonValue) -> int | None:
    """What a target has to print, interpreted: the variant of `value`, None if unknown."""
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
            return route(found.get(kind, Unknown()), value)
        case ByTag(name, tagged, absent, otherwise):
            assert isinstance(value, dict)
            if name not in value:
                return route(absent, value)
            for values, inner in tagged:
                if value[name] in values:
                    return route(inner, value)
            return route(otherwise, value)
        case ByKeys(keyed, otherwise):
            assert isinstance(value, dict)
            for asked in (all, any):
                for keys, inner in keyed:
                    if asked(k in value for k in keys):
                        return route(inner, value)
            return route(otherwise, value)
        case ByFit(fits):
            assert isinstance(value, dict)
            ranked = [
                (sum(k not in known for k in value), i, inner)
                for i, (inner, required, known) in enumerate(fits)
                if all(k in value for k in required)
            ]
            return route(min(ranked, key=lambda r: r[:2])[2], value) if ranked else None
        case ByValue(listed, otherwise):
            for values, inner in listed:
                if value in values:
                    return route(inner, value)
            return route(otherwise, value)
        case ByFormat(variants, otherwise):
            looks = {0: "T", 1: "-", 2: "-"}
            for v in variants:
                if isinstance(value, str) and looks.get(v, "?") in value:
                    return v
            return route(otherwise, value)
        case ByItem(first, empty):
            assert isinstance(value, list)
            return route(first, value[0]) if value else route(empty, value)


def check(
    variants: list[Type],
    declared: list[Declaration],
    expected: list[tuple[JsonValue, int | None]],
    tags: Tags | None = None,
) -> Dispatch:
    known: Mapping[str, Declaration] = {d.id: d for d in declared}
    decision = decide(variants, known.get, tags)
    assert [(v, route(decision.tree, v)) for v, _ in expected] == expected
    return decision.tree


def test_kinds_are_told_apart_first() -> None:
    check(
        [TEXT, ListOf(TEXT), Ref("a"), NUMBER],
        [fields("a", x=TEXT)],
        [("s", 0), ([], 1), ({}, 2), (1, 3), (1.5, 3), (True, None), (None, None)],
    )


def test_a_tag_needs_no_discriminator() -> None:
    tree = check(
        [Ref("a"), Ref("b")],
        [fields("a", type=const("a")), fields("b", type=const("b"), _x=TEXT)],
        [({"type": "a"}, 0), ({"type": "b"}, 1), ({"type": "c"}, None), ({}, None)],
    )
    assert isinstance(tree, ByKind)


def test_a_required_tag_wins_over_an_optional_one_and_likely_names_over_others() -> (
    None
):
    declared: list[Declaration] = [
        fields("a", _type=const("a"), zone=const("1"), area=const("1")),
        fields("b", _type=const("b"), zone=const("2"), area=const("2")),
    ]
    decision = decide([Ref("a"), Ref("b")], {d.id: d for d in declared}.get)
    assert decision.tag == "area"


def test_an_absent_optional_tag_means_the_variant_with_a_default() -> None:
    check(
        [Ref("a"), Ref("b")],
        [fields("a", _type=(const("a"), "a")), fields("b", type=const("b"))],
        [({"type": "a"}, 0), ({}, 0), ({"type": "b"}, 1), ({"type": "?"}, None)],
    )


def test_a_shared_tag_value_opens_the_ladder_again() -> None:
    check(
        [Ref("a"), Ref("b"), Ref("c")],
        [
            fields("a", type=const("x"), url=TEXT),
            fields("b", type=const("x"), file=TEXT),
            fields("c", type=const("y")),
        ],
        [
            ({"type": "x", "url": ""}, 0),
            ({"type": "x", "file": ""}, 1),
            ({"type": "y"}, 2),
            ({"type": "x"}, None),
        ],
    )


def test_keys_that_one_variant_alone_requires_to_a_fixpoint() -> None:
    check(
        [Ref("a"), Ref("b"), Ref("c")],
        [
            fields("a", p=TEXT),
            fields("b", p=TEXT, q=TEXT),
            fields("c", p=TEXT, q=TEXT, r=TEXT),
        ],
        [({"p": 1, "q": 1, "r": 1}, 2), ({"p": 1, "q": 1}, 1), ({"p": 1}, 0)],
    )


def test_all_the_keys_of_one_variant_count_more_than_some_of_another() -> None:
    check(
        [Ref("user"), Ref("team")],
        [fields("user", n=TEXT, p=TEXT, q=TEXT), fields("team", n=TEXT, r=TEXT)],
        [
            ({"n": 1, "r": 1, "p": 1}, 1),
            ({"n": 1, "p": 1, "q": 1, "r": 1}, 0),
            ({"n": 1, "q": 1}, 0),
            ({"n": 1}, None),
        ],
    )


def test_declared_keys_where_no_required_ones_help() -> None:
    check(
        [Ref("a"), Ref("b")],
        [fields("a", _p=TEXT), fields("b", _q=TEXT)],
        [({"p": 1}, 0), ({"q": 1}, 1)],
    )


def test_the_best_fit_is_last_and_is_reported() -> None:
    declared: list[Declaration] = [
        fields("a", p=TEXT, _q=TEXT),
        fields("b", p=TEXT, _q=TEXT),
    ]
    decision = decide([Ref("a"), Ref("b")], {d.id: d for d in declared}.get)
    assert decision.unclear == [(0, 1)]
    assert route(decision.tree, {"p": 1}) == 0


def test_strings_by_value_then_by_format_then_plain() -> None:
    dated, day = Scalar(Kind.STRING, Format.DATE_TIME), Scalar(Kind.STRING, Format.DATE)
    enum = Enumeration(
        "e", HINT, "e", (Member("auto", HINT), Member("none", HINT)), TEXT, False, HERE
    )
    check(
        [dated, day, TEXT, Ref("e")],
        [enum],
        [("auto", 3), ("2020-01-01T00:00", 0), ("2020-01-01", 1), ("hello", 2)],
    )


def test_integers_go_to_the_number_that_no_enum_lists() -> None:
    enum = Enumeration(
        "e", HINT, "e", (Member(1, HINT), Member(2, HINT)), INTEGER, False, HERE
    )
    check([NUMBER, Ref("e")], [enum], [(1, 1), (3, 0), (2.5, 0)])


def test_lists_by_their_first_element_and_the_first_when_empty() -> None:
    check(
        [ListOf(TEXT), ListOf(INTEGER), ListOf(ListOf(INTEGER))],
        [],
        [(["a"], 0), ([1], 1), ([[1]], 2), ([], 0), ([None], None)],
    )


def test_a_record_before_a_map() -> None:
    check(
        [MapOf(TEXT), Ref("a")],
        [fields("a", url=TEXT)],
        [({"url": "x"}, 1), ({"other": "x"}, 0), ({}, 0)],
    )


def test_an_alias_is_looked_through() -> None:
    alias = Alias("l", HINT, "l", ListOf(TEXT), HERE)
    check([Ref("l"), TEXT], [alias], [([], 0), ("x", 1)])


def test_a_discriminator_decides_and_a_base_takes_unknown_values() -> None:
    check(
        [Ref("cat"), Ref("dog"), Ref("base")],
        [fields("cat", kind=TEXT), fields("dog", kind=TEXT), fields("base", kind=TEXT)],
        [({"kind": "Cat"}, 0), ({"kind": "d"}, 1), ({"kind": "new"}, 2), ({}, 2)],
        Tags("kind", {0: ("Cat",), 1: ("Dog", "d")}, otherwise=2),
    )


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_the_choice_does_not_depend_on_the_order_of_variants(order: list[int]) -> None:
    declared: list[Declaration] = [
        fields("a", p=TEXT, _x=TEXT),
        fields("b", p=TEXT, q=TEXT),
        fields("c", r=TEXT),
    ]
    known = {d.id: d for d in declared}
    variants = [Ref(declared[i].id) for i in order]
    tree = decide(variants, known.get).tree
    for value, id in (
        ({"p": 1, "q": 1}, "b"),
        ({"r": 1}, "c"),
        ({"p": 1, "x": 1}, "a"),
    ):
        found = route(tree, dict[str, JsonValue](value))
        assert found is not None and variants[found].id == id
