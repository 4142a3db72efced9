"""`Schema`: one attribute per keyword, after the dialect is normalised to 2020-12 terms.

Only what a document says, nothing of what it means: merging, nullability of unions and the
like are decided in `lower`. Instances are immutable; `read_schema` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from specloom.model.types import JsonValue
from specloom.source import Span


class Absent:
    """The class of `ABSENT`: a keyword that is not there, where null is a value."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()

_NO_SCHEMAS: Mapping[str, Schema] = {}
_NO_EXTENSIONS: Mapping[str, JsonValue] = {}


@dataclass(frozen=True)
class Discriminator:
    """The Discriminator Object. Mapping values are resolved to places where they can be."""

    property: str
    mapping: tuple[tuple[str, Span], ...]
    span: Span
    default: Span | None = None
    """3.2's `defaultMapping`."""


@dataclass(frozen=True)
class Schema:
    """One Schema Object (OpenAPI 3.2 "Schema Object"; JSON Schema 2020-12).

    `always` is set for the boolean schemas. `ref` is the place that `$ref`, `$dynamicRef` or
    `$recursiveRef` leads to; what stands beside it is in the other attributes. A reference
    that leads nowhere leaves `broken` with its text.
    """

    span: Span
    always: bool | None = None
    ref: Span | None = None
    broken: str = ""

    types: tuple[str, ...] = ()
    """Without `null`, which is `nullable`; empty when `type` is not given."""
    nullable: bool = False
    """`null` in `type`, `nullable: true`, `x-nullable: true`, `enum` or `const` with null."""
    enum: tuple[JsonValue, ...] | None = None
    """Without null and without duplicates; empty for `enum: []` and, where it is null alone
    (`enum: [null]`, `type: "null"`), with `nullable`."""
    const: JsonValue | Absent = ABSENT

    all_of: tuple[Schema, ...] = ()
    any_of: tuple[Schema, ...] = ()
    one_of: tuple[Schema, ...] = ()
    not_: Schema | None = None
    if_: Schema | None = None
    then: Schema | None = None
    else_: Schema | None = None
    discriminator: Discriminator | None = None

    properties: Mapping[str, Schema] = field(default_factory=lambda: _NO_SCHEMAS)
    required: tuple[str, ...] = ()
    additional_properties: Schema | None = None
    pattern_properties: Mapping[str, Schema] = field(
        default_factory=lambda: _NO_SCHEMAS
    )
    property_names: Schema | None = None
    unevaluated_properties: Schema | None = None
    dependent_required: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dependent_schemas: Mapping[str, Schema] = field(default_factory=lambda: _NO_SCHEMAS)

    items: Schema | None = None
    prefix_items: tuple[Schema, ...] = ()
    contains: Schema | None = None
    unevaluated_items: Schema | None = None

    format: str = ""
    content_encoding: str = ""
    content_media_type: str = ""
    content_schema: Schema | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    min_properties: int | None = None
    max_properties: int | None = None

    default: JsonValue | Absent = ABSENT
    examples: tuple[JsonValue, ...] = ()
    """`example` and `examples`, the first one first."""
    title: str = ""
    description: str = ""
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    external_url: str = ""
    external_description: str = ""
    extensions: Mapping[str, JsonValue] = field(default_factory=lambda: _NO_EXTENSIONS)
