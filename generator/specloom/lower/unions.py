"""`oneOf`, `anyOf` and several types: which alternatives a value really has.

A union is first a `Draft`: its member types. When everything is lowered, `settle` flattens
the unions inside unions and asks `dispatch` how the variants are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from specloom.diagnostics import Loss
from specloom.lower.attributes import (
    ANNOTATIONS,
    build,
    given,
    with_attributes,
    without,
)
from specloom.lower.contradiction import contradiction
from specloom.lower.drafts import Draft, Origin, Telling, both_origins
from specloom.lower.enums import enumeration
from specloom.lower.flatten import Factor, Flat
from specloom.lower.loosen import loose_product, one_for_all
from specloom.lower.numerals import numeral_of_members, plain_members
from specloom.lower.places import Place
from specloom.lower.variants import Key
from specloom.model.declarations import Enumeration
from specloom.model.types import (
    Anything,
    Format,
    JsonScalar,
    Kind,
    Literal,
    Never,
    Nullable,
    Ref,
    Scalar,
    Type,
    kind_of,
)
from specloom.openapi.schema import Discriminator, Schema

if TYPE_CHECKING:
    from specloom.lower.context import Lowering

MOST_PRODUCTS = 64
"""How many combinations of several unions become variants of their own."""


def union_type(lowering: Lowering, flat: Flat, schema: Schema, place: Place) -> Type:
    """The type of a schema with unions beside its core."""
    core = without(flat.core, ANNOTATIONS | {"nullable", "discriminator"})
    if len(flat.factors) == 1 and not _narrows(core):
        factor = flat.factors[0]
        if lowering.sdk.numbers == "plain":
            flats = [lowering.flat(member) for member in factor.members[:3]]
            number = numeral_of_members([f.core for f in flats if not f.factors])
            if number is not None and len(factor.members) == 2:
                return number
        members = _members(lowering, factor, place)
    else:
        with lowering.combining(flat) as is_endless:
            if is_endless:
                return lowering.endless(flat.factors[0].span)
            combined = _combine(lowering, flat, core, place)
        if combined is None:
            return lowering.child(loose_product(lowering, flat, core))
        members = combined
    return join(
        lowering, members, schema, place, members, tuple(_tellings(lowering, flat))
    )


def _tellings(lowering: Lowering, flat: Flat) -> Iterator[Telling]:
    """What discriminators say of the unions of `flat`: those beside them, those beside what
    they are written in, and those that all of their members inherit."""
    of = lowering.origins.telling
    everything = [member for factor in flat.factors for member in factor.members]
    told = set[Discriminator]()
    for factor in flat.factors:
        if factor.discriminator is not None:
            told.add(factor.discriminator)
            yield of(factor.discriminator, factor.members, is_own=True)
    parents = [lowering.document.schema_at(span) for span in flat.parents]
    for bearer in (flat.core, *parents):
        if bearer.discriminator is not None and bearer.discriminator not in told:
            told.add(bearer.discriminator)
            is_own = bearer is flat.core
            yield of(bearer.discriminator, everything, is_own=is_own)


def join(
    lowering: Lowering,
    types: Iterable[Type],
    schema: Schema,
    place: Place,
    origins: Mapping[Type, Origin] = {},
    tellings: tuple[Telling, ...] = (),
    by_status: bool = False,
) -> Type:
    """One type for all of `types`: a union only where more than one really remains."""
    kept: list[Type] = list(dict.fromkeys(t for t in types if not isinstance(t, Never)))
    if any(isinstance(t, Anything) for t in kept):
        return Anything()
    if len(kept) > 1:
        kept = plain_members(kept)
    kept = _absorb(lowering, kept, schema, place)
    if not kept:
        return Never()
    if len(kept) == 1:
        return kept[0]
    return lowering.draft(
        Draft(
            place.id,
            place,
            schema,
            tuple(kept),
            origins,
            tellings,
            by_status=by_status,
        )
    )


def plain(made: Type) -> Type:
    """A member's type without null, which belongs to whoever owns the union."""
    return made.type if isinstance(made, Nullable) else made


