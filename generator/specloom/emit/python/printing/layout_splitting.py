"""Stage 4, emit: splitting a line that is too long, by black's rules.

Part of `layout`. Input: a `Line`. Output: the lines that it becomes: at the last bracket pair
(`_right_hand`), at the first one of a `def` (`_left_hand`), and inside brackets at the weakest
operator (`_at_delimiters`), each piece again until it fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from specloom.emit.python.printing.layout_leaves import (
    COMMA,
    DOT,
    WIDTH,
    Leaf,
    Line,
    holds_one_item,
    width_of,
)


class CannotSplit(Exception):
    """This way of splitting leads nowhere; another one may."""


_Split = Callable[["Line", bool], "list[Line]"]


def transform(line: Line, force: bool) -> list[Line]:
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
        except CannotSplit:
            continue
    return [line]


def _run(line: Line, way: _Split, force: bool, text: str) -> list[Line]:
    invisible = [x for x in line.leaves if x.shape and not x.text]
    optional = [x for x in invisible if x.depth == 0]
    copy = _copy(line) if invisible and way is _right_hand and not force else None
    result: list[Line] = []
    for piece in way(line, force):
        if str(piece) == text:
            raise CannotSplit
        result.extend(transform(piece, force))
    if copy is None or any(x.text for x in optional) or result[0].fits():
        return result
    second = _run(copy, way, True, text)
    return second if all(piece.fits() for piece in second) else result


def _copy(line: Line) -> Line:
    copies: dict[int, Leaf] = {}
    leaves: list[Leaf] = []
    for leaf in line.leaves:
        copy = Leaf(leaf.text, leaf.space, leaf.shape)
        copy.trailer, copy.operand = leaf.trailer, leaf.operand
        copy.pair = copies.get(id(leaf.pair)) if leaf.pair else None
        copies[id(leaf)] = copy
        leaves.append(copy)
    return Line(leaves, line.depth, line.inside, line.kind, tracked=True)


def _build(leaves: list[Leaf], line: Line, opening: Leaf, part: str) -> Line:
    if part != "body":
        inner = _matched(leaves) if part == "head" else []
        built = Line(leaves, line.depth, inside=False, kind="", tracked=False)
        if inner:
            built.magic = Line(inner, 0, False, line.kind, tracked=True).magic
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
            leaves = [*leaves, Leaf(",", "")]
    body = Line(leaves, line.depth + 1, inside=True, kind="", tracked=True)
    comma = _ends_in_comma(body)
    if comma or not opening.trailer:
        body.explode = body.weakest(without_last=comma) == COMMA
    return body


def _ends_in_comma(line: Line) -> bool:
    return bool(line.leaves) and line.leaves[-1].text == ","


def _matched(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves from the first bracket on that stand inside pairs that close again."""
    closed = {id(x.pair) for x in leaves if x.closes}
    result: list[Leaf] = []
    depth = 0
    for leaf in leaves:
        if leaf.opens and id(leaf) in closed:
            depth += 1
        if depth:
            result.append(leaf)
        if leaf.closes and depth:
            depth -= 1
    return result


def _left_hand(line: Line, _force: bool) -> list[Line]:
    """A `def`: what stands before its parameters, the parameters, and the rest."""
    matching: Leaf | None = None
    head: list[Leaf] = []
    body: list[Leaf] = []
    tail: list[Leaf] = []
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
        raise CannotSplit
    return [
        piece
        for piece in (
            _plain(_build(head, line, matching, "head")),
            _build(body, line, matching, "body"),
            _plain(_build(tail, line, matching, "tail")),
        )
        if piece.leaves
    ]


def _has_magic_return(line: Line) -> bool:
    arrow = next((i for i, x in enumerate(line.leaves) if x.text == "->"), None)
    return (
        arrow is not None and Line(line.leaves[arrow + 1 :], 0, False, "", True).magic
    )


def _plain(line: Line) -> Line:
    line.kind = ""
    return line


