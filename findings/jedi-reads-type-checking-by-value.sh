#!/usr/bin/env bash
# jedi 0.20.0 (IPython, Spyder, python-lsp-server): type checkers take `TYPE_CHECKING` for true by
# its name. Jedi goes by the value: under `TYPE_CHECKING = False` it sees no import, so what is
# annotated with an imported name completes to nothing. Annotated as `bool`, the same assignment
# is no longer looked at, and both branches are; completion is as with typing's own name.
# Seen in November 2026.
set -euo pipefail
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check jedi==0.20.0 2> /dev/null
env/bin/python - <<'PY'
import jedi

REST = """
if TYPE_CHECKING:
    from decimal import Decimal


def make() -> "Decimal": ...


make().as_int"""


def completed(first: str) -> list[str]:
    code = first + REST
    lines = code.split("\n")
    return [c.name for c in jedi.Script(code).complete(len(lines), len(lines[-1]))]


plain = completed("TYPE_CHECKING = False")
annotated = completed("TYPE_CHECKING: bool = False")
imported = completed("from typing import TYPE_CHECKING")
print("jedi", jedi.__version__)
print("TYPE_CHECKING = False             ", plain)
print("TYPE_CHECKING: bool = False       ", annotated)
print("from typing import TYPE_CHECKING  ", imported)
raise SystemExit((plain, annotated, imported) != ([], ["as_integer_ratio"], ["as_integer_ratio"]))
PY
