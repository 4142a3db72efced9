"""Merging two schemas into the one that both describe: what `allOf` means for types.

Schema × Schema → Schema, before anything is typed. Neither side may hold references or
compositions; `flatten` sees to that. `Merger.merge` ends in a call that names every attribute
of `Schema` once, with what two of them make: type checkers refuse it when one is missing.
What a keyword cannot say for both sides is said in words, or reported.
(JSON Schema 2020-12 core, 10.2.1.1.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from specloom.diagnostics import Bag, Loss
from specloom.lower import merge_rules as rules
from specloom.lower.attributes import ANNOTATIONS, build, given, only
from specloom.lower.budget import Budget
from specloom.lower.contradiction import contradiction, listed
from specloom.openapi.schema import Absent, Schema
from specloom.source import Span


class Merger:
    """Merges schemas and reports where the two sides contradict each other."""

    def __init__(self, bag: Bag, budget: Budget) -> None:
        self._bag = bag
        self._budget = budget

    def merge(
        self,
        a: Schema,
        b: Schema,
        span: Span,
        of_a: Iterable[Schema] = (),
        of_b: Iterable[Schema] = (),
    ) -> Schema:
        """The schema of the values that are valid for both; `b` is the more specific side.

        `of_a` and `of_b` are the schemas that the sides were merged from, for reports that
        name the two that do not go together.
        """
        self._budget.spend(1 + len(a.properties) + len(b.properties), span)
        if a.always is False or b.always is False:
            return build(span, {"always": False})
        if a.always or not given(a):
            return build(span, vars(b))
        if b.always or not given(b):
            return build(span, vars(a))
        clash = contradiction(a, b)
        if clash:
            other = _first(of_a, lambda part: bool(contradiction(part, b))) or a
            later = _first(of_b, lambda part: bool(contradiction(other, part))) or b
            self._bag.report(
                "W302",
                f"no value can be both {clash}: the later side stands",
                later.span,
                notes=(("the other side is here", other.span),),
                loss=Loss.APPROXIMATED,
            )
            a = only(a, ANNOTATIONS)
        types = rules.common_types(a.types, b.types)
        nothing_in_common = bool(a.types and b.types and not types)
        return Schema(
            span=span,
            always=None,
            ref=None,
            broken=b.broken or a.broken,
            types=types,
            nullable=_nullable(a, b),
            enum=() if nothing_in_common else rules.common_values(a.enum, b.enum),
            const=a.const if isinstance(b.const, Absent) else b.const,
            all_of=(),
            any_of=(),
            one_of=(),
            not_=rules.neither(a.not_, b.not_, span.child("not")),
            if_=b.if_ or a.if_,
            then=b.then if b.if_ else a.then,
            else_=b.else_ if b.if_ else a.else_,
            discriminator=b.discriminator or a.discriminator,
            properties=rules.by_name(
                a.properties, b.properties, span.child("properties")
            ),
            required=rules.each_once(a.required, b.required),
            additional_properties=rules.open_or_both(
                a.additional_properties,
                b.additional_properties,
                span.child("additionalProperties"),
            ),
            pattern_properties=rules.by_name(
                a.pattern_properties,
                b.pattern_properties,
                span.child("patternProperties"),
            ),
            property_names=rules.both(
                a.property_names, b.property_names, span.child("propertyNames")
            ),
            unevaluated_properties=rules.open_or_both(
                a.unevaluated_properties,
                b.unevaluated_properties,
                span.child("unevaluatedProperties"),
            ),
            dependent_required=rules.each_once(
                a.dependent_required, b.dependent_required
            ),
            dependent_schemas=rules.by_name(
                a.dependent_schemas, b.dependent_schemas, span.child("dependentSchemas")
            ),
            items=rules.both(a.items, b.items, span.child("items")),
            prefix_items=rules.positions(a, b, span.child("prefixItems")),
            contains=b.contains or a.contains,
            unevaluated_items=rules.both(
                a.unevaluated_items, b.unevaluated_items, span.child("unevaluatedItems")
            ),
            format=rules.telling_format(a.format, b.format),
            content_encoding=b.content_encoding or a.content_encoding,
            content_media_type=b.content_media_type or a.content_media_type,
            content_schema=rules.both(
                a.content_schema, b.content_schema, span.child("contentSchema")
            ),
            minimum=rules.larger(a.minimum, b.minimum),
            maximum=rules.smaller(a.maximum, b.maximum),
            exclusive_minimum=rules.larger(a.exclusive_minimum, b.exclusive_minimum),
            exclusive_maximum=rules.smaller(a.exclusive_maximum, b.exclusive_maximum),
            multiple_of=rules.common_multiple(a.multiple_of, b.multiple_of),
            min_length=rules.larger(a.min_length, b.min_length),
            max_length=rules.smaller(a.max_length, b.max_length),
            pattern=a.pattern if b.pattern is None else b.pattern,
            min_items=rules.larger(a.min_items, b.min_items),
            max_items=rules.smaller(a.max_items, b.max_items),
            unique_items=a.unique_items or b.unique_items,
            min_properties=rules.larger(a.min_properties, b.min_properties),
            max_properties=rules.smaller(a.max_properties, b.max_properties),
            facts=rules.each_once(a.facts, b.facts, rules.said_in_words(a, b)),
            default=a.default if isinstance(b.default, Absent) else b.default,
            examples=a.examples + b.examples,
            title=b.title or a.title,
            description=b.description or a.description,
            deprecated=a.deprecated or b.deprecated,
            read_only=a.read_only or b.read_only,
            write_only=a.write_only or b.write_only,
            external_url=b.external_url or a.external_url,
            external_description=(
                b.external_description if b.external_url else a.external_description
            ),
            extensions={**a.extensions, **b.extensions},
        )

    def report_more_values(
        self,
        own: Schema,
        other: Schema,
        of_own: Iterable[Schema],
        of_other: Iterable[Schema],
    ) -> None:
        """Reports values that `own` lists and `other` does not allow: nothing can add them."""
        before, after = listed(other), listed(own)
        if not before or not after or not rules.common_values(before, after):
            return
        added = [value for value in after if not rules.among(value, before)]
        if not added:
            return
        mine = _first(of_own, lambda part: listed(part) is not None) or own
        theirs = _first(of_other, lambda part: listed(part) is not None) or other
        self._bag.report(
            "W310",
            f"{rules.spelled(added)} cannot be added: the other side of the `allOf` "
            f"allows only {rules.spelled(before)}",
            mine.span,
            notes=(("the other side is here", theirs.span),),
        )


def _first(schemas: Iterable[Schema], holds: Callable[[Schema], bool]) -> Schema | None:
    return next((schema for schema in schemas if holds(schema)), None)


def _nullable(a: Schema, b: Schema) -> bool:
    # Two sides that both give a type must both allow null; a side that gives none is an
    # annotation such as `allOf: [X, {nullable: true}]`, and its author means what it says.
    if rules.is_typed(a) and rules.is_typed(b):
        return a.nullable and b.nullable
    return a.nullable or b.nullable
