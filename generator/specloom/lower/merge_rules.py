"""What two values of one keyword make where both have to hold: the rules of `merge`.

Each is a function of the two values alone; None and empty mean that a side says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import TypeVar

from specloom.lower.attributes import ANNOTATIONS, build, given
from specloom.lower.scalars import TYPED_FORMATS
from specloom.model.types import JsonValue
from specloom.openapi.schema import Absent, Schema
from specloom.source import Span

N = TypeVar("N", int, "int | float")
T = TypeVar("T")


# Types and values ----------------------------------------------------------------------


def common_types(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    """The types of both; an integer is a number."""
    if not a or not b:
        return a or b
    common = [t for t in a if t in b]
    if "integer" in a and "number" in b or "integer" in b and "number" in a:
        if "integer" not in common:
            common.append("integer")
    return tuple(common)


def common_values(
    a: tuple[JsonValue, ...] | None, b: tuple[JsonValue, ...] | None
) -> tuple[JsonValue, ...] | None:
    """The values that both list."""
    if a is None or b is None:
        return b if a is None else a
    return tuple(value for value in a if among(value, b))


def among(value: JsonValue, values: Iterable[JsonValue]) -> bool:
    """Whether `value` is one of `values`."""
    return any(same(value, other) for other in values)


def same(a: JsonValue, b: JsonValue) -> bool:
    """Equality of JSON values, in which `1` is not `true`."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def is_typed(schema: Schema) -> bool:
    """Whether a schema says what its values are."""
    return bool(
        schema.types
        or schema.properties
        or schema.enum is not None
        or not isinstance(schema.const, Absent)
    )


# Bounds --------------------------------------------------------------------------------


def larger(a: N | None, b: N | None) -> N | None:
    """The stricter of two lower bounds."""
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)


def smaller(a: N | None, b: N | None) -> N | None:
    """The stricter of two upper bounds."""
    if a is None or b is None:
        return b if a is None else a
    return min(a, b)


def common_multiple(a: int | float | None, b: int | float | None) -> int | float | None:
    """The number that the multiples of both are the multiples of: 12 for 4 and 6."""
    if a is None or b is None:
        return b if a is None else a
    if a <= 0 or b <= 0:
        return max(a, b)
    # As they are written: 0.1 is a tenth, not the nearest fraction of two.
    one, other = Fraction(repr(a)), Fraction(repr(b))
    common = Fraction(
        lcm(
            one.numerator * other.denominator,
            other.numerator * one.denominator,
        ),
        one.denominator * other.denominator,
    )
    return int(common) if common.denominator == 1 else float(common)


# Lists and mappings --------------------------------------------------------------------


def each_once(*parts: tuple[T, ...]) -> tuple[T, ...]:
    """The items of all parts, each once."""
    return tuple(dict.fromkeys(item for part in parts for item in part))


def by_name(
    a: Mapping[str, Schema], b: Mapping[str, Schema], span: Span
) -> Mapping[str, Schema]:
    """The schemas of both; one of a name that both have has to hold for both."""
    if not a or not b:
        return a or b
    merged = dict(a)
    for name, schema in b.items():
        other = merged.get(name)
        merged[name] = (
            schema if other is None else _both(other, schema, span.child(name))
        )
    return merged


# Schemas within ------------------------------------------------------------------------


def both(a: Schema | None, b: Schema | None, span: Span) -> Schema | None:
    """A schema that stands for both sides, to be flattened when it is typed."""
    if a is None or b is None:
        return b if a is None else a
    return _both(a, b, span)


def neither(a: Schema | None, b: Schema | None, span: Span) -> Schema | None:
    """What `not` has to hold so that neither of two schemas is allowed."""
    if a is None or b is None:
        return b if a is None else a
    return build(span, {"any_of": (a, b)})


def open_or_both(a: Schema | None, b: Schema | None, span: Span) -> Schema | None:
    """What else an object may have.

    Closed only where both sides are: a parent's `false` would forbid the child's own.
    """
    if a is None or b is None:
        return b if a is None else a
    for one, other in ((a, b), (b, a)):
        if one.always is not None and other.always is None:
            return other
    if a.always is None and b.always is None:
        return _both(a, b, span)
    return a if a.always else b


def positions(a: Schema, b: Schema, span: Span) -> tuple[Schema, ...]:
    """The schemas of the places of a tuple: beyond the end of one side its `items` hold."""
    count = max(len(a.prefix_items), len(b.prefix_items))
    found: list[Schema] = []
    for place in range(count):
        one = a.prefix_items[place] if place < len(a.prefix_items) else a.items
        other = b.prefix_items[place] if place < len(b.prefix_items) else b.items
        merged = both(one, other, span.child(str(place)))
        assert merged is not None  # one side has an item at this place
        found.append(merged)
    return tuple(found)


_ALWAYS = frozenset({"always"})


def _both(a: Schema, b: Schema, span: Span) -> Schema:
    if a is b or (a.ref is not None and a.ref == b.ref and given(a) == given(b)):
        return b
    left, right = given(a), given(b)
    if not left or left == _ALWAYS and a.always:
        return b
    if not right or right == _ALWAYS and b.always:
        return a
    if _same_but_for_place(a, b):
        return b
    annotations = {n: getattr(b, n) for n in right & ANNOTATIONS}
    for n in (left & ANNOTATIONS) - right:
        annotations[n] = getattr(a, n)
    return build(span, {"all_of": (a, b), **annotations})


def _same_but_for_place(a: Schema, b: Schema) -> bool:
    left, right = given(a), given(b)
    if left != right:
        return False
    nested = {
        "properties",
        "items",
        "all_of",
        "any_of",
        "one_of",
        "additional_properties",
    }
    return not left & nested and all(getattr(a, n) == getattr(b, n) for n in left)


# What one keyword cannot say for two ---------------------------------------------------


def telling_format(a: str, b: str) -> str:
    """Of two formats the one that gives a type, else the later one."""
    if a.lower() in TYPED_FORMATS and b.lower() not in TYPED_FORMATS:
        return a
    return b or a


def said_in_words(a: Schema, b: Schema) -> tuple[str, ...]:
    """What the earlier side says where a keyword holds only what the later one says."""
    said: list[str] = []
    if a.pattern and b.pattern and a.pattern != b.pattern:
        said.append(f"matches `{a.pattern}` too")
    if a.format and b.format and a.format != b.format:
        kept = telling_format(a.format, b.format)
        said.append(f"format {a.format if kept == b.format else b.format} too")
    if a.content_encoding != b.content_encoding and b.content_encoding:
        if a.content_encoding:
            said.append(f"encoded as {a.content_encoding} too")
    if a.content_media_type != b.content_media_type and b.content_media_type:
        if a.content_media_type:
            said.append(f"holds {a.content_media_type} too")
    if a.if_ is not None and b.if_ is not None:
        said.append("a second condition (`if`/`then`/`else`) applies")
    if a.contains is not None and b.contains is not None:
        said.append("a rule for a second item (`contains`) applies")
    return tuple(said)


def spelled(values: Iterable[JsonValue]) -> str:
    """Values as JSON has them, for a message."""
    shown = [f"`{json.dumps(value, ensure_ascii=False)}`" for value in values]
    if len(shown) > 6:
        shown[5:] = [f"{len(shown) - 5} more"]
    return ", ".join(shown)