def _absorb(
    lowering: Lowering, types: list[Type], schema: Schema, place: Place
) -> list[Type]:
    """Types without those that another one includes: `number | integer`, open enums."""
    if Scalar(Kind.NUMBER) in types:
        types = [t for t in types if t != Scalar(Kind.INTEGER)]
    for base in (Scalar(Kind.STRING), Scalar(Kind.INTEGER), Scalar(Kind.NUMBER)):
        values, own = _values_of(lowering, types, base, place)
        if not values or len(own) == 1 and base not in types:
            continue
        open = base in types
        rest = [t for t in types if t not in own and t != base]
        if len(own) == 1 and isinstance(own[0], Ref) and rest:
            found = lowering.declarations[own[0].id]
            assert isinstance(found, Enumeration)
            made: Type = own[0]
            lowering.declarations[found.id] = replace(found, open=True)
        else:
            # Constants and enums beside each other are one enum. It stands at the union's own
            # place where nothing else is left, and is its member otherwise.
            home = (
                place.variant(f"{base.kind.value}:enum", ("Choice",)) if rest else place
            )
            for t in own:
                if isinstance(t, Ref):
                    lowering.declarations.pop(t.id, None)
            lowering.declarations[home.id] = enumeration(
                values, schema, home, base, open
            )
            made = Ref(home.id)
        first = next(i for i, t in enumerate(types) if t in own or t == base)
        types = [t for t in types if t not in own and t != base]
        types.insert(first, made)
    return types


def _values_of(
    lowering: Lowering, types: list[Type], base: Scalar, place: Place
) -> tuple[tuple[JsonScalar, ...], list[Type]]:
    """The values of the constants and enums among `types` that belong to this union alone."""
    values: dict[JsonScalar, None] = {}
    own: list[Type] = []
    # An integer is a number too.
    bases = (base, Scalar(Kind.INTEGER)) if base.kind is Kind.NUMBER else (base,)
    kinds = [b.kind for b in bases]
    for t in types:
        if isinstance(t, Literal) and all(kind_of(v) in kinds for v in t.values):
            values.update(dict.fromkeys(t.values))
            own.append(t)
        elif isinstance(t, Ref) and t.id.startswith(place.id + "/"):
            found = lowering.declarations.get(t.id)
            if isinstance(found, Enumeration) and found.base in bases:
                values.update(dict.fromkeys(m.value for m in found.members))
                own.append(t)
    return tuple(values), own


def _narrows(core: Schema) -> bool:
    """Whether a core says something that its union's members would have to take over."""
    said = given(core) & {
        "properties",
        "required",
        "additional_properties",
        "pattern_properties",
        "items",
        "prefix_items",
        "enum",
        "const",
        "types",
        "format",
    }
    if said == frozenset({"types"}):
        return len(core.types) == 1 and core.types[0] not in ("object", "array")
    if said <= {"types", "additional_properties"} and core.additional_properties:
        return core.additional_properties.always is None
    return bool(said)


Members = dict[Type, Origin]
"""The types of a union's members, and the schemas that each is."""


def _add(members: Members, type: Type, origin: Origin) -> None:
    known = members.get(type)
    members[type] = origin if known is None else both_origins(known, origin)


def _members(lowering: Lowering, factor: Factor, place: Place) -> Members:
    groups = list(_by_key(zip(factor.members, lowering.keys.keys(factor))))
    members: Members = {}
    for key, group in groups:
        schema = group[0]
        if len(group) > 1:
            schema = one_for_all(lowering, group, key, factor.span)
            own = place.variant(key.id, key.words) if len(groups) > 1 else place
            lowering.homes.settle(schema.span, own)
        _add(members, plain(lowering.child(schema)), lowering.origins.of(*group))
    return members


