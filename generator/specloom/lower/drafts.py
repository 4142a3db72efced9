"""Drafts: unions before their variants are settled, and what is known of their members.

While schemas are lowered a union is its member types, the schemas that each of them stands
for, and the discriminators that speak of them. `settle` makes unions of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from specloom.lower.flatten import Flattener
from specloom.lower.hierarchy import Hierarchy
from specloom.lower.places import Place
from specloom.model.types import Type
from specloom.openapi.document import Document
from specloom.openapi.schema import Discriminator, Schema
from specloom.source import Span


class Origin(NamedTuple):
    """The schemas of the document that a member of a union is made of.

    `chains` are those that it is: where it stands, and where its references lead, the nearest
    first; one chain for each member of several unions that were combined. `above` are those that
    it descends from. `discriminators` are what all of them declare, the nearest first.
    """

    chains: tuple[tuple[Span, ...], ...] = ()
    above: tuple[Span, ...] = ()
    discriminators: tuple[Discriminator, ...] = ()

    @property
    def own(self) -> tuple[Span, ...]:
        """All that it is."""
        return tuple(span for chain in self.chains for span in chain)


class Telling(NamedTuple):
    """A discriminator of a union, and the schemas that it tells apart.

    `is_own`: it is written there, and not in what the union descends from, so that its mapping
    should not lead to any other schema.
    """

    discriminator: Discriminator
    schemas: Set[Span]
    is_own: bool = True


class Draft(NamedTuple):
    """A union before its variants are settled."""

    id: str
    place: Place
    schema: Schema
    members: tuple[Type, ...]
    origins: Mapping[Type, Origin] = {}
    tellings: tuple[Telling, ...] = ()
    """What its own discriminators say; those of its members are in `origins`."""
    base: Type | None = None
    """The member that is the base of a hierarchy, whose children are the others."""
    by_status: bool = False
    """Whether a response's status tells the variants apart before the ladder has to."""


class Origins:
    """Finds the schemas that the members of unions are."""

    def __init__(
        self, document: Document, flattener: Flattener, hierarchy: Hierarchy
    ) -> None:
        self._document = document
        self._flattener = flattener
        self._hierarchy = hierarchy

    def of(self, *schemas: Schema) -> Origin:
        """The origin of a member that is each of `schemas` at once."""
        chains = [self.chain(schema) for schema in schemas]
        own = tuple(tuple(at.span for at in chain) for chain in chains)
        above: dict[Span, None] = {}
        said: dict[Discriminator, None] = {}
        for chain in chains:
            for at in self._hierarchy.above(chain[-1]):
                above[at.span] = None
                if at.discriminator is not None:
                    said[at.discriminator] = None
            for at in chain:
                # What tells a union apart is not about the union itself.
                if at.discriminator and not (at.one_of or at.any_of):
                    said[at.discriminator] = None
        return Origin(own, tuple(above), tuple(said))

    def chain(self, schema: Schema) -> tuple[Schema, ...]:
        """`schema`, and what it is only another way to mention."""
        found = {schema.span: schema}
        while (reference := self._flattener.reference(schema)) is not None:
            if reference.target in found:
                break
            schema = found[reference.target] = self._document.schema_at(
                reference.target
            )
        return tuple(found.values())

    def telling(
        self, discriminator: Discriminator, schemas: Iterable[Schema], is_own: bool
    ) -> Telling:
        """What `discriminator` says of a union of `schemas`, and of the unions among them."""
        spans: set[Span] = set()
        pending = list(schemas)
        while pending:
            for at in self.chain(pending.pop()):
                if at.span not in spans:
                    spans.add(at.span)
                    pending += (*at.one_of, *at.any_of)
        return Telling(discriminator, spans, is_own)


def both_origins(a: Origin, b: Origin) -> Origin:
    """The origin of what two members turned out to be."""
    return Origin(
        tuple(dict.fromkeys(a.chains + b.chains)),
        tuple(dict.fromkeys(a.above + b.above)),
        tuple(dict.fromkeys(a.discriminators + b.discriminators)),
    )
