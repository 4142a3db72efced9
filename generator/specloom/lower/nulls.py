"""The spellings of "may be null": which parts of a composition are there for null alone.

By the letter many of them say nothing, or forbid every value: `type: "null"` beside an
`allOf` of an object. Whoever writes that something may be null means it, so such a part
never takes away what the others say. (JSON Schema 2020-12 validation, 6.1.1; OpenAPI 3.0
"Schema Object", `nullable`.)
"""

from __future__ import annotations

from specloom.lower.attributes import ANNOTATIONS, given
from specloom.openapi.schema import Schema


def is_null(schema: Schema) -> bool:
    """Whether null is the only value of `schema`."""
    if not schema.nullable:
        return False
    rest = given(schema) - ANNOTATIONS - {"nullable", "enum", "const"}
    return not rest and (schema.enum == () or schema.const is None)


def is_anything_or_null(schema: Schema) -> bool:
    """Whether `schema` says no more than `nullable`: anything by the letter."""
    return given(schema) - ANNOTATIONS == frozenset({"nullable"})


def is_type_or_null(schema: Schema) -> bool:
    """Whether `schema` says no more than a type and that null is as good."""
    return given(schema) - ANNOTATIONS == frozenset({"nullable", "types"})


def is_any_object_or_null(schema: Schema) -> bool:
    """Whether `schema` allows every object, and null."""
    return is_type_or_null(schema) and schema.types == ("object",)


def is_written_in(member: Schema, owner: Schema) -> bool:
    """Whether the `allOf` of `owner` holds `member` in the document: not where two properties
    of one name were put together, of which each may take null from the other."""
    return member.span.file == owner.span.file and member.span.pointer.startswith(
        f"{owner.span.pointer}/allOf/"
    )
