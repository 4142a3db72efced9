"""Hostile text becomes one literal, one docstring or one comment, and nothing else."""

from __future__ import annotations

import ast
import keyword
from pathlib import Path

import black
import pytest
from jinja2 import Environment, UndefinedError
from specloom.emit.python.printing.code import (
    Code,
    code,
    comment,
    docstring,
    dotted,
    environment,
    identifier,
    join,
    literal,
    statement,
    string,
)

HOSTILE = [
    "",
    "plain",
    '"',
    '""',
    '"""',
    '""""""',
    "'''",
    "\\",
    "\\\\",
    'ends with "',
    "ends with \\",
    'x""" + __import__("os").system("true") + """',
    "'); import os; #",
    "line\nbreak",
    "line\r\nbreak",
    "form\x0cfeed",
    "nul\x00",
    "\u2028separator\u2029",
    "bidi \u202e\u2066 override",
    "zero\u200bwidth\ufeff",
    "surrogate \ud800",
    "\\N{BULLET} \\x41 \\u0041 \\",
    "{braces} {0} {{ jinja }} {% raw %} {# note #}",
    "%s %(name)s",
    "# comment",
    "\t tab",
    "emoji 😀 日本",
    "a" * 10_000,
    "\x85next\xa0line",
    '\\"',
    '\\"""',
    "text\\\n",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_string_literals_have_the_value(text: str) -> None:
    made = string(text)
    assert ast.literal_eval(made) == text
    assert "\n" not in made and made.isprintable()
    mode = black.Mode(target_versions={black.TargetVersion.PY311}, line_length=88)
    assert (
        black.format_str(f"x = {made}", mode=mode)
        == f"{statement(code('x = {}', made))}\n"
    )


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("depth", [0, 1])
def test_docstrings_stay_docstrings(text: str, depth: int) -> None:
    made = docstring(text, depth)
    indent = "    " * depth
    source = f"{indent}{made}\n" if not depth else f"class X:\n{indent}{made}\n"
    tree = ast.parse(source)
    body = tree.body if not depth else tree.body[0].body  # type: ignore[attr-defined]
    (only,) = body
    assert isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant)
    mode = black.Mode(target_versions={black.TargetVersion.PY311})
    if text.strip():
        assert black.format_str(source, mode=mode) == source


@pytest.mark.parametrize("text", HOSTILE)
def test_comments_are_one_line(text: str) -> None:
    made = comment(text)
    assert made.startswith("#") and len(made.splitlines()) == 1
    assert ast.parse(made).body == []


@pytest.mark.parametrize("text", [*HOSTILE, "a b", "1a", "a-b", *keyword.kwlist])
def test_identifiers_are_refused_or_names(text: str) -> None:
    if text.isidentifier() and not keyword.iskeyword(text):
        assert identifier(text) == text
    else:
        with pytest.raises(ValueError, match="not an identifier"):
            identifier(text)


def test_modules() -> None:
    assert dotted("..models.run_object") == "..models.run_object"
    with pytest.raises(ValueError, match="not an identifier"):
        dotted("..models; import os")


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1,
        -1.5,
        "x",
        [],
        {},
        [1, [None]],
        {"a": {"b": [False]}},
        10**4200,
        float("inf"),
    ],
)
def test_literals_have_the_value(value: object) -> None:
    made = literal(value)  # type: ignore[arg-type]
    assert eval(made) == value  # noqa: S307


def test_code_is_made_by_its_makers_only() -> None:
    with pytest.raises(TypeError, match="Code is made by"):
        Code("import os")
    with pytest.raises(TypeError, match="not Code"):
        code("{}", "import os")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not Code"):
        join(", ", ["x"])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="not Code"):
        statement("x")  # type: ignore[arg-type]
    assert not isinstance(identifier("x") + identifier("y"), Code)


@pytest.fixture
def templates(tmp_path: Path) -> Environment:
    (tmp_path / "print.jinja").write_text("{{ value }}")
    (tmp_path / "test.jinja").write_text("{% if value %}yes{% endif %}")
    return environment(tmp_path)


def test_templates_print_code_only(templates: Environment) -> None:
    printing = templates.get_template("print.jinja")
    assert printing.render(value=identifier("x")) == "x"
    for value in ("x", 1, None, True, ["x"], identifier("x") + ""):
        with pytest.raises(TypeError, match="not Code"):
            printing.render(value=value)
    with pytest.raises(TypeError, match="not Code"):
        printing.render()
    with pytest.raises(UndefinedError):
        templates.get_template("test.jinja").render()
    assert templates.get_template("test.jinja").render(value=True) == "yes"


def test_code_is_not_escaped(templates: Environment) -> None:
    made = string("<&>")
    assert templates.get_template("print.jinja").render(value=made) == '"<&>"'
