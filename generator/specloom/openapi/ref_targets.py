"""References: the place that a `$ref` leads to, for schemas and for every other object.

Input: the text of a reference and the place it stands at. Output: a place, or a diagnostic.
References are followed wherever a mapping holds one, also where the standard has no Reference
Object (OpenAPI 3.2 "Reference Object"; path items, operations, whole maps in real documents).
"""

from __future__ import annotations

from difflib import get_close_matches

from specloom.diagnostics import Bag, Loss
from specloom.document.documents import Documents
from specloom.openapi.component_sections import SCHEMA_HOMES, ComponentSections
from specloom.source import Span, unescape_token

_OWN = ("#/$defs/", "#/definitions/")
"""Fragments that begin so name what a schema keeps for itself."""

_ROOT_ONLY = ("#/components/", "#/definitions/", "#/parameters/", "#/responses/")
"""Fragments that begin so mean the same everywhere in a file, whatever `$id` is around."""


class References:
    """Resolves references, once each where that is safe, and finds those that go in circles."""

    def __init__(self, documents: Documents, bag: Bag) -> None:
        self._documents = documents
        self._bag = bag
        self._root = documents.root
        root = documents.value(documents.root)
        own = root.get("$self") if isinstance(root, dict) else None
        self._self = own.partition("#")[0] if isinstance(own, str) else ""
        self._found: dict[tuple[str, str], Span | None] = {}
        self._settled: dict[Span, Span | None] = {}
        self.homes = ComponentSections(documents)

    def target(self, reference: str, at: Span) -> Span | None:
        """The place that `reference`, which stands at `at`, leads to; None with a diagnostic.

        `at` is the place of the keyword itself, for the diagnostic.
        """
        found = self.look_up(reference, at)
        if found is None:
            self._report_dangling(reference, at)
            return None
        if "#" not in reference and self._is_by_name(reference, found, at):
            self._bag.report("N227", f"{reference!r} is read as '#{found.pointer}'", at)
        settled = self._settle(found)
        if settled is None:
            self._bag.report(
                "W221",
                f"following {reference!r} leads back to itself; it reads as anything",
                at,
                loss=Loss.OPAQUE,
            )
        return settled

    def look_up(self, reference: str, at: Span) -> Span | None:
        """The place `reference` leads to, without a diagnostic (OpenAPI 3.2 "$self")."""
        if self._self and reference.startswith(self._self):
            rest = reference[len(self._self) :]
            if not rest or rest[0] == "#":
                reference, at = rest or "#", self._root
        local = reference.startswith("#")
        if local and not reference.startswith(_ROOT_ONLY):
            # What such a fragment means depends on an enclosing `$id`.
            return self._documents.resolve(reference, at) or self._enclosed(
                reference, at
            )
        if reference.startswith(_OWN):
            found = self._documents.resolve(reference, at)
            found = found or self._enclosed(reference, at)
            if found is not None:
                return found
        key = (at.file if local else self._documents.base(at), reference)
        if key not in self._found:
            self._found[key] = self._documents.resolve(reference, at) or self._as_meant(
                reference, at
            )
        return self._found[key]

    def component(self, name: str) -> Span | None:
        """The component schema of this name in the root document."""
        span = self.homes.entry(name)
        # One that only leads back to itself is reported where it is read.
        return (self._settle(span) or span) if span else None

    def _enclosed(self, reference: str, at: Span) -> Span | None:
        """The schema that the nearest one around `at` keeps under the name in `reference`.

        A JSON Schema that was put into a description brings its `$defs` along, and still
        refers to them from its own root.
        """
        if not reference.startswith(_OWN):
            return None
        pointer = at.pointer
        while pointer:
            pointer = pointer.rpartition("/")[0]
            found = self._documents.resolve(f"#{pointer}{reference[1:]}", at)
            if found is not None:
                self._bag.report(
                    "N226",
                    f"{reference!r} is found in a schema around it, not in the description",
                    at,
                )
                return found
        return None

    def _as_meant(self, reference: str, at: Span) -> Span | None:
        """What authors mean by a reference that leads nowhere as it is written.

        The root document, in a file that is a part of it; a component by its bare name; the
        other version's home of the schemas.
        """
        if reference.startswith("#") and at.file != self._root.file:
            found = self._documents.resolve(reference, self._root)
            if found is not None:
                return found
        name = reference
        for home in SCHEMA_HOMES:
            name = name.removeprefix("#" + home)
        if "/" in name or "#" in name:
            return None
        return self.homes.entry(unescape_token(name))

    def _settle(self, span: Span) -> Span | None:
        """`span`, or where it leads if it is a component that is kept in another file.

        None if following what stands there never meets content.
        """
        chain: dict[Span, None] = {}
        here: Span | None = span
        while here is not None and here not in self._settled and here not in chain:
            chain[here] = None
            here = self._next(here)
        endless = here is not None and self._settled.get(here, None) is None
        following: Span | None = None if endless else here
        for place in reversed(chain):
            settled: Span | None = None if endless else place
            if (
                not endless
                and following is not None
                and self._is_moved(place, following)
            ):
                settled = self._settled[following]
            self._settled[place] = settled
            following = place
        return self._settled[span]

    def _next(self, span: Span) -> Span | None:
        """Where a `$ref` that stands at `span` leads, if there is one."""
        value = self._documents.value(span)
        reference = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(reference, str):
            return None
        return self.look_up(reference, span.child("$ref"))

    def _is_moved(self, span: Span, target: Span) -> bool:
        """Whether a component is no more than a reference to `target` in another file."""
        value = self._documents.value(span)
        alone = isinstance(value, dict) and len(value) == 1
        return alone and target.file != span.file and self.homes.holds(span)

    def _is_by_name(self, reference: str, found: Span, at: Span) -> bool:
        """Whether a reference that names a file was read as the name of a component."""
        at_home = found.file == self._root.file and self.homes.holds(found)
        return at_home and self._documents.resolve(reference, at) is None

    def _report_dangling(self, reference: str, at: Span) -> None:
        file = self._documents.lacking(reference, at)
        what = f"there is nothing at {reference!r}"
        if file is not None:
            what = f"there is no file {file!r}, which {reference!r} refers to"
        self._bag.report(
            "W220", what, at, help=self._meant(reference, file), loss=Loss.OPAQUE
        )

    def _meant(self, reference: str, file: str | None) -> str | None:
        """What a reference that leads nowhere may be meant to say."""
        # `components/schemas/Pet`, `/components/schemas/Pet`, `#components/schemas/Pet`
        whole = "#/" + reference.lstrip("#/")
        if not reference.startswith("#/") and reference.count("#") < 2:
            if self._documents.resolve(whole, self._root) is not None:
                return f"is {whole!r} meant?"
        if file is not None:
            return None
        name = reference.rpartition("/")[2]
        near = get_close_matches(name, self.homes.names(), 1) if name else []
        return f"is {near[0]!r} meant?" if near else None
