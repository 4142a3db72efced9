"""The tag is part of the variant: what discriminators lead to a record by becomes its property.

A record that is reached by one value has this value as a constant, whatever its schema says of
the property; one that is reached by several keeps the set of them. That it does not have the
property at all, as a schema may leave the tag to the discriminator, makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import replace

from specloom.lower.ladder import TagTable
from specloom.lower.tag_values import key_of
from specloom.model.declarations import (
    Alias,
    Declaration,
    Enumeration,
    Field,
    Presence,
    Record,
)
from specloom.model.names import Hint, Strength, words_of
from specloom.model.types import (
    JsonScalar,
    Literal,
    MapOf,
    Nullable,
    Ref,
    Type,
)
from specloom.model.wire_types import declared, listed
from specloom.source import escape_token


class TagFields:
    """What leads to each record, over all unions of the document."""

    def __init__(self, declarations: MutableMapping[str, Declaration]) -> None:
        self._declarations = declarations
        self._values: dict[tuple[str, str], dict[object, JsonScalar]] = {}
        """(Record, property) → the values that lead to it anywhere."""
        self.replaced: set[str] = set()
        """The enums in whose place a tag is now, if nobody else needs them."""

    def remember(self, members: list[Type], tables: Iterable[TagTable]) -> None:
        """Notes what the tables of one union say of its members."""
        for table in tables:
            for at, values in table.values.items():
                id = self._holder(members[at])
                if id and values:
                    known = self._values.setdefault((id, table.property), {})
                    known.update((key_of(value), value) for value in values)

    def give(self) -> None:
        """Gives each record its tags."""
        for (id, property), values in self._values.items():
            record = self._record(self._declarations[id])
            fields = {field.wire: field for field in record.fields}
            own = fields.get(property)
            tag = self._tag(id, property, record, own, list(values.values()))
            if own is None:
                fields = {property: tag, **fields}
            else:
                fields[property] = tag
            self._declarations[id] = replace(record, fields=tuple(fields.values()))

    def _holder(self, member: Type) -> str:
        """The record that a member is, or the name of an object without properties."""
        found = declared(member, self._declarations.get)
        if isinstance(found, Record):
            return found.id
        while isinstance(member, Ref):
            alias = self._declarations.get(member.id)
            if not isinstance(alias, Alias):
                return ""
            if isinstance(alias.type, MapOf):
                return alias.id
            member = alias.type
        return ""

    def _record(self, found: Declaration) -> Record:
        """The record; an object without properties becomes one, as its tag is a property."""
        if isinstance(found, Record):
            return found
        assert isinstance(found, Alias) and isinstance(found.type, MapOf)
        return Record(
            found.id,
            found.hint,
            found.owner,
            (),
            found.type.value,
            found.origin,
            constraints=found.constraints,
            examples=found.examples,
            doc=found.doc,
            deprecated=found.deprecated,
        )

    def _tag(
        self,
        id: str,
        property: str,
        record: Record,
        field: Field | None,
        values: list[JsonScalar],
    ) -> Field:
        if field is None:
            return Field(
                f"{id}/properties/{escape_token(property)}",
                property,
                Hint(words_of(property), Strength.DERIVED),
                Literal(tuple(values)),
                Presence.OPTIONAL,
                record.origin,
                tag=True,
            )
        own = listed(field.type, self._declarations.get) or ()
        known = {key_of(value) for value in own}
        meant = [v for v in values if not own or key_of(v) in known] or values
        type: Type = Literal(tuple(meant))
        enum = declared(field.type, self._declarations.get)
        if isinstance(enum, Enumeration) and len(own) == len(meant) > 1:
            if enum.id == f"{id}/properties/{escape_token(property)}":
                self._declarations[enum.id] = replace(enum, open=False, closed=True)
                type = Ref(enum.id)
        if isinstance(enum, Enumeration) and type != Ref(enum.id):
            if "/properties/" in enum.id:
                self.replaced.add(enum.id)
        if isinstance(field.type, Nullable):
            type = Nullable(type)
        return replace(field, type=type, tag=True)
