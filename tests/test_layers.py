"""A module imports only from the rows above its own (docs/architecture.md, "Layers").

And no test module imports another: what several need is a plain module beside them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "generator" / "specloom"

_BASE = {"source", "diagnostics", "config"}
_STAGES = _BASE | {"model", "document", "openapi", "lower", "emit", "write"}

MAY_IMPORT: dict[str, set[str]] = {
    "source": set(),
    "diagnostics": {"source"},
    "config": {"source", "diagnostics"},
    "installation": set(),
    "model": {"source"},
    "document": _BASE | {"model"},
    "openapi": _BASE | {"model", "document"},
    "lower": _BASE | {"model", "openapi"},
    "emit": _BASE | {"model"},
    "diff": _BASE | {"model", "emit"},
    "write": _BASE | {"", "installation"},
    "repair": _BASE | {"model", "document", "openapi"},
    "run": _STAGES | {"installation", "repair"},
    "report": _STAGES | {"run"},
    "": _BASE | {"run"},
}
"""Part of specloom → the other parts that it may import. `commands` and `__main__` may import
everything. "" is `specloom/__init__.py`."""


def imports(path: Path) -> Iterator[str]:
    """The parts of specloom that a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), level=0, names=names):
                if module == "specloom":
                    for name in names:
                        inside = (ROOT / f"{name.name}.py").exists() or (
                            ROOT / name.name
                        ).is_dir()
                        yield name.name if inside else ""
                elif module.startswith("specloom."):
                    yield module.split(".")[1]
            case ast.ImportFrom(level=level) if level > 0:
                raise AssertionError(f"{path}: imports inside specloom are absolute")
            case ast.Import(names=names):
                for name in names:
                    if name.name.split(".")[0] == "specloom":
                        yield (name.name.split(".") + [""])[1]
            case _:
                pass


def part_of(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_imports_only_from_above(part: str) -> None:
    modules = [path for path in ROOT.rglob("*.py") if part_of(path) == part]
    assert modules
    wrong = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in modules
        if (found := set(imports(path)) - {part} - MAY_IMPORT[part])
    }
    assert not wrong


def test_a_run_that_changes_nothing_imports_nothing_heavy() -> None:
    """`memo` and what the command line needs before it may not lead to the stages."""
    light = {
        "commands.command_line",
        "commands.perform",
        "commands.generate",
        "commands.configured",
        "commands.side_files",
        "report.present",
        "report.progress",
        "report.summary",
        "run.memo",
    }
    for name in light:
        tree = ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text("utf-8"))
        tops = [n for n in tree.body if isinstance(n, ast.ImportFrom)]
        modules = {str(n.module).removeprefix("specloom.") for n in tops}
        heavy = modules & {
            "run.pipeline",
            "run.outcome",
            "document",
            "openapi",
            "lower",
            "emit",
            "rich",
        }
        assert not heavy, name


def test_no_test_module_imports_another() -> None:
    """A test that is imported runs twice, or hangs on what only its own module sets up."""
    tests = Path(__file__).parent
    wrong = {
        f"{path.relative_to(tests)} imports {name}"
        for path in tests.rglob("*.py")
        if "cases" not in path.relative_to(tests).parts
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in imported_names(node)
        if any(p == "conftest" or p.startswith("test_") for p in name.split("."))
    }
    assert not wrong


def imported_names(node: ast.AST) -> Iterator[str]:
    """The modules, and what is taken from packages, in one import."""
    match node:
        case ast.Import(names=names):
            yield from (name.name for name in names)
        case ast.ImportFrom(module=module, names=names):
            # `from corpus import test_names` is one too; functions called test_ are not ours.
            yield from (f"{module or ''}.{name.name}" for name in names)
        case _:
            pass
