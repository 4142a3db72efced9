"""Stage 4, emit: the tokens of a statement, and runs of them on one line.

Part of `layout`. Input: a statement on one line. Output: its leaves, with the parentheses that
black may make visible, and lines that know what they can be split at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

WIDTH: Final = 88
_TOKEN = re.compile(
    r"""(?P<space>\ *)
    (?P<text>
        [bru]{0,2}"(?:[^"\\]|\\.)*"
      | [bru]{0,2}'(?:[^'\\]|\\.)*'
      | [^\W\d]\w*
      | \d[\w.]*
      | ->|:=|\*\*|//|[<>=!]=|\.\.\.
      | .
    )""",
    re.VERBOSE,
)
_KEYWORDS = frozenset(
    "return in is if else elif and or not import from lambda await yield for del while".split()
)
_COMPARATORS = frozenset("== != < > <= >= is".split())
_COMPREHENSION, COMMA, _LOGIC, _COMPARE, DOT = 20, 18, 14, 10, 1
_OPERATORS = {"|": 9, "^": 8, "&": 7, "+": 5, "-": 5, "*": 4, "/": 4, "//": 4, "%": 4}


class Leaf:
    """A token. `shape` is its bracket, `text` what is printed: "" for an invisible one."""

    __slots__ = ("text", "space", "shape", "pair", "trailer", "depth", "operand")

    def __init__(self, text: str, space: str, shape: str = "") -> None:
        self.text = text
        self.space = space
        self.shape = shape
        self.pair: Leaf | None = None
        self.trailer = False
        self.depth = 0
        self.operand = False

    @property
    def opens(self) -> bool:
        return self.shape in ("(", "[", "{")

    @property
    def closes(self) -> bool:
        return self.shape in (")", "]", "}")


class Line:
    """A run of leaves on one line, with what may split it."""

    __slots__ = ("leaves", "depth", "inside", "priorities", "magic", "explode", "kind")

    def __init__(
        self, leaves: list[Leaf], depth: int, inside: bool, kind: str, tracked: bool
    ) -> None:
        self.leaves = leaves
        self.depth = depth
        self.inside = inside
        self.kind = kind
        self.explode = False
        self.priorities: dict[int, int] = {}
        self.magic = False
        if tracked:
            self._mark()

    def _mark(self) -> None:
        """Notes the depth of each leaf, the delimiters at depth 0, and magic commas."""
        depth = 0
        targets: list[int] = []
        previous: Leaf | None = None
        own: set[int] = set()
        for leaf in self.leaves:
            ends_target = bool(targets) and targets[-1] == depth and leaf.text == "in"
            if ends_target:
                depth -= 1
                targets.pop()
            if leaf.closes:
                if leaf.pair is None or id(leaf.pair) not in own:
                    previous = leaf
                    continue
                depth -= 1
                if (
                    previous is not None
                    and previous.text == ","
                    and self._is_magic(leaf)
                ):
                    self.magic = True
            leaf.depth = depth
            if depth == 0:
                before = 0 if ends_target else _priority_before(leaf, previous)
                if before and previous is not None:
                    self.priorities[id(previous)] = before
                elif leaf.text == ",":
                    self.priorities[id(leaf)] = COMMA
            if leaf.opens:
                own.add(id(leaf))
                depth += 1
            if leaf.text == "for":
                depth += 1
                targets.append(depth)
            previous = leaf

    def _is_magic(self, closing: Leaf) -> bool:
        if closing.shape == "}" or self.kind == "import":
            return True
        single = holds_one_item(self.leaves, closing)
        if closing.shape == "]":
            return not (closing.trailer and single)
        return not single

    def __str__(self) -> str:
        text = "".join(leaf.space + leaf.text for leaf in self.leaves)
        return "    " * self.depth + text.lstrip(" ")

    def fits(self, width: int = WIDTH) -> bool:
        return width_of(str(self)) <= width

    def weakest(self, without_last: bool = False) -> int:
        """The highest priority of a delimiter; 0 if there is none."""
        skip = id(self.leaves[-1]) if without_last and self.leaves else 0
        return max((p for k, p in self.priorities.items() if k != skip), default=0)

    def count(self, priority: int) -> int:
        return sum(1 for p in self.priorities.values() if p == priority)


def holds_one_item(leaves: list[Leaf], closing: Leaf) -> bool:
    """Whether a bracket holds one item and a comma."""
    inner: list[Leaf] = []
    depth = 1
    for leaf in reversed(leaves[: leaves.index(closing)]):
        if leaf.closes:
            depth += 1
        elif leaf.opens:
            depth -= 1
            if not depth:
                break
        if depth == 1:
            inner.append(leaf)
    return sum(1 for x in inner if x.text == ",") < 2


def _priority_before(leaf: Leaf, previous: Leaf | None) -> int:
    """How readily black breaks before this leaf; 0 if never."""
    text = leaf.text
    if text == ".":
        return DOT if previous is None or previous.closes else 0
    if text in _OPERATORS:
        return _OPERATORS[text] if leaf.operand else 0
    if text == "for":
        return _COMPREHENSION
    if text in ("and", "or"):
        return _LOGIC
    if text in _COMPARATORS:
        return _COMPARE
    if text == "in" and not (previous is not None and previous.text == "not"):
        return _COMPARE
    if text == "not" and leaf.operand:
        return _COMPARE
    return 0


def width_of(text: str) -> int:
    """The columns that `text` takes in a terminal: wide East Asian characters take two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


