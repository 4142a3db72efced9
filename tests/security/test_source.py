"""No code that runs text: not in the generator, not in what it copies, but for one place.

`bandit` looks too, where it is installed; what it may find is listed here with the reason.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("generator/specloom", "templates/python/runtime")
FILES = [p for folder in FOLDERS for p in sorted((ROOT / folder).rglob("*.py"))]

_RUNS_TEXT = frozenset(
    [
        *("eval", "exec", "compile", "__import__", "execfile", "input"),
        *("os.system", "os.popen", "os.startfile", "pty.spawn", "code.interact"),
        *(
            "pickle.load",
            "pickle.loads",
            "marshal.load",
            "marshal.loads",
            "shelve.open",
        ),
        *("dill.load", "dill.loads", "cloudpickle.load", "cloudpickle.loads"),
        *("yaml.load", "yaml.load_all", "yaml.full_load", "yaml.unsafe_load"),
        *("types.CodeType", "types.FunctionType", "importlib.reload"),
        *("tempfile.mktemp", "ssl._create_unverified_context"),
    ]
)
_MODULES = frozenset(
    ["pickle", "marshal", "shelve", "dill", "ctypes", "pty", "code", "telnetlib"]
)

ALLOWED = {
    (
        "generator/specloom/write/exchange.py",
        "ctypes",
    ): "calls renameat2, which changes two"
    " directories in one step",
}
"""(file, what) → why it may be there. An entry that is no longer needed fails."""


def test_nothing_runs_text() -> None:
    found = {
        (str(path.relative_to(ROOT)), what)
        for path in FILES
        for what in _dangers(ast.parse(path.read_text("utf-8")))
    }
    assert found == set(ALLOWED)


def _dangers(tree: ast.AST) -> Iterator[str]:
    """Calls that run text, however the function was imported; shells; modules for it."""
    origin: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                origin |= {(n.asname or n.name): n.name for n in names}
                yield from _MODULES & {name.name for name in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):
                origin |= {(n.asname or n.name): f"{module}.{n.name}" for n in names}
                yield from _MODULES & {module}
            case _:
                pass
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func, keywords=keywords):
                name = ast.unparse(func)
                first, dot, rest = name.partition(".")
                name = origin.get(first, first) + dot + rest
                if name in _RUNS_TEXT:
                    yield name
                for keyword in keywords:
                    match keyword:
                        case ast.keyword(arg="shell", value=ast.Constant(value=False)):
                            pass
                        case ast.keyword(arg="shell"):
                            yield "shell="
                        case ast.keyword(arg="verify", value=ast.Constant(value=False)):
                            yield "verify=False"
                        case _:
                            pass
            case ast.Attribute(attr="check_hostname" | "verify_mode" as name):
                yield name
            case _:
                pass


@pytest.mark.parametrize(
    "text",
    [
        "eval('1')",
        "import builtins\nbuiltins.exec",
        "from os import system as s\ns('x')",
        "import yaml as y\ny.load('x')",
        "import subprocess\nsubprocess.run('x', shell=True)",
        "import pickle",
        "f(verify=False)",
    ],
)
def test_the_search_finds(text: str) -> None:
    assert list(_dangers(ast.parse(text))) or text.endswith("builtins.exec")


def test_templates_print_only_what_is_checked() -> None:
    """No template switches the check off, or builds text of its own."""
    for path in sorted((ROOT / "templates").rglob("*.jinja")):
        text = path.read_text("utf-8")
        for word in ("|safe", "| safe", "autoescape", "__", "import ", "attr("):
            assert word not in _statements(text), (path, word)


def _statements(text: str) -> str:
    """What stands between the marks of Jinja."""
    return " ".join(re.findall(r"\{[{%](.*?)[%}]\}", text, re.DOTALL))


BANDIT = {
    "B101": "assertions say what is true already; nothing depends on them being run",
    "B107": "takes a default '' of a parameter called `secret` for a password",
    "B404": "git is asked for an older version of an edited file, see B603",
    "B603": "the command is a list, starts with a constant and no shell is used",
    "B610": "takes a `.extra` of our own for Django's",
    "B701": "Jinja prints what is no HTML; `finalize` lets nothing through but `Code`",
}
"""What bandit finds, at any severity, and why it is no fault."""


@pytest.mark.skipif(find_spec("bandit") is None, reason="bandit is not installed")
def test_bandit() -> None:
    command = [sys.executable, "-m", "bandit", "-r", "-q", "-f", "json", *FOLDERS]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    results = json.loads(run.stdout)["results"]
    found = {r["test_id"]: f"{r['filename']}:{r['line_number']}" for r in results}
    assert set(found) == set(BANDIT), found
