"""Stage 4, emit: break a statement over lines as black would.

Input: one statement on one line, spaced as black spaces it. Output: the same statement within
88 columns where that is possible.

Running black over a whole package costs half a minute, so what is too long is laid out here, by
black's own method: split at the last bracket pair (`_right_hand`), at the first one of a `def`
(`_left_hand`), and inside brackets at the weakest operator (`_at_delimiters`), each piece again
until it fits. Parentheses that black may add, around an annotation or what follows `=`, are in
the line from the beginning, invisible. Statements are the kinds that we emit: there are no
comments, conditional expressions, lambdas or multi-line strings in them. A test compares the result with black's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
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
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_KEYWORDS = frozenset(
    "return in is if else elif and or not import from lambda await yield for del while".split()
)
_COMPARATORS = frozenset("== != < > <= >= is".split())
_COMPREHENSION, _COMMA, _LOGIC, _COMPARE, _DOT = 20, 18, 14, 10, 1
_OPERATORS = {"|": 9, "^": 8, "&": 7, "+": 5, "-": 5, "*": 4, "/": 4, "//": 4, "%": 4}


class _CannotSplit(Exception):
    """This way of splitting leads nowhere; another one may."""


class _Leaf:
    """A token. `shape` is its bracket, `text` what is printed: "" for an invisible one."""

    __slots__ = ("text", "space", "shape", "pair", "trailer", "depth", "operand")

    def __init__(self, text: str, space: str, shape: str = "") -> None:
        self.text = text
        self.space = space
        self.shape = shape
        self.pair: _Leaf | None = None
        self.trailer = False
        self.depth = 0
        self.operand = False

    @property
    def opens(self) -> bool:
        return self.shape in ("(", "[", "{")

    @property
    def closes(self) -> bool:
        return self.shape in (")", "]", "}")


class _Line:
    """A run of leaves on one line, with what may split it."""

    __slots__ = ("leaves", "depth", "inside", "priorities", "magic", "explode", "kind")

    def __init__(
        self, leaves: list[_Leaf], depth: int, inside: bool, kind: str, tracked: bool
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
        previous: _Leaf | None = None
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
                    self.priorities[id(leaf)] = _COMMA
            if leaf.opens:
                own.add(id(leaf))
                depth += 1
            if leaf.text == "for":
                depth += 1
                targets.append(depth)
            previous = leaf

    def _is_magic(self, closing: _Leaf) -> bool:
        if closing.shape == "}" or self.kind == "import":
            return True
        single = _single(self.leaves, closing)
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


def width_of(text: str) -> int:
    """The columns that `text` takes in a terminal: wide East Asian characters take two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def lay_out(statement: str, depth: int = 0) -> str:
    """`statement` at `depth` levels of indentation, without the first line's own indent."""
    if width_of(statement) + 4 * depth <= WIDTH and ",)" not in statement:
        return statement
    quick = _quickly(statement, depth)
    if quick is not None:
        return quick
    lines = _lines(statement, depth)
    if lines[-1].endswith(":") and any(x.endswith(",") for x in _after(lines, ") -> ")):
        # The commas that came into a return type count now: black runs twice.
        lines = _lines(_join(lines), depth)
    return "\n".join(lines).lstrip(" ")


