"""The members of a union that are types: without null, bare constraints and repetitions.

Part of stage 3, before anything is typed. Input: the members of an `anyOf` or `oneOf` and
their owner. Output: what a value can really be, whether it can be null, and the rest in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from specloom.diagnostics import Bag
from specloom.lower.attributes import ANNOTATIONS, CONSTRAINTS, build, given
from specloom.lower.constraint_words import describe_constraint
from specloom.lower.implied import implied_types
from specloom.lower.nulls import (
    is_any_object_or_null,
    is_anything_or_null,
    is_null,
)
from specloom.openapi.schema import Schema
from specloom.source import Span

if TYPE_CHECKING:
    from specloom.lower.flatten import Flattener

_BARE = CONSTRAINTS | {"required"}
_RETYPED = _BARE | {"types"}
_MENTION = ANNOTATIONS | CONSTRAINTS | {"nullable", "discriminator", "ref"}


class Alternatives(NamedTuple):
    """What a union leaves: its types, null, and rules in words."""

    members: tuple[Schema, ...]
    has_null: bool
    rules: tuple[str, ...]


def alternatives(
    members: tuple[Schema, ...], owner: Schema, flattener: Flattener, bag: Bag
) -> Alternatives:
    """What the members of a union of `owner` are alternatives for.

    A member that only constrains is a rule. Beside members that say more it also stands for
    its owner as it is: a number above 2, or else an integer, is any number.
    """
    kept: list[Schema] = []
    rules: list[Schema] = []
    has_null = False
    targets: set[Span] = set()
    only_rules = all(
        _only_constrains(member) or _only_retypes(member, owner) or is_null(member)
        for member in members
    )
    for member in members:
        if is_null(member):
            has_null = True
        elif member.ref is not None and given(member) <= _MENTION:
            if member.ref not in targets:
                kept.append(member)
            targets.add(member.ref)
        elif _only_constrains(member) or only_rules:
            rules.append(member)
        else:
            kept.append(member)
    meant = [m for m in kept if not _means_null(m, kept, flattener, bag)]
    has_null = has_null or len(meant) < len(kept)
    if rules and meant:
        meant.append(build(rules[0].span, {}))
    if len(meant) > 1 and not has_null:
        has_null = any(flattener.is_nullable(member) for member in meant)
    said = [text for rule in rules if (text := describe_constraint(rule))]
    return Alternatives(tuple(meant), has_null, tuple(said))


def _only_constrains(member: Schema) -> bool:
    """Whether a member of a union says no more than a rule for the union's owner."""
    said = given(member) - ANNOTATIONS
    return bool(said) and said <= _BARE


def _only_retypes(member: Schema, owner: Schema) -> bool:
    """Whether a member says such a rule and its owner's type again. Beside a member that says
    more it is an alternative: any number above 30, or else 1."""
    said = given(member) - ANNOTATIONS
    return (
        member.types == owner.types
        and "types" in said
        and said <= _RETYPED
        and len(said) > 1
    )


def _means_null(
    member: Schema, beside: list[Schema], flattener: Flattener, bag: Bag
) -> bool:
    """Whether a member of a union, whatever it allows by the letter, is there for null:
    one that says no more than that it may be, or that of any object beside objects."""
    if is_anything_or_null(member):
        return not all(is_anything_or_null(other) for other in beside)
    if not is_any_object_or_null(member):
        return False
    others = [
        other
        for other in beside
        if not (is_anything_or_null(other) or is_any_object_or_null(other))
    ]
    if not others or not all(_is_object(other, flattener) for other in others):
        return False
    bag.report(
        "N309",
        "any object or null beside objects is read as: may be null",
        member.span,
    )
    return True


def _is_object(schema: Schema, flattener: Flattener) -> bool:
    flat = flattener.flat(schema)
    types = flat.core.types or implied_types(flat.core)
    return types == ("object",) or any(
        all(_is_object(member, flattener) for member in factor.members)
        for factor in flat.factors
    )