class _Parts:
    """A line split at one bracket pair."""

    __slots__ = ("head", "body", "tail", "opening", "closing")

    def __init__(
        self, head: Line, body: Line, tail: Line, opening: Leaf, closing: Leaf
    ) -> None:
        self.head, self.body, self.tail = head, body, tail
        self.opening, self.closing = opening, closing


def _right_hand(line: Line, force: bool) -> list[Line]:
    """At the last bracket pair, or at an earlier one where the last ones fit as they are."""
    first: list[Line] | None = None
    for omit in _trailers(line):
        pieces = _split_last(line, force, omit)
        if first is None and not omit:
            first = pieces
        if pieces[0].fits():
            return pieces
    return first if first is not None else _split_last(line, force, frozenset())


def _trailers(line: Line) -> Iterator[frozenset[int]]:
    """Growing sets of closing brackets to keep together with what follows them."""
    omit: set[int] = set()
    if not line.magic:
        yield frozenset()
    length = 4 * line.depth
    opening: Leaf | None = None
    closing: Leaf | None = None
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
            and not holds_one_item(leaves, leaf)
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


def _last_split(line: Line, omit: frozenset[int]) -> _Parts:
    tail: list[Leaf] = []
    body: list[Leaf] = []
    head: list[Leaf] = []
    current = tail
    opening: Leaf | None = None
    closing: Leaf | None = None
    for leaf in reversed(line.leaves):
        if current is body and leaf is opening:
            current = head if body else tail
        current.append(leaf)
        if current is tail and leaf.closes and id(leaf) not in omit:
            opening, closing = leaf.pair, leaf
            current = body
    if opening is None or closing is None or not head:
        raise CannotSplit
    for part in (tail, body, head):
        part.reverse()
    if not body and len("".join(x.space + x.text for x in tail).strip()) < 3:
        raise CannotSplit
    return _Parts(
        _build(head, line, opening, "head"),
        _build(body, line, opening, "body"),
        _build(tail, line, opening, "tail"),
        opening,
        closing,
    )


def _split_last(line: Line, force: bool, omit: frozenset[int]) -> list[Line]:
    return _settle(_last_split(line, omit), line, force, omit)


def _settle(parts: _Parts, line: Line, force: bool, omit: frozenset[int]) -> list[Line]:
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
        except CannotSplit:
            if not _splittable(parts.body) and not parts.body.fits():
                raise
    parts.opening.text, parts.closing.text = (
        parts.opening.shape,
        parts.closing.shape,
    )
    return [x for x in (parts.head, parts.body, parts.tail) if x.leaves]


def _splittable(line: Line) -> bool:
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
    if weakest == DOT:
        return True
    first, second = line.leaves[0], line.leaves[1]
    if first.opens and not second.closes and _opening_rest_fits(line, first):
        return True
    before, last = line.leaves[-2], line.leaves[-1]
    if last.shape in (")", "}") or (last.shape == "]" and not last.trailer):
        return not before.opens and _closing_start_fits(line, last)
    return False


def _opening_rest_fits(line: Line, first: Leaf) -> bool:
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


def _closing_start_fits(line: Line, last: Leaf) -> bool:
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


def _at_delimiters(line: Line, _force: bool) -> list[Line]:
    """At every delimiter of the weakest kind; commas get one more at the end."""
    weakest = line.weakest(without_last=True)
    if not weakest or (weakest == DOT and line.count(DOT) == 1):
        raise CannotSplit
    pieces: list[Line] = []
    current: list[Leaf] = []
    for leaf in line.leaves:
        current.append(leaf)
        if line.priorities.get(id(leaf)) == weakest:
            pieces.append(Line(current, line.depth, line.inside, "", tracked=True))
            current = []
    if current:
        if weakest == COMMA and current[-1].text != ",":
            current.append(Leaf(",", ""))
        pieces.append(Line(current, line.depth, line.inside, "", tracked=True))
    for piece in pieces:
        piece.leaves[0].space = ""
    return pieces
