"""Where a description keeps its component schemas.

Input: the root document. Output: names and places of the entries, also where the whole section
is a reference to a file that lists them (OpenAPI 3.2 "Components Object"; 2.0 "Definitions
Object").
"""

from __future__ import annotations

from specloom.document.documents import Documents
from specloom.model.types import JsonValue
from specloom.source import Span

SCHEMA_HOMES = ("/components/schemas/", "/definitions/")
"""3.x's place and 2.0's; each is read in the other too."""


class ComponentSections:
    """The sections of component schemas that there are."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._sections: dict[Span, dict[str, JsonValue]] = {}
        for home in SCHEMA_HOMES:
            self._add(documents.resolve("#" + home[:-1], documents.root))

    def entry(self, name: str) -> Span | None:
        """The place of the component schema of this name."""
        for place, section in self._sections.items():
            if name in section:
                return place.child(name)
        return None

    def names(self) -> list[str]:
        """The names of all component schemas, in the description's order."""
        names: dict[str, None] = {}
        for section in self._sections.values():
            for name, value in section.items():
                if name[:2] != "x-" or isinstance(value, dict):
                    names[name] = None
        return list(names)

    def holds(self, span: Span) -> bool:
        """Whether a component schema stands at this place."""
        return Span(span.file, span.pointer.rpartition("/")[0]) in self._sections

    def _add(self, place: Span | None) -> None:
        seen: set[Span] = set()
        while place is not None and place not in seen:
            seen.add(place)
            section = self._documents.value(place)
            if not isinstance(section, dict):
                return
            reference = section.get("$ref")
            if not isinstance(reference, str):
                self._sections[place] = section
                return
            place = self._documents.resolve(reference, place.child("$ref"))
