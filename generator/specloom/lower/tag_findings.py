"""What is reported of discriminators: where a mapping and the schemas do not fit together."""

from __future__ import annotations

import json
from collections.abc import Sequence

from specloom.diagnostics import Bag
from specloom.model.declarations import Declaration, Field
from specloom.model.types import JsonScalar
from specloom.openapi.document import Document
from specloom.openapi.schema import Discriminator
from specloom.source import Span


class TagFindings:
    """Reports, at the key of the mapping that is wrong, what was found and what was done."""

    def __init__(self, document: Document, bag: Bag) -> None:
        self._document = document
        self._bag = bag

    def stranger(self, told: Discriminator, text: str, target: Span) -> None:
        """A key that leads to a schema which is no member of the union."""
        what = f"{self._component(target)}, which is no member of this union"
        help = None
        if told.span == target.child("discriminator"):
            what = "the union itself"
            help = "let it lead to one of the members, or remove it"
        self._bag.report(
            "N307",
            f"`{text}` leads to {what}: such values are unknown variants",
            _key(told, text),
            help=help,
        )

    def no_object(self, told: Discriminator, text: str, target: Span) -> None:
        """A key that leads to what can have no properties."""
        self._bag.report(
            "W313",
            f"`{text}` leads to {self._component(target)}, which is no object and has no "
            f"`{told.property}`: the key is ignored",
            _key(told, text),
            notes=((f"{self._component(target)} is here", target),),
        )

    def wrong_type(
        self, told: Discriminator, text: str, found: Declaration | None, field: Field
    ) -> None:
        """A key that the property of its schema cannot have for its type."""
        self._bag.report(
            "W313",
            f"`{text}` leads to {_name(found)}, whose `{told.property}` is of another type: "
            "the mapping is followed",
            _key(told, text),
            notes=((f"`{told.property}` is here", field.origin),),
        )

    def contradiction(
        self,
        told: Discriminator,
        text: str,
        found: Declaration | None,
        field: Field,
        told_alone: Sequence[JsonScalar],
        rival: Declaration | None,
    ) -> None:
        """A key that is not among the values that its schema lists. `told_alone` are those that
        no other variant lists, `rival` a variant that lists the key."""
        own = " or ".join(f"`{json.dumps(value)}`" for value in told_alone[:3])
        what = f"is only {own}" if own else "does not list it"
        if rival is not None:
            done = f", and {_name(rival)} lists it: the schemas are followed"
        elif told_alone:
            done = ": both lead to it"
        else:
            done = ": the mapping is followed"
        notes = [(f"`{told.property}` is here", field.origin)]
        notes += [(f"{_name(rival)} is here", rival.origin)] if rival else []
        self._bag.report(
            "W313",
            f"`{text}` leads to {_name(found)}, whose `{told.property}` {what}{done}",
            _key(told, text),
            notes=tuple(notes),
        )

    def several(
        self,
        told: Discriminator,
        text: str,
        found: Declaration | None,
        values: Sequence[JsonScalar],
    ) -> None:
        """Keys that lead to one schema, which does not list them."""
        shown = ", ".join(f"`{json.dumps(value)}`" for value in values[:4])
        self._bag.report(
            "N314",
            f"{shown} lead to {_name(found)}: its `{told.property}` has to be given",
            _key(told, text),
            notes=_notes(found),
        )

    def _component(self, target: Span) -> str:
        name = self._document.component_at(target)
        return f"`{name or target.pointer.rpartition('/')[2] or target.file}`"


def _key(told: Discriminator, text: str) -> Span:
    return told.span.child("mapping", text)


def _name(found: Declaration | None) -> str:
    return "a type" if found is None else f"`{' '.join(found.hint.words)}`"


def _notes(found: Declaration | None) -> tuple[tuple[str, Span], ...]:
    return () if found is None else ((f"{_name(found)} is here", found.origin),)
