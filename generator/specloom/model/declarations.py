"""Declarations: the named things of an API (records, unions, enums, aliases).

A declaration's `id` is its stable path in the document (see `docs/decisions.md`, names);
`owner` is the id of the component or the operation whose page it stands on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from specloom.model.dispatch import Dispatch
from specloom.model.doc import NO_CONSTRAINTS, NO_DOC, Constraints, Doc, Example
from specloom.model.names import Hint
from specloom.model.types import JsonScalar, JsonValue, Type
from specloom.source import Span


class Presence(Enum):
    """Whether a property has to be there; not whether it may be null."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Access(Enum):
    """In which direction a property travels (`readOnly`, `writeOnly`)."""

    BOTH = "both"
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Default:
    """The value the server assumes when the caller sends none. Documented, never sent."""

    value: JsonValue


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a record."""

    id: str
    wire: str
    hint: Hint
    type: Type
    presence: Presence
    origin: Span
    access: Access = Access.BOTH
    default: Default | None = None
    constraints: Constraints = NO_CONSTRAINTS
    examples: tuple[Example, ...] = ()
    doc: Doc = NO_DOC
    deprecated: bool = False
    tag: bool = False
    """Whether discriminators lead to the record by the values of this property: it is always
    sent, and asked for only where there are several. (Presence is what the document says.)"""


@dataclass(frozen=True, slots=True)
class Usage:
    """Who sends a declaration, in the whole document: requests, responses, or both."""

    in_requests: bool = False
    in_responses: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An object with known properties.

    `extra` is the type of properties that are not listed: `Anything` where any may come,
    a narrower type for typed extras, None where the document says there are none (they are
    kept all the same: new properties come with new versions).
    `extends` are the parents it was merged from, for the docs.
    """

    id: str
    hint: Hint
    owner: str
    fields: tuple[Field, ...]
    extra: Type | None
    origin: Span
    extends: tuple[str, ...] = ()
    usage: Usage = Usage()
    constraints: Constraints = NO_CONSTRAINTS
    examples: tuple[Example, ...] = ()
    doc: Doc = NO_DOC
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """One alternative of a union; `tags` are the discriminator values that lead to it."""

    type: Type
    tags: tuple[JsonScalar, ...] = ()
    doc: Doc = NO_DOC


@dataclass(frozen=True, slots=True)
class Union:
    """A value of one of several types, and how they are told apart.

    Null is never a variant: a nullable union is `Nullable(Ref(union))` where it is used.
    `tag` is the wire name of the property that tells its records apart, where one does.
    """

    id: str
    hint: Hint
    owner: str
    variants: tuple[Variant, ...]
    dispatch: Dispatch
    origin: Span
    tag: str = ""
    usage: Usage = Usage()
    examples: tuple[Example, ...] = ()
    doc: Doc = NO_DOC
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One value of an enum."""

    value: JsonScalar
    hint: Hint
    doc: Doc = NO_DOC
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Several values of one or more scalar kinds.

    `open`: any other value of `base` may come too, because servers add values. `closed`: none
    can, as it would lead to another variant of a union.
    """

    id: str
    hint: Hint
    owner: str
    members: tuple[Member, ...]
    base: Type
    open: bool
    origin: Span
    closed: bool = False
    usage: Usage = Usage()
    examples: tuple[Example, ...] = ()
    doc: Doc = NO_DOC
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name for a type: a component that is a list, a map, a scalar or anything."""

    id: str
    hint: Hint
    owner: str
    type: Type
    origin: Span
    usage: Usage = Usage()
    constraints: Constraints = NO_CONSTRAINTS
    examples: tuple[Example, ...] = ()
    doc: Doc = NO_DOC
    deprecated: bool = False


Declaration: TypeAlias = Record | Union | Enumeration | Alias
