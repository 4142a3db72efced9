"""Code that uses models and leaves its annotations to Python: evaluated at once, or since 3.14
when they are looked at (PEP 649). So there is no `from __future__ import annotations` here.
"""

import dataclasses
import functools
import inspect
import pydoc
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from runtime.codec import decode, encode
from runtime.model import UNSET, Unset, dataclass
from runtime.reflect import hints
from runtime.wiring import new, pad, register

if TYPE_CHECKING:
    from nowhere import OnlyForTypeCheckers  # type: ignore[import-not-found]


@dataclass(slots=True, kw_only=True)
class Point:
    """A place."""

    x: "int"  # as all generated models have it, a text
    y: "int | None | Unset" = UNSET


def decode_point(data: Any) -> Any:
    if data.__class__ is not dict:
        return data
    o = new(Point)
    try:
        o.x = data["x"]
    except KeyError as missing:
        return decode_point(pad(data, missing))
    o.y = data.get("y", UNSET)
    o._extra = None
    return o


def wire_point(value: Any) -> dict[str, Any]:
    data = {"x": value.x}
    if value.y is not UNSET:
        data["y"] = value.y
    return data


register(Point, decode_point, wire_point)


@dataclasses.dataclass(kw_only=True)
class Wider(Point):
    z: int = 3
    next: Point | None = None


def test_a_dataclass_of_the_user_that_is_a_model() -> None:
    assert [f.name for f in dataclasses.fields(Wider)] == ["x", "y", "z", "next"]
    wide = Wider(x=1, next=Point(x=2))
    assert dataclasses.replace(wide, z=4).z == 4
    assert dataclasses.asdict(wide)["next"] == {"x": 2, "y": UNSET}
    made = decode(Wider, {"x": 1}, strict=True)
    assert made.__class__ is Wider and encode(made) == {"x": 1}
    assert hints(Wider) == {"x": int, "y": int | None | Unset}


def test_models_in_annotations_of_others() -> None:
    class Pair(NamedTuple):
        point: Point
        other: Point | None = None

    @functools.singledispatch
    def kind(_value: object) -> str:
        return "other"

    @kind.register
    def _(_value: Point) -> str:
        return "point"

    assert Pair(Point(x=1)).point.x == 1
    assert kind(Wider(x=1)) == "point" and kind(1) == "other"


def test_help_shows_the_fields() -> None:
    assert list(inspect.signature(Point).parameters) == ["x", "y"]
    said = pydoc.render_doc(Point, renderer=pydoc.plaintext)  # type: ignore[attr-defined]
    assert "A place." in said and "UNSET" in said


@pytest.mark.skipif(
    sys.version_info < (3, 14), reason="evaluates annotations where they stand"
)
def test_a_name_that_is_never_there_does_no_harm() -> None:
    class Later(Point):
        more: OnlyForTypeCheckers

    assert decode(Later, {"x": 1}, strict=True).x == 1
    with pytest.raises(NameError):
        Later.__annotations__  # noqa: B018
