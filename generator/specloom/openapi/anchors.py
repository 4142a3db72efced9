"""Anchors: what `$dynamicRef` and `$recursiveRef` lead to.

Input: places of schemas. Output: the schema resource around a place, and dynamic anchors
(JSON Schema 2020-12 sections 8.2.2 and 8.2.3.2; 2019-09 section 8.2.4.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specloom.document.documents import Documents
from specloom.model.types import JsonValue
from specloom.openapi.ref_targets import References
from specloom.source import Span, escape_token, unescape_token

_NAME_OF_A_REFERENCE = frozenset(("$ref", "$anchor", "$dynamicAnchor", "$comment"))


class Anchors:
    """Finds what the dynamic keywords of the schemas around a place mean."""

    def __init__(self, documents: Documents, references: References) -> None:
        self._documents = documents
        self._references = references
        self._dynamic: dict[Span, frozenset[str]] = {}

    def resource(self, span: Span) -> Span:
        """The schema around `span` that a reference to "the root" means.

        That is the nearest one with an `$id` or `$recursiveAnchor`, else the component, else
        the outermost schema (in a file of its own, the whole file).
        """
        outermost = best = None
        for place, value in self._ancestors(span):
            if not isinstance(value, dict):
                continue
            if "$id" in value or value.get("$recursiveAnchor") is True:
                best = place
            if self._references.homes.holds(place) or (
                outermost is None and _is_outermost(place, self._documents.root)
            ):
                outermost = place
        return best or outermost or span

    def bindings(
        self, node: dict[str, JsonValue], span: Span, target: Span
    ) -> Mapping[str, Span]:
        """The dynamic anchors in the `$defs` of `node` that the schema at `target` asks for."""
        definitions = node["$defs"]
        if not isinstance(definitions, dict):
            return {}
        wanted = self.dynamic_names(target)
        bound: dict[str, Span] = {}
        for name, value in definitions.items():
            if isinstance(value, dict):
                anchor = value.get("$dynamicAnchor")
                if isinstance(anchor, str) and anchor in wanted:
                    bound[anchor] = span.child("$defs", name)
        return bound

    def dynamic_names(self, target: Span) -> frozenset[str]:
        """The names that the `$dynamicRef`s in the schema at `target` ask for.

        One to an anchor that is not dynamic acts as `$ref` (core section 8.2.3.2).
        """
        if target not in self._dynamic:
            names: set[str] = set()
            for place, value in _mappings(self._documents.value(target), target):
                reference = value.get("$dynamicRef")
                if isinstance(reference, str):
                    name = reference.rpartition("#")[2]
                    if self._is_dynamic(reference, name, place.child("$dynamicRef")):
                        names.add(name)
            self._dynamic[target] = frozenset(names)
        return self._dynamic[target]

    def _is_dynamic(self, reference: str, name: str, at: Span) -> bool:
        """Whether what a `$dynamicRef` names is a dynamic anchor, as far as can be told."""
        target = self._references.look_up(reference, at)
        if target is None:
            return True
        value = self._documents.value(target)
        return isinstance(value, dict) and value.get("$dynamicAnchor") == name

    def meaning(self, anchor: Span) -> Span:
        """Where an anchor leads if it is no more than a name for a `$ref`, else itself."""
        value = self._documents.value(anchor)
        if isinstance(value, dict) and value.keys() <= _NAME_OF_A_REFERENCE:
            reference = value.get("$ref")
            if isinstance(reference, str):
                at = anchor.child("$ref")
                return self._references.target(reference, at) or anchor
        return anchor

    def _ancestors(self, span: Span) -> Iterator[tuple[Span, JsonValue]]:
        """`span` and what it stands in, from the root of the file inwards."""
        place = Span(span.file, "")
        value = self._documents.value(place)
        yield place, value
        for token in span.pointer.split("/")[1:]:
            if isinstance(value, dict):
                value = value.get(unescape_token(token))
            elif (
                isinstance(value, list)
                and token.isdecimal()
                and int(token) < len(value)
            ):
                value = value[int(token)]
            else:
                return
            place = Span(span.file, f"{place.pointer}/{token}")
            yield place, value


def _is_outermost(place: Span, root: Span) -> bool:
    """Whether a schema that is no component begins at `place`, by where it stands."""
    if not place.pointer:
        return place.file != root.file
    return place.pointer.endswith(("/schema", "/itemSchema"))


def _mappings(
    value: JsonValue, span: Span
) -> Iterator[tuple[Span, dict[str, JsonValue]]]:
    if isinstance(value, dict):
        yield span, value
        for key, child in value.items():
            yield from _mappings(
                child, Span(span.file, f"{span.pointer}/{escape_token(key)}")
            )
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _mappings(child, Span(span.file, f"{span.pointer}/{index}"))
