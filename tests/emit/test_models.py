"""A package of models with every type and every way to tell variants apart."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import json
import pickle
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import black
import pytest
from checkers import run_mypy, run_pyright
from emit.building import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    alias,
    api,
    constant,
    enumeration,
    field,
    load,
    record,
    ref,
    union,
    write_models,
)
from specloom.model.api import Api
from specloom.model.declarations import Access
from specloom.model.dispatch import (
    At,
    ByFit,
    ByFormat,
    ByKeys,
    ByKind,
    ByTag,
    ByValue,
    Take,
    Unknown,
)
from specloom.model.doc import Doc
from specloom.model.types import (
    Anything,
    Format,
    Kind,
    ListOf,
    Literal,
    MapOf,
    Nullable,
    Scalar,
    TupleOf,
)

_DATE_TIME = Scalar(Kind.STRING, Format.DATE_TIME)
_DATE = Scalar(Kind.STRING, Format.DATE)
_COUNT = Scalar(Kind.INTEGER, Format.NUMERAL)
_KEY = Scalar(Kind.STRING, Format.BASE64URL)
_FORMATS = [
    Format.DATE_TIME,
    Format.DATE,
    Format.TIME,
    Format.DURATION,
    Format.UUID,
    Format.BYTE,
    Format.BASE64URL,
    Format.BASE32,
    Format.BASE16,
    Format.DECIMAL,
    Format.BINARY,
]


def everything() -> Api:
    """One declaration or more for each thing that a page can hold."""
    return api(
        record("Cat", constant("type", "cat"), field("lives", INTEGER, optional=True)),
        record("Dog", constant("type", "dog"), field("owner", Nullable(ref("Person")))),
        union(
            "Pet",
            ByTag(
                "type", ((("cat",), Take(0)), (("dog", "puppy"), Take(1))), Unknown()
            ),
            ref("Cat"),
            ref("Dog"),
            tag="type",
        ),
        record(
            "Person",
            field("name", STRING, doc=Doc(description='Who "they" are: \\N{BULLET}')),
            field("pets", ListOf(ref("Pet"))),
            field("best", Nullable(ref("Pet")), optional=True),
            field("by_name", MapOf(Nullable(ref("Pet"))), optional=True),
            field("friends", ListOf(ref("Person")), optional=True),
            field("id", STRING, access=Access.READ),
            field("secret", STRING, optional=True, access=Access.WRITE),
        ),
        record(
            "Shadow",
            field("list", ListOf(STRING)),
            field("type", Literal(("a", "b")), optional=True),
            field("str", Nullable(STRING), optional=True),
            field("date", _DATE, optional=True),
            field("dict", MapOf(NUMBER), optional=True),
            field("class", BOOLEAN, optional=True),
            field("self", INTEGER, optional=True),
            field("+1", INTEGER, optional=True),
            field("X-Rate Limit", INTEGER, optional=True),
            field("userId", STRING, optional=True),
            field("user_id", STRING, optional=True),
            field("user-id", STRING, optional=True),
            field("data", STRING, optional=True),
            field("__dunder", STRING, optional=True),
            field("日付", STRING, optional=True),
            field("", STRING, optional=True),
        ),
        record(
            "Formats",
            *(field(f.value, Scalar(Kind.STRING, f), optional=True) for f in _FORMATS),
            field("list", ListOf(_DATE_TIME), optional=True),
            field("matrix", ListOf(ListOf(ref("Cat"))), optional=True),
            field("tree", MapOf(ListOf(ref("Cat"))), optional=True),
            field("pair", TupleOf((_DATE, ref("Cat")), None), optional=True),
            field("row", TupleOf((STRING,), INTEGER), optional=True),
            field("any", Anything(), optional=True),
            field("lists", ref("Cats"), optional=True),
        ),
        record("Empty"),
        record("Open", field("name", STRING), extra=Anything()),
        record("Typed", field("extra", STRING), extra=ref("Cat")),
        record(
            "Counts",
            field("one", _COUNT),
            field("maybe", Nullable(_COUNT), optional=True),
            field("list", ListOf(ref("Count")), optional=True),
            field("map", MapOf(Scalar(Kind.NUMBER, Format.NUMERAL)), optional=True),
            field("pair", TupleOf((_COUNT, STRING), None), optional=True),
            extra=ListOf(_COUNT),
        ),
        record(
            "Keys",
            field("one", _KEY),
            field("list", ListOf(ref("Key")), optional=True),
            field("map", MapOf(Scalar(Kind.STRING, Format.BASE32)), optional=True),
            field("byte", Scalar(Kind.STRING, Format.BYTE), optional=True),
            field("by_id", MapOf(ref("Keys")), optional=True),
            field("either", ref("KeyOrCount"), optional=True),
        ),
        alias("Key", _KEY),
        union(
            "KeyOrCount",
            ByKind(((Kind.STRING, Take(0)), (Kind.INTEGER, Take(1)))),
            ref("Key"),
            INTEGER,
        ),
        alias("Count", _COUNT),
        alias("Cats", ListOf(ref("Cat"))),
        alias("Moment", _DATE_TIME),
        alias("Plain", MapOf(STRING)),
        alias("Renamed", ref("Cat")),
        enumeration("Colour", "red", "green", 'blue "sky"'),
        enumeration("Level", 1, 2, open=False),
        union(
            "Json",
            ByKind(
                (
                    (Kind.STRING, Take(0)),
                    (Kind.ARRAY, Take(1)),
                    (Kind.OBJECT, Take(2)),
                )
            ),
            STRING,
            ListOf(ref("Json")),
            MapOf(ref("Json")),
        ),
        union(
            "Mixed",
            ByKind(
                (
                    (Kind.INTEGER, Take(0)),
                    (Kind.NUMBER, Take(1)),
                    (Kind.BOOLEAN, Take(2)),
                    (
                        Kind.STRING,
                        ByValue(((("x", "y"), Take(3)),), ByFormat((4, 5), Take(6))),
                    ),
                    (
                        Kind.ARRAY,
                        At(
                            (0,),
                            ByKind(((Kind.OBJECT, Take(7)), (Kind.STRING, Take(8)))),
                            Take(7),
                        ),
                    ),
                    (
                        Kind.OBJECT,
                        ByKeys(
                            ((("lives",), Take(9)),),
                            ByFit(
                                (
                                    (
                                        Take(10),
                                        ("name", "pets", "id"),
                                        ("name", "pets"),
                                    ),
                                    (Take(11), ("name",), ("name",)),
                                )
                            ),
                        ),
                    ),
                )
            ),
            INTEGER,
            NUMBER,
            BOOLEAN,
            Literal(("x", "y")),
            _DATE_TIME,
            _DATE,
            STRING,
            ListOf(ref("Cat")),
            ListOf(STRING),
            ref("Cat"),
            ref("Person"),
            ref("Open"),
        ),
        union(
            "Numbered",
            ByTag(
                "kind",
                (
                    ((1,), Take(0)),
                    ((True,), Take(1)),
                    (("dog",), ByKeys(((("owner",), Take(1)),), Unknown())),
                ),
                Take(0),
            ),
            ref("Cat"),
            ref("Dog"),
            tag="kind",
        ),
        union(
            "Scalars",
            ByKind(((Kind.STRING, Take(0)), (Kind.NULL, Take(1)))),
            STRING,
            INTEGER,
        ),
    )


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("models") / "everything"
    write_models(everything(), folder)
    yield folder
    for name in [n for n in sys.modules if n.split(".")[0] == "everything"]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def sdk(package: Path) -> tuple[ModuleType, ModuleType]:
    return load(package)


def test_black_changes_nothing(package: Path) -> None:
    mode = black.Mode(target_versions={black.TargetVersion.PY311})
    for path in sorted((package / "models").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert black.format_str(text, mode=mode) == text, path.name


def test_every_name_is_importable_and_every_type_resolves(
    sdk: tuple[ModuleType, ModuleType],
) -> None:
    models, _ = sdk
    reflect = importlib.import_module("everything._runtime.reflect")
    assert sorted(models.__all__) == sorted(set(models.__all__)) == dir(models)
    for name in models.__all__:
        value = getattr(models, name)
        if dataclasses.is_dataclass(value):
            assert all(not isinstance(f.type, str) for f in dataclasses.fields(value))
        elif isinstance(value, type) and name.endswith("Params"):
            assert reflect.hints(value) is not None
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        models.Nothing  # noqa: B018


_PERSON = {
    "name": "Ann",
    "id": "p1",
    "pets": [{"type": "cat"}, {"type": "dog", "owner": None}],
}

_PAYLOADS: list[tuple[str, Any]] = [
    ("Pet", {"type": "cat", "lives": 9}),
    ("Pet", {"type": "dog", "owner": _PERSON}),
    ("Pet", {"type": "puppy", "owner": None}),
    ("Pet", {"type": "fish", "fins": 3}),
    ("Pet", {"lives": 3}),
    ("Pet", {"type": ["cat"]}),
    ("Pet", {"type": None}),
    ("Pet", 5),
    ("Pet", None),
    ("Person", {**_PERSON, "best": None, "by_name": {"a": None, "b": {"type": "cat"}}}),
    ("Person", {**_PERSON, "friends": [_PERSON, {}]}),
    ("Person", {**_PERSON, "best": {"type": "new", "x": [1]}, "unknown": {"a": 1}}),
    ("Person", {"name": 1, "pets": {"type": "cat"}, "by_name": [1], "friends": "x"}),
    ("Person", {}),
    ("Person", []),
    (
        "Shadow",
        {
            "list": ["a"],
            "type": "b",
            "str": None,
            "date": "2024-02-29",
            "dict": {"a": 1},
            "class": True,
            "self": 1,
            "+1": 2,
            "X-Rate Limit": 3,
            "userId": "a",
            "user_id": "b",
            "user-id": "c",
            "data": "d",
            "__dunder": "e",
            "日付": "f",
            "": "g",
            "\ud800": "h",
        },
    ),
    (
        "Formats",
        {
            "date-time": "2024-01-02t03:04:05.123456789z",
            "date": "2024-01-02",
            "time": "03:04:05Z",
            "duration": "PT5M",
            "uuid": "12345678-1234-5678-1234-56781234ABCD",
            "byte": "aGVsbG8=",
            "base64url": "-__-",
            "base32": "nbswy3dp",
            "base16": "68656C6c6f",
            "decimal": "1.10",
            "binary": "raw",
            "list": ["2024-01-02T03:04:05Z", "nonsense", 5, None],
            "matrix": [[{"type": "cat"}], None, [5]],
            "tree": {"a": [{"type": "cat", "x": 1}]},
            "pair": ["2024-01-02", {"type": "cat"}],
            "row": ["a", 1, 2],
            "any": [{"x": None}],
            "lists": [{"type": "cat"}],
        },
    ),
    ("Formats", {"pair": ["2024-01-02"], "row": [], "date": "soon", "matrix": 4}),
    ("Empty", {}),
    ("Empty", {"a": 1}),
    ("Open", {"name": "x", "more": {"a": [1]}}),
    ("Typed", {"extra": "x", "tom": {"type": "cat", "lives": 1}, "odd": 3}),
    ("Typed", {"extra": "x"}),
    ("Counts", {"one": 1, "maybe": None, "list": [2], "map": {"a": 0.5}, "b": [3]}),
    (
        "Counts",
        {
            "one": "1",
            "maybe": "-20",
            "list": ["2", 3],
            "map": {"a": "0.50", "b": "1e3"},
            "pair": ["4", "4"],
            "more": ["5", 6, "six"],
        },
    ),
    ("Counts", {"one": "01"}),
    ("Keys", {"one": "aGVsbG8", "list": ["-__-", "+//+", 5], "map": {"a": "x"}}),
    ("Cats", [{"type": "cat"}, 3]),
    ("Moment", "2024-01-02T03:04:05Z"),
    ("Renamed", {"type": "cat"}),
    ("Json", {"a": ["b", {"c": []}], "d": None, "e": 5}),
    ("Numbered", {"kind": 1}),
    ("Numbered", {"kind": True, "owner": None}),
    ("Numbered", {"kind": "dog", "owner": None}),
    ("Numbered", {"kind": "dog"}),
    ("Numbered", {}),
    ("Numbered", {"kind": {}}),
    ("Mixed", 1),
    ("Mixed", 1.5),
    ("Mixed", True),
    ("Mixed", "x"),
    ("Mixed", "2024-01-02T03:04:05Z"),
    ("Mixed", "2024-01-02"),
    ("Mixed", "other"),
    ("Mixed", [{"type": "cat"}]),
    ("Mixed", ["a"]),
    ("Mixed", []),
    ("Mixed", [5]),
    ("Mixed", {"lives": 1, "type": "cat"}),
    ("Mixed", {"name": "x", "pets": [], "id": "1"}),
    ("Mixed", {"name": "x"}),
    ("Mixed", {"nothing": "x"}),
]


@pytest.mark.parametrize(("name", "data"), _PAYLOADS)
def test_round_trip(sdk: tuple[ModuleType, ModuleType], name: str, data: Any) -> None:
    """Also of data that does not fit: encode(decode(x)) == x."""
    models, codec = sdk
    before = copy.deepcopy(data)
    value = codec.decode(getattr(models, name), data)
    assert data == before
    assert codec.encode(value) == data
    assert json.loads(codec.to_json(value)) == data
    again = codec.from_json(getattr(models, name), codec.to_json(value))
    assert again == value
    assert codec.encode(pickle.loads(pickle.dumps(value))) == data
    assert codec.encode(copy.deepcopy(value)) == data


def test_values_have_their_classes(sdk: tuple[ModuleType, ModuleType]) -> None:
    models, codec = sdk

    def kind(name: str, data: Any) -> str:
        return type(codec.decode(getattr(models, name), data)).__name__

    assert kind("Pet", {"type": "puppy", "owner": None}) == "Dog"
    assert kind("Pet", {"type": "fish"}) == "UnknownVariant"
    assert kind("Pet", 5) == "UnknownVariant"
    assert kind("Mixed", {"lives": 1}) == "Cat"
    assert kind("Mixed", {"name": "x", "pets": [], "id": "1"}) == "Person"
    assert kind("Mixed", {"name": "x", "a": 1}) == "Open"
    assert kind("Mixed", {"nothing": 1}) == "UnknownVariant"
    assert kind("Mixed", "2024-01-02") == "Date"
    assert kind("Mixed", "2024-01-02T03:04:05Z") == "DateTime"
    assert kind("Numbered", {"kind": True}) == "Dog"
    assert kind("Numbered", {"kind": 1}) == "Cat"
    assert kind("Numbered", {"kind": 2}) == "UnknownVariant"
    assert kind("Json", {"a": 1}) == "dict"

    unknown = codec.decode(models.Pet, {"type": "fish"})
    assert (unknown.tag, unknown.raw, unknown.type) == ("fish", {"type": "fish"}, None)
    formats = codec.decode(models.Formats, dict(_PAYLOADS[16][1]))
    assert isinstance(formats.date_time, datetime) and isinstance(formats.date, date)
    assert isinstance(formats.uuid, UUID) and formats.byte == b"hello"
    assert formats.matrix[0][0].type == "cat" and formats.matrix[1] is None
    assert isinstance(formats.pair[0], date) and formats.pair[1].type == "cat"
    sent = models.Keys(
        one=b"\xfb\xff\xfe",
        list=[b"\xfb", "-w"],
        map={"a": b"hello"},
        byte=b"\xfb\xff\xfe",
        by_id={"k": models.Keys(one=b"")},
        either=b"\xfb\xff\xfe",
    )
    assert json.loads(codec.to_json(sent)) == {
        "one": "-__-",
        "list": ["-w==", "-w"],
        "map": {"a": "NBSWY3DP"},
        "byte": "+//+",
        "by_id": {"k": {"one": ""}},
        "either": "-__-",
    }
    counts = codec.decode(models.Counts, {"one": "1", "map": {"a": "0.50"}})
    assert counts.one + 1 == 2 and counts.map["a"] * 2 == 1.0
    typed = codec.decode(models.Typed, {"extra": "x", "tom": {"type": "cat"}})
    assert typed.extra_properties["tom"].type == "cat"


def test_requests_leave_out_what_only_the_api_sets(
    sdk: tuple[ModuleType, ModuleType],
) -> None:
    models, codec = sdk
    person = models.Person(name="Ann", pets=[models.Cat()], id="p1", secret="s")
    encoder = importlib.import_module("everything._runtime.json")
    sent = json.loads(encoder.dumps({"person": person}))
    assert sent == {"person": {"name": "Ann", "pets": [{"type": "cat"}], "secret": "s"}}
    assert codec.encode(person)["id"] == "p1"


def test_strict_decoding_names_every_place(sdk: tuple[ModuleType, ModuleType]) -> None:
    models, codec = sdk
    good = {**_PERSON, "best": None, "unknown": 1, "by_name": {"a": {"type": "cat"}}}
    assert codec.decode(models.Person, good, strict=True).name == "Ann"
    bad = {
        "name": None,
        "pets": [{"type": "cat", "lives": "nine"}, {"type": "fish"}, 5],
        "by_name": {"a b": {"type": "dog"}},
        "friends": [{"name": "x", "pets": [], "id": 7}],
    }
    with pytest.raises(codec.DecodeError) as caught:
        codec.decode(models.Person, bad, strict=True)
    assert str(caught.value).splitlines() == [
        "$.name: expected a string, got null",
        "$.pets[0].lives: expected an integer, got the string 'nine'",
        "$.pets[1]: expected Cat or Dog, got the tag 'fish'",
        "$.pets[2]: expected Cat or Dog, got the number 5",
        "$.by_name['a b'].owner: expected Person or null, but it is missing",
        "$.friends[0].id: expected a string, got the number 7",
        "$.id: expected a string, but it is missing",
    ]
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
    with pytest.raises(codec.DecodeError, match="expected a date-time, got the string"):
        codec.decode(models.Moment, "soon", strict=True)
    with pytest.raises(codec.DecodeError, match=r"^\$: not JSON: "):
        codec.from_json(models.Person, "{")
    with pytest.raises(codec.DecodeError, match="expected one of 1, 2"):
        codec.decode(models.Level, 3, strict=True)
    assert codec.decode(models.Colour, "mauve", strict=True) == "mauve"


def test_generic_types_are_decoded(sdk: tuple[ModuleType, ModuleType]) -> None:
    models, codec = sdk
    cats = codec.decode(list[models.Cat], [{"type": "cat"}])
    assert cats == [models.Cat()]
    assert (
        codec.decode(dict[str, models.Pet], {"a": {"type": "cat"}})["a"] == models.Cat()
    )
    assert codec.decode(models.Cat | None, None) is None
    assert codec.decode(models.Pet | None, None) is None
    assert codec.decode(models.Pet | None, {"type": "cat"}) == models.Cat()
    assert codec.decode(datetime, "2024-01-02T03:04:05Z").year == 2024
    with pytest.raises(TypeError, match="not a type of this API"):
        codec.decode(Path, {})


_USES = """
from everything.models import (
    Cat, Colour, Dog, Person, PersonParams, Pet, UnknownVariant
)

