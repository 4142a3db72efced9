"""What a document says to people about a thing."""

from __future__ import annotations

from dataclasses import dataclass

from specloom.model.types import JsonValue


@dataclass(frozen=True, slots=True)
class Doc:
    """Prose for readers, as the document has it: CommonMark, untrusted, not yet formatted."""

    summary: str = ""
    description: str = ""
    title: str = ""
    external_url: str = ""
    external_description: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A sample value; `name` is its key in an `examples` map, if it had one."""

    value: JsonValue
    name: str = ""
    summary: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Constraints:
    """Validation keywords that do not change the type (JSON Schema Validation, section 6)."""

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
    format: str = ""
    """The format's name where it is documentation only (`uri`, `int32`, …)."""
    notes: tuple[str, ...] = ()
    """Rules that no keyword above can hold, in words (`not`, `if`, `dependentRequired`, …)."""


NO_DOC = Doc()
NO_CONSTRAINTS = Constraints()