_IMPORT = re.compile(r"from ([\w.]+) import ([\w, ]+)")
_CALL = re.compile(
    r"((?:return |[\w.]+ = |\w+: TypeAlias = )?[\w.]+)([(\[])(.+)([)\]])"
)
_UNION = re.compile(r"(\w+: |\w+: TypeAlias = )([^=]+\|[^=]+)( = UNSET)?")
_NESTING = re.compile(r"""[(\[{]|[)\]}]|, | \| |"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")


def _quickly(statement: str, depth: int) -> str | None:
    """What nearly every long statement is, an import or a call, without the full method."""
    found = _IMPORT.fullmatch(statement)
    indent = "    " * (depth + 1)
    if found:
        names = "".join(f"{indent}{name},\n" for name in found[2].split(", "))
        return f"from {found[1]} import (\n{names}{indent[4:]})"
    if not statement.isascii():
        return None
    found = _UNION.fullmatch(statement)
    if found:
        return _quick_union(found[1], found[2], found[3] or "", indent)
    found = _CALL.fullmatch(statement)
    if found is None:
        return None
    head, opening, inner, closing = found.groups()
    if len(head) + 1 + 4 * depth > WIDTH or ",)" in inner or ",]" in inner:
        return None
    items = _items(inner, ", ")
    if items is None:
        return None
    if len(inner) + len(indent) <= WIDTH:
        return f"{head}{opening}\n{indent}{inner}\n{indent[4:]}{closing}"
    if len(items) < 2 or any(len(x) + len(indent) + 1 > WIDTH for x in items):
        return None
    body = "".join(f"{indent}{item},\n" for item in items)
    return f"{head}{opening}\n{body}{indent[4:]}{closing}"


def _quick_union(head: str, inner: str, tail: str, indent: str) -> str | None:
    """Three alternatives or more, in parentheses."""
    parts = _items(inner, " | ")
    if parts is None or len(parts) < 3:
        return None
    if len(indent) + len(head) > WIDTH or len(indent) + len(head + inner) < WIDTH + 3:
        return (
            None  # the name alone is too long, or the annotation may stay on its line
        )
    if len(inner) + len(indent) <= WIDTH:
        return f"{head}(\n{indent}{inner}\n{indent[4:]}){tail}"
    if any(len(part) + len(indent) + 2 > WIDTH for part in parts):
        return None
    body = f"\n{indent}| ".join(parts)
    return f"{head}(\n{indent}{body}\n{indent[4:]}){tail}"


def _items(inner: str, separator: str) -> list[str] | None:
    """What a separator separates in a bracket; None if the text leaves the bracket."""
    items: list[str] = []
    depth = start = 0
    for match in _NESTING.finditer(inner):
        text = match[0]
        if text in "([{":
            depth += 1
        elif text in ")]}":
            depth -= 1
            if depth < 0:
                return None
        elif text == separator and not depth:
            items.append(inner[start : match.start()])
            start = match.end()
    items.append(inner[start:])
    return items


def _lines(statement: str, depth: int) -> list[str]:
    leaves, kind = _read(statement)
    line = _Line(leaves, depth, inside=False, kind=kind, tracked=True)
    return [str(piece) for piece in _transform(line, force=False)]


def _after(lines: list[str], text: str) -> list[str]:
    at = next((i for i, x in enumerate(lines) if text in x), len(lines))
    return lines[at:]


def _join(lines: list[str]) -> str:
    """A broken statement on one line again, its trailing commas kept."""
    joined = ""
    for line in map(str.strip, lines):
        tight = not joined or joined[-1] in "([{" or line[0] in ")]}"
        joined += line if tight else f" {line}"
    return joined


def lay_out_item(item: str, depth: int) -> str:
    """One item of a bracket that is open, with its trailing comma: an argument, a value."""
    if width_of(item) + 4 * depth + 1 <= WIDTH:
        return item + ","
    leaves = _pair(_tokens(item))
    line = _Line(leaves, depth, inside=True, kind="", tracked=True)
    line.leaves.append(_Leaf(",", ""))
    line = _Line(line.leaves, depth, inside=True, kind="", tracked=True)
    lines = [str(piece) for piece in _transform(line, force=False)]
    lines[0] = lines[0].lstrip(" ")
    return "\n".join(lines)


def lay_out_parameter(parameter: str, depth: int) -> str:
    """One parameter of a `def` whose parameters stand one a line."""
    if width_of(parameter) + 4 * depth + 1 <= WIDTH:
        return parameter + ","
    leaves, _ = _read(f"def f({parameter}): ...")
    body = leaves[3 : next(i for i, x in enumerate(leaves) if x.pair is leaves[2])]
    body.append(_Leaf(",", ""))
    body[0].space = ""
    line = _Line(body, depth, inside=True, kind="", tracked=True)
    lines = [str(piece) for piece in _transform(line, force=False)]
    lines[0] = lines[0].lstrip(" ")
    return "\n".join(lines)


# Reading -------------------------------------------------------------------------------


def _tokens(text: str) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    for match in _TOKEN.finditer(text):
        value = match["text"]
        shape = value if value in "()[]{}" else ""
        leaf = _Leaf(value, match["space"], shape)
        before = leaves[-1].text if leaves else ""
        leaf.operand = bool(before) and (
            before in ")]}"
            or before[-1] in "\"'"
            or ((before[0].isalnum() or before[0] == "_") and before not in _KEYWORDS)
        )
        leaf.trailer = bool(shape) and leaf.operand
        leaves.append(leaf)
    return leaves


def _pair(leaves: list[_Leaf]) -> list[_Leaf]:
    stack: list[_Leaf] = []
    for leaf in leaves:
        if leaf.opens:
            stack.append(leaf)
        elif leaf.closes:
            leaf.pair = stack.pop()
            leaf.trailer = leaf.pair.trailer
    return leaves


def _wrap(leaves: list[_Leaf], start: int, end: int) -> None:
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
    opening = _Leaf("", leaves[start].space, "(")
    leaves[start].space = ""
    leaves.insert(end, _Leaf("", "", ")"))
    leaves.insert(start, opening)


def _read(statement: str) -> tuple[list[_Leaf], str]:
    """The leaves of a statement, with the parentheses that black may make visible."""
    leaves = _tokens(statement)
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
    return _pair(leaves), kind


def _wrap_assignment(leaves: list[_Leaf], depths: Sequence[int]) -> None:
    flat = [i for i, d in enumerate(depths) if not d]
    equals = [i for i in flat if leaves[i].text == "="]
    colon = next((i for i in flat if leaves[i].text == ":"), None)
    end = len(leaves)
    for at in reversed(equals):
        _wrap(leaves, at + 1, end)
        end = at
    if colon is not None:
        _wrap(leaves, colon + 1, equals[0] if equals else len(leaves))


def _wrap_signature(leaves: list[_Leaf], depths: Sequence[int]) -> None:
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


# Splitting -----------------------------------------------------------------------------

_Split = Callable[["_Line", bool], "list[_Line]"]


def _transform(line: _Line, force: bool) -> list[_Line]:
    text = str(line)
    if not line.explode and not line.magic and line.fits():
        return [line]
    ways: tuple[_Split, ...]
    if line.kind == "def" and not _has_magic_return(line):
        ways = (_left_hand,)
    elif line.inside:
        ways = (_at_delimiters, _right_hand)
    else:
        ways = (_right_hand,)
    for way in ways:
        try:
            return _run(line, way, force, text)
        except _CannotSplit:
            continue
    return [line]


def _run(line: _Line, way: _Split, force: bool, text: str) -> list[_Line]:
    invisible = [x for x in line.leaves if x.shape and not x.text]
    optional = [x for x in invisible if x.depth == 0]
    copy = _copy(line) if invisible and way is _right_hand and not force else None
    result: list[_Line] = []
    for piece in way(line, force):
        if str(piece) == text:
            raise _CannotSplit
        result.extend(_transform(piece, force))
    if copy is None or any(x.text for x in optional) or result[0].fits():
        return result
    second = _run(copy, way, True, text)
    return second if all(piece.fits() for piece in second) else result


def _copy(line: _Line) -> _Line:
    copies: dict[int, _Leaf] = {}
    leaves: list[_Leaf] = []
    for leaf in line.leaves:
        copy = _Leaf(leaf.text, leaf.space, leaf.shape)
        copy.trailer, copy.operand = leaf.trailer, leaf.operand
        copy.pair = copies.get(id(leaf.pair)) if leaf.pair else None
        copies[id(leaf)] = copy
        leaves.append(copy)
    return _Line(leaves, line.depth, line.inside, line.kind, tracked=True)


def _build(leaves: list[_Leaf], line: _Line, opening: _Leaf, part: str) -> _Line:
    if part != "body":
        inner = _matched(leaves) if part == "head" else []
        built = _Line(leaves, line.depth, inside=False, kind="", tracked=False)
        if inner:
            built.magic = _Line(inner, 0, False, line.kind, tracked=True).magic
        if part == "head" and line.kind:
            built.kind = line.kind if leaves and leaves[0] is line.leaves[0] else ""
        return built
    if leaves and leaves[-1].text != ",":
        wanted = line.kind == "import" or (
            line.kind == "def"
            and opening.text == "("
            and not any(x.text == "," and x.depth == 1 for x in leaves)
            and opening.trailer
        )
        if wanted:
            leaves = [*leaves, _Leaf(",", "")]
    body = _Line(leaves, line.depth + 1, inside=True, kind="", tracked=True)
    comma = _ends_in_comma(body)
    if comma or not opening.trailer:
        body.explode = body.weakest(without_last=comma) == _COMMA
    return body


def _ends_in_comma(line: _Line) -> bool:
    return bool(line.leaves) and line.leaves[-1].text == ","


def _matched(leaves: list[_Leaf]) -> list[_Leaf]:
    """The leaves from the first bracket on that stand inside pairs that close again."""
    closed = {id(x.pair) for x in leaves if x.closes}
    result: list[_Leaf] = []
    depth = 0
    for leaf in leaves:
        if leaf.opens and id(leaf) in closed:
            depth += 1
        if depth:
            result.append(leaf)
        if leaf.closes and depth:
            depth -= 1
    return result


def _left_hand(line: _Line, _force: bool) -> list[_Line]:
    """A `def`: what stands before its parameters, the parameters, and the rest."""
    matching: _Leaf | None = None
    head: list[_Leaf] = []
    body: list[_Leaf] = []
    tail: list[_Leaf] = []
    current = head
    for leaf in line.leaves:
        if current is body and leaf.closes and leaf.pair is matching:
            assert matching is not None
            leaf.text, matching.text = ")", "("
            current = tail if body else head
        current.append(leaf)
        if current is head and leaf.shape == "(":
            matching = leaf
            current = body
    if matching is None or not tail:
        raise _CannotSplit
    return [
        piece
        for piece in (
            _plain(_build(head, line, matching, "head")),
            _build(body, line, matching, "body"),
            _plain(_build(tail, line, matching, "tail")),
        )
        if piece.leaves
    ]


def _has_magic_return(line: _Line) -> bool:
    arrow = next((i for i, x in enumerate(line.leaves) if x.text == "->"), None)
    return (
        arrow is not None and _Line(line.leaves[arrow + 1 :], 0, False, "", True).magic
    )


def _plain(line: _Line) -> _Line:
    line.kind = ""
    return line


class _Parts:
    """A line split at one bracket pair."""

    __slots__ = ("head", "body", "tail", "opening", "closing")

    def __init__(
        self, head: _Line, body: _Line, tail: _Line, opening: _Leaf, closing: _Leaf
    ) -> None:
        self.head, self.body, self.tail = head, body, tail
        self.opening, self.closing = opening, closing


def _right_hand(line: _Line, force: bool) -> list[_Line]:
    """At the last bracket pair, or at an earlier one where the last ones fit as they are."""
    first: list[_Line] | None = None
    for omit in _trailers(line):
        pieces = _split_last(line, force, omit)
        if first is None and not omit:
            first = pieces
        if pieces[0].fits():
            return pieces
    return first if first is not None else _split_last(line, force, frozenset())


def _trailers(line: _Line) -> Iterator[frozenset[int]]:
    """Growing sets of closing brackets to keep together with what follows them."""
    omit: set[int] = set()
    if not line.magic:
        yield frozenset()
    length = 4 * line.depth
    opening: _Leaf | None = None
    closing: _Leaf | None = None
    inner: set[int] = set()
    leaves = line.leaves
    for index in range(len(leaves) - 1, -1, -1):
        leaf = leaves[index]
        length += width_of(leaf.text) + len(leaf.space)
        if length > WIDTH:
            break
        before = leaves[index - 1] if index else None
        comma = (
            before is not None
            and before.text == ","
            and leaf.closes
            and not _single(leaves, leaf)
        )
        if opening is not None:
            if leaf is opening:
                opening = None
            elif leaf.closes:
                if comma:
                    break
                inner.add(id(leaf))
        elif leaf.closes:
            if before is not None and before.opens:
                inner.add(id(leaf))
                continue
            if closing is not None:
                omit.add(id(closing))
                omit |= inner
                inner.clear()
                yield frozenset(omit)
            if comma:
                break
            if leaf.text:
                opening, closing = leaf.pair, leaf


def _single(leaves: list[_Leaf], closing: _Leaf) -> bool:
    """Whether a bracket holds one item and a comma."""
    inner: list[_Leaf] = []
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


def _last_split(line: _Line, omit: frozenset[int]) -> _Parts:
    tail: list[_Leaf] = []
    body: list[_Leaf] = []
    head: list[_Leaf] = []
    current = tail
    opening: _Leaf | None = None
    closing: _Leaf | None = None
    for leaf in reversed(line.leaves):
        if current is body and leaf is opening:
            current = head if body else tail
        current.append(leaf)
        if current is tail and leaf.closes and id(leaf) not in omit:
            opening, closing = leaf.pair, leaf
            current = body
    if opening is None or closing is None or not head:
        raise _CannotSplit
    for part in (tail, body, head):
        part.reverse()
    if not body and len("".join(x.space + x.text for x in tail).strip()) < 3:
        raise _CannotSplit
    return _Parts(
        _build(head, line, opening, "head"),
        _build(body, line, opening, "body"),
        _build(tail, line, opening, "tail"),
        opening,
        closing,
    )


def _split_last(line: _Line, force: bool, omit: frozenset[int]) -> list[_Line]:
    return _settle(_last_split(line, omit), line, force, omit)


def _settle(
    parts: _Parts, line: _Line, force: bool, omit: frozenset[int]
) -> list[_Line]:
    """Keeps the split, or makes one without the optional parentheses where that is nicer."""
    if (
        not force
        and parts.opening.shape == "("
        and not parts.opening.text
        and not parts.closing.text
        and line.kind != "import"
        and _can_omit(parts)
    ):
        wider = omit | {id(parts.closing)}
        try:
            other = _last_split(line, wider)
            if _prefer_other(other, parts):
                return _settle(other, line, force, wider)
        except _CannotSplit:
            if not _splittable(parts.body) and not parts.body.fits():
                raise
    parts.opening.text, parts.closing.text = (
        parts.opening.shape,
        parts.closing.shape,
    )
    return [x for x in (parts.head, parts.body, parts.tail) if x.leaves]


def _splittable(line: _Line) -> bool:
    return len(line.leaves) >= 2


def _prefer_other(other: _Parts, parts: _Parts) -> bool:
    head = parts.head.leaves
    if not (len(head) >= 2 and head[-2].text == "="):
        return True
    if not any(x.shape for x in head[:-1]):
        return True
    if not parts.head.fits(WIDTH - 1) or parts.head.magic:
        return True
    if sum(x.text == "=" for x in head) > 1:
        if sum(x.text == "=" for x in other.head.leaves) < sum(
            x.text == "=" for x in head
        ):
            return False
    for leaf in reversed(other.head.leaves):
        if leaf.text == "=":
            break
        if leaf.closes:
            return True
    return any(x.text == "=" for x in other.head.leaves) and other.head.fits()


def _can_omit(parts: _Parts) -> bool:
    """Whether the body can be broken well without the parentheses around it."""
    line = parts.body
    weakest = line.weakest()
    if not weakest:
        return True
    if line.count(weakest) > 1:
        return False
    if weakest == _DOT:
        return True
    first, second = line.leaves[0], line.leaves[1]
    if first.opens and not second.closes and _opening_rest_fits(line, first):
        return True
    before, last = line.leaves[-2], line.leaves[-1]
    if last.shape in (")", "}") or (last.shape == "]" and not last.trailer):
        return not before.opens and _closing_start_fits(line, last)
    return False


def _opening_rest_fits(line: _Line, first: _Leaf) -> bool:
    rest = False
    length = 4 * line.depth
    for leaf in line.leaves:
        if leaf.closes and leaf.pair is first:
            rest = True
        if rest:
            length += width_of(leaf.text) + len(leaf.space)
            if length > WIDTH:
                return False
            if leaf.opens:
                rest = False
    return True


def _closing_start_fits(line: _Line, last: _Leaf) -> bool:
    length = 4 * line.depth
    other = False
    for leaf in line.leaves:
        length += width_of(leaf.text) + len(leaf.space)
        if leaf is last.pair:
            if other or length <= WIDTH:
                return True
        elif leaf.opens:
            other = True
    return False


def _at_delimiters(line: _Line, _force: bool) -> list[_Line]:
    """At every delimiter of the weakest kind; commas get one more at the end."""
    weakest = line.weakest(without_last=True)
    if not weakest or (weakest == _DOT and line.count(_DOT) == 1):
        raise _CannotSplit
    pieces: list[_Line] = []
    current: list[_Leaf] = []
    for leaf in line.leaves:
        current.append(leaf)
        if line.priorities.get(id(leaf)) == weakest:
            pieces.append(_Line(current, line.depth, line.inside, "", tracked=True))
            current = []
    if current:
        if weakest == _COMMA and current[-1].text != ",":
            current.append(_Leaf(",", ""))
        pieces.append(_Line(current, line.depth, line.inside, "", tracked=True))
    for piece in pieces:
        piece.leaves[0].space = ""
    return pieces


def _priority_before(leaf: _Leaf, previous: _Leaf | None) -> int:
    """How readily black breaks before this leaf; 0 if never."""
    text = leaf.text
    if text == ".":
        return _DOT if previous is None or previous.closes else 0
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
