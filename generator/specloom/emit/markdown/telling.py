"""Stage 4, emit: how the variants of a union are told apart, in words.

Input: a `Dispatch`. Output: a nested list, a line for each decision, in the order in which the
generated code takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from specloom.emit.markdown import facts
from specloom.emit.markdown.site import CONVENTIONS
from specloom.emit.markdown.text import (
    Markdown,
    code,
    join,
    markdown,
    page,
    page_link,
)
from specloom.model.declarations import Union
from specloom.model.dispatch import (
    At,
    ByFit,
    ByFormat,
    ByKeys,
    ByKind,
    ByTag,
    ByValue,
    Dispatch,
    Path,
    Take,
    Unknown,
)
from specloom.model.types import JsonScalar, Kind, Type

_KINDS = {
    Kind.NULL: markdown("null"),
    Kind.BOOLEAN: markdown("a boolean"),
    Kind.INTEGER: markdown("an integer"),
    Kind.NUMBER: markdown("a number"),
    Kind.STRING: markdown("a string"),
    Kind.ARRAY: markdown("an array"),
    Kind.OBJECT: markdown("an object"),
}


def tag_of(union: Union) -> str:
    """The property that tells the variants apart first; empty if none does."""
    tags = [top.property for top in _first(union.dispatch) if isinstance(top, ByTag)]
    return union.tag or "".join(tags[:1])


def tags_of(dispatch: Dispatch) -> dict[int, tuple[JsonScalar, ...]]:
    """Variant → the values of the tag that lead to it, where a tag decides first."""
    found: dict[int, tuple[JsonScalar, ...]] = {}
    for top in _first(dispatch):
        if isinstance(top, ByTag):
            for values, inner in top.cases:
                for variant in _variants(inner):
                    found[variant] = (*found.get(variant, ()), *values)
    return found


def _first(dispatch: Dispatch) -> Iterator[Dispatch]:
    if isinstance(dispatch, ByKind):
        for _, inner in dispatch.cases:
            yield inner
    else:
        yield dispatch


def _variants(dispatch: Dispatch) -> Iterator[int]:
    """All variants that a decision can come to."""
    match dispatch:
        case Take():
            yield dispatch.variant
        case Unknown():
            return
        case ByKind() | ByKeys() | ByValue():
            for _, inner in dispatch.cases:
                yield from _variants(inner)
        case ByTag():
            for _, inner in dispatch.cases:
                yield from _variants(inner)
            yield from _variants(dispatch.absent)
        case ByFit():
            for inner, _, _ in dispatch.cases:
                yield from _variants(inner)
        case ByFormat():
            yield from dispatch.variants
        case At():
            yield from _variants(dispatch.then)
            yield from _variants(dispatch.absent)
        case _:
            assert_never(dispatch)


def told_apart(union: Union, spell: Callable[[Type], Markdown]) -> Markdown:
    """The decisions of a union's dispatch."""
    return _Teller(union, spell).top(union.dispatch)


