"""`Schema`: one attribute per keyword, after the dialect is normalised to 2020-12 terms.

Only what a document says, nothing of what it means: merging, nullability of unions and the
like are decided in `lower`. Instances are immutable; `read_schema` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Discriminator:
    """The Discriminator Object. Mapping values are resolved to places where they can be."""

    property: str
    mapping: tuple[tuple[str, Span], ...]
    span: Span
    default: Span | None = None
    """3.2's `defaultMapping`."""


@dataclass(frozen=True, kw_only=True)
class Schema:
    """One Schema Object (OpenAPI 3.2 "Schema Object"; JSON Schema 2020-12).

    None of the attributes has a default, so that whoever makes a schema of others says what
    becomes of each. What the document does not say is as in `SILENT`.

    `always` is set for the boolean schemas. `ref` is the place that `$ref`, `$dynamicRef` or
    `$recursiveRef` leads to; what stands beside it is in the other attributes. A reference
    that leads nowhere leaves `broken` with its text.
    """

    span: Span
    always: bool | None
    ref: Span | None
    broken: str

    types: tuple[str, ...]
    """Without `null`, which is `nullable`; empty when `type` is not given."""
    nullable: bool
    """`null` in `type`, `nullable: true`, `x-nullable: true`, `enum` or `const` with null."""
    enum: tuple[JsonValue, ...] | None
    """Without null and without duplicates; empty for `enum: []` and, where it is null alone
    (`enum: [null]`, `type: "null"`), with `nullable`."""
    const: JsonValue | Absent

    all_of: tuple[Schema, ...]
    any_of: tuple[Schema, ...]
    one_of: tuple[Schema, ...]
    not_: Schema | None
    if_: Schema | None
    then: Schema | None
    else_: Schema | None
    discriminator: Discriminator | None

    properties: Mapping[str, Schema]
    required: tuple[str, ...]
    additional_properties: Schema | None
    pattern_properties: Mapping[str, Schema]
    property_names: Schema | None
    unevaluated_properties: Schema | None
    dependent_required: tuple[tuple[str, tuple[str, ...]], ...]
    dependent_schemas: Mapping[str, Schema]

    items: Schema | None
    prefix_items: tuple[Schema, ...]
    contains: Schema | None
    unevaluated_items: Schema | None

    format: str
    content_encoding: str
    content_media_type: str
    content_schema: Schema | None
    minimum: int | float | None
    maximum: int | float | None
    exclusive_minimum: int | float | None
    exclusive_maximum: int | float | None
    multiple_of: int | float | None
    min_length: int | None
    max_length: int | None
    pattern: str | None
    min_items: int | None
    max_items: int | None
    unique_items: bool
    min_properties: int | None
    max_properties: int | None
    facts: tuple[str, ...]
    """Rules in words, where schemas say together what no keyword above can hold for all."""

    default: JsonValue | Absent
    examples: tuple[JsonValue, ...]
    """`example` and `examples`, the first one first."""
    title: str
    description: str
    deprecated: bool
    read_only: bool
    write_only: bool
    external_url: str
    external_description: str
    extensions: Mapping[str, JsonValue]


SILENT: Final = Schema(
    span=Span("", ""),
    always=None,
    ref=None,
    broken="",
    types=(),
    nullable=False,
    enum=None,
    const=ABSENT,
    all_of=(),
    any_of=(),
    one_of=(),
    not_=None,
    if_=None,
    then=None,
    else_=None,
    discriminator=None,
    properties={},
    required=(),
    additional_properties=None,
    pattern_properties={},
    property_names=None,
    unevaluated_properties=None,
    dependent_required=(),
    dependent_schemas={},
    items=None,
    prefix_items=(),
    contains=None,
    unevaluated_items=None,
    format="",
    content_encoding="",
    content_media_type="",
    content_schema=None,
    minimum=None,
    maximum=None,
    exclusive_minimum=None,
    exclusive_maximum=None,
    multiple_of=None,
    min_length=None,
    max_length=None,
    pattern=None,
    min_items=None,
    max_items=None,
    unique_items=False,
    min_properties=None,
    max_properties=None,
    facts=(),
    default=ABSENT,
    examples=(),
    title="",
    description="",
    deprecated=False,
    read_only=False,
    write_only=False,
    external_url="",
    external_description="",
    extensions={},
)
"""The schema that says nothing. An attribute that an instance lacks is as it is here."""

for _name, _value in vars(SILENT).items():
    if _name != "span":
        setattr(Schema, _name, _value)
