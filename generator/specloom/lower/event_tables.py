"""The table of a stream's events: their names are what a discriminator's values are elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from specloom.lower.ladder import TagTable
from specloom.lower.variants import UNNAMED_EVENT
from specloom.model.declarations import Presence, Record
from specloom.model.types import JsonScalar, Type
from specloom.model.wire_types import Lookup, declared, listed


def event_table(members: Sequence[Type], lookup: Lookup) -> TagTable:
    """Events by their names: one without a name is a `message` (HTML, 9.2.6), and so is what a
    variant takes that requires none."""
    values: dict[int, tuple[JsonScalar, ...]] = {}
    for index, member in enumerate(members):
        record = declared(member, lookup)
        if not isinstance(record, Record):
            continue
        field = next((f for f in record.fields if f.wire == "event"), None)
        names = listed(field.type, lookup) if field is not None else None
        if field is None or not names or field.presence is not Presence.REQUIRED:
            values[index] = (*(names or ()), UNNAMED_EVENT)
    return TagTable("event", values)
