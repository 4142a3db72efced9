"""Worker: where a run of `generate` spends its CPU time, by stage and by function.

Run by `__main__` in the interpreter that has specloom, as `python profiling.py SPEC OUTPUT`.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from pathlib import Path


def main() -> None:
    spec, output = map(Path, sys.argv[1:3])
    started = time.process_time()
    from specloom.config import Config, Sdk
    from specloom.diagnostics import Bag
    from specloom.run.pipeline import Pipeline

    stages: dict[str, float] = {}
    last = ["imports"]
    stages["imports"] = started

    def progress(name: str, _: str) -> None:
        now = time.process_time()
        stages[last[0]] = now - stages[last[0]]
        stages[name] = now
        last[0] = name

    config = Config(sdks=(Sdk(spec=spec, output=output / "timed"),))
    Pipeline(config, Bag(), progress).run()
    stages[last[0]] = time.process_time() - stages[last[0]]
    stages["imports"] += started

    profile = cProfile.Profile()
    config = Config(sdks=(Sdk(spec=spec, output=output / "profiled"),))
    profile.enable()
    Pipeline(config, Bag(), lambda name, what: None).run()
    profile.disable()
    json.dump({"stages": stages, "functions": _functions(profile)}, sys.stdout)


def _functions(profile: cProfile.Profile) -> list[tuple[str, int, float]]:
    stats = pstats.Stats(profile)
    found = [
        (f"{Path(file).name}:{name}" if line else name, calls, own)
        for (file, line, name), (_, calls, own, _, _) in stats.stats.items()  # type: ignore[attr-defined]
    ]
    whole = sum(own for _, _, own in found)
    found.sort(key=lambda entry: -entry[2])
    return [(name, calls, own / whole) for name, calls, own in found[:15]]


if __name__ == "__main__":
    main()
