"""`Schemas`: reads Schema Objects, each place once.

Input: raw values and their places. Output: `Schema`, in 2020-12 terms whatever the dialect
(OpenAPI 3.2 "Schema Object"; JSON Schema 2020-12). What each keyword means is in `keywords`;
here are only the walk, the cache and references.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specloom.diagnostics import Loss
from specloom.model.types import JsonValue
from specloom.openapi.anchors import Anchors
from specloom.openapi.keywords import keyword_readers
from specloom.openapi.reading import Reading
from specloom.openapi.schema import Schema
from specloom.openapi.type_names import meant_type
from specloom.openapi.words import describe
from specloom.source import Span, escape_token

Draft = dict[str, Any]
"""The attributes of a schema while it is read."""


class Schemas:
    """Reads schemas and remembers them: the same place is always the same object."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._keywords = keyword_readers(reading.version)
        self._anchors = Anchors(reading.documents, reading.references)
        self._schemas: dict[Span, Schema] = {}
        self._usable: dict[Span, bool] = {}
        self._bound: Mapping[str, Span] = {}
        self._held: set[Span] = set()
        self.far: dict[Span, None] = {}
        """Places in other files that schemas refer to, in the order they were met."""

    def at(self, span: Span) -> Schema:
        """The schema at a place that a reference leads to."""
        found = self._schemas.get(span)
        if found is None:
            found = self.read(self.reading.documents.value(span), span)
        return found

    def read(self, value: JsonValue, span: Span) -> Schema:
        """The schema that `value`, which stands at `span`, describes."""
        if self._bound:
            return self._parse(value, span)
        found = self._schemas.get(span)
        if found is None:
            found = self._schemas[span] = self._parse(value, span)
        return found

    def read_list(self, values: list[JsonValue], span: Span) -> tuple[Schema, ...]:
        """The schemas of a list at `span`."""
        file, pointer = span
        read = self.read
        return tuple(
            [read(v, Span(file, f"{pointer}/{i}")) for i, v in enumerate(values)]
        )

    def read_map(self, values: dict[str, JsonValue], span: Span) -> dict[str, Schema]:
        """The schemas of a mapping at `span`, by name."""
        file, pointer = span
        read, escape = self.read, escape_token
        return {
            name: read(value, Span(file, f"{pointer}/{escape(name)}"))
            for name, value in values.items()
        }

    def read_held(self, values: dict[str, JsonValue], span: Span) -> dict[str, Schema]:
        """`read_map`, of a mapping that a `$ref` led to: inside itself it stays references."""
        if span in self._held:
            spans = {name: span.child(name) for name in values}
            return {
                name: self.assemble(at.child("$ref"), ref=at)
                for name, at in spans.items()
            }
        self._held.add(span)
        try:
            return self.read_map(values, span)
        finally:
            self._held.discard(span)

    def assemble(self, span: Span, **attributes: Any) -> Schema:
        """A schema that no single place describes, as that of 2.0's form parameters."""
        return _schema({"span": span, **attributes})

    def refer(
        self, reference: str, node: dict[str, JsonValue], span: Span, draft: Draft
    ) -> None:
        """Puts what the `$ref` of `node` leads to into `draft`."""
        at = span.child("$ref")
        target = self.reading.references.target(reference, at)
        if target is not None and self._is_description(target):
            target = self._anchors.resource(span)
        if target is None or not self._is_schema(target, reference, at):
            draft["broken"] = reference
            return
        if target.file != self.reading.documents.root.file:
            self.far[target] = None
        # What is bound inside of what is bound would stand at no place of the document.
        inside = bool(self._bound)
        if (
            "$defs" in node
            and not inside
            and (bound := self._anchors.bindings(node, span, target))
        ):
            held, self._bound = self._bound, bound
            bearer = self._parse(self.reading.documents.value(target), at)
            self._bound = held
            draft["all_of"] = (bearer, *draft.get("all_of", ()))
            return
        if self._bound and self._anchors.dynamic_names(target) & self._bound.keys():
            self.reading.bag.report(
                "W225",
                f"{reference!r} holds a dynamic reference that is bound further out",
                at,
                loss=Loss.APPROXIMATED,
            )
        draft["ref"] = target

    def refer_dynamically(self, reference: str, span: Span, draft: Draft) -> None:
        """`$dynamicRef` (JSON Schema 2020-12 section 8.2.3.2)."""
        target = self._bound.get(reference.rpartition("#")[2])
        if target is None:
            at = span.child("$dynamicRef")
            target = self.reading.references.target(reference, at)
        if target is None:
            draft["broken"] = reference
        else:
            draft["ref"] = self._anchors.meaning(target)

    def refer_recursively(self, span: Span, draft: Draft) -> None:
        """`$recursiveRef` (JSON Schema 2019-09 section 8.2.4.2.1): the schema around it."""
        target = self._anchors.resource(span)
        if target == span:
            draft["broken"] = "#"
        else:
            draft["ref"] = target

    def mapped(self, value: JsonValue, span: Span) -> Span | None:
        """The schema that a value of a discriminator's mapping names or refers to."""
        if not isinstance(value, str):
            self.reading.wrong(span, value, "a name or a reference", "ignored")
            return None
        target = self.reading.references.component(value)
        if target is None:
            target = self.reading.references.target(value, span)
        if target is not None and target.file != self.reading.documents.root.file:
            self.far[target] = None
        return target

    def _parse(self, value: JsonValue, span: Span) -> Schema:
        draft: Draft = {"span": span}
        if isinstance(value, dict):
            self._parse_keywords(value, span, draft)
        elif value is True or value is False:
            draft["always"] = value
        else:
            self._parse_stray(value, span, draft)
        return _schema(draft)

    def _parse_keywords(
        self, node: dict[str, JsonValue], span: Span, draft: Draft
    ) -> None:
        keywords = self._keywords
        extensions: dict[str, JsonValue] = {}
        for key in node:
            reader = keywords.get(key)
            if reader is not None:
                reader(self, node, key, span, draft)
            elif key[:2] == "x-":
                extensions[key] = node[key]
            else:
                self.reading.bag.report(
                    "N212", f"no keyword is called {key!r}; ignored", span.child(key)
                )
        if extensions:
            draft["extensions"] = extensions

    def _parse_stray(self, value: JsonValue, span: Span, draft: Draft) -> None:
        """What is no schema: text may be the name of a type or a reference without `$ref`."""
        wrong = self.reading.wrong
        if isinstance(value, str):
            if "#/" in value:
                wrong(span, value, "a schema", "read as a `$ref`")
                self.refer(value, {}, span, draft)
                return
            types, format = meant_type(value)
            if types:
                wrong(span, value, "a schema", f"read as `type: {types}`")
                draft["types"] = (types,)
                if format:
                    draft["format"] = format
                return
        elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            wrong(span, value, "a schema", "its only item is read")
            self._parse_keywords(value[0], span.child("0"), draft)
            return
        wrong(span, value, "a schema", "read as anything", Loss.OPAQUE)

    def _is_description(self, target: Span) -> bool:
        return target == self.reading.documents.root

    def _is_schema(self, target: Span, reference: str, at: Span) -> bool:
        usable = self._usable.get(target)
        if usable is None:
            value = self.reading.documents.value(target)
            usable = self._usable[target] = isinstance(value, dict | bool)
        if not usable:
            found = describe(self.reading.documents.value(target))
            self.reading.bag.report(
                "W222",
                f"{reference!r} leads to {found}, no schema; it reads as anything",
                at,
                loss=Loss.OPAQUE,
            )
        return usable


def _schema(draft: Draft) -> Schema:
    """A `Schema` of the attributes in `draft`; for the others its class has the defaults.

    The constructor would set all fifty, one call each.
    """
    schema = object.__new__(Schema)
    schema.__dict__.update(draft)
    return schema
