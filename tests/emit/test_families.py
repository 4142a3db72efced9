"""What a discriminator leads to comes back as what it was, however a document writes it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from corpus.building import Built, build
from corpus.documents import Sample
from emit.families import (
    Documents,
    Family,
    Variant,
    families,
    sample,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from specloom.model.declarations import Union
from specloom.model.types import JsonScalar

SEEDS = st.integers(0, 2**32)


class Made:
    """The package of one document of families."""

    def __init__(self, made: list[Family], built: Built, package: ModuleType) -> None:
        self.families = made
        self.package = package
        self._built = built
        self._unions = {d.id: d for d in built.api.declarations if isinstance(d, Union)}

    def type(self, name: str) -> Any:
        """What a component is called in the package."""
        names = self._built.names.types
        return getattr(self.package.models, names[f"#/components/schemas/{name}"])

    def classes(self, family: Family) -> dict[str, Any]:
        """The classes of a family, by their components."""
        found: dict[str, Any] = {}
        names = self._built.names.types
        for variant in self._unions[f"#/components/schemas/{family.name}"].variants:
            id = getattr(variant.type, "id", "")
            component = id.removesuffix("/base").rpartition("/")[2]
            found[component] = getattr(self.package.models, names[id])
        return found

    def attribute(self, cls: Any, wire: str) -> str:
        """The attribute of a property."""
        at = {"@type": "type", "x-tag": "x_tag", "class": "class_"}
        return at.get(wire, wire)


@pytest.fixture(scope="module", params=("3.1.0", "3.0.3"))
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("families")
    chosen = list(families(seed=7))
    path = Documents(chosen, request.param).write(folder / "document")
    name = "families" + request.param.replace(".", "")
    built = build(Sample(name, path), folder)
    assert [d.message for d in built.outcome.diagnostics if d.code[1:] > "300"] == []
    with built.imported() as package:
        yield Made(chosen, built, package)


def instance(
    made: Made, family: Family, variant: Variant, seed: int
) -> tuple[Any, JsonScalar]:
    """An object of a variant, and the tag that it has to have on the wire. Only where there are
    several is one given."""
    chance = random.Random(seed)
    value = chance.choice(variant.values)
    given = {name: sample(kind, chance) for name, kind in variant.required.items()}
    cls = made.classes(family)[variant.component]
    if family.is_asked:
        given[made.attribute(cls, family.tag)] = value
    return cls(**given), value


def all_variants(made: Made) -> Iterator[tuple[Family, Variant]]:
    for family in made.families:
        for variant in family.variants:
            yield family, variant


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_each_variant_comes_back_as_itself(made: Made, seed: int) -> None:
    package = made.package
    for family, variant in all_variants(made):
        one, value = instance(made, family, variant, seed)
        type_ = made.type(family.name)
        sent = package.encode(one)
        where = f"{family} {variant.component}"
        assert sent[family.tag] == value, where
        assert isinstance(sent[family.tag], type(value)), where
        for strict in (False, True):
            back = package.decode(type_, sent, strict=strict)
            assert back.__class__ is one.__class__, where
            assert back == one, where
            assert package.decode(list[type_], [sent, sent], strict=strict) == [
                one,
                one,
            ]
            assert package.decode(dict[str, type_], {"a": sent}, strict=strict) == {
                "a": one
            }


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_each_variant_comes_back_inside_others(made: Made, seed: int) -> None:
    package = made.package
    for family, variant in all_variants(made):
        one, _ = instance(made, family, variant, seed)
        wrap = made.type(f"{family.name}Wrap")
        whole = wrap(one=one, many=[one], named={"": one}, either=one, pairs=[[one]])
        back = package.decode(wrap, package.encode(whole), strict=True)
        assert back == whole, f"{family} {variant.component}"
        for part in (
            back.one,
            back.many[0],
            back.named[""],
            back.either,
            back.pairs[0][0],
        ):
            assert part.__class__ is one.__class__


def test_what_nothing_leads_to_is_unknown(made: Made) -> None:
    package = made.package
    unlisted: tuple[Any, ...] = ("nothing", 99, 0.125, None, [], {}, "")
    for family in made.families:
        known = {repr(v) for variant in family.variants for v in variant.values}
        values = [v for v in unlisted if repr(v) not in known]
        if {True, False} != {v for variant in family.variants for v in variant.values}:
            values += [True] if repr(True) not in known else []
        for value in values:
            raw = {family.tag: value, "alpha": "", "beta": 1, "common": "x"}
            got = package.decode(made.type(family.name), raw)
            assert isinstance(got, package.models.UnknownVariant), f"{family} {value!r}"
            assert package.encode(got) == raw


def test_an_object_without_a_tag_is_the_base(made: Made) -> None:
    for family in made.families:
        if family.base:
            base = made.classes(family)[family.name]
            got = made.package.decode(made.type(family.name), {"common": "x"})
            assert got.__class__ is base, family
            assert made.package.encode(got) == {"common": "x"}


def test_tags_are_what_they_are_on_the_wire(made: Made) -> None:
    """A number that is written as text is no tag of a variant whose tag is a number."""
    for family, variant in all_variants(made):
        for value in variant.values:
            if isinstance(value, (bool, int, float)):
                raw = {family.tag: str(value)}
                got = made.package.decode(made.type(family.name), raw)
                assert isinstance(got, made.package.models.UnknownVariant), family
