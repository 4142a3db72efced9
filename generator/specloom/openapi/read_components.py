"""Component schemas: their names, also of those that are kept in other files.

Input: the references and the schemas read so far. Output: names of places, and the mapping
`schemas`. In a description of many files each schema that a reference to another file leads to is
a component, as it is after bundling, under the name a bundler gives it: the last token of its
pointer, or its file's name. Where these collide, a component of the root document goes first, then a
file that is one schema; equals take the folders, or the file, that tell them apart, all of
them, so that no name depends on an order. (Bundlers number them by the order they meet them.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.openapi.read_schemas import Schemas
from specloom.openapi.ref_targets import References
from specloom.openapi.schema import Schema
from specloom.source import Span, unescape_token


class Components(Mapping[str, Schema]):
    """The component schemas by name; each is read when it is first asked for."""

    def __init__(self, schemas: Schemas, references: References) -> None:
        self._schemas = schemas
        self._places: dict[str, Span] = {}
        for name in references.homes.names():
            place = references.component(name)
            if place is not None:
                self._places[name] = place
        self._names: dict[Span, str] = {}
        for name, place in self._places.items():
            self._names.setdefault(place, name)

    def add_far_ones(self) -> None:
        """Reads on until every schema in another file is known, and names them all."""
        done = 0
        for span in self._places.values():
            self._schemas.at(span)
        while done < len(self._schemas.far):
            new = list(self._schemas.far)[done:]
            done += len(new)
            for span in new:
                self._schemas.at(span)
        places = [p for p in self._schemas.far if p not in self._names]
        for place, name in _names_of(places, frozenset(self._places)).items():
            self._places[name] = place
            self._names[place] = name

    def name_at(self, span: Span) -> str:
        """The name of the component at a place; empty if none stands there."""
        return self._names.get(span, "")

    def __getitem__(self, name: str) -> Schema:
        return self._schemas.at(self._places[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places


def _names_of(places: list[Span], taken: frozenset[str]) -> dict[Span, str]:
    """A name for each place, that depends on no order."""
    rivals: dict[str, list[Span]] = {}
    for place in places:
        rivals.setdefault(_plain_name(place), []).append(place)
    names: dict[Span, str] = {}
    used = set(taken)
    crowded: list[Span] = []
    for name, group in rivals.items():
        whole = [p for p in group if not p.pointer]
        best = group if len(group) == 1 else whole
        if len(best) == 1 and name not in taken:
            names[best[0]] = name
            used.add(name)
            group = [p for p in group if p != best[0]]
        crowded += group
    depth = 1
    while crowded:
        longer = {p: _name_with_context(p, depth) for p in crowded}
        spoken_for = list(longer.values())
        for place, name in longer.items():
            if name not in used and spoken_for.count(name) == 1:
                names[place] = name
        used.update(names.values())
        left = [p for p in crowded if p not in names]
        depth += 1
        if depth > max(p.file.count("/") + p.pointer.count("/") for p in crowded) + 2:
            names.update((p, p.file + p.pointer) for p in left)
            break
        crowded = left
    return {place: names[place] for place in places}


def _plain_name(place: Span) -> str:
    if place.pointer:
        return unescape_token(place.pointer.rpartition("/")[2])
    return _stem(place.file)


def _stem(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _name_with_context(place: Span, depth: int) -> str:
    """The plain name behind `depth` of what stands around it: file, folders.

    Folders that say only what they hold, as `models`, are passed over.
    """
    folders = [f for f in place.file.split("/")[:-1] if f not in _PLAIN_FOLDERS]
    context = [*folders, *([_stem(place.file)] if place.pointer else [])]
    return "_".join((*context[-depth:], _plain_name(place)))


_PLAIN_FOLDERS = frozenset(("models", "schemas", "attributes", "definitions", "."))
