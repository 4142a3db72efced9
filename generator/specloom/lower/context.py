"""Stage 3, the state of one lowering: openapi in, model out; the only stage that knows both.

Input: an `openapi.Document`. Output, collected here: the declarations of the model. What a
shape means is decided in the topics beside this file (`flatten`, `records`, `enums`,
`unions`, `hierarchy`); this one tells which topic a schema belongs to.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from difflib import get_close_matches
from typing import NamedTuple

from specloom.config import Limits, Sdk
from specloom.diagnostics import Bag, Loss
from specloom.lower.attributes import CONSTRAINTS, build, given, only
from specloom.lower.budget import Budget
from specloom.lower.contradiction import only_null
from specloom.lower.drafts import Draft, Origin, Origins
from specloom.lower.enums import base_of, enumeration, literal_values
from specloom.lower.event_lines import contents_of_events
from specloom.lower.flatten import Flat, Flattener
from specloom.lower.hierarchy import Hierarchy
from specloom.lower.homes import Homes
from specloom.lower.implied import implied_types
from specloom.lower.numerals import numeral
from specloom.lower.places import Place, component_place
from specloom.lower.records import is_record, map_type, record
from specloom.lower.scalars import scalar
from specloom.lower.schema_docs import (
    asked_type_name,
    constraints_of,
    deprecated,
    doc_of,
    examples_of,
)
from specloom.lower.unions import join, several_types, union_type
from specloom.lower.variants import VariantKeys
from specloom.model.declarations import Alias, Declaration
from specloom.model.names import type_words, words_of
from specloom.model.types import (
    Anything,
    JsonScalar,
    Kind,
    ListOf,
    Literal,
    Never,
    Nullable,
    Ref,
    Scalar,
    TupleOf,
    Type,
    nullable,
)
from specloom.openapi.document import Document
from specloom.openapi.schema import Absent, Schema
from specloom.source import Span


class Told(NamedTuple):
    """What is said where a schema is used: the schemas that speak, and their constraints."""

    schemas: tuple[Schema, ...]
    flat: Flat


class Lowering:
    """What has been lowered so far, and the way to lower one more schema."""

    def __init__(
        self, document: Document, sdk: Sdk, bag: Bag, limits: Limits = Limits()
    ) -> None:
        self.document = document
        self.sdk = sdk
        self.bag = bag
        self.budget = Budget(limits.steps)
        self.hierarchy = Hierarchy(document, self.budget)
        self.flattener = Flattener(document, self.hierarchy.children, bag, self.budget)
        self.flattener.prepare()
        self.origins = Origins(document, self.flattener, self.hierarchy)
        self.keys = VariantKeys(document, self.flattener)
        self.homes = Homes(document, self.flattener, self.keys)
        self.declarations: dict[str, Declaration] = {}
        self.drafts: dict[str, Draft] = {}
        self.used_pagination: set[int] = set()
        """Which tables of the configuration's `pagination` fit a call."""
        self.event_unions: set[str] = set()
        """The unions of events, told apart by their names."""
        self._types: dict[Span, Type] = {}
        self._open: set[Span] = set()
        self._deepest = limits.depth
        self._components: set[str] = set()
        self._combined: frozenset[Span] = frozenset()
        self._names = {component_place(name).id: name for name in document.schemas}
        self.event_data = frozenset(contents_of_events(self, document))
        """The schemas of what the data of server-sent events holds as text."""

    # What operations ask for ---------------------------------------------------------------

    def type_of(self, schema: Schema, place: Place) -> Type:
        """The type of `schema`, which stands at `place`; declares what needs a name."""
        if not self.document.component_at(schema.span):
            self.homes.settle(schema.span, place)
        return self.child(schema)

    def union_of_types(self, types: tuple[Type, ...], place: Place, span: Span) -> Type:
        """The type of what responses of several statuses give; a union is declared at `place`."""
        null = any(isinstance(t, Nullable) or t == Scalar(Kind.NULL) for t in types)
        plain = [t.type if isinstance(t, Nullable) else t for t in types]
        plain = [t for t in plain if t != Scalar(Kind.NULL)]
        if not plain:
            return Scalar(Kind.NULL)
        made = join(self, plain, build(span, {}), place, by_status=True)
        return nullable(made) if null else made

    def declaration(self, id: str) -> Declaration | None:
        """The declaration with this id, lowering it first where that has not happened.

        A union is one only after `settle`; before that it is a draft.
        """
        name = self._names.get(id)
        if name is not None:
            self._component(name)
        return self.declarations.get(id)

    def resolve(self, schema: Schema) -> Schema:
        """`schema`, or the schema that its references lead to."""
        seen: set[Span] = set()
        while (reference := self.flattener.reference(schema)) is not None:
            if reference.target in seen:
                break
            seen.add(reference.target)
            self.budget.spend(1, schema.span)
            schema = self.document.schema_at(reference.target)
        return schema

    def flat(self, schema: Schema) -> Flat:
        """`schema` taken apart: what it means whatever it is made of."""
        return self.flattener.flat(self.resolve(schema))

    def lower_components(self) -> None:
        """Lowers every component schema."""
        for name in self.document.schemas:
            self._component(name)
        for name in sorted(self.sdk.types.keys() - self.document.schemas.keys()):
            close = get_close_matches(name, self.document.schemas, 1)
            self.bag.report(
                "W330",
                f"the configuration names a schema {name!r} that the document does not have",
                help=f"did you mean {close[0]!r}?" if close else None,
            )

    # Types -----------------------------------------------------------------------------------

    def child(self, schema: Schema) -> Type:
        """The type of a schema at its home."""
        if schema.always is not None:
            return Anything() if schema.always else Never()
        if schema.broken:
            return Anything()
        reference = self.flattener.reference(schema)
        if reference is not None:
            made = self._at(reference.target)
            return nullable(made) if reference.nullable else made
        return self._inline(schema)

    def _at(self, span: Span) -> Type:
        """The type of the schema that a reference leads to."""
        name = self.document.component_at(span)
        schema = self.document.schema_at(span)
        if not name:
            return self._elsewhere(schema)
        made: Type = Ref(component_place(name).id)
        if schema.always is not None:
            return Anything() if schema.always else Never()
        if self.flattener.is_null(schema):
            return Scalar(Kind.NULL)
        return nullable(made) if self.flattener.is_nullable(schema) else made

    def _elsewhere(self, schema: Schema) -> Type:
        """The type of a schema deep in the document that a reference leads to, which may be no
        more than a reference itself."""
        reference = self.flattener.reference(schema)
        if reference is None or schema.span in self._open:
            return self._inline(schema)
        self._open.add(schema.span)
        try:
            made = self._at(reference.target)
        finally:
            self._open.discard(schema.span)
        return nullable(made) if reference.nullable else made

    def _inline(self, schema: Schema) -> Type:
        known = self._types.get(schema.span)
        if known is not None:
            return known
        # No document nests this deep: only composition that leads back to itself does.
        if schema.span in self._open or len(self._open) > self._deepest:
            return self.endless(schema.span)
        self._open.add(schema.span)
        try:
            made = self._whole(schema, self.homes.of(schema.span))
        finally:
            self._open.discard(schema.span)
        self._types[schema.span] = made
        return made

    def endless(self, span: Span) -> Type:
        """The type of what has no meaning but itself."""
        self.bag.report(
            "W301",
            "this schema contains itself without end: it may hold anything",
            span,
            loss=Loss.OPAQUE,
        )
        return Anything()

    def _whole(self, schema: Schema, place: Place) -> Type:
        # The names of what nests grow with the square of how deep it is.
        self.budget.spend((len(self._open) // 8) ** 2, schema.span)
        asked = asked_type_name(schema)
        if asked and words_of(asked):
            place = place.named(words_of(asked))
        flat = self.flattener.flat(schema)
        made = self.shape(flat, schema, place)
        return nullable(made) if flat.core.nullable else made

    def shape(self, flat: Flat, schema: Schema, place: Place) -> Type:
        """The type of a flattened schema, null aside: the one place that tells the shapes apart."""
        core = flat.core
        if core.always is not None:
            return Anything() if core.always else Never()
        if core.content_media_type or core.content_schema is not None:
            if core.content_schema is None and schema.span in self.event_data:
                return Anything()
            if core.content_schema is not None:
                if core.content_schema.span in self.event_data:
                    return self.child(core.content_schema)
        if flat.factors:
            return union_type(self, flat, schema, place)
        if only_null(core):
            return Scalar(Kind.NULL)
        values = self._values(core)
        if values is not None:
            return self._literals(values, flat, schema, place)
        types = core.types or implied_types(core)
        if len(types) > 1:
            if set(types) == {"integer", "number"}:
                return Scalar(Kind.NUMBER)
            number = numeral(core) if self.sdk.numbers == "plain" else None
            if number is not None:
                return number
            return several_types(self, flat._replace(core=core), schema, place)
        if not types:
            return Anything()
        if core.required and types[0] != "object":
            self.bag.report(
                "N308", f"`required` says nothing of {_a(types[0])}", schema.span
            )
        match types[0]:
            case "object" if is_record(core):
                ref = Ref(place.id)
                # Known before its fields are lowered: they may lead back here.
                self._types[schema.span] = nullable(ref) if core.nullable else ref
                with self._within(frozenset()):
                    self.declarations[place.id] = record(self, flat, schema, place)
                return ref
            case "object":
                with self._within(frozenset()):
                    return map_type(self, core, place)
            case "array":
                with self._within(frozenset()):
                    return self._array(core)
            case "string" | "integer" | "number" | "boolean":
                return scalar(types[0], core, self.sdk.formats)
            case "null":
                return Scalar(Kind.NULL)
            case _:
                return Anything()

    def combining(self, flat: Flat) -> AbstractContextManager[bool]:
        """While the unions of `flat` are combined with what stands beside them; true where
        one of them already is, further out, and nothing but unions lies between."""
        spans = {factor.span for factor in flat.factors}
        return self._within(self._combined | spans, bool(self._combined & spans))

    @contextmanager
    def _within(self, unions: frozenset[Span], answer: bool = False) -> Generator[bool]:
        before, self._combined = self._combined, unions
        try:
            yield answer
        finally:
            self._combined = before

    def _values(self, core: Schema) -> tuple[JsonScalar, ...] | None:
        """The values of `enum` and `const`; None where there are none, or none that fit."""
        if not isinstance(core.const, Absent):
            return literal_values((core.const,), core, self.bag)
        if not core.enum:
            return None
        return literal_values(core.enum, core, self.bag)

    def _literals(
        self, values: tuple[JsonScalar, ...], flat: Flat, schema: Schema, place: Place
    ) -> Type:
        base = base_of(values, flat.core)
        if set(map(repr, values)) == {"True", "False"}:
            return Scalar(Kind.BOOLEAN)
        if len(values) == 1:
            return Literal(values)
        if base is None:
            return Literal(values)
        self.declarations[place.id] = enumeration(values, flat.core, place, base, False)
        return Ref(place.id)

    def _array(self, core: Schema) -> Type:
        rest = self.child(core.items) if core.items is not None else Anything()
        if not core.prefix_items:
            return ListOf(rest)
        closed = isinstance(rest, Never) or core.max_items == len(core.prefix_items)
        return TupleOf(
            tuple(self.child(item) for item in core.prefix_items),
            None if closed else rest,
        )

    # Components ------------------------------------------------------------------------------

    def component_id(self, span: Span) -> str:
        """The id of the component at `span`; empty if there is none."""
        name = self.document.component_at(span)
        return component_place(name).id if name else ""

    def _component(self, name: str) -> None:
        if name in self._components:
            return
        self._components.add(name)
        schema = self.document.schemas[name]
        place = self._component_place(name, schema)
        self.homes.settle(schema.span, place)
        children = self.hierarchy.below.get(schema.span)
        if children is not None:
            self._base(schema, place, children)
            return
        made: Type
        if schema.always is not None:
            made = Anything() if schema.always else Never()
        elif (reference := self.flattener.reference(schema)) is None:
            made = self._inline(schema)
        elif self.flattener.reference(self.resolve(schema)) is None:
            made = self._at(reference.target)
        else:
            made = self.endless(schema.span)
        if isinstance(made, Nullable):
            made = made.type
        if made != Ref(place.id):
            self._alias(schema, place, made)
        elif place.id not in self.declarations and place.id not in self.drafts:
            self._alias(schema, place, self.endless(schema.span))

    def _component_place(self, name: str, schema: Schema) -> Place:
        place = component_place(name)
        asked = self.sdk.types.get(name) or asked_type_name(schema)
        if asked and words_of(asked):
            return place.named(words_of(asked))
        prefix = self.sdk.strip_prefix
        if prefix and name.startswith(prefix) and type_words(name[len(prefix) :]):
            return replace(place, words=type_words(name[len(prefix) :]))
        return place

    def _alias(self, schema: Schema, place: Place, made: Type) -> None:
        told = self.told(schema)
        self.declarations[place.id] = Alias(
            place.id,
            place.hint,
            place.owner,
            made,
            schema.span,
            constraints=constraints_of(told.flat),
            examples=examples_of(*told.schemas),
            doc=doc_of(*told.schemas, called=place.words),
            deprecated=deprecated(*told.schemas),
        )

    def _base(self, schema: Schema, place: Place, children: tuple[str, ...]) -> None:
        """A base with children: its record beside the union that its name stands for."""
        flat = self.flattener.flat(schema)
        own = replace(place.part("base", ("Base",)), strength=place.strength)
        self.declarations[own.id] = record(self, flat, schema, own)
        schemas = [self.document.schemas[child] for child in children]
        origins: dict[Type, Origin] = {
            Ref(component_place(name).id): self.origins.of(child)
            for name, child in zip(children, schemas)
        }
        origins[Ref(own.id)] = self.origins.of(schema)
        tellings = tuple(
            self.origins.telling(
                discriminator,
                (schema, *schemas),
                is_own=discriminator is schema.discriminator,
            )
            for discriminator in self.hierarchy.discriminators(schema)
        )
        self.drafts[place.id] = Draft(
            place.id, place, schema, tuple(origins), origins, tellings, Ref(own.id)
        )

    # What unions ask for ---------------------------------------------------------------------

    def draft(self, draft: Draft) -> Type:
        """Remembers a union to be settled, and refers to it."""
        self.drafts[draft.id] = draft
        return Ref(draft.id)

    def told(self, schema: Schema) -> Told:
        """What is said about the value where `schema` is used, not where it is defined."""
        if self.flattener.reference(schema) is None:
            flat = self.flattener.flat(schema)
            return Told((schema, flat.core), flat)
        members = (*schema.all_of, *schema.any_of, *schema.one_of)
        merged: dict[str, object] = {}
        for speaker in (schema, *members):
            for name in given(speaker) - {"ref", "all_of", "any_of", "one_of", "types"}:
                merged.setdefault(name, getattr(speaker, name))
        core = build(schema.span, merged)
        return Told((core,), Flat(self._with_target(core, schema)))

    def _with_target(self, told: Schema, schema: Schema) -> Schema:
        """`told`, each constraint of it together with what the type itself says of the same:
        a multiple of 6 of a type of multiples of 4 is one of 12."""
        names = given(told) & (CONSTRAINTS | {"format"})
        if not names:
            return told
        target = only(self.flat(schema).core, names)
        return self.flattener.merger.merge(target, told, told.span)


def _a(type: str) -> str:
    return f"an {type}" if type[0] in "ai" else f"a {type}"