class _Teller:
    def __init__(self, union: Union, spell: Callable[[Type], Markdown]) -> None:
        self._union = union
        self._spell = spell
        target = page(CONVENTIONS, "unknown-variants")
        self._unknown = page_link(code("UnknownVariant"), target)

    def top(self, dispatch: Dispatch) -> Markdown:
        """How, then the cases; those that the table of variants shows are not said again."""
        if isinstance(dispatch, ByKind) and len(dispatch.cases) == 1:
            dispatch = dispatch.cases[0][1]
        if isinstance(dispatch, ByTag):
            return self._by_tag(dispatch)
        return join(
            "\n", [self._how(dispatch), markdown(""), *self._items(dispatch, 0)]
        )

    def _by_tag(self, dispatch: ByTag) -> Markdown:
        """What the column of tags in the table of variants leaves open."""
        said = [markdown("Told apart by the value of {}.", code(dispatch.property))]
        if dispatch.otherwise == dispatch.absent == Unknown():
            said.append(markdown("Any other value, or none, gives {}.", self._unknown))
        else:
            said += self._rest(markdown("Any other value"), dispatch.otherwise)
            said += self._rest(markdown("A value without it"), dispatch.absent)
        line = join(" ", said)
        shared = [
            (join(", ", map(facts.value, values)), inner)
            for values, inner in dispatch.cases
            if not isinstance(inner, Take)
        ]
        shared += [
            (case, inner)
            for case, inner in (
                (markdown("any other value"), dispatch.otherwise),
                (markdown("without {}", code(dispatch.property)), dispatch.absent),
            )
            if not isinstance(inner, (Take, Unknown))
        ]
        items = [line for case, inner in shared for line in self._item(case, inner, 0)]
        return join("\n", [line, markdown(""), *items]) if items else line

    def _rest(self, case: Markdown, inner: Dispatch) -> Iterator[Markdown]:
        if isinstance(inner, Take):
            chosen = self._spell(self._union.variants[inner.variant].type)
            yield markdown("{} is {}.", case, chosen)
        elif isinstance(inner, Unknown):
            yield markdown("{} gives {}.", case, self._unknown)

    def _how(self, dispatch: Dispatch) -> Markdown:
        match dispatch:
            case ByKind():
                return markdown("Told apart by the kind of the JSON value:")
            case ByTag():
                return markdown(
                    "Told apart by the value of {}:", code(dispatch.property)
                )
            case ByKeys() if len(dispatch.steps) > len(dispatch.cases):
                return markdown(
                    "Told apart by the properties that are there, by all of a line's"
                    " before some of them:"
                )
            case ByKeys():
                return markdown("Told apart by the properties that are there:")
            case ByFit():
                return markdown(
                    "Told apart by what fits best: of the variants whose required"
                    " properties are all there, the one that leaves the fewest over:"
                )
            case ByValue():
                return markdown("Told apart by the value:")
            case ByFormat():
                return markdown(
                    "Told apart by the form of the text, the strictest first:"
                )
            case At():
                return self._how_at(dispatch)
            case Take() | Unknown():
                return markdown("There is nothing to tell apart:")
            case _:
                assert_never(dispatch)

    def _how_at(self, dispatch: At) -> Markdown:
        if not dispatch.path:
            return self._how(dispatch.then)
        place = _place(dispatch.path)
        match dispatch.then:
            case ByKind():
                return markdown("Told apart by the kind of {}:", place)
            case ByKeys():
                return markdown("Told apart by the properties that are in {}:", place)
            case _:
                return markdown("Told apart by {}:", place)

    def _items(self, dispatch: Dispatch, depth: int) -> Iterator[Markdown]:
        for case, inner in self._cases(dispatch):
            yield from self._item(case, inner, depth)

    def _item(self, case: Markdown, inner: Dispatch, depth: int) -> Iterator[Markdown]:
        indent = join("", [markdown("    ")] * depth)
        match inner:
            case Take():
                chosen = self._spell(self._union.variants[inner.variant].type)
                yield markdown("{}- {}: {}", indent, case, chosen)
            case Unknown():
                yield markdown("{}- {}: {}", indent, case, self._unknown)
            case _:
                yield markdown("{}- {}. {}", indent, case, self._how(inner))
                yield from self._items(inner, depth + 1)

    def _cases(self, dispatch: Dispatch) -> Iterator[tuple[Markdown, Dispatch]]:
        match dispatch:
            case ByKind():
                for kind, inner in dispatch.cases:
                    yield _KINDS[kind], inner
                yield markdown("anything else"), Unknown()
            case ByTag():
                for values, inner in dispatch.cases:
                    yield join(", ", map(facts.value, values)), inner
                yield markdown("any other value"), dispatch.otherwise
                yield markdown("no {}", code(dispatch.property)), dispatch.absent
            case ByKeys():
                for keys, inner in dispatch.cases:
                    yield markdown("with {}", join(" or ", map(code, keys))), inner
                yield markdown("with none of them"), dispatch.otherwise
            case ByFit():
                for inner, required, _ in dispatch.cases:
                    needs = join(" and ", map(code, required)) if required else None
                    yield (
                        markdown("with {}", needs) if needs else markdown("always"),
                        inner,
                    )
                yield markdown("with too few of them"), Unknown()
            case ByValue():
                for values, inner in dispatch.cases:
                    yield join(", ", map(facts.value, values)), inner
                yield markdown("any other value"), dispatch.otherwise
            case ByFormat():
                for variant in dispatch.variants:
                    yield markdown("text that it parses"), Take(variant)
                yield markdown("any other text"), dispatch.otherwise
            case At():
                if isinstance(dispatch.then, (Take, Unknown)):
                    yield markdown("if it is there"), dispatch.then
                else:
                    yield from self._cases(dispatch.then)
                if dispatch.path == (0,):
                    yield markdown("an empty array"), dispatch.absent
                elif dispatch.path:
                    none = "no {}, or null" if dispatch.or_null else "no {}"
                    yield markdown(none, _place(dispatch.path)), dispatch.absent
            case Take() | Unknown():
                yield markdown("always"), dispatch
            case _:
                assert_never(dispatch)


def _place(path: Path) -> Markdown:
    """What stands at a path, as a reader would write it: `data.items[0].kind`."""
    if path == (0,):
        return markdown("the first element")
    steps = ["[0]" if step == 0 else f".{step}" for step in path]
    return code("".join(steps).removeprefix("."))
