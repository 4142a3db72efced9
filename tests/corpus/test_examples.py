"""The examples of real documents: what is valid decodes strictly, and all of it comes back.

Whether an example is valid is for a JSON Schema validator to say, which knows nothing of us.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import jsonschema_rs
from specloom.lower.groups import operation_id
from specloom.model.operations import Content, ContentKind, Operation
from specloom.model.types import JsonValue, ListOf, Nullable, Ref, Type
from specloom.openapi import document as openapi
from specloom.openapi.schema import Absent
from specloom.source import Span

from corpus.building import Built
from corpus.test_round_trip import Failure, came_back, report

_JSON = frozenset({ContentKind.JSON})


@dataclass(frozen=True)
class Shown:
    """An example, the schema it stands for, and the type that was made of that."""

    value: JsonValue
    schema: Span
    type: Type


def test_examples_come_back(built: Built) -> None:
    with built.imported() as package:
        assert report(failures(built, package)) == ""


def failures(built: Built, package: ModuleType) -> Iterator[Failure]:
    validity = Validity(built)
    for shown in examples(built):
        type_ = annotation(built, package, shown.type)
        if type_ is not None:
            strict = validity.holds(shown)
            where = shown.schema.pointer
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
            yield Shown(example.value, declared.origin, Ref(declared.id))
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
    given: openapi.Operation, operation: Operation
) -> Iterator[tuple[openapi.MediaType, Content]]:
    """Each media type beside what was made of it."""
    if given.request_body is not None and operation.body is not None:
        yield from beside(given.request_body.content, operation.body.contents)
    made = {r.status: r for r in (*operation.responses, *operation.errors)}
    for response in given.responses:
        if response.status in made:
            yield from beside(response.content, made[response.status].contents)


def beside(
    media_types: tuple[openapi.MediaType, ...], contents: tuple[Content, ...]
) -> Iterator[tuple[openapi.MediaType, Content]]:
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
        self._whole: Any = modern(documents.value(documents.root))
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
        whole = {**self._whole, "$ref": f"#{schema.pointer}"}
        try:
            return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        except (jsonschema_rs.ValidationError, ValueError):
            return None


def modern(value: JsonValue) -> JsonValue:
    """OpenAPI's older keywords in JSON Schema's words: `nullable` and boolean bounds."""
    if isinstance(value, list):
        return [modern(v) for v in value]
    if not isinstance(value, dict):
        return value
    made = {k: modern(v) for k, v in value.items()}
    made.pop("discriminator", None)
    for exclusive, bound in (
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ):
        if isinstance(flag := made.get(exclusive), bool):
            del made[exclusive]
            if flag and bound in made:
                made[exclusive] = made.pop(bound)
    if made.pop("nullable", False) is True or made.pop("x-nullable", False) is True:
        if isinstance(made.get("type"), str):
            made["type"] = [made["type"], "null"]
            if isinstance(values := made.get("enum"), list):
                made["enum"] = [*values, None]
            return made
        return {"anyOf": [made, {"type": "null"}]}
    return made
