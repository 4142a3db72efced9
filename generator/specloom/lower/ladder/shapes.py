"""What the ladder looks at in an object that stands for a variant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from specloom.model.declarations import Field, Presence, Record
from specloom.model.types import JsonScalar, Nullable
from specloom.model.wire_types import Lookup, listed


@dataclass(frozen=True, slots=True)
class Shape:
    """A record, or an object without known properties, that stands for the variant `index`."""

    index: int
    fields: Mapping[str, Field]
    required: frozenset[str]
    lookup: Lookup

    @property
    def keys(self) -> frozenset[str]:
        """The properties that are declared."""
        return frozenset(self.fields)

    def without(self, name: str) -> Shape:
        """The record as if it had no property `name`."""
        fields = {wire: f for wire, f in self.fields.items() if wire != name}
        return replace(self, fields=fields, required=self.required - {name})

    def values(self, name: str) -> tuple[JsonScalar, ...]:
        """The values that the property `name` is limited to; empty if to none."""
        field = self.fields.get(name)
        return () if field is None else listed(field.type, self.lookup) or ()

    def allows_null(self, name: str) -> bool:
        """Whether the property `name` may be null."""
        field = self.fields.get(name)
        return field is not None and isinstance(field.type, Nullable)

    def has_default(self, name: str) -> bool:
        """Whether the property `name` has a default: the value that its absence means."""
        field = self.fields.get(name)
        return field is not None and field.default is not None


def shape_of(index: int, record: Record, lookup: Lookup) -> Shape:
    """What is seen of `record` as the variant `index`."""
    return Shape(
        index,
        {field.wire: field for field in record.fields},
        frozenset(f.wire for f in record.fields if f.presence is Presence.REQUIRED),
        lookup,
    )


def map_shape(index: int, lookup: Lookup) -> Shape:
    """An object of which no property is known."""
    return Shape(index, {}, frozenset(), lookup)


def variants_of(shapes: list[Shape]) -> tuple[int, ...]:
    """The variants that `shapes` stand for, each once."""
    return tuple(dict.fromkeys(shape.index for shape in shapes))
