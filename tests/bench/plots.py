"""The two plots of the report: what generating costs, and what decoding and encoding cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OURS, THEIRS = "#2f6fde", "#b8bec9"


def draw(figures: dict[str, Any], folder: Path) -> None:
    """Writes generate.svg and codec.svg; the same figures give the same bytes."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "specloom"
    matplotlib.rcParams["font.size"] = 9
    from matplotlib import pyplot

    if "generate" in figures:
        _generate(pyplot, figures["generate"], folder / "generate.svg")
    if "codec" in figures and "codec_without_orjson" in figures:
        _codec(pyplot, figures, folder / "codec.svg")


def _generate(pyplot: Any, figures: dict[str, Any], file: Path) -> None:
    bars = {"specloom": figures["ours"]["openai"][0]}
    bars |= {
        name + ("" if status == 0 else " (fails)"): seconds
        for name, (seconds, _, status) in figures["peers"].items()
    }
    names = sorted(bars, key=lambda name: -bars[name])
    figure, axes = pyplot.subplots(figsize=(7, 2.4), layout="constrained")
    colours = [OURS if name == "specloom" else THEIRS for name in names]
    drawn = axes.barh(names, [bars[name] for name in names], color=colours)
    axes.bar_label(drawn, fmt=" %.1f s")
    axes.set_xlabel("CPU seconds for the whole OpenAI document, cold")
    _save(figure, axes, file)


def _codec(pyplot: Any, figures: dict[str, Any], file: Path) -> None:
    payloads = list(figures["codec"])
    series: list[tuple[str, list[float], str]] = []
    for label, part, name, colour in (
        ("msgspec.Struct", "codec", "msgspec.Struct", "#d9dde4"),
        ("specloom", "codec", "specloom", OURS),
        ("specloom, no orjson", "codec_without_orjson", "specloom", "#8fb3f2"),
        ("pydantic v2", "codec", "pydantic v2", THEIRS),
        ("openai-python", "codec", "openai-python", "#6b7280"),
    ):
        ratios = [
            figures[part][p][name] / figures[part][p]["msgspec.Struct"]
            for p in payloads
        ]
        series.append((label, ratios, colour))
    figure, axes = pyplot.subplots(figsize=(7, 3.2), layout="constrained")
    width = 0.8 / len(series)
    for number, (label, ratios, colour) in enumerate(series):
        places = [
            i + (number - len(series) / 2 + 0.5) * width for i in range(len(ratios))
        ]
        drawn = axes.bar(places, ratios, width, label=label, color=colour)
        axes.bar_label(drawn, fmt="%.1f", fontsize=7)
    axes.set_yscale("log")
    axes.set_xticks(range(len(payloads)), payloads)
    axes.set_ylabel("decode + encode, msgspec.Struct = 1")
    axes.legend(frameon=False, ncols=3, fontsize=8)
    _save(figure, axes, file)


def _save(figure: Any, axes: Any, file: Path) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, metadata={"Date": None})
