#!/usr/bin/env bash
# pyright 1.1.414: a module that declares `TYPE_CHECKING: bool = False` itself and then has
# `if TYPE_CHECKING:` with nothing but imports in it. A mistake at the top level behind the block is
# not reported, and the exit status is 0: pyright takes the name for true inside the `if` and the
# declared False for what follows, so that it holds the rest of the module for unreachable.
# mypy 2.4.1 reports the mistake. Importing the name from another module of the same shape,
# pyright reports it too. Seen in November 2026.
set -euo pipefail
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check 'pyright[nodejs]==1.1.414' mypy==2.4.1 2> /dev/null
cat > declared.py <<'PY'
TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from decimal import Decimal as Decimal
number: int = "text"
PY
cat > flag.py <<'PY'
TYPE_CHECKING: bool = False
PY
sed 's/^TYPE_CHECKING.*/from flag import TYPE_CHECKING/' declared.py > imported.py
of() { env/bin/pyright --outputjson "$1" | python3 -c 'import json, sys; print(json.load(sys.stdin)["summary"]["errorCount"])'; }
declared=$(of declared.py || true) imported=$(of imported.py || true)
mypy=$({ env/bin/mypy declared.py || true; } | grep -c 'Incompatible types in assignment' || true)
echo "mistakes found: pyright $declared where declared, $imported where imported; mypy $mypy"
[ "$declared" = 0 ] && [ "$imported" = 1 ] && [ "$mypy" = 1 ]
