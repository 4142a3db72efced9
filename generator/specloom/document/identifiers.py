"""`$id` and `$anchor`: names that schemas give themselves (JSON Schema 2020-12 section 8.2)."""

from __future__ import annotations

from urllib.parse import urljoin

from specloom.model.types import JsonValue
from specloom.source import escape_token

_VALUES = frozenset(("enum", "const", "default", "example", "examples", "mapping"))
"""Keywords whose content is data: what looks like an `$id` there is none."""


def absolute(base: str, uri: str) -> str:
    """`uri` as seen from `base`; as it is where either is no URI at all."""
    try:
        return urljoin(base, uri)
    except ValueError:
        return uri


def may_identify(text: str) -> bool:
    """Whether looking for identifiers in this text can find anything."""
    return "$id" in text or "$anchor" in text or "$dynamicAnchor" in text


class Identifiers:
    """The schema resources and anchors of one file. All pointers are from its root."""

    def __init__(self, file: str, value: JsonValue) -> None:
        self.resources: dict[str, str] = {}
        """Absolute URI → pointer. Relative ones are relative to the file's display path."""
        self._bases: dict[str, str] = {"": file}
        self._anchors: dict[tuple[str, str], str] = {}
        self._search(value)

    def enclosing(self, pointer: str) -> str:
        """The pointer of the schema resource that `pointer` is in; "" is the file itself."""
        while pointer not in self._bases:
            pointer = pointer.rpartition("/")[0]
        return pointer

    def uri_of(self, resource: str) -> str:
        """The URI that references inside the resource at this pointer are relative to."""
        return self._bases[resource]

    def anchor(self, name: str, resource: str) -> str | None:
        """The place of an anchor in the resource at this pointer."""
        return self._anchors.get((resource, name))

    def _search(self, root: JsonValue) -> None:
        pending: list[tuple[JsonValue, str, str]] = [(root, "", "")]
        while pending:
            value, pointer, resource = pending.pop()
            if isinstance(value, list):
                pending += [
                    (v, f"{pointer}/{i}", resource) for i, v in enumerate(value)
                ]
            elif isinstance(value, dict):
                resource = self._read(value, pointer, resource)
                pending += [
                    (child, f"{pointer}/{escape_token(key)}", resource)
                    for key, child in value.items()
                    if key not in _VALUES and not key.startswith("x-")
                ]

    def _read(self, value: dict[str, JsonValue], pointer: str, resource: str) -> str:
        identifier = value.get("$id")
        if isinstance(identifier, str) and identifier and identifier[0] != "#":
            uri = absolute(self._bases[resource], identifier).rstrip("#")
            self.resources.setdefault(uri, pointer)
            self._bases[pointer] = uri
            resource = pointer
        for keyword in ("$anchor", "$dynamicAnchor"):
            name = value.get(keyword)
            if isinstance(name, str):
                self._anchors.setdefault((resource, name), pointer)
        return resource
