"""Tags: the table of a discriminator, and properties that tell records apart without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from specloom.lower.ladder.shapes import Shape, variants_of
from specloom.model.types import JsonScalar

_LIKELY = ("type", "kind", "object", "event", "name", "role", "status")
"""What tags are called most often, the likeliest first."""


class TagTable(NamedTuple):
    """Which value of a property leads to which variants: what a discriminator comes to.

    `absent` is the variant of objects that do not have the property (the base of a hierarchy),
    `otherwise` that of other values (3.2's `defaultMapping`, which is both), where one is named.
    `bases` are variants that never take a value which nothing leads to them.
    """

    property: str
    values: Mapping[int, tuple[JsonScalar, ...]]
    absent: int | None = None
    otherwise: int | None = None
    bases: frozenset[int] = frozenset()

    def values_of(self, shape: Shape) -> tuple[JsonScalar, ...]:
        """The values that lead to an object: the table's, else those that it lists itself."""
        known = self.values.get(shape.index)
        return shape.values(self.property) if known is None else known


class TagCase(NamedTuple):
    """Some values of a tag, and the objects that may have them."""

    values: tuple[JsonScalar, ...]
    shapes: list[Shape]


def tag_cases(
    listed: Iterable[tuple[Shape, tuple[JsonScalar, ...]]],
) -> list[TagCase]:
    """The cases of a tag: values that lead to the same variants share one."""
    by_value: dict[tuple[type, JsonScalar], list[Shape]] = {}
    for shape, values in listed:
        for value in values:
            by_value.setdefault((value.__class__, value), []).append(shape)
    groups: dict[tuple[int, ...], tuple[list[JsonScalar], list[Shape]]] = {}
    for (_, value), shapes in by_value.items():
        groups.setdefault(variants_of(shapes), ([], shapes))[0].append(value)
    return [TagCase(tuple(values), shapes) for values, shapes in groups.values()]


def inferred_tag(shapes: list[Shape]) -> str | None:
    """A property whose listed values tell records apart though no discriminator says so.

    First one that all require, then one that all have, then one that at least splits them
    into groups.
    """
    names = _limited(shapes)
    apart = [name for name in names if _is_disjoint(shapes, name)]
    for name in apart:
        if all(name in s.required for s in shapes):
            return name
    for name in apart:
        return name
    for name in names:
        groups = {s.values(name) for s in shapes}
        if len(groups) > 1 and all(len(s.values(name)) == 1 for s in shapes):
            return name
    return None


def _limited(shapes: list[Shape]) -> list[str]:
    """Properties limited to listed values in each of the records, likely tags first."""
    common = shapes[0].keys.intersection(*(s.keys for s in shapes[1:]))
    return sorted(
        (name for name in common if all(s.values(name) for s in shapes)), key=likeliness
    )


def likeliness(name: str) -> tuple[int, str]:
    """How likely a property is the tag; the lowest first."""
    rank = _LIKELY.index(name) if name in _LIKELY else len(_LIKELY)
    return rank, name


def _is_disjoint(shapes: list[Shape], name: str) -> bool:
    owner: dict[tuple[type, JsonScalar], int] = {}
    for shape in shapes:
        for value in shape.values(name):
            if owner.setdefault((value.__class__, value), shape.index) != shape.index:
                return False
    return True
