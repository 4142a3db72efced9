"""Models are dataclasses to everything that looks at dataclasses."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import pprint
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from runtime.codec import decode, encode, to_json
from runtime.model import EXTRA_PROPERTIES, UNSET, Unset, dataclass, extras, replace
from runtime.reflect import hints
from runtime.wiring import new, pad, register, rest


@dataclass(slots=True, kw_only=True)
class Point:
    """A place."""

    x: int
    y: int | None | Unset = UNSET
    kind: str = "point"


def decode_point(data: Any) -> Any:
    if data.__class__ is not dict:
        return data
    o = new(Point)
    try:
        o.x = data["x"]
        o.kind = data["kind"]
    except KeyError as missing:
        return decode_point(pad(data, missing))
    known = 2
    if "y" in data:
        o.y = data["y"]
        known += 1
    else:
        o.y = UNSET
    o._extra = None
    if len(data) != known:
        o._extra = rest(data, wire_point(o))
    return o


def wire_point(value: Any) -> dict[str, Any]:
    data = {"x": value.x, "kind": value.kind}
    if value.y is not UNSET:
        data["y"] = value.y
    if value._extra:
        data.update(value._extra)
    return data


register(Point, decode_point, wire_point, read=("kind",))


@dataclass(slots=True, kw_only=True)
class Bag:
    """Any properties of one type."""

    name: str
    extra: dict[str, int] = EXTRA_PROPERTIES


def test_unset_is_one_falsy_object_that_survives_copy_and_pickle() -> None:
    assert not UNSET and repr(UNSET) == "UNSET" and isinstance(UNSET, Unset)
    assert copy.copy(UNSET) is copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET


def test_construction_and_defaults() -> None:
    point = Point(x=1)
    assert (point.x, point.y, point.kind) == (1, UNSET, "point")
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1)  # type: ignore[misc]
    assert list(inspect.signature(Point).parameters) == ["x", "y", "kind"]
    with pytest.raises(AttributeError):
        point.z = 1  # type: ignore[attr-defined]


def test_repr_leaves_out_what_is_unset() -> None:
    assert repr(Point(x=1)) == "Point(x=1, kind='point')"
    point = decode(Point, {"x": 1, "kind": "p", "new": [1]})
    assert repr(point) == "Point(x=1, kind='p', extras={'new': [1]})"


def test_equality_counts_unknown_properties() -> None:
    data = {"x": 1, "kind": "p"}
    assert decode(Point, data) == Point(x=1, kind="p")
    assert decode(Point, {**data, "new": 1}) != Point(x=1, kind="p")
    assert Point(x=1) != "Point(x=1)"
    with pytest.raises(TypeError):
        hash(Point(x=1))


def test_the_functions_of_dataclasses() -> None:
    point = Point(x=1, y=None)
    assert dataclasses.is_dataclass(Point) and dataclasses.is_dataclass(point)
    fields = {f.name: f for f in dataclasses.fields(Point)}
    assert list(fields) == ["x", "y", "kind"]
    assert fields["x"].type is int and fields["x"].kw_only
    assert fields["y"].default is UNSET and fields["kind"].default == "point"
    assert dataclasses.asdict(point) == {"x": 1, "y": None, "kind": "point"}
    assert dataclasses.astuple(point) == (1, None, "point")
    assert dataclasses.replace(point, x=2) == Point(x=2, y=None)
    assert "Point(x=1" in pprint.pformat(point)


def test_copies_and_pickles_keep_everything() -> None:
    point = decode(Point, {"x": 1, "kind": "p", "new": {"a": [1]}})
    for other in (
        copy.copy(point),
        copy.deepcopy(point),
        pickle.loads(pickle.dumps(point)),
        replace(point),
        point.__replace__(),
    ):
        assert other == point and other is not point
        assert extras(other) == {"new": {"a": [1]}}
    assert replace(point, x=5).x == 5
    with pytest.raises(TypeError, match="no field 'z'"):
        replace(point, z=1)


def test_replace_does_not_share_the_unknown_properties() -> None:
    point = decode(Point, {"x": 1, "kind": "p", "new": 1})
    other = replace(point)
    extras(other)["more"] = 2
    assert extras(point) == {"new": 1}


def test_match() -> None:
    match Point(x=1, y=2):
        case Point(x=1, y=int(y)):
            assert y == 2
        case _:
            pytest.fail("did not match")


def test_subclasses() -> None:
    class Named(Point):
        def label(self) -> str:
            return f"{self.x}"

    @dataclasses.dataclass(kw_only=True)
    class Wider(Point):
        z: int = 3

    named = Named(x=1)
    assert named.label() == "1" and named != Point(x=1)
    assert encode(named) == {"x": 1, "kind": "point"}
    assert Wider(x=1).z == 3
    assert [f.name for f in dataclasses.fields(Wider)] == ["x", "y", "kind", "z"]
    decoded = decode(Named, {"x": 4, "kind": "k", "new": 1})
    assert decoded.__class__ is Named and decoded.label() == "4"
    assert encode(decoded) == {"x": 4, "kind": "k", "new": 1}


def test_typed_extra_properties() -> None:
    bag = Bag(name="a")
    extras(bag)["b"] = 1
    assert bag.extra == {"b": 1} == extras(bag)
    assert Bag(name="a").extra == {}
    assert Bag(name="a", extra={"c": 2}).extra == {"c": 2}
    assert dataclasses.fields(Bag)[1].name == "extra"


def test_annotations_that_are_not_evaluated_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As a class has them since 3.14, without the import from `__future__`."""
    library = SimpleNamespace(
        Format=SimpleNamespace(STRING="as texts"),
        get_annotations=lambda cls, format: {"x": "int", "y": "NotHere | Unset"},
    )
    monkeypatch.setitem(sys.modules, "annotationlib", library)
    body = {"__module__": __name__, "__annotate__": lambda format: {}, "y": UNSET}
    made: Any = dataclass(slots=True, kw_only=True)(type("Lazy", (), body))
    assert made.__model_fields__ == ("x", "y") and "y" in made.__slots__
    assert made(x=1).y is UNSET and made.__annotations__["x"] == "int"


