"""Documents that ask for more time or memory than there is, and the limit that stops each.

python -m security.bombs        (`make bombs`: through the command line, with its cost)
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forked import Ended, Forked

_HEAD = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths: {}\nx-a: '
_LEAF = {"type": "object", "properties": {"z": {"type": "string"}}}
_LEVELS = 60
MOST_SECONDS = 60
MOST_MEMORY = 1 << 30


@dataclass(frozen=True, slots=True)
class Bomb:
    """A document, and the limit it is stopped by; none where it does no harm any more."""

    name: str
    limit: str
    make: Callable[[], str]
    files: Callable[[], Iterator[tuple[str, str]]] = lambda: iter(())
    """Further files that belong to it."""


def _laughs(levels: int, width: int) -> str:
    lines = ["\n  l0: &l0 [" + "x, " * width + "]"]
    for level in range(1, levels):
        lines.append(f"  l{level}: &l{level} [" + f"*l{level - 1}, " * width + "]")
    return _HEAD + "\n".join(lines)


def _merged(keys: int, times: int) -> str:
    lines = ["\n  l0: &l0 {" + ", ".join(f"k{i}: 1" for i in range(keys)) + "}"]
    lines += [f"  l{i}: {{<<: *l0}}" for i in range(1, times)]
    return _HEAD + "\n".join(lines)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _document(schemas: dict[str, Any]) -> str:
    """A call that takes and gives the first of the schemas."""
    content = {"content": {"application/json": {"schema": _ref(next(iter(schemas)))}}}
    return json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "a", "version": "1"},
            "paths": {
                "/a": {
                    "post": {
                        "requestBody": content,
                        "responses": {"200": {"description": "x", **content}},
                    }
                }
            },
            "components": {"schemas": schemas},
        }
    )


def _ladder(step: Callable[[int], dict[str, Any]], levels: int = _LEVELS) -> str:
    """Schemas S0, S1, … of which each is made of the next."""
    steps = {f"S{i}": step(i) for i in range(levels)}
    return _document({**steps, f"S{levels}": _LEAF, f"S{levels + 1}": _LEAF})


def _next(i: int) -> dict[str, str]:
    return _ref(f"S{i + 1}")


def _own(i: int) -> dict[str, Any]:
    return {"type": "object", "properties": {f"p{i}": {"type": "string"}}}


def _ring(keyword: str) -> str:
    """Schemas in a circle, each made of two mentions of the next."""
    rest = [_ref(f"S{(i + 1) % _LEVELS}") for i in range(_LEVELS)]
    steps = {
        f"S{i}": {keyword: [rest[i], {"allOf": [rest[i], _own(i)]}]}
        for i in range(_LEVELS)
    }
    return _document(steps)


def _union(count: int) -> str:
    members = [{**_own(i), "required": [f"p{i}"]} for i in range(count)]
    return _document({"S": {"oneOf": members}})


def _nested_all_of(i: int) -> dict[str, Any]:
    properties = {
        "a": {"allOf": [_next(i), _ref(f"S{min(i + 2, _LEVELS)}")]},
        "b": {"allOf": [_next(i), _own(i)]},
    }
    return {"type": "object", "properties": properties}


def _endless(count: int) -> str:
    """Properties that are made of ever more of the records that hold them."""
    schemas: dict[str, Any] = {}
    for i in range(count):
        around = [_ref(f"A{(i + j) % count}") for j in (3, 7, 5, 11)]
        properties = {"a": {"allOf": around[:2]}, "b": {"anyOf": around[2:]}}
        inner = {"type": "object", "properties": properties}
        schemas[f"A{i}"] = {"allOf": [_ref(f"A{(i + 1) % count}"), inner]}
    return _document(schemas)


def _pattern() -> str:
    text = "a" * 60 + "!"
    rule = "^(a+)+$"
    hit = {"type": "string", "pattern": rule, "default": text, "examples": [text]}
    keys = {"type": "object", "patternProperties": {rule: {"type": "string"}}}
    return _document(
        {
            "S": {
                "type": "object",
                "properties": {"a": hit, "b": {**keys, "example": {text: "x"}}},
            }
        }
    )


def _circle() -> Iterator[tuple[str, str]]:
    yield "one.yaml", "A: {$ref: 'two.yaml#/A'}\n"
    yield "two.yaml", "A: {$ref: 'one.yaml#/A'}\n"


def _chain() -> Iterator[tuple[str, str]]:
    for i in range(20_001):
        yield f"{i}.yaml", f"A: {{properties: {{a: {{$ref: '{i + 1}.yaml#/A'}}}}}}\n"


def _many(schema: dict[str, Any]) -> Callable[[], str]:
    properties = {f"p{i}": schema for i in range(100_000)}
    return lambda: _document({"S": {"type": "object", "properties": properties}})


def _first_of(file: str) -> str:
    return _document({"S": {"$ref": f"{file}#/A"}})


_JSON = '{"openapi": "3.1.0", "x-a": '

BOMBS = (
    Bomb("billion laughs", "aliases", lambda: _laughs(9, 9)),
    Bomb("laughs in pairs", "aliases", lambda: _laughs(60, 2)),
    Bomb("merge keys", "nodes", lambda: _merged(20_000, 2_000)),
    Bomb("100,000 deep, YAML", "depth", lambda: _HEAD + "[" * 100_000),
    Bomb("100,000 deep, block", "depth", lambda: _HEAD + "\n  " + "- " * 100_000),
    Bomb("100,000 deep, JSON", "depth", lambda: _JSON + '{"a": ' * 100_000),
    Bomb("200 MB, JSON", "bytes", lambda: f'{_JSON}"{"a" * 200_000_000}"}}'),
    Bomb("200 MB, YAML", "bytes", lambda: _HEAD + "a\nb: " * 40_000_000),
    Bomb("20 million values", "nodes", lambda: _JSON + "[" + "[]," * 20_000_000),
    Bomb("files in a circle", "", lambda: _first_of("one.yaml"), _circle),
    Bomb("20,001 files in a row", "files", lambda: _first_of("0.yaml"), _chain),
    Bomb("100,000 properties", "", _many({"type": "string"})),
    Bomb(
        "allOf, twice the next",
        "",
        lambda: _ladder(lambda i: {"allOf": [_next(i)] * 2}),
    ),
    Bomb("allOf in properties", "steps", lambda: _ladder(_nested_all_of)),
    Bomb(
        "oneOf of what is beside it",
        "steps",
        lambda: _ladder(
            lambda i: {"oneOf": [_next(i), {"allOf": [_next(i), _own(i)]}]}
        ),
    ),
    Bomb("allOf in a circle", "steps", lambda: _ring("allOf")),
    Bomb("oneOf in a circle", "steps", lambda: _ring("oneOf")),
    Bomb(
        "5,000 parents",
        "steps",
        lambda: _ladder(lambda i: {"allOf": [_next(i), _own(i)]}, 5_000),
    ),
    Bomb("50,000 references in a row", "steps", lambda: _ladder(_next, 50_000)),
    Bomb("a union of 20,000", "steps", lambda: _union(20_000)),
    Bomb("properties without end", "steps", lambda: _endless(20)),
    Bomb(
        "a sample of 2^60 values",
        "",
        lambda: _ladder(
            lambda i: {
                "type": "object",
                "required": ["a", "b"],
                "properties": {"a": _next(i), "b": _next(i)},
            }
        ),
    ),
    Bomb(
        "a list of 10^12 items",
        "",
        lambda: _document({"S": {"type": "array", "minItems": 10**12, "items": {}}}),
    ),
    Bomb(
        "20,000 lists, one in the other",
        "",
        lambda: _ladder(lambda i: {"type": "array", "items": _next(i)}, 20_000),
    ),
    Bomb("patterns that backtrack", "", _pattern),
)


def explode(bomb: Bomb, folder: Path, forked: Forked, target: str = "python") -> Ended:
    """Generates from the bomb, in a process of its own."""
    (folder / "openapi.yaml").write_text(bomb.make())
    for name, text in bomb.files():
        (folder / name).write_text(text)
    return forked.run(
        *("generate", "openapi.yaml", "-o", "out/package", "--target", target),
        folder=folder,
        patience=10 * MOST_SECONDS,
        processor=2 * MOST_SECONDS,
        memory=4 * MOST_MEMORY,
    )


def faults(bomb: Bomb, cost: Ended) -> list[str]:
    """What is not as it should be."""
    found: list[str] = []
    if bomb.limit:
        if cost.status != 1 or "E107" not in cost.said:
            found.append("no E107")
        if f"limit `{bomb.limit}`" not in cost.said:
            found.append(f"does not name `{bomb.limit}`")
    elif cost.status != 0:
        found.append(f"exit status {cost.status}")
    if cost.seconds > MOST_SECONDS:
        found.append("too slow")
    if cost.memory > MOST_MEMORY:
        found.append("too much memory")
    return found


def main() -> int:
    """Tries them all; prints a table."""
    bad = 0
    print("| document | stopped by | seconds | memory |\n|---|---|---:|---:|")
    for bomb in BOMBS:
        with tempfile.TemporaryDirectory() as folder, Forked() as forked:
            cost = explode(bomb, Path(folder), forked)
        wrong = faults(bomb, cost)
        bad += bool(wrong)
        limit = f"`{bomb.limit}`" if bomb.limit else "nothing, it is built"
        memory = f"{cost.memory / 2**20:.0f} MB"
        row = [bomb.name, limit, f"{cost.seconds:.1f}", memory, *wrong]
        print("| " + " | ".join(row) + " |", flush=True)
    return bad


if __name__ == "__main__":
    begin = time.monotonic()
    status = main()
    print(f"\n{len(BOMBS)} documents in {time.monotonic() - begin:.0f} s")
    sys.exit(min(status, 1))
