"""What tells the members of a union apart by name: their keys and the words of their names.

Works on schemas alone, before typing, because names must not depend on what was lowered
first. (How values are told apart at run time is `dispatch`, on the finished model.)
"""

from __future__ import annotations

from typing import NamedTuple

from specloom.lower.flatten import Factor, Flat, Flattener
from specloom.lower.places import id_words
from specloom.model.names import words_of
from specloom.openapi.document import Document
from specloom.openapi.schema import Absent, Schema


class Key(NamedTuple):
    """A member's part of a stable path, and the words that it adds to a name."""

    id: str
    words: tuple[str, ...]


EVENT_LINES = frozenset({"data", "event", "id", "retry"})
UNNAMED_EVENT = "message"
"""The name of a server-sent event that has none (HTML, 9.2.6)."""

_TAG_NAMES = ("type", "kind", "object", "event", "name", "role", "status")

_KIND_WORDS = {
    "object": "Object",
    "array": "List",
    "string": "Text",
    "integer": "Integer",
    "number": "Number",
    "boolean": "Flag",
}


class VariantKeys:
    """Finds the keys of a union's members."""

    def __init__(self, document: Document, flattener: Flattener) -> None:
        self._document = document
        self._flattener = flattener
        self._known: dict[int, tuple[Factor, list[Key]]] = {}

    def keys(self, factor: Factor) -> list[Key]:
        """One key a member. Members that nothing tells apart get the same key."""
        known = self._known.get(id(factor))
        if known is None:
            known = self._known[id(factor)] = (factor, self._find(factor))
        return known[1]

    def _find(self, factor: Factor) -> list[Key]:
        keys: list[Key | None] = [self._by_reference(m) for m in factor.members]
        inline = [i for i, key in enumerate(keys) if key is None]
        if not inline:
            return [key for key in keys if key is not None]
        flats = [self._flattener.flat(self._resolved(m)) for m in factor.members]
        objects = [i for i, flat in enumerate(flats) if flat.core.properties]
        own = [i for i in objects if keys[i] is None]
        for i, key in self._by_tag(factor, objects, own, flats).items():
            keys[i] = key
        for i in own:
            if keys[i] is None:
                keys[i] = self._by_property(i, objects, flats)
        left = [i for i in inline if keys[i] is None]
        titles = [_by_title(factor.members[i], flats[i]) for i in left]
        for i, title in zip(left, titles):
            # A title that two members share says what kind they are, not which one.
            if title is not None and titles.count(title) == 1:
                keys[i] = title
            else:
                keys[i] = self._by_kind(flats[i])
        return [key or Key("member", ("Member",)) for key in keys]

    def _by_reference(self, member: Schema) -> Key | None:
        reference = self._flattener.reference(member)
        if reference is None:
            return None
        name = self._document.component_at(reference.target)
        if name:
            return Key(name, words_of(name) or ("Schema",))
        return Key(reference.target.pointer, id_words(reference.target.pointer)[-2:])

    def _resolved(self, member: Schema) -> Schema:
        reference = self._flattener.reference(member)
        return (
            member if reference is None else self._document.schema_at(reference.target)
        )

    def _by_tag(
        self, factor: Factor, objects: list[int], own: list[int], flats: list[Flat]
    ) -> dict[int, Key]:
        """A property that is a constant in each record, another one in each inline one."""
        if len(objects) < 2 and factor.discriminator is None:
            return {}
        names = set[str]()
        for i in own:
            properties = flats[i].core.properties
            names |= {n for n, s in properties.items() if self._constant(s)}
        first = factor.discriminator.property if factor.discriminator else ""
        lines = all(flats[i].core.properties.keys() <= EVENT_LINES for i in objects)
        for name in sorted(names, key=lambda n: (n != first, _rank(n), n)):
            found: dict[int, Key] = {}
            for i in objects:
                schema = flats[i].core.properties.get(name)
                value = self._constant(schema) if schema is not None else ()
                if lines and name == "event":
                    value = value or (UNNAMED_EVENT,)
                if value:
                    text = str(value[0])
                    found[i] = Key(f"{name}={text}", words_of(text) or words_of(name))
            if len(found) == len(objects) and len(set(found.values())) == len(found):
                return {i: found[i] for i in own}
        return {}

    def _constant(self, schema: Schema) -> tuple[str | int | float, ...]:
        """The one value that `schema` allows, or nothing."""
        core = schema
        if schema.ref or schema.all_of or schema.any_of or schema.one_of:
            core = self._flattener.flat(schema).core
        if isinstance(core.const, (str, int, float)):
            return (core.const,)
        if core.enum is not None and len(core.enum) == 1 and not core.nullable:
            value = core.enum[0]
            if isinstance(value, (str, int, float)):
                return (value,)
        return ()

    def _by_property(self, i: int, objects: list[int], flats: list[Flat]) -> Key | None:
        """The property that this record requires alone, or else has alone."""
        core = flats[i].core
        others = [flats[j].core for j in objects if j != i]
        required = set(core.required) & set(core.properties)
        required = required.difference(*(c.required for c in others))
        known = set(core.properties).difference(*(c.properties for c in others))
        for names in (required & known, required, known):
            if names and others:
                name = min(names, key=lambda n: (len(n), n))
                return Key(f"with={name}", ("With", *words_of(name)))
        return None

    def _by_kind(self, flat: Flat) -> Key:
        core = flat.core
        kinds = core.types or _implied(core)
        if len(kinds) != 1:
            return Key("any", ("Value",))
        word = _KIND_WORDS.get(kinds[0], "Value")
        if kinds[0] == "array" and core.items is not None:
            inner = self._by_reference(core.items)
            if inner is None:
                inner = self._by_kind(self._flattener.flat(core.items))
            return Key(f"array/{inner.id}", (*inner.words, word))
        if kinds[0] == "object" and not core.properties:
            return Key("map", ("Map",))
        if core.format:
            return Key(f"{kinds[0]}:{core.format}", words_of(core.format) or (word,))
        if core.enum or not isinstance(core.const, Absent):
            values = core.enum or (core.const,)
            return Key(f"{kinds[0]}={','.join(sorted(map(str, values)))}", ("Choice",))
        return Key(kinds[0], (word,))


def _by_title(member: Schema, flat: Flat) -> Key | None:
    title = member.title or flat.core.title
    words = words_of(title)
    return Key(f"title={title}", words) if words and len(words) <= 5 else None


def _implied(core: Schema) -> tuple[str, ...]:
    if core.properties or core.additional_properties is not None:
        return ("object",)
    if core.items is not None or core.prefix_items:
        return ("array",)
    if core.enum or not isinstance(core.const, Absent):
        return ("string",)
    return ()


def _rank(name: str) -> int:
    return _TAG_NAMES.index(name) if name in _TAG_NAMES else len(_TAG_NAMES)
