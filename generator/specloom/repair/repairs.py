"""Mistakes of a document that an overlay can repair: a diagnostic → the actions.

Input: a finding and the documents it was found in. Output: actions of an overlay (Overlay
1.0), which a person looks at before they are used. What is only one of several possible
meanings is no repair.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from specloom.diagnostics import Diagnostic
from specloom.document import Documents
from specloom.document.pointer import child_of, tokens_of
from specloom.model.types import JsonValue
from specloom.openapi.type_names import meant_type, near_type
from specloom.source import Span


@dataclass(frozen=True, slots=True)
class Repair:
    """What repairs one finding: actions in their order, each without its description."""

    finding: Diagnostic
    actions: tuple[Mapping[str, JsonValue], ...]

    @property
    def shown(self) -> str:
        """The first action on one line, as it can stand in an overlay."""
        shown = json.dumps(self.actions[0], ensure_ascii=False)
        return shown if len(self.actions) == 1 else f"{shown}, …"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something was found: its value, and the object that holds it."""

    found: Diagnostic
    documents: Documents
    span: Span

    @property
    def value(self) -> Any:
        """What stands there, or None."""
        try:
            return self.documents.value(self.span)
        except LookupError:
            return None

    @property
    def key(self) -> str:
        """The last token of the place."""
        return tokens_of(self.span.pointer)[-1]

    @property
    def holder(self) -> _Place:
        """The object or list around it."""
        pointer = self.span.pointer.rpartition("/")[0]
        return replace(self, span=Span(self.span.file, pointer))

    def update(self, value: JsonValue) -> Mapping[str, JsonValue]:
        """The action that merges `value` into what stands here."""
        return {"target": self._path, "update": value}

    def remove(self, suffix: str = "") -> Mapping[str, JsonValue]:
        """The action that removes this, or what `suffix` selects below it."""
        return {"target": self._path + suffix, "remove": True}

    @property
    def _path(self) -> str:
        return json_path(self.span.pointer, self.documents.value(self.documents.root))


_Actions = list[Mapping[str, JsonValue]]


def repair(found: Diagnostic, documents: Documents) -> Repair | None:
    """The repair of a finding, if there is one. Overlays reach the root document alone."""
    work = REPAIRS.get(found.code)
    span = found.span
    if work is None or span is None or span.file != documents.root.file:
        return None
    if not span.pointer:
        return None
    actions = work(_Place(found, documents, span))
    return Repair(found, tuple(actions)) if actions else None


def json_path(pointer: str, root: JsonValue) -> str:
    """The JSONPath (RFC 9535) of a JSON Pointer into `root`."""
    parts: list[str] = ["$"]
    here = root
    for token in tokens_of(pointer):
        inside, here = here, child_of(here, token)
        if isinstance(inside, list):
            parts.append(f"[{token}]")
        elif re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", token):
            parts.append(f".{token}")
        else:
            quoted = token.replace("\\", "\\\\").replace("'", "\\'")
            parts.append(f"['{quoted}']")
    return "".join(parts)


def _type_name(place: _Place) -> _Actions:
    """`type: int`: a name that means one of the standard's."""
    if place.key != "type" or not isinstance(place.value, str):
        return []
    type, format = meant_type(place.value)
    type = type or near_type(place.value)
    if not type:
        return []
    holder = place.holder
    more = {"format": format} if format and "format" not in holder.value else {}
    return [holder.update({"type": type, **more})]


