"""The report: every target beside what was measured, then the figures.

Input: the figures of a run. Output: Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from remarks import REMARKS

_OPERATIONS = {"openai": 288, "github": 1223}


def write(figures: dict[str, Any]) -> str:
    """The whole report."""
    parts = [
        "# Speed",
        "What `make bench` measured last, beside what was aimed at. Figures are CPU time "
        "(user and system, child processes included), the least of several rounds in which "
        "all subjects took turns; trust the ratios, which other work on the machine moves "
        "least.",
        _machine(figures["machine"]),
        "## Targets",
        _table(("what", "aim", "measured", ""), _targets(figures)),
        *_generating(figures),
        *_codec(figures),
        REMARKS.strip(),
    ]
    return "\n\n".join(parts) + "\n"


def _machine(machine: dict[str, Any]) -> str:
    versions = ", ".join(f"{k} {v}" for k, v in sorted(machine["versions"].items()))
    return (
        f"{machine['python']} on {machine['system']}, {machine['processor']}, "
        f"{machine['cores']} cores, load {machine['load']} while measuring. {versions}."
    )


Row = Sequence[str]


def _table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(what: str, aim: str, measured: str, reached: bool) -> Row:
    return (what, aim, measured, "reached" if reached else "**missed**")


def _ratio(what: str, value: float, low: float = 0, high: float = 0) -> Row:
    """A row about a ratio that has to be at least `low`, or at most `high`."""
    if low:
        return _row(what, f"≥ {low:g}×", f"{value:.2f}×", value >= low)
    return _row(what, f"≤ {high:g}×", f"{value:.2f}×", value <= high)


# Targets -------------------------------------------------------------------------------


def _targets(figures: dict[str, Any]) -> Iterator[Row]:
    yield from _generate_targets(figures)
    yield from _codec_targets(figures)
    yield from _client_targets(figures)


def _generate_targets(figures: dict[str, Any]) -> Iterator[Row]:
    ours = figures["generate"]["ours"]
    openai, github = ours["openai"][0], ours["github"][0]
    yield _row(
        "generate, cold, whole OpenAI document",
        "≤ 1.5 s",
        f"{openai:.2f} s",
        openai <= 1.5,
    )
    peers = {k: v[0] for k, v in figures["generate"]["peers"].items() if v[2] == 0}
    fastest = min(peers, key=lambda name: peers[name])
    share = peers[fastest] / max(openai, figures["generate"]["ours after the peers"])
    yield _ratio(f"the fastest peer that succeeds ({fastest}) / ours", share, low=6)
    each = (github / _OPERATIONS["github"]) / (openai / _OPERATIONS["openai"])
    yield _ratio("GitHub's cost per operation / OpenAI's", each, high=1.5)
    memory = ours["github"][1]
    yield _row("GitHub, peak memory", "≤ 400 MB", f"{memory:.0f} MB", memory <= 400)
    # What every run costs, whatever the document, is no growth.
    sizes = {int(k): v for k, v in figures["growth"].items()}
    base = sizes[1] - (sizes[4] - sizes[1]) / 3
    units = [(sizes[size] - base) / size for size in sizes]
    yield _ratio(
        "growth, cost per unit of ×1, ×4, ×16", max(units) / min(units), high=1.3
    )
    again = figures["again"]
    yield _row(
        "generate, nothing changed",
        "≤ 0.1 s, no file touched",
        f"{again['unchanged']:.2f} s, {again['touched']} touched",
        again["unchanged"] <= 0.1 and not again["touched"],
    )
    yield _row(
        "generate, one schema changed",
        "≤ 1.2 s, only what differs",
        f"{again['changed']:.2f} s, {again['written']} of {again['files']} files",
        again["changed"] <= 1.2 and again["written"] < 20,
    )


_CODEC_AIMS = {
    "Run object": (2.3, 2.6),
    "100 messages": (2.0, 2.9),
    "stream chunk": (1.45, 3.8),
}


def _codec_targets(figures: dict[str, Any]) -> Iterator[Row]:
    for payload, (faster, slower) in _CODEC_AIMS.items():
        times = figures["codec"][payload]
        ours = times["specloom"]
        yield _ratio(
            f"{payload}: pydantic v2 / ours", times["pydantic v2"] / ours, low=faster
        )
        yield _ratio(
            f"{payload}: openai-python / ours", times["openai-python"] / ours, low=7
        )
        yield _ratio(
            f"{payload}: ours / msgspec", ours / times["msgspec.Struct"], high=slower
        )
    for payload in ("Run object", "100 messages"):
        times = figures["codec_without_orjson"][payload]
        share = times["specloom"] / times["pydantic v2"]
        yield _ratio(f"{payload}, no orjson: ours / pydantic v2", share, high=1.1)
    memory = figures["codec_memory"]
    share = memory["specloom"] / memory["msgspec.Struct"]
    yield _ratio("memory of 100 messages: ours / msgspec", share, high=1.3)


def _client_targets(figures: dict[str, Any]) -> Iterator[Row]:
    starts = figures["starts"]
    own = {k: v for k, v in starts.items() if k != "heavy"}
    shown = (
        f"{own['import-ours'] * 1000:.1f} ms of {own['import-openai'] * 1000:.0f} ms"
    )
    share = own["import-openai"] / own["import-ours"]
    yield _row("import of the whole-API SDK", "≤ 1/20 of openai's", shown, share >= 20)
    shown = f"{own['call-ours'] * 1000:.0f} ms of {own['call-openai'] * 1000:.0f} ms"
    share = own["call-openai"] / own["call-ours"]
    yield _row("import + first typed call", "≤ 1/10 of openai's", shown, share >= 10)
    heavy = [
        w for line in starts["heavy"].splitlines() for w in line.split(":")[1].split()
    ]
    yield _row(
        "asyncio, ssl, HTTP libraries loaded by then",
        "none",
        ", ".join(heavy) or "none",
        not heavy,
    )
    call, stream = figures["call"], figures["stream"]
    yield _ratio("a call's own cost: openai-python / ours", _share(call), low=5)
    yield _ratio("streaming: openai-python / ours", _share(stream), low=10)
    memory = figures["stream_memory"]
    yield _row(
        "streaming, memory of 2,000 and of 40,000 events",
        "constant",
        f"{memory['short']:.0f} kB, {memory['long']:.0f} kB",
        memory["long"] < 1.2 * memory["short"],
    )


def _share(times: dict[str, float]) -> float:
    return times["openai-python"] / times["specloom"]


# Figures -------------------------------------------------------------------------------


def _generating(figures: dict[str, Any]) -> Iterator[str]:
    yield "## Generating"
    yield "![CPU seconds of each generator](generate.svg)"
    rows = [
        (f"specloom, {name}", f"{seconds:.2f}", f"{memory:.0f}", "")
        for name, (seconds, memory) in figures["generate"]["ours"].items()
    ]
    rows += [
        (f"{name}, openai", f"{s:.1f}", f"{m:.0f}", "" if status == 0 else "fails")
        for name, (s, m, status) in figures["generate"]["peers"].items()
    ]
    yield _table(("run", "CPU s", "peak MB", ""), rows)
    growing = [(f"×{size}", f"{s:.2f}") for size, s in figures["growth"].items()]
    yield _table(("synthetic document", "CPU s"), growing)
    yield "Where a cold run of the OpenAI document spends its time:"
    stages = figures["profile"]["stages"]
    whole = sum(stages.values())
    yield _table(
        ("stage", "CPU s", "share"),
        [(n, f"{s:.2f}", f"{100 * s / whole:.0f} %") for n, s in stages.items()],
    )
    yield "The functions with the largest own share, under cProfile:"
    yield _table(
        ("function", "calls", "own share"),
        [
            (f"`{name}`", f"{calls:,}", f"{100 * share:.1f} %")
            for name, calls, share in figures["profile"]["functions"]
        ],
    )


def _codec(figures: dict[str, Any]) -> Iterator[str]:
    yield "## Decoding and encoding"
    yield "![decode + encode relative to msgspec](codec.svg)"
    for title, part in (
        ("With orjson", "codec"),
        (
            "With the standard library only (ours and the untyped floor; the others as they are)",
            "codec_without_orjson",
        ),
    ):
        names = list(next(iter(figures[part].values())))
        rows = [
            [payload, *(f"{times[n] / times['msgspec.Struct']:.2f}" for n in names)]
            for payload, times in figures[part].items()
        ]
        yield f"{title}, msgspec.Struct = 1:"
        yield _table(["payload", *names], rows)
    memory = figures["codec_memory"]
    yield "Memory of the decoded 100 messages:"
    yield _table(list(memory), [[f"{value:.0f} kB" for value in memory.values()]])
