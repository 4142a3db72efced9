"""Strict decoding refuses what a type does not allow, and nothing else."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from runtime.strict import problems


@pytest.mark.parametrize(
    ("type", "value"),
    [
        (int, 1.0),
        (Literal[1, 2], 1.0),
        (Literal[1], 1),
        (Literal["a"], "a"),
        (tuple[str, int], ("a", 1)),
        (tuple[str, int], ("a",)),
        (tuple[str, *tuple[int, ...]], ("a", 1, 2)),
    ],
)
def test_what_fits(type: Any, value: Any) -> None:
    assert problems(value, type) == ()


@pytest.mark.parametrize(
    ("type", "value", "complaint"),
    [
        (Literal[1, 2], 1.5, "expected one of 1, 2, got the number 1.5"),
        (Literal[1, 2], True, "expected one of 1, 2, got true"),
        (tuple[str, int], ("a", 1, 2), "expected at most 2 items, got 3"),
        (tuple[()], (1,), "expected at most 0 items, got 1"),
    ],
)
def test_what_does_not(type: Any, value: Any, complaint: str) -> None:
    assert problems(value, type) == (("$", complaint),)
