"""The ladder on hand-made models: which variant each JSON value goes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from specloom.lower.ladder import TagTable, decide
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
from specloom.model.names import Hint, Strength
from specloom.model.types import (
    Anything,
    Format,
    JsonValue,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Nullable,
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
    return follow(tree, value, value)


def follow(tree: Dispatch, value: JsonValue, whole: JsonValue) -> int | None:
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
            return follow(found.get(kind, Unknown()), value, whole)
        case ByTag(name, tagged, absent, otherwise):
            assert isinstance(value, dict)
            if name not in value:
                return follow(absent, value, whole)
            for values, inner in tagged:
                if value[name] in values:
                    return follow(inner, value, whole)
            return follow(otherwise, value, whole)
        case ByKeys(keyed, otherwise):
            assert isinstance(value, dict)
            for asked in (all, any):
                for keys, inner in keyed:
                    if asked(k in value for k in keys):
                        return follow(inner, value, whole)
            return follow(otherwise, value, whole)
        case ByFit(fits):
            assert isinstance(value, dict)
            ranked = [
                (sum(k not in known for k in value), i, inner)
                for i, (inner, required, known) in enumerate(fits)
                if all(k in value for k in required)
            ]
            return (
                follow(min(ranked, key=lambda r: r[:2])[2], value, whole)
                if ranked
                else None
            )
        case ByValue(listed, otherwise):
            for values, inner in listed:
                if value in values:
                    return follow(inner, value, whole)
            return follow(otherwise, value, whole)
        case ByFormat(variants, otherwise):
            looks = {0: "T", 1: "-", 2: "-"}
            for v in variants:
                if isinstance(value, str) and looks.get(v, "?") in value:
                    return v
            return follow(otherwise, value, whole)
        case At(path, then, absent, or_null):
            part: Any = whole
            for step in path:
                try:
                    part = part[step]
                except (KeyError, IndexError, TypeError):
                    return follow(absent, whole, whole)
            if part is None and or_null:
                return follow(absent, whole, whole)
            return follow(then, part, whole)


def check(
    variants: list[Type],
    declared: list[Declaration],
    expected: list[tuple[JsonValue, int | None]],
    *tables: TagTable,
) -> Dispatch:
    known: Mapping[str, Declaration] = {d.id: d for d in declared}
    decision = decide(variants, known.get, tables)
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
    assert decision.groups() == [(0, 1)]
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


def test_a_discriminator_decides_and_a_base_takes_what_has_no_tag() -> None:
    check(
        [Ref("cat"), Ref("dog"), Ref("base")],
        [fields("cat", kind=TEXT), fields("dog", kind=TEXT), fields("base", kind=TEXT)],
        [({"kind": "Cat"}, 0), ({"kind": "d"}, 1), ({"kind": "new"}, None), ({}, 2)],
        TagTable(
            "kind",
            {0: ("Cat",), 1: ("Dog", "d"), 2: ()},
            absent=2,
            bases=frozenset({2}),
        ),
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


def test_by_the_kind_of_what_all_of_them_require() -> None:
    check(
        [Ref("text"), Ref("number"), Ref("flag"), Ref("list"), Ref("map"), Ref("null")],
        [
            fields("text", v=TEXT),
            fields("number", v=INTEGER),
            fields("flag", v=Scalar(Kind.BOOLEAN)),
            fields("list", v=ListOf(TEXT)),
            fields("map", v=MapOf(TEXT)),
            fields("null", v=Scalar(Kind.NULL)),
        ],
        [
            ({"v": ""}, 0),
            ({"v": 1}, 1),
            ({"v": 1.0}, 1),
            ({"v": True}, 2),
            ({"v": []}, 3),
            ({"v": {}}, 4),
            ({"v": None}, 5),
            ({}, None),
        ],
    )


def test_by_values_keys_and_items_further_inside() -> None:
    def box(id: str, inner: str, items: bool = False) -> Record:
        return fields(id, data=ListOf(Ref(inner)) if items else Ref(inner))

    inside = [
        fields("cat", kind=const("cat")),
        fields("dog", kind=const("dog")),
        fields("circle", r=NUMBER),
        fields("square", s=NUMBER),
    ]
    check(
        [Ref("a"), Ref("b")],
        [*inside, box("a", "cat"), box("b", "dog")],
        [
            ({"data": {"kind": "cat"}}, 0),
            ({"data": {"kind": "dog"}}, 1),
            ({"data": {"kind": "fish"}}, None),
            ({"data": {}}, None),
            ({"data": 5}, None),
        ],
    )
    check(
        [Ref("a"), Ref("b")],
        [*inside, box("a", "circle"), box("b", "square")],
        [({"data": {"r": 1}}, 0), ({"data": {"s": 1}}, 1), ({"data": {}}, None)],
    )
    check(
        [Ref("a"), Ref("b")],
        [*inside, box("a", "cat", items=True), box("b", "dog", items=True)],
        [
            ({"data": [{"kind": "cat"}, {}]}, 0),
            ({"data": [{"kind": "dog"}]}, 1),
            ({"data": [{"kind": "fish"}]}, None),
            ({"data": []}, 0),
        ],
    )


def test_what_a_question_leaves_together_is_asked_the_next_one() -> None:
    check(
        [Ref("a"), Ref("b"), Ref("c")],
        [
            fields("a", v=TEXT, w=TEXT),
            fields("b", v=TEXT, w=INTEGER),
            fields("c", v=INTEGER, w=INTEGER),
        ],
        [
            ({"v": "", "w": ""}, 0),
            ({"v": "", "w": 1}, 1),
            ({"v": 1, "w": 1}, 2),
            ({"v": True, "w": 1}, None),
        ],
    )


def test_null_and_absence_tell_nothing_where_all_may_have_them() -> None:
    tree = check(
        [Ref("a"), Ref("b")],
        [
            fields("a", _v=Nullable(TEXT), _w=TEXT),
            fields("b", _v=Nullable(INTEGER), _w=INTEGER),
        ],
        [
            ({"v": "", "w": 1}, 0),
            ({"v": 1}, 1),
            ({"v": None, "w": 1}, 1),
            ({"w": ""}, 0),
            ({"w": True}, None),
        ],
    )
    known = {d.id: d for d in (fields("a", v=TEXT), fields("b", v=INTEGER))}
    assert decide([Ref("a"), Ref("b")], known.get).groups() == []
    assert isinstance(tree, ByKind)


def test_records_that_hold_themselves_are_looked_into_once() -> None:
    known = {
        d.id: d
        for d in (
            fields("a", next=Nullable(Ref("a")), v=TEXT),
            fields("b", next=Nullable(Ref("b")), v=INTEGER),
            fields("c", next=Nullable(Ref("c"))),
            fields("d", next=Nullable(Ref("d"))),
        )
    }
    tree = decide([Ref("a"), Ref("b")], known.get).tree
    assert route(tree, {"next": None, "v": 1}) == 1
    assert decide([Ref("c"), Ref("d")], known.get).groups() == [(0, 1)]


def test_values_that_some_share_tell_the_others() -> None:
    def level(id: str, *values: str) -> Record:
        return fields(id, level=Literal(values))

    declared: list[Declaration] = [level("a", "1", "2"), level("b", "2", "3")]
    known = {d.id: d for d in declared}
    decision = decide([Ref("a"), Ref("b")], known.get)
    assert decision.groups() == [(0, 1)]
    for value, variant in ((("1"), 0), ("3", 1), ("2", 0), ("4", None)):
        assert route(decision.tree, {"level": value}) == variant


def test_an_object_without_the_keys_that_tell_is_of_who_can_lack_them() -> None:
    check(
        [Ref("a"), Ref("gone")],
        [fields("a", key=TEXT, _name=TEXT), fields("gone", key=TEXT, deleted=TEXT)],
        [({"key": 1}, 0), ({"key": 1, "deleted": 1}, 1), ({}, None)],
    )
