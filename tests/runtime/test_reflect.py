"""Annotations are resolved on every Python, whatever it does with the names it is given."""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator
from types import ModuleType
from typing import Annotated, Any, Literal, TypeAlias, Union

import pytest

from runtime.codec import DecodeError, decode
from runtime.model import UNSET, Unset, dataclass
from runtime.reflect import hints, repeated, resolve
from runtime.wiring import known_decoders

_real = typing.get_type_hints


def _copying(owner: Any, globalns: Any = None, localns: Any = None, **more: Any) -> Any:
    """`typing.get_type_hints` as it is since 3.14: only what iterating over names shows."""
    return _real(owner, globalns, dict(localns or {}), **more)


@pytest.fixture(params=["as here", "copied"], autouse=True)
def names(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "copied":
        monkeypatch.setattr(typing, "get_type_hints", _copying)


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The models of a package whose runtime is `runtime`, without any module of their own."""
    made: Any = ModuleType("runtime.models")
    made.Kind = Literal["int", "Cat"]
    made.Cat = int
    made.Nested = Union["Cat", list["Nested"]]
    made.list = ModuleType("runtime.models.list")
    monkeypatch.setitem(sys.modules, "runtime.models", made)
    # What tells the runtime where it is: it has no package of its own here.
    monkeypatch.setattr(sys.modules["runtime"], "models", made, raising=False)
    yield made


Own: TypeAlias = str
Indirect: TypeAlias = "list[Own]"


@dataclass(slots=True, kw_only=True)
class Near:
    """What a user derives a class from."""

    near: Own


@dataclass(slots=True, kw_only=True)
class Place:
    """Every way in which an annotation says a name."""

    near: Own
    indirect: Indirect
    alias: list[Kind | None] | Unset = UNSET  # type: ignore[name-defined]  # noqa: F821
    hidden: _Cat = UNSET  # type: ignore[name-defined]  # noqa: F821
    standard: datetime | UUID = UNSET  # type: ignore[name-defined]  # noqa: F821
    dotted: typing.Any = UNSET
    worded: Literal["Kind", "Nothing"] = "Kind"
    told: Annotated[int, "Kind"] = 1
    page: list[str] | Unset = UNSET


def test_names_are_found_where_they_are(models: Any) -> None:
    from datetime import datetime
    from uuid import UUID

    assert hints(Place) == {
        "near": str,
        "indirect": list[str],
        "alias": list[Literal["int", "Cat"] | None] | Unset,
        "hidden": int,
        "standard": datetime | UUID,
        "dotted": Any,
        "worded": Literal["Kind", "Nothing"],
        "told": Annotated[int, "Kind"],
        "page": list[str] | Unset,
    }


def test_a_recursive_alias_ends(models: Any) -> None:
    found = resolve(models.Nested, "runtime.models")
    assert typing.get_args(found)[0] is int
    while typing.get_args(found):
        found = typing.get_args(found)[-1]
    assert isinstance(found, typing.ForwardRef) and found.__forward_arg__ == "Nested"


def test_a_name_that_is_nowhere_is_told() -> None:
    with pytest.raises(NameError, match="Nowhere"):
        resolve("list[Nowhere]", __name__)


def test_what_is_derived_from_a_model_may_use_names_of_its_own() -> None:
    other: Any = ModuleType("users_own")
    exec(
        "from __future__ import annotations\n"
        "Own = bytes\n"
        "def derive(base):\n"
        "    class Mine(base):\n"
        "        more: OnlyForTypeCheckers\n"
        "    return Mine\n",
        other.__dict__,
    )
    sys.modules["users_own"] = other
    try:
        mine = other.derive(Near)
        assert mine.__module__ == "users_own"
        assert hints(mine) == {"near": str}
    finally:
        del sys.modules["users_own"]


Open: TypeAlias = tuple[str, *tuple[int, ...]]


@pytest.mark.parametrize(
    "kind",
    [Open, tuple[str, typing.Unpack[tuple[int, ...]]], resolve("Open", __name__)],
    ids=["starred", "unpacked", "resolved"],
)
def test_the_end_of_an_open_tuple_has_a_type(kind: Any) -> None:
    assert list(map(repeated, typing.get_args(kind))) == [None, int]
    assert decode(kind, ["a", 1, 2], strict=True) == ("a", 1, 2)
    assert decode(kind, ["a"], strict=True) == ("a",)
    with pytest.raises(DecodeError, match=r"\$\[2\]: expected an integer, got the str"):
        decode(kind, ["a", 1, "b"], strict=True)
    with pytest.raises(DecodeError, match=r"\$: expected an array, got an object"):
        decode(kind, {}, strict=True)


def test_the_end_of_an_open_tuple_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(known_decoders, Near, lambda data: ("near", data))
    kind = tuple[int, *tuple[Near, ...]]
    assert decode(kind, [1, {}, {}]) == (1, ("near", {}), ("near", {}))
    assert repeated(tuple[int, ...]) is None  # one item, itself a tuple
