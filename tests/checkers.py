"""Type checkers and the import of generated packages, as a user would meet them.

Each checker has its strictest settings that make sense here; what is left out says why. Run as a
program it asks those that are quick about packages: `python -m checkers out/python/threads_runs`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_IMPORT_ALL = """
import importlib.machinery, pkgutil, sys, warnings
warnings.simplefilter("error")
compiled, compile_ = {}, importlib.machinery.SourceFileLoader.source_to_code
def once(self, data, path, **options):
    # Packages have the same runtime: what it says is compiled for the first of them.
    if data not in compiled:
        compiled[data] = compile_(self, data, path, **options)
    return compiled[data]
importlib.machinery.SourceFileLoader.source_to_code = once
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2:]:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
"""

_MYPY = (
    "--strict",
    "--warn-unreachable",
    *(
        f"--enable-error-code={code}"
        for code in (
            "deprecated",
            "exhaustive-match",
            "ignore-without-code",
            "mutable-override",
            "possibly-undefined",
            "redundant-expr",
            "redundant-self",
            "truthy-bool",
            "truthy-iterable",
            "unused-awaitable",
        )
    ),
)

_BASEDPYRIGHT: Mapping[str, object] = {
    "typeCheckingMode": "recommended",
    # JSON is Any until it is decoded, and the runtime decodes it.
    "reportAny": False,
    "reportExplicitAny": False,
    # `override` is in the standard library since 3.12.
    "reportImplicitOverride": False,
    # Unions in quotes cannot be written with `|`.
    "deprecateTypingAliases": False,
    # Models that hold one another import one another, for type checkers alone.
    "reportImportCycles": False,
    # What `__new__` sets is declared in the class.
    "reportUninitializedInstanceVariable": False,
    # A method that subclasses define names what they take.
    "reportUnusedParameter": False,
    # Taste.
    "reportImplicitStringConcatenation": False,
    "reportUnannotatedClassAttribute": False,
    "reportUnusedCallResult": False,
}

_TY = (
    "--error=all",
    # `override` is in the standard library since 3.12.
    "--ignore=missing-override-decorator",
    # JSON is Any until it is decoded, and the runtime decodes it.
    "--ignore=unsound-assignment",
    "--ignore=unsound-return",
    "--ignore=unsound-yield",
    # Where None and what is empty mean the same, one question is enough.
    "--ignore=truthiness-test-of-none-union",
)

_PYREFLY = (
    "--preset=strict",
    # `override` is in the standard library since 3.12.
    "--ignore=missing-override-decorator",
    # JSON is Any until it is decoded, and the runtime decodes it.
    "--ignore=implicit-any-empty-container",
)


def run_mypy(paths: list[Path], cache: Path, python: str = sys.executable) -> str:
    """What mypy says about files or folders; empty if it has no objection.

    Packages that are imported are those of the interpreter `python`.
    """
    command = [*_module("mypy"), *_MYPY, "--no-error-summary", "--config-file="]
    command += ["--python-version=3.11", f"--python-executable={python}"]
    return _said([*command, f"--cache-dir={cache}", *map(str, paths)], paths[0].parent)


def run_pyright(
    folder: Path, packages: list[str], exclude: str = "", python: str = sys.executable
) -> str:
    """What pyright in strict mode says about packages in `folder`, `exclude` apart."""
    strict = {"typeCheckingMode": "strict"}
    return _run_pyright("pyright", strict, folder, packages, exclude, python)


def run_basedpyright(
    folder: Path, packages: list[str], exclude: str = "", python: str = sys.executable
) -> str:
    """What basedpyright says about packages in `folder`, `exclude` apart."""
    return _run_pyright(
        "basedpyright", _BASEDPYRIGHT, folder, packages, exclude, python
    )


def run_ty(
    folder: Path, packages: list[str], exclude: str = "", python: str = sys.executable
) -> str:
    """What ty says about packages in `folder`, `exclude` apart."""
    command = [*_module("ty"), "check", *_TY, "--python-version=3.11"]
    command += [f"--python={python}", "--output-format=concise", "--error-on-warning"]
    command += ["--no-progress", *([f"--exclude={exclude}"] if exclude else [])]
    said = _said([*command, *packages], folder)
    return "" if said.strip() == "All checks passed!" else said


def run_pyrefly(
    folder: Path, packages: list[str], exclude: str = "", python: str = sys.executable
) -> str:
    """What pyrefly says about packages in `folder`, `exclude` apart."""
    command = [*_module("pyrefly"), "check", *_PYREFLY, "--python-version=3.11"]
    command += [f"--python-interpreter-path={python}", "--search-path=."]
    command += ["--output-format=min-text", "--min-severity=warn", "--summary=none"]
    command += [f"--project-excludes={exclude}"] if exclude else []
    return _said([*command, *packages], folder)


def run_ruff(paths: Sequence[Path]) -> str:
    """What Ruff says by its default rules."""
    command = [*_module("ruff"), "check", "--isolated", "--no-cache", "--quiet"]
    return _said([*command, "--output-format=concise", *map(str, paths)], Path.cwd())


def share_runtime(folder: Path, packages: list[str]) -> None:
    """Lets checkers see one runtime, that of the first package, where others have the same.

    A stub beside a module is all that a checker reads of it; Python reads the module.
    """
    first, *others = packages
    for module in sorted((folder / first / "_runtime").glob("[a-z]*.py")):
        for other in others:
            same = folder / other / "_runtime" / module.name
            if same.exists() and same.read_bytes() == module.read_bytes():
                stub = f"from {first}._runtime.{module.stem} import *\n"
                same.with_suffix(".pyi").write_text(stub)


def import_all(folder: Path, packages: list[str]) -> str:
    """Imports every module of the packages in a fresh interpreter; empty if all is well."""
    return _said(
        [sys.executable, "-I", "-c", _IMPORT_ALL, str(folder), *packages], folder
    )


def _run_pyright(
    name: str,
    settings: Mapping[str, object],
    folder: Path,
    packages: list[str],
    exclude: str,
    python: str,
) -> str:
    options = {
        **settings,
        "pythonVersion": "3.11",
        "include": packages,
        "exclude": [exclude] if exclude else [],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(options))
    said = _said([*_module(name), f"--pythonpath={python}", "-p", str(folder)], folder)
    # At the beginning of a line: of ten errors it says so too, at the end of the number.
    has_none = re.search(r"^0 errors, 0 warnings", said, re.MULTILINE) is not None
    is_silent = has_none and " - information: " not in said
    return "" if is_silent else said


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def _said(command: list[str], folder: Path) -> str:
    # What this process finds modules by is not what a user has.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1800,
    )
    said = done.stdout + done.stderr
    return said if done.returncode or said.strip() else ""