def name(pet: Pet) -> str:
    if pet.type == "cat":
        return str(pet.lives)
    if pet.type == "dog":
        return pet.owner.name if pet.owner else ""
    return f"{pet.tag}"

def by_class(pet: Pet) -> int:
    match pet:
        case Cat(lives=lives):
            return lives or 0
        case Dog():
            return 1
        case UnknownVariant(tag=tag):
            return len(str(tag))

def colour(value: Colour) -> str:
    return value

given: PersonParams = {
    "name": "x",
    "pets": ({"type": "cat"}, Cat(lives=3)),
    "by_name": {"a": None, "b": {"type": "dog", "owner": None}},
}
person = Person(name="x", pets=[Cat()], id="1")
if person.best:
    print(name(person.best))
"""


@pytest.mark.xdist_group("types")
def test_type_checkers(package: Path, mypy_cache: Path) -> None:
    uses = package.parent / "uses.py"
    uses.write_text(_USES)
    assert run_mypy([package, uses], mypy_cache) == ""
    assert run_pyright(package.parent, ["everything/models", "uses.py"]) == ""


@pytest.mark.xdist_group("types")
def test_enum_classes(tmp_path: Path, mypy_cache: Path) -> None:
    folder = tmp_path / "enum_classes"
    made = api(
        enumeration("Colour", "red", "dark-blue", "+1"),
        enumeration("Level", 1, 2, open=False),
        record(
            "Thing", field("colour", ref("Colour")), field("level", ref("Level"), True)
        ),
    )
    write_models(made, folder, enum_classes=True)
    models, codec = load(folder)
    thing = codec.decode(models.Thing, {"colour": "dark-blue", "level": 2})
    assert thing.colour is models.Colour.DARK_BLUE and thing.level is models.Level(2)
    assert codec.encode(thing) == {"colour": "dark-blue", "level": 2}
    later = {"colour": "mauve", "level": 9}
    assert codec.encode(codec.decode(models.Thing, later)) == later
    assert run_mypy([folder], mypy_cache) == ""
