"""Names: spelled by rule 2 and 8, settled by rule 6, kept by the lock (rule 9)."""

from __future__ import annotations

import random
import re

import pytest
from emit.building import (
    SPAN,
    STRING,
    api,
    component,
    enumeration,
    field,
    record,
)
from specloom.emit.python.names import spelling
from specloom.emit.python.names.allocation import Wish, settle
from specloom.emit.python.names.naming import allocate
from specloom.model.api import Page
from specloom.model.declarations import Declaration, Record
from specloom.model.names import Hint, Strength


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("assistant_id", "assistant_id"),
        ("assistantId", "assistant_id"),
        ("fileIDs", "file_ids"),
        ("HTTPServer", "http_server"),
        ("OAuth2Token", "oauth2_token"),
        ("OpenAIFile", "openai_file"),
        ("IPv4", "ipv4"),
        ("+1", "plus_1"),
        ("-1", "minus_1"),
        ("StartTime", "start_time"),
        ("StartTime<", "start_time_lt"),
        ("StartTime>", "start_time_gt"),
        ("$ref", "ref"),
        ("@type", "type"),
        ("_id", "id"),
        ("class", "class_"),
        ("self", "self_"),
        ("list", "list"),
        ("type", "type"),
        ("match", "match"),
        ("X-Request-ID", "x_request_id"),
        ("created[gte]", "created_gte"),
        ("3d", "field_3d"),
        ("", "field"),
        ("😀", "u1f600"),
        ("日付", "日付"),
        ("ﬁle", "file"),
        ("a\u2028b", "a_u2028_b"),
        ("__class__", "class_"),
        ("None", "none"),
    ],
)
def test_wire_names(wire: str, name: str) -> None:
    assert spelling.wire_ladder(wire, "field").plain == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("AssistantsApiToolChoiceOption",), "AssistantsApiToolChoiceOption"),
        (("payment", "intent"), "PaymentIntent"),
        (("Error", "2"), "Error2"),
        (("3d", "model"), "Type3dModel"),
        (("url",), "Url"),
        (("HTTPServer",), "HTTPServer"),
        ((), "Type"),
    ],
)
def test_classes(words: tuple[str, ...], name: str) -> None:
    assert spelling.pascal(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [(("RunObject",), "run_object"), (("Aux",), "aux_"), (("import",), "import_")],
)
def test_modules(words: tuple[str, ...], name: str) -> None:
    assert spelling.module(words) == name


def test_long_names_are_cut_and_still_differ() -> None:
    one, other = (spelling.pascal(["a" * 10_000 + end]) for end in "xy")
    assert one != other and len(one) < 150


def test_fields_that_fold_together() -> None:
    made = record(
        "R", *(field(w, STRING) for w in ("id", "ID", "Id", "_id", "i-d", "i.d"))
    )
    names = allocate(api(made), {})
    got = {f.wire: str(names.attribute(f.id)) for f in made.fields}
    assert got == {
        "id": "id",
        "ID": "id_upper",
        "Id": "id_pascal",
        "_id": "underscore_id",
        "i-d": "i_dash_d",
        "i.d": "i_dot_d",
    }


def _inline(
    name: str, owner: str, words: tuple[str, ...], *context: tuple[str, ...]
) -> Record:
    hint = Hint(words, Strength.DERIVED, context)
    return Record(component(name), hint, component(owner), (), None, SPAN)


def _declarations() -> list[Declaration]:
    return [
        record("FooBar"),
        record("foo_bar"),
        record("Foo-Bar"),
        record("UnknownVariant"),
        record("RunParams"),
        record("Run"),
        _inline("A/properties/x", "A", ("FooBar",), ("A", "X")),
        _inline("B/properties/x", "B", ("Twin",), ("B", "X")),
        _inline("C/properties/x", "C", ("Twin",), ("C", "X")),
        record("A"),
        record("B"),
        record("C"),
        record("None"),
        enumeration("E", "a b", "a-b", "A B", "", "+1", "-1", "1"),
    ]


