"""The examples of a document, and whether they come back: what is valid decodes strictly.

Whether an example is valid is for a JSON Schema validator to say, which knows nothing of us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import quote

import jsonschema_rs
from specloom.lower.groups import operation_id
from specloom.model.declarations import Record
from specloom.model.operations import Content, ContentKind, Operation
from specloom.model.types import JsonValue, ListOf, Nullable, Ref, Type
from specloom.model.walk import references
from specloom.openapi import document as openapi
from specloom.openapi.schema import Absent
from specloom.source import Span

from corpus.building import Built
from corpus.round_trip import Failure, came_back, guessing

_JSON = frozenset({ContentKind.JSON})
_DOCUMENT = "urn:document"
_CHOOSING = frozenset(("$ref", "allOf", "anyOf", "oneOf", "not", "const"))
"""Keywords that may refuse a null whatever stands beside them."""
_MAPS = frozenset(("properties", "patternProperties", "schemas", "definitions"))
_TYPED = _CHOOSING | {"type", "enum"}


@dataclass(frozen=True)
class Shown:
    """An example, the schema it stands for, and the type that was made of that."""

    value: JsonValue
    schema: Span
    type: Type


_VALID_AS_ANOTHER = {
    # A reviewer without a required property makes its rule one with properties of its own.
    "github": re.compile(
        r"~1environments(~1{environment_name})?/(get|put)/responses/200/"
    ),
    # The example of one action has the tag that the mapping gives to another.
    "digitalocean": re.compile(r"/droplet_action_change_backup_policy$"),
}
"""Where an example does not fit the variant that its properties or its tag tell, and is valid only
because another variant has none of those properties, and takes whatever comes beside its own, or
because no schema says what the mapping does."""


def failures(built: Built, package: ModuleType) -> Iterator[Failure]:
    validity = Validity(built)
    guesses = guessing(built)
    for shown in examples(built):
        type_ = annotation(built, package, shown.type)
        if type_ is not None:
            where = shown.schema.pointer
            exempt = _VALID_AS_ANOTHER.get(built.sample.name)
            strict = (
                guesses.isdisjoint(references(shown.type))
                and not (exempt and exempt.search(where))
                and validity.holds(shown)
            )
            yield from came_back(package, where, type_, shown.value, strict)


def annotation(built: Built, package: ModuleType, type_: Type) -> Any:
    """The type as Python code would write it, where that takes no more than a name."""
    match type_:
        case Ref(id):
            return getattr(package.models, built.names.types[id])
        case ListOf(item):
            inner = annotation(built, package, item)
            return None if inner is None else list[inner]
        case Nullable(inner_type):
            inner = annotation(built, package, inner_type)
            return None if inner is None else inner | None
        case _:
            return None


def examples(built: Built) -> Iterator[Shown]:
    """The examples of all declarations, bodies and responses."""
    for declared in built.api.declarations:
        for example in declared.examples:
            if example.value is not None:  # null belongs to whoever mentions it
                yield Shown(example.value, declared.origin, Ref(declared.id))
        for field in declared.fields if isinstance(declared, Record) else ():
            for example in field.examples:
                yield Shown(example.value, field.origin, field.type)
    operations = {o.id: o for o in built.api.operations}
    for given in built.document.operations:
        operation = operations.get(operation_id(given))
        for media, content in contents(given, operation) if operation else ():
            if media.schema is None or content.kind not in _JSON:
                continue
            for example in media.examples:
                if not isinstance(example.value, Absent):
                    yield Shown(example.value, media.schema.span, content.type)


def contents(
    given: openapi.OperationObject, operation: Operation
) -> Iterator[tuple[openapi.MediaTypeObject, Content]]:
    """Each media type beside what was made of it."""
    if given.request_body is not None and operation.body is not None:
        yield from beside(given.request_body.content, operation.body.contents)
    made = {r.status: r for r in (*operation.responses, *operation.errors)}
    for response in given.responses:
        if response.status in made:
            yield from beside(response.content, made[response.status].contents)


def beside(
    media_types: tuple[openapi.MediaTypeObject, ...], contents: tuple[Content, ...]
) -> Iterator[tuple[openapi.MediaTypeObject, Content]]:
    by_name = {content.media_type: content for content in contents}
    for media in media_types:
        if media.media_type in by_name:
            yield media, by_name[media.media_type]


class Validity:
    """Asks a JSON Schema validator about values of a document's schemas."""

    def __init__(self, built: Built) -> None:
        documents = built.outcome.result.made[0].read.documents
        self._root = documents.root
        self._is_one_file = len(documents.files) == 1
        whole = modern(documents.value(documents.root))
        # Shared: a validator that holds the document itself takes as much memory as that.
        self._registry = jsonschema_rs.Registry([(_DOCUMENT, whole)])
        self._validators: dict[Span, Any] = {}

    def holds(self, shown: Shown) -> bool:
        """Whether the example is valid; where no validator can say, it is not."""
        if not self._is_one_file or shown.schema.file != self._root.file:
            return False
        if shown.schema not in self._validators:
            self._validators[shown.schema] = self._validator(shown.schema)
        validator = self._validators[shown.schema]
        return validator is not None and validator.is_valid(shown.value)

    def _validator(self, schema: Span) -> Any:
        try:
            return jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_DOCUMENT}#{quote(schema.pointer)}"},
                validate_formats=True,
                registry=self._registry,
            )
        except (jsonschema_rs.ValidationError, ValueError):
            return None


def modern(value: JsonValue, names: bool = False) -> JsonValue:
    """A document in the words of JSON Schema: `nullable`, boolean bounds, and properties
    without a type, which would let everything else be valid: their author means an object.

    The keys of a map from `names` are no keywords.
    """
    if isinstance(value, list):
        return [modern(v) for v in value]
    if not isinstance(value, dict):
        return value
    if names:
        return {k: modern(v) for k, v in value.items()}
    made = {k: modern(v, k in _MAPS) for k, v in value.items()}
    made.pop("discriminator", None)
    if isinstance(made.get("properties"), dict) and not made.keys() & _TYPED:
        made["type"] = "object"
    for exclusive, bound in (
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ):
        if isinstance(flag := made.get(exclusive), bool):
            del made[exclusive]
            if flag and bound in made:
                made[exclusive] = made.pop(bound)
    if made.pop("nullable", False) is True or made.pop("x-nullable", False) is True:
        if made.keys() & _CHOOSING:
            return {"anyOf": [made, {"type": "null"}]}
        if isinstance(made.get("type"), str):
            made["type"] = [made["type"], "null"]
        if isinstance(values := made.get("enum"), list):
            made["enum"] = [*values, None]
    return made