def _undeclared_variable(place: _Place) -> _Actions:
    """A path variable without a parameter: one of type string."""
    named = re.match(r"no parameter describes \{(.*)\} of path ", place.found.message)
    if named is None or not isinstance(place.value, dict):
        return []
    parameter: JsonValue = {
        "name": named[1],
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    return [place.update({"parameters": [parameter]})]


def _stray_parameter(place: _Place) -> _Actions:
    """A path parameter without a variable: renamed if one is meant, else removed."""
    value = place.value
    if not isinstance(value, dict) or "name" not in value:
        return []
    near = re.search(r"; taken for \{(.*)\}$", place.found.message)
    return [place.update({"name": near[1]}) if near else place.remove()]


def _second_one(place: _Place) -> _Actions:
    """What a list says twice is removed once."""
    return [place.remove()] if isinstance(place.holder.value, list) else []


def _variable_default(place: _Place) -> _Actions:
    """A server variable without a default takes the first value that it may have."""
    values = _mapping(place.value).get("enum")
    return [place.update({"default": values[0]})] if values else []


def _foreign_form(place: _Place) -> _Actions:
    """Forms of 3.0 in a description of 3.1: `nullable` and boolean bounds."""
    holder = place.holder.value
    if place.key == "nullable" and isinstance(holder, dict):
        return _nullable(place, cast("dict[str, Any]", holder))
    if place.key in ("exclusiveMinimum", "exclusiveMaximum"):
        bound = "minimum" if place.key == "exclusiveMinimum" else "maximum"
        return _boolean_bound(place, bound, holder)
    return []


def _nullable(place: _Place, holder: dict[str, Any]) -> _Actions:
    if not isinstance(place.value, bool):
        return []
    if not place.value:
        return [place.remove()]
    below = replace(place, span=place.holder.span)
    kind = holder.get("type")
    if isinstance(kind, str):
        added: dict[str, JsonValue] = {"type": [kind, "null"]}
        if isinstance(holder.get("enum"), list) and None not in holder["enum"]:
            added["enum"] = [None]
        return [place.remove(), below.remove(".type"), below.update(added)]
    reference = holder.get("$ref")
    if isinstance(reference, str) and "anyOf" not in holder:
        either: JsonValue = [{"$ref": reference}, {"type": "null"}]
        update = below.update({"anyOf": either})
        return [place.remove(), below.remove("['$ref']"), update]
    return []


def _boolean_bound(place: _Place, bound: str, holder: dict[str, Any]) -> _Actions:
    if not isinstance(place.value, bool):
        return []
    if not place.value:
        return [place.remove()]
    if bound not in holder:
        return []
    below = place.holder
    update = below.update({place.key: holder[bound]})
    return [place.remove(), below.remove(f".{bound}"), update]


def _required_without_property(place: _Place) -> _Actions:
    """A name in `required` that is no property: a property that may hold anything."""
    named = re.match(r"`(.*)` is required but ", place.found.message)
    if named is None or named[1] not in (_mapping(place.value).get("required") or []):
        return []
    return [place.update({"properties": {named[1]: {}}})]


def _wrong_default(place: _Place) -> _Actions:
    """A default that its own schema refuses."""
    has_one = "default" in _mapping(place.value)
    return [place.remove(".default")] if has_one else []


def _second_operation_id(place: _Place) -> _Actions:
    """An operationId used twice: the later one gets the words of its path."""
    tokens = tokens_of(place.span.pointer)
    if len(tokens) != 4 or not isinstance(place.value, str):
        return []
    words = re.findall(r"[A-Za-z0-9]+", tokens[1])
    longer = "_".join((place.value, *words))
    return [place.holder.update({"operationId": longer})]


def _near_reference(place: _Place) -> _Actions:
    """A reference that leads nowhere and differs by little from one that does not."""
    near = re.fullmatch(r"is '(.*)' meant\?", place.found.help)
    if near is None or place.key != "$ref" or not isinstance(place.value, str):
        return []
    head = place.value.rpartition("/")[0]
    meant = near[1] if near[1].startswith("#") else f"{head}/{near[1]}"
    if place.documents.resolve(meant, place.span) is None:
        return []
    return [place.holder.update({"$ref": meant})]


REPAIRS: Mapping[str, Callable[[_Place], _Actions]] = {
    "W213": _type_name,
    "N214": _foreign_form,
    "W220": _near_reference,
    "W230": _undeclared_variable,
    "W231": _stray_parameter,
    "W232": _second_one,
    "W235": _second_operation_id,
    "W241": _variable_default,
    "N250": _second_one,
    "N304": _required_without_property,
    "N306": _wrong_default,
}
"""The code of a diagnostic → what finds its repair."""


def _mapping(value: Any) -> Mapping[str, Any]:
    """`value` if it is an object; else one without anything."""
    return cast("Mapping[str, Any]", value if value.__class__ is dict else {})