def test_collisions_are_settled_by_context_and_rank() -> None:
    names = allocate(api(*_declarations()), {})
    assert {id.rpartition("schemas/")[2]: name for id, name in names.types.items()} == {
        "FooBar": "FooBarPascal",
        "foo_bar": "Foo_Bar",
        "Foo-Bar": "FooBarKebab",
        "UnknownVariant": "UnknownVariantPascal",
        "RunParams": "RunParams",
        "Run": "Run",
        "A/properties/x": "AX",
        "B/properties/x": "BX",
        "C/properties/x": "CX",
        "A": "A",
        "B": "B",
        "C": "C",
        "None": "None_",
        "E": "E",
    }
    assert names.params[component("Run")] == "RunParamsDict"
    members = [str(names.member(component("E"), number)) for number in range(7)]
    assert members == [
        "A_B_LOWER",
        "A_DASH_B",
        "A_B_UPPER",
        "VALUE",
        "PLUS_1",
        "MINUS_1",
        "VALUE_1",
    ]


def test_order_carries_no_meaning() -> None:
    declarations = _declarations()
    expected = allocate(api(*declarations), {})
    for seed in range(5):
        random.Random(seed).shuffle(declarations)
        names = allocate(api(*declarations), {})
        assert names.types == expected.types
        assert names.modules == expected.modules
        assert names.params == expected.params
        assert names.lock == expected.lock


def test_no_two_names_fold_together_and_none_is_numbered() -> None:
    names = allocate(api(*_declarations()), {})
    classes = [*names.types.values(), *names.params.values()]
    for group in (classes, [*names.modules.values()], [*names.stems.values()]):
        assert len({name.casefold() for name in group}) == len(group)
        assert all(name.isidentifier() for name in group)
        assert not [name for name in group if re.search(r"\d", name)]


def test_a_lock_keeps_names_and_newcomers_take_context() -> None:
    first = allocate(api(record("foo_bar"), record("A")), {})
    assert first.types[component("foo_bar")] == "FooBar"
    second = allocate(api(record("FooBar"), record("foo_bar"), record("A")), first.lock)
    assert second.types[component("foo_bar")] == "FooBar"
    assert second.modules[component("foo_bar")] == first.modules[component("foo_bar")]
    assert second.types[component("FooBar")] == "FooBarPascal"
    renamed = {**first.lock, f"type:{component('A')}": "Better"}
    third = allocate(api(record("foo_bar"), record("A")), renamed)
    assert third.types[component("A")] == "Better"
    broken = {f"type:{component('A')}": "not a name"}
    assert allocate(api(record("A")), broken).types[component("A")] == "A"


def test_pages_of_operations_give_way_to_components() -> None:
    page = Page(
        "#/paths/~1a/get", Hint(("Thing",), Strength.SUGGESTED, (("get", "a"),))
    )
    inline = Record(
        "#/paths/~1a/get/body",
        Hint(("ThingBody",), Strength.DERIVED),
        page.id,
        (),
        None,
        SPAN,
    )
    names = allocate(api(record("Thing"), inline, pages=(page,)), {})
    assert names.modules == {component("Thing"): "thing", page.id: "get_a"}


def test_a_stronger_wish_keeps_the_plain_name() -> None:
    wishes = [
        Wish("a", ["x", "ax"], 0),
        Wish("b", ["x", "bx"], 1),
        Wish("c", ["X", "cx"], 0),
    ]
    assert settle(wishes, {}) == {"a": "ax", "b": "x", "c": "cx"}
    assert settle(wishes, {"a": "x"}) == {"a": "x", "b": "bx", "c": "cx"}
    assert settle(wishes, {}, taken=["x"]) == {"a": "ax", "b": "bx", "c": "cx"}
    same = settle([Wish("a", ["x"]), Wish("b", ["x"])], {})
    assert len(set(same.values())) == 2 and all(
        n.startswith("x_") for n in same.values()
    )


def test_what_cannot_be_kept_of_a_lock_is_known() -> None:
    entry = f"type:{component('A')}"
    assert allocate(api(record("A")), {entry: "B"}).refused == {}
    assert allocate(api(record("A")), {entry: "no name"}).refused == {entry: "no name"}
    both = {entry: "Same", f"type:{component('B')}": "same"}
    names = allocate(api(record("A"), record("B")), both)
    assert names.refused == {f"type:{component('B')}": "same"}
