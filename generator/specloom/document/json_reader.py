"""Stage 1, JSON text → plain data: the standard library's C scanner, and what it lets pass.

Input: decoded text that looks like JSON. Output: a `Tree`, or the end of the run with the
place of the mistake. Repeated keys, numbers that no double holds, halves of surrogate pairs
and deep nesting are looked for in ways that cost little when there are none.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

from specloom.config import Limits
from specloom.diagnostics import Bag
from specloom.document.json_errors import explain, place_of_depth
from specloom.document.json_places import JsonPlaces
from specloom.document.limits import too_much
from specloom.document.pointer import pointer_of
from specloom.document.tree import Container, Tree
from specloom.document.yaml_scalars import read_float, read_integer
from specloom.model.types import JsonValue
from specloom.source import SourceFile, Span

_LOOKS_LIKE_JSON = re.compile(r'\s*[{\[]\s*["\[{\]}/]')
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|\\.",
    re.DOTALL,
)
_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_Number = TypeVar("_Number", int | str, float | str, str)


def looks_like_json(text: str) -> bool:
    """Whether a text is to be read as JSON, by what it begins with."""
    return _LOOKS_LIKE_JSON.match(text) is not None


def read_json(text: str, file: str, limits: Limits, bag: Bag) -> Tree:
    """Reads one JSON text (RFC 8259). The last of repeated keys counts."""
    hooks = _Hooks()
    if _SURROGATE.search(text):
        text = _without_halves(text, file, bag)
    if (
        _most_nodes(text) > limits.nodes
        and _most_nodes(_TEXT.sub("", text)) > limits.nodes
    ):
        raise too_much("nodes", limits.nodes, file)
    try:
        value = hooks.load(text)
    except json.JSONDecodeError as error:
        raise explain(error, text, file) from None
    except RecursionError:
        # The scanner recurses, so Python's own limit holds where ours is larger.
        depth = min(limits.depth, sys.getrecursionlimit())
        raise too_much("depth", depth, file, place_of_depth(text, depth)) from None
    nodes = _count(value, text, file, limits)
    places = JsonPlaces(text)
    if hooks.repeated:
        _report_repeated(value, hooks.repeated, places, file, bag)
    if hooks.no_numbers:
        _report_numbers(value, hooks.no_numbers, file, bag)
    return Tree(value, places, nodes)


class _Hooks:
    """What the scanner calls back: for each object, and for numbers with a fraction."""

    def __init__(self) -> None:
        self.repeated: list[tuple[Container, list[str]]] = []
        """Objects with the keys that they repeat."""
        self.no_numbers: set[str] = set()

    def load(self, text: str) -> JsonValue:
        """The value of a text; JSONDecodeError, RecursionError."""
        try:
            return self._load(text, None)
        except json.JSONDecodeError:
            raise
        except ValueError:  # an integer of more digits than Python converts
            self.repeated.clear()
            return self._load(text, self._integer)

    def _load(self, text: str, integer: Callable[[str], int | str] | None) -> JsonValue:
        value: JsonValue = json.loads(
            text,
            object_pairs_hook=self._object,
            parse_int=integer,
            parse_float=self._float,
            parse_constant=self._constant,
        )
        return value

    def _object(self, pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        found = dict(pairs)
        if len(found) != len(pairs):
            counted = Counter(key for key, _ in pairs)
            self.repeated.append((found, [k for k, n in counted.items() if n > 1]))
        return found

    def _integer(self, literal: str) -> int | str:
        return self._noted(read_integer(literal))

    def _float(self, literal: str) -> float | str:
        return self._noted(read_float(literal))

    def _constant(self, literal: str) -> str:
        return self._noted(literal)

    def _noted(self, value: _Number) -> _Number:
        if isinstance(value, str):
            self.no_numbers.add(value)
        return value


def _most_nodes(text: str) -> int:
    """As many values as a text can hold at most, without reading it."""
    return 1 + text.count(",") + text.count("[") + text.count("{")


def _count(value: JsonValue, text: str, file: str, limits: Limits) -> int:
    """Counts the values level by level, as deep as the limit allows."""
    nodes, depth = 1, 0
    level: list[Container] = [value] if isinstance(value, dict | list) else []
    while level:
        depth += 1
        if depth > limits.depth:
            raise too_much(
                "depth", limits.depth, file, place_of_depth(text, limits.depth)
            )
        nodes += sum(map(len, level))
        level = [
            child
            for container in level
            for child in (
                container.values() if isinstance(container, dict) else container
            )
            if isinstance(child, dict | list)
        ]
    return nodes


def _walk(value: JsonValue) -> Iterator[tuple[tuple[str, ...], JsonValue]]:
    """Every value with its tokens. As deep as the limit allows, which is known by now."""
    pending: list[tuple[tuple[str, ...], JsonValue]] = [((), value)]
    while pending:
        tokens, value = pending.pop()
        yield tokens, value
        if isinstance(value, dict):
            pending += [((*tokens, key), child) for key, child in value.items()]
        elif isinstance(value, list):
            pending += [((*tokens, str(i)), child) for i, child in enumerate(value)]


def _report_repeated(
    root: JsonValue,
    repeated: list[tuple[Container, list[str]]],
    places: JsonPlaces,
    file: str,
    bag: Bag,
) -> None:
    keys_of = {id(container): keys for container, keys in repeated}
    for tokens, value in _walk(root):
        for key in keys_of.get(id(value), ()):
            *earlier, last = places.positions((*tokens, key))
            bag.report(
                "W120",
                f"the key {key!r} stands twice in this mapping; the last one counts",
                Span(file, pointer_of(*tokens, key)),
                position=last,
                notes=tuple(
                    (f"another one is in line {p.line}", None) for p in earlier
                ),
            )


def _report_numbers(root: JsonValue, literals: set[str], file: str, bag: Bag) -> None:
    for tokens, value in _walk(root):
        if isinstance(value, str) and value in literals:
            bag.report(
                "W126",
                f"JSON has no number for {value!r}; it is read as text",
                Span(file, pointer_of(*tokens)),
            )


def _without_halves(text: str, file: str, bag: Bag) -> str:
    """Replaces the escapes of halves of surrogate pairs, which no file could hold.

    The replacement is as long, so that places stay right.
    """
    source = SourceFile(file, text)

    def mend(escape: re.Match[str]) -> str:
        if escape[1] is None:
            return escape[0]
        bag.report(
            "W127",
            f"{escape[1]} is half of a character; it is read as U+FFFD",
            Span(file, ""),
            position=source.position(escape.start()),
        )
        return "\\ufffd"

    return _ESCAPES.sub(mend, text)