def _by_key(
    members: Iterable[tuple[Schema, Key]],
) -> Iterator[tuple[Key, list[Schema]]]:
    groups: dict[Key, list[Schema]] = {}
    for member, key in members:
        groups.setdefault(key, []).append(member)
    yield from groups.items()


def _combine(
    lowering: Lowering, flat: Flat, core: Schema, place: Place
) -> Members | None:
    """Each combination of the unions' members with the common core, or None if too many."""
    keyed = _possible(lowering, flat, core)
    count = 1
    for members in keyed:
        count *= len(members)
    if len(keyed) > 1 and count > MOST_PRODUCTS:
        lowering.bag.report(
            "W306",
            f"the {len(keyed)} unions here combine to {count} variants, more than "
            f"{MOST_PRODUCTS}: they become one record with optional properties",
            flat.core.span,
            loss=Loss.APPROXIMATED,
        )
        return None
    types: Members = {}
    common = (core,) if _narrows(core) else ()
    for combination in product(*keyed):
        origin = lowering.origins.of(*(member for member, _ in combination))
        if len(combination) == 1 and flat.core.span in origin.above:
            # It descends from what lists it, so it has the common core already.
            _add(types, plain(lowering.child(combination[0][0])), origin)
            continue
        cores = [lowering.flat(member).core for member, _ in combination]
        if any(contradiction(a, b) for a, b in combinations(cores, 2)):
            continue
        keys = [
            key for members, (_, key) in zip(keyed, combination) if len(members) > 1
        ]
        id = "+".join(key.id for key in keys)
        span = flat.core.span.child("oneOf", id)
        schema = build(span, {"all_of": (*common, *(m for m, _ in combination))})
        words = tuple(word for key in keys for word in key.words)
        lowering.homes.settle(span, place.variant(id, words) if keys else place)
        _add(types, plain(lowering.child(schema)), origin)
    return types


def _possible(
    lowering: Lowering, flat: Flat, core: Schema
) -> list[list[tuple[Schema, Key]]]:
    """Of each union the members that a value of the common core can be."""
    keyed: list[list[tuple[Schema, Key]]] = []
    for factor in flat.factors:
        members = list(zip(factor.members, lowering.keys.keys(factor)))
        clashes = [contradiction(lowering.flat(m).core, core) for m, _ in members]
        if all(clashes):
            lowering.bag.report(
                "W302",
                f"no value can be both {clashes[0]}: the union is read past",
                factor.span,
                notes=(("the other side is here", core.span),),
                loss=Loss.APPROXIMATED,
            )
        else:
            kept = [m for m, clash in zip(members, clashes) if not clash]
            keyed.append(
                [
                    (
                        (one_for_all(lowering, group, key, factor.span), key)
                        if len(group) > 1
                        else (group[0], key)
                    )
                    for key, group in _by_key(kept)
                ]
            )
    return keyed


def several_types(lowering: Lowering, flat: Flat, schema: Schema, place: Place) -> Type:
    """A schema whose `type` lists several: a union of what each of them is."""
    types: list[Type] = []
    for name in flat.core.types:
        core = with_attributes(flat.core, types=(name,), nullable=False)
        part = Flat(core, (), flat.parents)
        key = place.variant(name, (_WORDS.get(name, "Value"),))
        types.append(lowering.shape(part, core, key))
    return join(lowering, types, schema, place)


_WORDS = {
    "object": "Object",
    "array": "List",
    "string": "Text",
    "integer": "Integer",
    "number": "Number",
    "boolean": "Flag",
}

STRICTNESS = (
    Format.DATE_TIME,
    Format.DATE,
    Format.TIME,
    Format.DURATION,
    Format.UUID,
    Format.DECIMAL,
    Format.BASE16,
    Format.BASE32,
    Format.BYTE,
    Format.BASE64URL,
)
"""The formats of strings, the strictest first: which one a text is tried as."""
