"""Where a schema is at home: its `Place`, from its span alone.

A record that two children inherit is declared once, under its own owner; a schema that a
reference reaches deep inside a component is the component's. So places are not handed down
while lowering, they are found from the span: the nearest root above it (a component, or a
place that an operation gave), and the keywords from there.
"""

from __future__ import annotations

from posixpath import dirname, relpath

from specloom.lower.flatten import Flattener
from specloom.lower.places import Place, component_place, id_words
from specloom.lower.variants import VariantKeys
from specloom.model.names import Strength, words_of
from specloom.openapi.document import Document
from specloom.source import Span, unescape_token

_NAMED = {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
_LISTED = {"allOf", "anyOf", "oneOf", "prefixItems"}


class Homes:
    """Finds places; each span's once."""

    def __init__(
        self, document: Document, flattener: Flattener, keys: VariantKeys
    ) -> None:
        self._document = document
        self._flattener = flattener
        self._keys = keys
        self._places: dict[Span, Place] = {}

    def settle(self, span: Span, place: Place) -> None:
        """Makes `span` a root: the schema there is at `place`."""
        self._places.setdefault(span, place)

    def of(self, span: Span) -> Place:
        """The place of the schema at `span`."""
        known = self._places.get(span)
        if known is not None:
            return known
        at = span
        while at not in self._places:
            name = self._document.component_at(at)
            if name:
                self._places[at] = component_place(name)
                break
            if not at.pointer:
                self._places[at] = self._file_place(at)
                break
            at = Span(at.file, at.pointer.rpartition("/")[0])
        return self._descend(at, span)

    def _descend(self, root: Span, span: Span) -> Place:
        place, at = self._places[root], root
        tokens = span.pointer[len(root.pointer) :].split("/")[1:]
        i = 0
        while i < len(tokens):
            keyword = tokens[i]
            takes = 2 if (keyword in _NAMED or keyword in _LISTED) else 1
            if keyword == "items" and i + 1 < len(tokens) and tokens[i + 1].isdigit():
                takes = 2
            argument = tokens[i + 1] if takes == 2 and i + 1 < len(tokens) else ""
            place = self._step(place, at, keyword, unescape_token(argument))
            at = Span(at.file, "/".join((at.pointer, *tokens[i : i + takes])))
            self._places.setdefault(at, place)
            place = self._places[at]
            i += takes
        return place

    def _step(self, place: Place, at: Span, keyword: str, argument: str) -> Place:
        match keyword:
            case "properties":
                return place.property(argument)
            case "items" if argument:
                return place.position(int(argument))
            case "items":
                return place.items()
            case "prefixItems" if argument.isdigit():
                return place.position(int(argument))
            case "additionalProperties" | "unevaluatedProperties":
                return place.value(keyword)
            case "patternProperties":
                return place.value(keyword, argument)
            case "allOf":
                return place
            case "anyOf" | "oneOf" if argument.isdigit():
                return self._variant(place, at, keyword, int(argument))
            case _:
                words = words_of(argument or unescape_token(keyword))
                key = f"{keyword}/{argument}" if argument else keyword
                return place.part(key, words)

    def _variant(self, place: Place, at: Span, keyword: str, index: int) -> Place:
        schema = self._document.schema_at(at)
        members = schema.any_of if keyword == "anyOf" else schema.one_of
        if index >= len(members):
            return place
        for factor in self._flattener.flat(schema).factors:
            for member, key in zip(factor.members, self._keys.keys(factor)):
                if member is members[index]:
                    return place.variant(key.id, key.words)
        return place

    def _file_place(self, span: Span) -> Place:
        """The place of what stands in a file of its own, wherever the description lies."""
        folder = dirname(self._document.span.file) or "."
        id = f"{relpath(span.file, folder)}#"
        stem = span.file.rpartition("/")[2].partition(".")[0]
        return Place(id, id, words_of(stem) or id_words(id), Strength.REQUIRED)
