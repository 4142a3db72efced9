"""A run that is killed at any moment leaves the old output or the new one, never a mixture."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from specloom.diagnostics import Bag
from specloom.write.journal import recover
from write.outputs import tree, write

_ALTERNATE = """
import sys
from pathlib import Path
from specloom.write import apply
from write.outputs import write
if sys.argv[2] == "journal":
    apply.exchange = lambda one, other: False
print("ready", flush=True)
while True:
    for letter in "ab":
        files = {f"m{i}/{letter}{i}.py": letter * 1000 for i in range(40)}
        write(Path(sys.argv[1]), {**files, "same.py": letter})
"""


@pytest.mark.parametrize("way", ["exchange", "journal"])
def test_killed_at_any_moment(way: str, tmp_path: Path) -> None:
    output = tmp_path / "sdk"
    moments = random.Random(way)
    write(output, {"same.py": "c"})
    for _ in range(6):
        command = [sys.executable, "-c", _ALTERNATE, str(output), way]
        path = {"PYTHONPATH": ":".join(p for p in sys.path if p)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=path) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(moments.uniform(0.01, 0.1))
            child.send_signal(signal.SIGKILL)
        if way == "exchange":
            assert_whole(output)
        recover(output, Bag())
        assert_whole(output)
        assert [p.name for p in tmp_path.iterdir()] == ["sdk"]
        _, bag = write(output, {"same.py": "c"})
        assert not len(bag)


def assert_whole(output: Path) -> None:
    files = tree(output)
    letter = files["same.py"]
    assert letter in "abc"
    count = 0 if letter == "c" else 40
    assert set(files) == {"manifest.json", "same.py"} | {
        f"m{i}/{letter}{i}.py" for i in range(count)
    }
    assert all(
        text == letter * 1000
        for path, text in files.items()
        if path[0] == "m" and "/" in path
    )
