"""Measures the speed of specloom and of what it generates, beside its peers.

    python tests/bench SPECLOOM-PYTHON FOLDER-OF-ENVIRONMENTS [--rounds N] [--only PART,...]

Input: the interpreter that has specloom, the environments that `make bench` made, and the
documents and payloads beside the project (`../shared`). Output: REPORT.md and two plots beside
this file, drawn from figures.json in the folder of environments. Parts that `--only` leaves
out keep the figures of the last run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generating import Ours, Places, again, growth, peers
from machine import describe
from plots import draw
from report import write
from timing import compare_runs, run

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1].parent / "shared"
CORPUS, PAYLOADS = SHARED / "corpus", SHARED / "payloads"


class Bench:
    """All measurements; each gives figures that JSON can hold."""

    def __init__(self, places: Places, rounds: int) -> None:
        self._places = places
        self._rounds = rounds
        self._ours = Ours(places)
        self._sdk = places.work / "sdk"

    def generate(self) -> dict[str, Any]:
        """Cold runs of ours on three documents, and of every peer on one."""
        names = {
            "openai": "openai.yaml",
            "stripe": "stripe.yaml",
            "github": "github.json",
        }
        runs: dict[str, Callable[[], Any]] = {
            name: lambda file=file: self._ours.cold(CORPUS / file)
            for name, file in names.items()
        }
        runs["openai as model-json"] = lambda: self._ours.cold(
            CORPUS / "openai.yaml", "model-json"
        )
        ours = compare_runs(runs, self._rounds)
        # A peer takes tens of seconds: our runs stand right before and after.
        theirs = compare_runs(peers(self._places, CORPUS / "openai.yaml"), 1)
        ours_again = self._ours.cold(CORPUS / "openai.yaml")
        return {
            "ours": {n: [c.seconds, c.megabytes] for n, c in ours.items()},
            "ours after the peers": ours_again.seconds,
            "peers": {n: [c.seconds, c.megabytes, c.status] for n, c in theirs.items()},
        }

    def again(self) -> dict[str, Any]:
        return again(self._ours, self._places, CORPUS / "openai.yaml")

    def growth(self) -> dict[int, float]:
        return growth(self._ours, self._places, self._rounds)

    def profile(self) -> Any:
        folder = self._places.work / "profile"
        return self._worker(
            "profiling.py",
            str(CORPUS / "openai.yaml"),
            str(folder),
            python=self._places.specloom,
        )

    def codec(self) -> Any:
        return self._codec("time")

    def codec_without_orjson(self) -> Any:
        return self._codec("time", "--without-orjson")

    def codec_memory(self) -> Any:
        return self._codec("memory")

    def call(self) -> Any:
        return self._calls("call")

    def stream(self) -> Any:
        return self._calls("stream")

    def stream_memory(self) -> Any:
        return self._calls("memory")

    def starts(self) -> dict[str, Any]:
        kinds = ("import-ours", "import-openai", "call-ours", "call-openai")
        arguments = [str(self._whole_sdk()), str(PAYLOADS)]
        command = [sys.executable, "-W", "ignore", str(HERE / "starts.py")]
        best: dict[str, Any] = dict.fromkeys(kinds, float("inf"))
        # The first round writes the bytecode, as on a user's machine.
        for _ in range(1 + 4 * self._rounds):
            for kind in kinds:
                child = run([*command, kind, *arguments])
                assert child.status == 0, child.output
                best[kind] = min(best[kind], float(child.output))
        heavy = run([*command, "modules", *arguments]).output
        return {**best, "heavy": heavy}

    def _codec(self, what: str, *more: str) -> Any:
        sdk = str(self._whole_sdk())
        return self._worker(
            "codec.py", what, str(4 * self._rounds), sdk, str(PAYLOADS), *more
        )

    def _calls(self, what: str) -> Any:
        sdk = str(self._whole_sdk())
        return self._worker("calls.py", what, str(self._rounds), sdk, str(PAYLOADS))

    def _worker(self, name: str, *arguments: str, python: Path | None = None) -> Any:
        command = [str(python or sys.executable), "-W", "ignore", str(HERE / name)]
        child = run([*command, *arguments])
        assert child.status == 0, child.output
        return json.loads(child.output)

    def _whole_sdk(self) -> Path:
        """The folder of a package of the whole OpenAI document."""
        if not self._sdk.exists():
            overlay = HERE.parents[1] / "specs" / "overlays" / "openai-streaming.yaml"
            command = [str(self._places.specloom), "-m", "specloom", "generate"]
            command += [str(CORPUS / "openai.yaml"), "--overlay", str(overlay)]
            child = run([*command, "-o", str(self._sdk / "openai_api"), "--quiet"])
            assert child.status == 0, child.output
        return self._sdk


PARTS: tuple[Callable[[Bench], Any], ...] = (
    Bench.starts,
    Bench.codec,
    Bench.codec_without_orjson,
    Bench.codec_memory,
    Bench.call,
    Bench.stream,
    Bench.stream_memory,
    Bench.again,
    Bench.growth,
    Bench.profile,
    Bench.generate,
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure specloom beside its peers.")
    parser.add_argument("specloom", type=Path)
    parser.add_argument("peers", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    if not CORPUS.is_dir() or not PAYLOADS.is_dir():
        sys.exit("make bench reads ../shared/corpus and ../shared/payloads: not here")
    work: Path = given.peers.absolute() / "work"
    work.mkdir(parents=True, exist_ok=True)
    # Not resolved: the link is what makes it the interpreter of its environment.
    bench = Bench(
        Places(given.specloom.absolute(), given.peers.absolute(), work), given.rounds
    )
    kept = given.peers / "figures.json"
    figures: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {}
    for part in PARTS:
        name = part.__name__
        if not given.only or name in given.only.split(","):
            print(f"{name} ...", flush=True)
            figures[name] = part(bench)
            figures["machine"] = describe(given.specloom, given.peers)
            kept.write_text(json.dumps(figures, indent=1))
    figures = json.loads(kept.read_text())
    draw(figures, HERE)
    (HERE / "REPORT.md").write_text(write(figures), "utf-8")
    print(f"written: {HERE / 'REPORT.md'}")


if __name__ == "__main__":
    main()
