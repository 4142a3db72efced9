"""Runs models and generator in CPython 3.14, and in the 3.15 to come: `make python314`.

    python -m interpreters.python314 NODE_MODULES

Both are npm packages, CPython for WebAssembly, and run inside Node: no sockets, no threads, no
processes, and of the packages that specloom needs those that are written in Python. What each
program prints there is compared with what it prints here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from interpreters.packages import GENERATOR, PYTEST, copy_packages

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
OUT = str(ROOT / "out" / "python")
PACKAGES = ("pyodide", "pyodide-next")
NODE = 18

_WHO = "import sys; print('CPython', sys.version.split()[0], 'on', sys.platform)"


class WebAssembly:
    """One interpreter: a folder of an npm package, and what it may see."""

    def __init__(self, package: Path, pure: Path, scratch: Path) -> None:
        self._package = package
        self._pure = pure
        self._scratch = scratch

    def run(self, program: Path, *arguments: str, options: str = "") -> tuple[int, str]:
        """The exit status of a program and what it printed."""
        plan = {
            "options": options.split(),
            "folders": [str(ROOT), str(self._pure), str(self._scratch)],
            "path": [str(self._pure)],
            "program": str(program),
            "arguments": arguments,
        }
        command = ["node", str(HERE / "pyodide.mjs"), str(self._package)]
        done = subprocess.run(
            [*command, json.dumps(plan)], capture_output=True, text=True, cwd=ROOT
        )
        return done.returncode, done.stdout + done.stderr


def no_node() -> str:
    """Why Node cannot be used; "" if it can."""
    if shutil.which("node") is None:
        return "Node is not here (there is no `node` on the PATH)"
    said = subprocess.run(["node", "--version"], capture_output=True, text=True)
    major = said.stdout.strip().removeprefix("v").partition(".")[0]
    if not major.isdigit() or int(major) < NODE:
        return f"Node {NODE} or later is needed, and this is {said.stdout.strip()}"
    return ""


def _natively(program: Path, *arguments: str) -> str:
    """What this interpreter prints."""
    command = [sys.executable, "-W", "error", str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(
            f"{program.name} fails here already:\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def _same(there: tuple[int, str], here: str) -> bool:
    if there == (0, here):
        return True
    print(there[1][-6000:])
    return False


def _look(python: WebAssembly, scratch: Path, here: dict[str, str]) -> bool:
    """Runs everything in one interpreter, and says how it went."""
    who = scratch / "who.py"
    who.write_text(_WHO)
    status, said = python.run(who)
    if status:
        print(said)
        return False
    print(said.strip())
    good = True
    # What stands above tests/runtime is for tests of the generator.
    arguments = ("--confcutdir=tests/runtime", "tests/runtime")
    status, said = python.run(PROGRAMS / "runtime_tests.py", *arguments)
    good &= status == 0
    print("  tests/runtime:", said.strip().splitlines()[-1] if not status else said)
    for options in ("", "-OO"):
        there = python.run(PROGRAMS / "models.py", OUT, "threads_runs", options=options)
        good &= _same(there, here["models"])
        print(f"  out/python {options}".rstrip() + ":", there[1].strip())
    there = python.run(PROGRAMS / "golden.py", str(scratch / "there"))
    good &= _same(there, here["golden"])
    first, *packages = there[1].splitlines()
    print(f"  tests/cases: {first}; the models of {len(packages)} packages were used")
    return good


def main(modules: Path) -> int:
    """The number of interpreters with which something is wrong."""
    if shutil.which("node") is None:
        print(
            "Node is not here (no `node` on the PATH), so nothing was run in Python 3.14"
        )
        return 1
    with TemporaryDirectory() as folder:
        pure, scratch = Path(folder, "pure"), Path(folder, "scratch")
        scratch.mkdir()
        copy_packages(dict.fromkeys((*PYTEST, *GENERATOR)), pure)
        here = {
            "models": _natively(PROGRAMS / "models.py", OUT, "threads_runs"),
            "golden": _natively(PROGRAMS / "golden.py", str(scratch / "here")),
        }
        wrong = 0
        for name in PACKAGES:
            python = WebAssembly(modules / name, pure, scratch)
            shutil.rmtree(scratch / "there", ignore_errors=True)
            wrong += not _look(python, scratch, here)
    what = "as here" if not wrong else "NOT as here"
    print(f"{what}: CPython {sys.version.split()[0]}, with the same packages")
    return wrong


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