# Reading -------------------------------------------------------------------------------


def tokens(text: str) -> list[Leaf]:
    leaves: list[Leaf] = []
    for match in _TOKEN.finditer(text):
        value = match["text"]
        shape = value if value in "()[]{}" else ""
        leaf = Leaf(value, match["space"], shape)
        before = leaves[-1].text if leaves else ""
        leaf.operand = bool(before) and (
            before in ")]}"
            or before[-1] in "\"'"
            or ((before[0].isalnum() or before[0] == "_") and before not in _KEYWORDS)
        )
        leaf.trailer = bool(shape) and leaf.operand
        leaves.append(leaf)
    return leaves


def pair(leaves: list[Leaf]) -> list[Leaf]:
    stack: list[Leaf] = []
    for leaf in leaves:
        if leaf.opens:
            stack.append(leaf)
        elif leaf.closes:
            leaf.pair = stack.pop()
            leaf.trailer = leaf.pair.trailer
    return leaves


def _wrap(leaves: list[Leaf], start: int, end: int) -> None:
    """Puts invisible parentheses around `leaves[start:end]`; visible ones become invisible."""
    first, last = leaves[start], leaves[end - 1]
    if first.shape == "(" and last.shape == ")" and not first.trailer:
        depth = 0
        for leaf in leaves[start : end - 1]:
            depth += leaf.opens - leaf.closes
            if not depth:
                break
        else:
            inner = leaves[start + 1 : end - 1]
            if any(x.text == ":=" for x in inner) or not inner:
                return
            first.text = last.text = ""
            return
    opening = Leaf("", leaves[start].space, "(")
    leaves[start].space = ""
    leaves.insert(end, Leaf("", "", ")"))
    leaves.insert(start, opening)


def read(statement: str) -> tuple[list[Leaf], str]:
    """The leaves of a statement, with the parentheses that black may make visible."""
    leaves = tokens(statement)
    first = leaves[0].text
    depths: list[int] = []
    depth = 0
    for leaf in leaves:
        depth -= leaf.closes
        depths.append(depth)
        depth += leaf.opens
    kind = ""
    if first in ("def", "async"):
        kind = "def"
        _wrap_signature(leaves, depths)
    elif first == "from":
        kind = "import"
        at = next(i for i, x in enumerate(leaves) if x.text == "import") + 1
        _wrap(leaves, at, len(leaves))
    elif first in ("return", "del"):
        if len(leaves) > 1:
            _wrap(leaves, 1, len(leaves))
    elif first in ("if", "elif", "while"):
        _wrap(leaves, 1, len(leaves) - 1)
    elif first == "for":
        at = next(i for i, x in enumerate(leaves) if x.text == "in" and not depths[i])
        _wrap(leaves, at + 1, len(leaves) - 1)
    elif first != "class":
        _wrap_assignment(leaves, depths)
    return pair(leaves), kind


def _wrap_assignment(leaves: list[Leaf], depths: Sequence[int]) -> None:
    flat = [i for i, d in enumerate(depths) if not d]
    equals = [i for i in flat if leaves[i].text == "="]
    colon = next((i for i in flat if leaves[i].text == ":"), None)
    end = len(leaves)
    for at in reversed(equals):
        _wrap(leaves, at + 1, end)
        end = at
    if colon is not None:
        _wrap(leaves, colon + 1, equals[0] if equals else len(leaves))


def _wrap_signature(leaves: list[Leaf], depths: Sequence[int]) -> None:
    spans: list[tuple[int, int]] = []
    closing = next(i for i, x in enumerate(leaves) if x.shape == ")" and not depths[i])
    at = 0
    while at < closing:
        if leaves[at].text == ":" and depths[at] == 1:
            end = at
            while not (
                depths[end] == 0 or (depths[end] == 1 and leaves[end].text in ",=")
            ):
                end += 1
            if any(
                x.text == "|" and d == 1 for x, d in zip(leaves[at:end], depths[at:])
            ):
                spans.append((at + 1, end))
            at = end
        at += 1
    if closing + 1 < len(leaves) and leaves[closing + 1].text == "->":
        end = max(i for i, x in enumerate(leaves) if x.text == ":" and not depths[i])
        spans.append((closing + 2, end))
    for start, end in reversed(spans):
        _wrap(leaves, start, end)
