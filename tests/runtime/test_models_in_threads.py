"""What several threads do with models at once, where each is looked at for the first time."""

from __future__ import annotations

import dataclasses
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any, Union

import pytest

from runtime import reflect
from runtime.lazy import lazy
from runtime.model import UNSET, Unset, dataclass


def at_once(number: int, action: Callable[[], Any]) -> list[Any]:
    """What `action` gives in each of so many threads; an exception if it raises one."""
    found: list[Any] = []

    def run() -> None:
        try:
            found.append(action())
        except Exception as error:
            found.append(error)

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


class Meeting:
    """A value that is shown only when two threads show it."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2, timeout=20)

    def __repr__(self) -> str:
        self._both.wait()
        return "met"


@dataclass(slots=True, kw_only=True)
class Shown:
    """Anything."""

    value: Any
    again: Any = UNSET


def test_two_threads_show_one_model() -> None:
    shown = Shown(value=Meeting())
    assert at_once(2, lambda: repr(shown)) == ["Shown(value=met)"] * 2
    shown = Shown(value=1)
    shown.again = [shown]
    assert repr(shown) == "Shown(value=1, again=[...])"


class Left:
    """A name that an alias has."""


def test_two_threads_ask_for_one_alias(monkeypatch: pytest.MonkeyPatch) -> None:
    page: Any = ModuleType("pages.one")
    page.Either = Union["Left", int]
    page.Left = Left
    monkeypatch.setitem(sys.modules, "pages", ModuleType("pages"))
    monkeypatch.setitem(sys.modules, "pages.one", page)
    load = lazy({"__name__": "pages"}, {"Either": "one"})
    resolve = reflect.resolve
    both = threading.Barrier(2, timeout=20)

    def slow(*arguments: Any) -> Any:
        both.wait()
        return resolve(*arguments)

    monkeypatch.setattr(reflect, "resolve", slow)
    assert at_once(2, lambda: load("Either")) == [Union[Left, int]] * 2


def test_many_threads_make_the_first_of_a_model() -> None:
    """All that is built on first use is built as often as threads ask, and is the same."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(20):

            @dataclass(slots=True, kw_only=True)
            class First:
                """A model that nothing has looked at."""

                x: int
                y: int | Unset = UNSET

            start = threading.Barrier(8, timeout=20)

            def use(model: Any = First, start: threading.Barrier = start) -> Any:
                start.wait()
                made = model(x=1)
                names = [f.name for f in dataclasses.fields(model)]
                return (dataclasses.replace(made, y=2).y, names, repr(made))

            assert (
                at_once(8, use) == [(2, ["x", "y"], f"{First.__qualname__}(x=1)")] * 8
            )
    finally:
        sys.setswitchinterval(interval)
