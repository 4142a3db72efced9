"""Type checkers and the import of generated packages, as a user would meet them."""

from __future__ import annotations

import json
import subprocess
import sys
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


def run_mypy(paths: list[Path], cache: Path) -> str:
    """What `mypy --strict` says about files or folders; empty if it has no objection."""
    return _said(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--no-error-summary",
            "--config-file=",
        ]
        + ["--python-version=3.11", f"--cache-dir={cache}", *map(str, paths)],
        paths[0].parent,
    )


def run_pyright(folder: Path, packages: list[str], exclude: str = "") -> str:
    """What pyright in strict mode says about packages in `folder`, `exclude` apart."""
    options = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "include": packages,
        "exclude": [exclude] if exclude else [],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(options))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    said = _said([*command, "-p", str(folder)], folder)
    return "" if "0 errors, 0 warnings" in said else said


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


def _said(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=1800
    )
    said = done.stdout + done.stderr
    return said if done.returncode or said.strip() else ""
