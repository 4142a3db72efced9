"""How much memory 200 MB take that travel through nginx, up, down, and read whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from servers.nginx import Nginx

MEGABYTES = 200
PROGRAM = """
import sys, asyncio, resource
from pathlib import Path
tests = Path(sys.argv[1])
sys.path[:0] = [str(tests), str(tests / "runtime"), str(tests.parent / "templates/python")]
import calling
from calling import Caller
from servers.calls import BYTES, JSON, PUT, measure

kind, url, what = sys.argv[2:5]
size = int(sys.argv[5]) * 2**20


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def call():
    return Caller(kind, url, timeout=60.0)


def pieces():
    for _ in range(size // 65536):
        yield bytes(65536)


call()(lambda s: s.send(JSON, {}))
measure(call(), BYTES, count=2**20)
call()(lambda s: s.send(PUT, {}, iter([b"x" * 65536] * 8)))
before = peak()
if what == "down":
    assert measure(call(), BYTES, count=size) == size
elif what == "up":
    assert call()(lambda s: s.send(PUT, {}, pieces()))["size"] == size
else:
    def now(sender):
        return len(sender.download(BYTES, {"count": size}).read())

    async def later(sender):
        return len(await (await sender.download(BYTES, {"count": size})).read())

    assert call().run(now, later) == size
print(peak() - before)
"""


@pytest.mark.parametrize(
    ("what", "most"), [("down", 15), ("up", 15), ("read", MEGABYTES * 1.2)]
)
def test_it_stays_small(kind: str, nginx: Nginx, what: str, most: float) -> None:
    tests = Path(__file__).resolve().parents[1]
    arguments = [str(tests), kind, nginx.plain, what, str(MEGABYTES)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) <= most, f"{done.stdout.strip()} MB more"