def test_hints_are_resolved() -> None:
    assert hints(Point)["y"] == int | None | Unset


def test_a_missing_required_property_is_unset_and_left_out() -> None:
    point = decode(Point, {"x": 1})
    assert point.kind is UNSET
    assert encode(point) == {"x": 1}
    assert to_json(point) == b'{"x":1}'
    assert decode(Point, {}) == decode(Point, {})
    assert to_json([decode(Point, {})]) == b"[{}]"


def test_other_kinds_pass_through() -> None:
    for value in (None, 1, "x", [1], True):
        assert decode(Point, value) == value


def test_extras_are_for_models_only() -> None:
    with pytest.raises(TypeError, match="not a model: int"):
        extras(1)


def test_making_a_class_imports_nothing() -> None:
    root = Path(__file__).parents[2] / "templates" / "python"
    program = (
        "import sys; before = set(sys.modules); import runtime.model, runtime.wiring;"
        "new = set(sys.modules) - before;"
        "sys.exit(', '.join(sorted(n for n in new if not n.startswith(('runtime',"
        " '__future__')))))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == ""


def test_pydantic_understands_models() -> None:
    pydantic: Any = pytest.importorskip("pydantic")
    adapter = pydantic.TypeAdapter(Point)
    point = adapter.validate_python({"x": "1"})
    assert point == Point(x=1) and point.__class__ is Point
    assert encode(point) == {"x": 1, "kind": "point"}
    assert extras(point) == {}
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_python({"x": "one"})


def test_an_instance_without_init_is_written() -> None:
    point: Any = object.__new__(Point)
    point.x = 1
    assert encode(point) == {"x": 1}
    other: Any = object.__new__(Point)
    other.x = 1
    assert to_json(other) == b'{"x":1}'
    assert extras(other) == {}
    bag: Any = object.__new__(Bag)
    assert extras(bag) == {} == bag.extra
