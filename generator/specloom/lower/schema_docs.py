"""What a schema says to people: docs, examples, defaults, constraints, naming extensions."""

from __future__ import annotations

from specloom.lower.attributes import ANNOTATIONS, CONSTRAINTS, given
from specloom.lower.constraint_words import describe_constraint
from specloom.lower.flatten import Factor, Flat
from specloom.lower.numerals import spells_number
from specloom.lower.phrases import Words, fold
from specloom.lower.scalars import ENCODINGS
from specloom.model.declarations import Access, Default
from specloom.model.doc import NO_CONSTRAINTS, NO_DOC, Constraints, Doc, Example
from specloom.model.names import words_of
from specloom.openapi.schema import Absent, Schema

# Formats that give a type of their own elsewhere say nothing more as a constraint.
_TYPED_FORMATS = frozenset({"date-time", "date", "uuid", "byte", "base64url", "binary"})


_CONSTRAINING = (CONSTRAINTS | {"format", "content_encoding"}) - {"dependent_schemas"}
"""The attributes that a schema without any constraint does not have; a copy may have all."""


def doc_of(*schemas: Schema, called: Words = ()) -> Doc:
    """The docs of the first schema that has any, keyword by keyword.

    A title that only repeats what the thing is `called` anyway says nothing.
    """
    title = description = url = url_text = ""
    for schema in schemas:
        title = title or schema.title
        description = description or schema.description
        if not url:
            url, url_text = schema.external_url, schema.external_description
    if called and fold(words_of(title)) == fold(called):
        title = ""
    if not (title or description or url):
        return NO_DOC
    return Doc(
        title=title,
        description=description,
        external_url=url,
        external_description=url_text,
    )


def examples_of(*schemas: Schema) -> tuple[Example, ...]:
    """The examples of the first schema that has any."""
    for schema in schemas:
        if schema.examples:
            return tuple(Example(value) for value in schema.examples)
    return ()


def default_of(*schemas: Schema) -> Default | None:
    """The default of the first schema that has one."""
    for schema in schemas:
        if not isinstance(schema.default, Absent):
            return Default(schema.default)
    return None


def access_of(*schemas: Schema) -> Access:
    """The direction that `readOnly` and `writeOnly` leave."""
    read = write = False
    for schema in schemas:
        read = read or schema.read_only
        write = write or schema.write_only
    if read == write:
        return Access.BOTH
    return Access.READ if read else Access.WRITE


def deprecated(*schemas: Schema) -> bool:
    """Whether any of the schemas is deprecated, by the keyword or `x-deprecated`."""
    for schema in schemas:
        if schema.deprecated:
            return True
        if schema.extensions.get("x-deprecated") not in (None, False):
            return True
    return False


def constraints_of(flat: Flat) -> Constraints:
    """The validation keywords of a schema that has been taken apart."""
    core = flat.core
    plain = not (flat.factors or core.dependent_schemas)
    if plain and _CONSTRAINING.isdisjoint(vars(core)):
        return NO_CONSTRAINTS
    notes = list(core.facts)
    notes += (f"often {known}" for f in flat.factors if (known := _often(f)))
    for keyword, sub in (("not", core.not_), ("property names", core.property_names)):
        if sub is not None:
            notes.append(f"{keyword}: {describe_constraint(sub) or 'see the document'}")
    if core.if_ is not None:
        notes.append("a condition (`if`/`then`/`else`) applies")
    if core.contains is not None:
        notes.append("a rule for at least one item (`contains`) applies")
    for name, needs in core.dependent_required:
        notes.append(f"`{name}` requires {', '.join(f'`{n}`' for n in needs)}")
    for name in core.dependent_schemas:
        notes.append(f"a rule applies where `{name}` is present (`dependentSchemas`)")
    if core.content_encoding and core.content_encoding.lower() not in ENCODINGS:
        notes.append(f"encoded as {core.content_encoding}")
    if core.content_media_type:
        notes.append(f"holds {core.content_media_type}")
    # Beside a number's type its own grammar says nothing.
    is_number = core.types != ("string",)
    made = Constraints(
        minimum=core.minimum,
        maximum=core.maximum,
        exclusive_minimum=core.exclusive_minimum,
        exclusive_maximum=core.exclusive_maximum,
        multiple_of=core.multiple_of,
        min_length=core.min_length,
        max_length=core.max_length,
        pattern=None if is_number and spells_number(core) else core.pattern,
        min_items=core.min_items,
        max_items=core.max_items,
        unique_items=core.unique_items,
        min_properties=core.min_properties,
        max_properties=core.max_properties,
        format="" if core.format in _TYPED_FORMATS else core.format,
        notes=tuple(notes),
    )
    return NO_CONSTRAINTS if made == NO_CONSTRAINTS else made


def _often(factor: Factor) -> str:
    """The members of a union beside one that may be anything, which makes it all anything."""
    said = [given(member) - ANNOTATIONS for member in factor.members]
    if all(said):
        return ""
    types = [t for member in factor.members for t in member.types]
    return " or ".join(dict.fromkeys(types))


_NAME_EXTENSIONS = (
    "x-specloom-name",
    "x-speakeasy-name-override",
    "x-stainless-naming",
)


def asked_type_name(schema: Schema) -> str:
    """The name that an extension asks for what a schema declares; empty if none does."""
    return _asked(schema, "x-fern-type-name")


def asked_field_name(schema: Schema) -> str:
    """The name that an extension asks for what holds values of a schema: it may be another
    one than its type's."""
    return _asked(schema, "x-fern-property-name")


def _asked(schema: Schema, theirs: str) -> str:
    """Ours come first."""
    for key in (*_NAME_EXTENSIONS, theirs) if schema.extensions else ():
        value = schema.extensions.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return ""
