"""Long statements are laid out exactly as black lays them out."""

from __future__ import annotations

import ast
import random

import black
import pytest
from specloom.emit.python.printing.layout import (
    lay_out,
    lay_out_item,
    lay_out_parameter,
)

_MODE = black.Mode(target_versions={black.TargetVersion.PY311})


class _Statements:
    """Random statements of the kinds that are emitted, most of them too long."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def one(self) -> str:
        pick = self._random.random()
        name, other = self._name(), self._name()
        if pick < 0.2:
            tail = self._random.choice(["", " = UNSET", f' = "{other}"'])
            return f"{name}: {self._type()}{tail}"
        if pick < 0.3:
            return f"{name.title()}: TypeAlias = {self._type()}"
        if pick < 0.45:
            return f"o.{name} = {self._expression()}"
        if pick < 0.55:
            return f"return {self._expression()}"
        if pick < 0.6:
            return self._random.choice(
                [
                    f'if "{name}" in data:',
                    f"if o.{name}.__class__ is list:",
                    f"if value.{name} is not UNSET:",
                ]
            )
        if pick < 0.7:
            names = ", ".join(self._name() for _ in range(self._random.randint(1, 4)))
            return f"from .{name} import {names}"
        if pick < 0.85:
            return self._definition()
        if pick < 0.95:
            return f"{name}({self._arguments(1)})"
        return f"class {name.title()}({other.title()}, total=False):"

    def _name(self) -> str:
        sizes = [1, 3, 8, 15, 25, 40, 60, 90]
        usual = [1, 3, 5, 8, 12, 15, 20]
        size = self._random.choice(sizes if self._random.random() < 0.15 else usual)
        return self._random.choice("abcdefgh") * size

    def _type(self, depth: int = 0) -> str:
        pick = self._random.random()
        if depth > 2 or pick < 0.35:
            return self._name().title()
        if pick < 0.5:
            return f"list[{self._type(depth + 1)}]"
        if pick < 0.6:
            return f"dict[str, {self._type(depth + 1)}]"
        count = self._random.randint(2, 4)
        if pick < 0.75:
            texts = [f'"{self._name()}"' for _ in range(count)]
            return f"{'Literal' if pick < 0.7 else 'Union'}[{', '.join(texts)}]"
        return " | ".join(self._type(depth + 1) for _ in range(count))

    def _arguments(self, depth: int) -> str:
        count = self._random.randint(0, 4)
        return ", ".join(
            self._random.choice(["", "", f"{self._name()}="])
            + self._expression(depth + 1)
            for _ in range(count)
        )

    def _expression(self, depth: int = 0) -> str:
        pick = self._random.random()
        name = self._name()
        if depth > 2 or pick < 0.3:
            return self._random.choice([name, f"{name}.{self._name()}", f'"{name}"'])
        if pick < 0.6:
            return f"{name}({self._arguments(depth)})"
        if pick < 0.7:
            return f'{name}["{self._name()}"]'
        if pick < 0.77:
            return f"[*map({self._expression(depth + 1)}, {name})]"
        if pick < 0.85:
            return f"[{', '.join(self._expression(depth + 1) for _ in range(3))}]"
        if pick < 0.92:
            items = [f'"{self._name()}": {self._name()}' for _ in range(3)]
            return "{" + ", ".join(items) + "}"
        inner = self._expression(depth + 1)
        return f"{{k: {inner} for k, i in {name}.items()}}"

    def _definition(self) -> str:
        parameters = ["self", *self._random.choice([[], ["*"]])]
        for number in range(self._random.randint(1, 4)):
            default = self._random.choice(["", " = UNSET"])
            parameters.append(f"{self._name()}{number}: {self._type()}{default}")
        start = self._random.choice(["", "async "])
        joined = ", ".join(parameters)
        return f"{start}def {self._name()}({joined}) -> {self._type()}:"


def _by_black(statement: str, depth: int) -> str:
    lines = [f"{'    ' * level}if x:" for level in range(depth)]
    lines.append("    " * depth + statement)
    if statement.endswith(":"):
        lines.append("    " * (depth + 1) + "pass")
    formatted = black.format_str("\n".join(lines) + "\n", mode=_MODE).splitlines()
    body = [line for line in formatted[depth:] if line.strip()]
    if statement.endswith(":"):
        body.pop()
    return "\n".join(body).lstrip(" ")


@pytest.mark.parametrize("seed", range(6))
def test_statements_are_as_black_would_have_them(seed: int) -> None:
    statements = _Statements(seed)
    for _ in range(120):
        statement = statements.one()
        try:
            ast.parse(statement + (" ..." if statement.endswith(":") else ""))
        except SyntaxError:
            continue  # a default before a parameter without one
        depth = seed % 3
        assert lay_out(statement, depth) == _by_black(statement, depth), statement


def test_one_item_and_one_parameter() -> None:
    long = "a" * 60
    assert lay_out_item("x", 1) == "x,"
    assert lay_out_item(f'"k": f({long}, {long})', 1) == (
        f'"k": f(\n        {long},\n        {long},\n    ),'
    )
    assert lay_out_parameter("x: int = 1", 2) == "x: int = 1,"
    assert lay_out_parameter(f"x: {long} | {long} | None = None", 2) == (
        f"x: (\n            {long}\n            | {long}\n            | None\n"
        "        ) = None,"
    )


def test_wide_characters_take_two_columns() -> None:
    assert lay_out(f'x = f("{"日" * 36}")') == f'x = f("{"日" * 36}")'
    assert lay_out(f'x = f("{"日" * 42}")') == f'x = f(\n    "{"日" * 42}"\n)'
