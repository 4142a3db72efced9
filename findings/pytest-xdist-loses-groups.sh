#!/usr/bin/env bash
# pytest 9.2.0 with pytest-xdist 3.8.0: `--dist loadgroup` spreads the tests of one group over the
# workers. pytest-xdist marks the group by setting `item._nodeid`, which pytest 9.2 no longer
# reads, so that the scheduler sees ids without a group. Nothing is said; with
# pytest 9.1.1 the tests of a group stay on one worker.
# Seen with Python 3.11 on Linux, November 2026.
set -euo pipefail
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
cat > test_group.py <<'PY'
import os
import time

import pytest


@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(6))
def test_member(number: int) -> None:
    time.sleep(0.3)
    with open(os.environ["WORKERS"], "a") as log:
        log.write(os.environ["PYTEST_XDIST_WORKER"] + "\n")
PY
workers() { # workers VERSION: how many of two workers ran the tests of the one group
    python3 -m venv "$1"
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check "pytest==$1" pytest-xdist==3.8.0 2> /dev/null
    WORKERS="$folder/log-$1" "$1/bin/python" -m pytest -q -n 2 --dist loadgroup test_group.py > /dev/null
    sort -u "log-$1" | wc -l
}
before=$(workers 9.1.1) after=$(workers 9.2.0)
echo "workers that ran one group: $before with pytest 9.1.1, $after with pytest 9.2.0"
[ "$before" = 1 ] && [ "$after" = 2 ]
