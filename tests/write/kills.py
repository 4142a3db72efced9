"""kill -9 at random moments of `specloom generate` over an existing output.

    python -m write.kills 200        (`make kill`)

Every second one falls into the writing itself, which is but a short part of a run.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from specloom.write.journal import staging_of
from write.two_states import TwoStates


def kill(two: TwoStates, letter: str, seconds: float, while_writing: bool) -> bool:
    """Generates in a process that is killed; whether it was before the end."""
    staging = staging_of(two.output)
    child = os.fork()
    if not child:
        os._exit(two.generate(letter))
    if while_writing:
        while not staging.exists() and not _has_ended(child):
            pass
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _has_ended(child: int) -> bool:
    options = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, child, options) is not None


def durations(two: TwoStates) -> tuple[float, float]:
    """How long a run takes, and how long of that it writes."""
    staging = staging_of(two.output)
    begin = time.monotonic()
    child = os.fork()
    if not child:
        os._exit(two.generate("a"))
    while not staging.exists() and not _has_ended(child):
        pass
    written = time.monotonic()
    while staging.exists() and not _has_ended(child):
        pass
    ended = time.monotonic()
    os.waitpid(child, 0)
    return ended - begin, ended - written


def run(way: str, count: int, folder: Path, moments: random.Random) -> Counter[str]:
    """So many kills; what was found after them, `lost` if it is neither state."""
    two = TwoStates(folder, way)
    whole, writing = durations(two)
    found: Counter[str] = Counter()
    state = "a"
    while found["killed"] < count:
        wanted = "b" if state == "a" else "a"
        if found["killed"] % 2:
            killed = kill(two, wanted, moments.uniform(0, writing), True)
        else:
            killed = kill(two, wanted, moments.uniform(0, whole), False)
        before = two.which()
        interrupted = staging_of(two.output).exists()
        state = two.repair()
        if killed:
            found["killed"] += 1
            found["in the middle of writing"] += interrupted
            found["old state"] += before not in ("", wanted)
            found["new state"] += before == wanted
            found["between, repaired"] += not before
            found["lost"] += not state or (way == "exchange" and not before)
        else:
            found["had ended already"] += 1
    assert two.generate("a") == 0 and two.which() == "a"
    return found


def main(count: int) -> int:
    """Both ways; how many outputs were lost."""
    lost = 0
    for way in ("exchange", "journal"):
        with tempfile.TemporaryDirectory() as folder:
            found = run(way, count, Path(folder), random.Random(way))
        lost += found["lost"]
        print(f"{way}: " + ", ".join(f"{n} {what}" for what, n in found.items()))
    return lost


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1])), 1))
